// SPDX-License-Identifier: Apache-2.0
// How RocksDB is set up.

#ifndef TONUS_STORAGE_ROCKSDB_ROCKSDB_OPTIONS_H_
#define TONUS_STORAGE_ROCKSDB_ROCKSDB_OPTIONS_H_

#include <cstdint>

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

  // The file system; nullptr is that of the machine. Tests break it on purpose.
  // Must outlive the storage.
  rocksdb::Env* env = nullptr;
};

// Returns the full set of options: durable and checked first, fast second.
rocksdb::Options ToRocksdb(const RocksdbOptions& options);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_ROCKSDB_OPTIONS_H_
