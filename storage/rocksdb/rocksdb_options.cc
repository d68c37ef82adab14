// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/rocksdb_options.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

#include "rocksdb/cache.h"
#include "rocksdb/convenience.h"
#include "rocksdb/env.h"
#include "rocksdb/file_checksum.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/options.h"
#include "rocksdb/statistics.h"
#include "rocksdb/table.h"
#include "storage/rocksdb/engine_log.h"

namespace tonus::storage {
namespace {

constexpr int kWriteBuffers = 4;

rocksdb::BlockBasedTableOptions TableOptions(const RocksdbOptions& options) {
  rocksdb::BlockBasedTableOptions table;
  // Version 6 can not be read by RocksDB before 8, so that a newer program
  // would lock out the older one it replaces.
  table.format_version = 5;
  table.block_cache = rocksdb::NewLRUCache(options.block_cache_bytes);
  // Memory does not grow with the number of patients.
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  return table;
}

void SetDurability(rocksdb::Options& options) {
  // Of the recovery modes only this one accepts a last record that was cut off
  // by a crash and yet refuses damage in the middle of the log. The default
  // silently drops all that follows the damage.
  options.wal_recovery_mode =
      rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.track_and_verify_wals_in_manifest = true;
  options.recycle_log_file_num = 0;  // Reused files look like damaged tails.
  options.paranoid_checks = true;
  options.verify_sst_unique_id_in_manifest = true;
  options.file_checksum_gen_factory =
      rocksdb::GetFileChecksumGenCrc32cFactory();
  options.memtable_protection_bytes_per_key = 8;
}

// What stays is packed tighter than what is on its way: a routine, of which
// each revision is kept whole, takes two thirds of the space. Every table says
// how it was packed, so older ones are read as they are.
rocksdb::CompressionType CompressionOfWhatStays() {
  const std::vector<rocksdb::CompressionType> supported =
      rocksdb::GetSupportedCompressions();
  const bool has_zstd = std::find(supported.begin(), supported.end(),
                                  rocksdb::kZSTD) != supported.end();
  return has_zstd ? rocksdb::kZSTD : rocksdb::kDisableCompressionOption;
}

}  // namespace

rocksdb::Options ToRocksdb(const RocksdbOptions& options) {
  rocksdb::Options all;
  all.create_if_missing = true;
  if (options.env != nullptr) all.env = options.env;
  SetDurability(all);
  all.table_factory.reset(
      rocksdb::NewBlockBasedTableFactory(TableOptions(options)));

  if (options.compress) {
    all.bottommost_compression = CompressionOfWhatStays();
  } else {
    all.compression = rocksdb::kNoCompression;
  }
  all.max_open_files = options.max_open_files;
  all.write_buffer_size = options.write_buffer_bytes;
  all.max_write_buffer_number = kWriteBuffers;
  all.max_total_wal_size = options.write_buffer_bytes * kWriteBuffers;
  all.level_compaction_dynamic_level_bytes = true;
  all.avoid_unnecessary_blocking_io = true;

  all.statistics = rocksdb::CreateDBStatistics();
  all.statistics->set_stats_level(rocksdb::kExceptHistogramOrTimers);
  all.info_log = std::make_shared<EngineLog>("");
  return all;
}

}  // namespace tonus::storage
