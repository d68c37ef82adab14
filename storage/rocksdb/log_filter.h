// SPDX-License-Identifier: Apache-2.0
// Looks at each record of the log before it is replayed.

#ifndef TONUS_STORAGE_ROCKSDB_LOG_FILTER_H_
#define TONUS_STORAGE_ROCKSDB_LOG_FILTER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "rocksdb/wal_filter.h"
#include "rocksdb/write_batch.h"

namespace tonus::storage {

// Notes in the log whose store and which commit the records that follow belong
// to.
rocksdb::Status NoteCommit(rocksdb::WriteBatch& batch, int64_t store_id,
                           int64_t commit);

// Returns the highest commit of the store that a note in `log` tells of, whole
// or not; commits far beyond `near` are taken for damage. 0: none.
int64_t HighestNote(absl::string_view log, int64_t store_id, int64_t near);

// Used for one opening of a database.
class LogFilter : public rocksdb::WalFilter {
 public:
  // Refuses the log of another store than `store_id`: its records are whole and
  // would be replayed as if they were ours. nullopt: takes any.
  //
  // Refuses a record that does not follow the one before it, as in a copy of a
  // log or behind one that is missing.
  //
  // Leaves out all that came after commit `last_commit`. nullopt: nothing.
  explicit LogFilter(std::optional<int64_t> store_id,
                     std::optional<int64_t> last_commit = std::nullopt)
      : store_id_(store_id), last_commit_(last_commit) {}

  // NOLINTNEXTLINE(google-runtime-int): RocksDB's own.
  WalProcessingOption LogRecordFound(unsigned long long log_number,
                                     const std::string& log_file_name,
                                     const rocksdb::WriteBatch& batch,
                                     rocksdb::WriteBatch* new_batch,
                                     bool* batch_changed) override;
  const char* Name() const override { return "tonus.LogFilter"; }

  // Returns the name of the log that was refused, and why; empty if none was.
  const std::string& refusal() const { return refusal_; }

  // Returns the number of the first record; nullopt if there was none.
  std::optional<uint64_t> first_sequence() const { return first_sequence_; }

 private:
  const std::optional<int64_t> store_id_;
  const std::optional<int64_t> last_commit_;
  std::optional<uint64_t> first_sequence_;
  std::optional<uint64_t> next_sequence_;
  std::string refusal_;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_LOG_FILTER_H_
