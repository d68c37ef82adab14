// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/log_gap.h"

#include <cstdint>
#include <memory>

#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/wal_filter.h"
#include "rocksdb/write_batch.h"
#include "storage/rocksdb/log_filter.h"
#include "storage/rocksdb/store_files.h"

namespace tonus::storage {
namespace {

// Reads the logs and replays nothing, so that the database ends where its
// tables end.
class Look : public rocksdb::WalFilter {
 public:
  explicit Look(std::optional<int64_t> store_id) : filter_(store_id) {}

  const LogFilter& filter() const { return filter_; }

  // NOLINTNEXTLINE(google-runtime-int): RocksDB's own.
  WalProcessingOption LogRecordFound(unsigned long long log_number,
                                     const std::string& log_file_name,
                                     const rocksdb::WriteBatch& batch,
                                     rocksdb::WriteBatch* new_batch,
                                     bool* batch_changed) override {
    const WalProcessingOption found = filter_.LogRecordFound(
        log_number, log_file_name, batch, new_batch, batch_changed);
    return found == WalProcessingOption::kContinueProcessing
               ? WalProcessingOption::kIgnoreCurrentRecord
               : found;
  }
  const char* Name() const override { return "tonus.Look"; }

 private:
  LogFilter filter_;
};

}  // namespace

absl::Status CheckNoLogGap(const rocksdb::Options& options,
                           const std::string& folder,
                           std::optional<int64_t> store_id) {
  const auto files = options.env->GetFileSystem();
  if (!HasDatabase(*files, folder)) return absl::OkStatus();
  Look logs(store_id);
  rocksdb::Options look = options;
  look.create_if_missing = false;
  look.wal_filter = &logs;
  look.listeners.clear();
  look.sst_file_manager = nullptr;
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status =
      rocksdb::DB::OpenForReadOnly(look, folder, &opened);
  if (!status.ok()) {
    return NameDamage(*files, folder, status, logs.filter().refusal());
  }
  const std::unique_ptr<rocksdb::DB> db(opened);
  if (logs.filter().first_sequence().value_or(0) <=
      db->GetLatestSequenceNumber() + 1) {
    return absl::OkStatus();
  }
  return LostManifestEnd(*files, folder);
}

}  // namespace tonus::storage
