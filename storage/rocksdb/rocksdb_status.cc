// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/rocksdb_status.h"

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "storage/unknown_outcome.h"

namespace tonus::storage {
namespace {

absl::Status WithDetail(absl::Status status, const rocksdb::Status& detail) {
  return WithDriverDetail(std::move(status), detail.ToString());
}

absl::Status Translate(const rocksdb::Status& status) {
  if (status.IsNotFound()) return absl::NotFoundError("no such key");
  if (status.IsCorruption()) {
    return absl::DataLossError("stored data is corrupt");
  }
  if (status.IsTimedOut()) {
    return absl::DeadlineExceededError("deadline has passed");
  }
  if (status.IsNoSpace()) {
    return absl::ResourceExhaustedError("no space is left on the disk");
  }
  if (status.IsMemoryLimit()) {
    return absl::ResourceExhaustedError("no memory is left for storage");
  }
  if (status.IsIOError()) {
    return absl::UnavailableError("the disk reports an error");
  }
  return absl::UnavailableError("the store can not answer");
}

// Returns the file that `status` says this user may not use; empty if it does
// not. It reads "IO error: While doing this: FILE: Permission denied".
std::string ForbiddenFile(const rocksdb::Status& status) {
  if (!status.IsIOError()) return "";
  const std::string text = status.ToString();
  for (const int error : {EACCES, EPERM}) {
    absl::string_view before = text;
    const std::string reason = std::generic_category().message(error);
    if (!absl::ConsumeSuffix(&before, absl::StrCat(": ", reason))) continue;
    const size_t at = before.rfind(": ");
    if (at == absl::string_view::npos) continue;
    return std::string(before.substr(at + 2));
  }
  return "";
}

}  // namespace

absl::Status FromRocksdb(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  return WithDetail(Translate(status), status);
}

absl::Status FromFailedWrite(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  return WithDetail(UnknownOutcomeError("the write failed"), status);
}

absl::Status FromFailedOpen(const rocksdb::Status& status) {
  if (const std::string file = ForbiddenFile(status); !file.empty()) {
    return WithDetail(absl::FailedPreconditionError(
                          absl::StrCat(file, " can not be used by this user")),
                      status);
  }
  if (status.IsInvalidArgument() || status.IsNotSupported()) {
    return WithDetail(absl::FailedPreconditionError(
                          "the data folder holds a database that this program "
                          "can not read"),
                      status);
  }
  return FromRocksdb(status);
}

absl::Status CorruptRecordError() {
  return absl::DataLossError("a stored record is corrupt");
}

}  // namespace tonus::storage
