// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/engine_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace tonus::storage {
namespace {

constexpr off_t kMaxBytes = 16 << 20;
constexpr size_t kMaxLineBytes = 1024;

}  // namespace

EngineLog::EngineLog(const std::string& folder)
    : Logger(rocksdb::InfoLogLevel::WARN_LEVEL) {
  if (folder.empty()) return;
  const std::string path = folder + "/LOG";
  struct stat found = {};
  if (stat(path.c_str(), &found) == 0 && found.st_size > kMaxBytes) {
    rename(path.c_str(), (path + ".old").c_str());
  }
  file_ = open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC,
               S_IRUSR | S_IWUSR);
}

EngineLog::~EngineLog() {
  if (file_ >= 0) close(file_);
}

void EngineLog::Logv(const char* format, va_list arguments) {
  if (file_ < 0) return;
  std::array<char, kMaxLineBytes> text = {};
  const int size = std::vsnprintf(text.data(), text.size(), format, arguments);
  if (size <= 0) return;
  const std::string line = absl::StrCat(
      absl::FormatTime(absl::Now()), " ",
      absl::string_view(text.data(), std::min<size_t>(size, text.size() - 1)),
      "\n");
  // What can not be written is dropped.
  if (write(file_, line.data(), line.size()) < 0) return;
}

}  // namespace tonus::storage
