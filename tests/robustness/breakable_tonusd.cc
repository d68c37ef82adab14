// SPDX-License-Identifier: Apache-2.0
// tonusd with what no operator may set: other options of its store, a power
// that is cut, a disk that hangs.
//
//   breakable_tonusd [--test-NAME=NUMBER ...] [FLAG OF TONUSD ...]
//
//   write-buffer-kib, cache-kib, open-files, compress, mark-ms
//                  options of the store, see rocksdb_options.h
//   cut-after      cut the power when the disk was changed so often since the
//                  store was opened; what is left of the store is then in
//                  DATA_FOLDER/left, the exit code is 99
//   cut-opening    the same, counted from before it is opened
//   lie            1: a sync does nothing and says that it did
//   hang           1: once it serves, no sync of the log ends any more
//   format         the format that the store says it has, from then on
//   seed           of what is left of data that was not synced
//   stop-seconds   how long a stop may take

#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "services/server/config.h"
#include "services/server/serve.h"
#include "storage/rocksdb/record_format.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "tests/storage/breakable_file_system.h"
#include "tests/storage/power_cut_file_system.h"

namespace tonus {
namespace {

using Numbers = std::map<std::string, int64_t>;

constexpr int64_t kKiB = 1024;

int64_t NumberOr(const Numbers& numbers, const std::string& name,
                 int64_t otherwise) {
  const auto found = numbers.find(name);
  return found == numbers.end() ? otherwise : found->second;
}

storage::RocksdbOptions OptionsOf(const Numbers& numbers) {
  storage::RocksdbOptions options;
  options.write_buffer_bytes =
      kKiB *
      NumberOr(numbers, "write-buffer-kib", options.write_buffer_bytes / kKiB);
  options.block_cache_bytes =
      kKiB * NumberOr(numbers, "cache-kib", options.block_cache_bytes / kKiB);
  options.max_open_files =
      static_cast<int>(NumberOr(numbers, "open-files", options.max_open_files));
  options.compress = NumberOr(numbers, "compress", 1) != 0;
  options.tending_pause = absl::Milliseconds(NumberOr(
      numbers, "mark-ms", absl::ToInt64Milliseconds(options.tending_pause)));
  return options;
}

std::shared_ptr<storage::PowerCutFileSystem> MakeDisk(
    const Numbers& numbers, const std::string& data_folder) {
  storage::PowerCut cut;
  cut.folder = absl::StrCat(data_folder, "/store");
  cut.left_folder = absl::StrCat(data_folder, "/left");
  cut.lie = NumberOr(numbers, "lie", 0) != 0;
  cut.seed = NumberOr(numbers, "seed", 1);
  auto disk = std::make_shared<storage::PowerCutFileSystem>(std::move(cut));
  disk->CutAfter(NumberOr(numbers, "cut-opening", -1));
  return disk;
}

// Opens the store on the disk that the numbers ask for, and leaves in `env`
// what it needs to its end.
absl::StatusOr<std::unique_ptr<storage::Storage>> OpenBreakable(
    const Numbers& numbers, const server::v1::Config& config,
    storage::HealthListener listener, std::unique_ptr<rocksdb::Env>* env) {
  std::shared_ptr<storage::PowerCutFileSystem> powered;
  std::shared_ptr<storage::BreakableFileSystem> hanging;
  if (numbers.contains("cut-after") || numbers.contains("cut-opening")) {
    powered = MakeDisk(numbers, config.data_folder());
    *env = rocksdb::NewCompositeEnv(powered);
  } else if (NumberOr(numbers, "hang", 0) != 0) {
    hanging = std::make_shared<storage::BreakableFileSystem>();
    *env = rocksdb::NewCompositeEnv(hanging);
  }
  storage::RocksdbOptions options = OptionsOf(numbers);
  options.env = env->get();
  options.on_health = std::move(listener);
  auto storage = storage::RocksdbStorage::Open(StoreFolder(config), options);
  if (powered && numbers.contains("cut-after")) {
    powered->CutAfter(numbers.at("cut-after"));
  }
  if (storage.ok() && numbers.contains("format")) {
    const rocksdb::Status written =
        (*storage)->db().Put(rocksdb::WriteOptions(), storage::FormatKey(),
                             storage::EncodeNumber(numbers.at("format")));
    if (!written.ok()) return absl::InternalError(written.ToString());
  }
  if (hanging) hanging->HoldSyncs();
  return storage;
}

int Run(const std::vector<std::string>& arguments) {
  Numbers numbers;
  std::vector<std::string> others;
  for (const std::string& argument : arguments) {
    if (!absl::StartsWith(argument, "--test-")) {
      others.push_back(argument);
      continue;
    }
    const std::vector<std::string> parts =
        absl::StrSplit(argument.substr(7), absl::MaxSplits('=', 1));
    if (parts.size() != 2 || !absl::SimpleAtoi(parts[1], &numbers[parts[0]])) {
      std::fprintf(stderr, "not understood: %s\n", argument.c_str());
      return 64;
    }
  }
  const auto line = ParseCommandLine(others);
  if (!line.ok()) {
    std::fprintf(stderr, "%s\n", std::string(line.status().message()).c_str());
    return 64;
  }
  std::unique_ptr<rocksdb::Env> disk;
  ServeOptions options;
  options.stop_seconds =
      NumberOr(numbers, "stop-seconds", options.stop_seconds);
  options.open_store = [&](const server::v1::Config& config,
                           storage::HealthListener listener) {
    return OpenBreakable(numbers, config, std::move(listener), &disk);
  };
  return Serve(line->config, options);
}

}  // namespace
}  // namespace tonus

int main(int argc, char** argv) {
  return tonus::Run(std::vector<std::string>(argv + 1, argv + argc));
}
