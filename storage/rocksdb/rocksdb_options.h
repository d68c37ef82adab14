// SPDX-License-Identifier: Apache-2.0
// How RocksDB is set up.

#ifndef TONUS_STORAGE_ROCKSDB_ROCKSDB_OPTIONS_H_
#define TONUS_STORAGE_ROCKSDB_ROCKSDB_OPTIONS_H_

#include <cstdint>

#include "absl/time/time.h"
#include "storage/health.h"
#include "storage/rocksdb/free_space.h"

namespace rocksdb {
class Env;
struct Options;
}  // namespace rocksdb

namespace tonus::storage {

// What an operator may choose.
struct RocksdbOptions {
  // Memory for blocks, indexes and filters that were read, in bytes.
  int64_t block_cache_bytes = 256 << 20;

  // Files that may be open at a time. Keep it well below the process's limit,
  // which sockets share.
  int max_open_files = 512;

  // Memory for what was written last, in bytes. The log may grow to four times
  // that, which bounds the time of a restart. Smaller on a small disk.
  int64_t write_buffer_bytes = 64 << 20;

  // Whether tables are compressed. What was written either way can be read.
  bool compress = true;

  // When to stop writing because the disk is filling up.
  FreeSpaceLimits free_space = {};

  // Tells the space of the disk; empty asks the machine.
  SpaceProbe space_probe = {};

  // Hears of changes of the store's health. May be empty.
  HealthListener on_health = {};

  // How long between two raises of the high-water mark; four times that between
  // two looks at an idle disk.
  absl::Duration tending_pause = absl::Milliseconds(250);

  // Whether records are to be imported: a store that is then left without any
  // is refused until they are.
  bool for_import = false;

  // The file system; nullptr is that of the machine. Tests break it on purpose.
  // Must outlive the storage.
  rocksdb::Env* env = nullptr;
};

// Returns the full set of options: durable and checked first, fast second.
rocksdb::Options ToRocksdb(const RocksdbOptions& options);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_ROCKSDB_OPTIONS_H_
