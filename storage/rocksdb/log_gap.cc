// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/log_gap.h"

#include <cstdint>
#include <memory>
#include <optional>

#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/wal_filter.h"
#include "rocksdb/write_batch.h"
#include "storage/rocksdb/store_files.h"

namespace tonus::storage {
namespace {

// A batch begins with the number of its first record, little-endian.
constexpr size_t kSequenceBytes = 8;
constexpr int kBitsPerByte = 8;

// Notes the number of the first record and leaves the log alone, so that the
// database ends where its tables end.
class FirstRecord : public rocksdb::WalFilter {
 public:
  std::optional<uint64_t> sequence() const { return sequence_; }

  // NOLINTNEXTLINE(google-runtime-int): RocksDB's own.
  WalProcessingOption LogRecordFound(unsigned long long /*log_number*/,
                                     const std::string& /*log_file_name*/,
                                     const rocksdb::WriteBatch& batch,
                                     rocksdb::WriteBatch* /*new_batch*/,
                                     bool* /*batch_changed*/) override {
    const std::string& bytes = batch.Data();
    uint64_t sequence = 0;
    for (size_t i = kSequenceBytes; i-- > 0;) {
      sequence =
          sequence << kBitsPerByte | static_cast<unsigned char>(bytes.at(i));
    }
    if (!sequence_.has_value()) sequence_ = sequence;
    return WalProcessingOption::kStopReplay;
  }
  const char* Name() const override { return "tonus.FirstRecord"; }

 private:
  std::optional<uint64_t> sequence_;
};

}  // namespace

absl::Status CheckNoLogGap(const rocksdb::Options& options,
                           const std::string& folder) {
  const auto files = options.env->GetFileSystem();
  if (!HasDatabase(*files, folder)) return absl::OkStatus();
  FirstRecord first;
  rocksdb::Options look = options;
  look.create_if_missing = false;
  look.wal_filter = &first;
  look.listeners.clear();
  look.sst_file_manager = nullptr;
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status =
      rocksdb::DB::OpenForReadOnly(look, folder, &opened);
  if (!status.ok()) return NameDamage(*files, folder, status, "");
  const std::unique_ptr<rocksdb::DB> db(opened);
  if (first.sequence().value_or(0) <= db->GetLatestSequenceNumber() + 1) {
    return absl::OkStatus();
  }
  return LostManifestEnd(*files, folder);
}

}  // namespace tonus::storage
