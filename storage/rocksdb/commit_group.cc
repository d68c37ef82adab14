// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/commit_group.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "rocksdb/options.h"
#include "storage/moved_key.h"
#include "storage/rocksdb/log_filter.h"
#include "storage/rocksdb/record_format.h"
#include "storage/rocksdb/rocksdb_status.h"

namespace tonus::storage {
namespace {

// Checksum of each entry on its way into the log and the memory table.
constexpr size_t kProtectionBytesPerKey = 8;

// Puts `version` and the value together without a copy in between.
rocksdb::Status Put(rocksdb::WriteBatch& batch, const std::string& stored_key,
                    const std::string& version, const std::string& value) {
  const rocksdb::Slice key(stored_key);
  const std::array<rocksdb::Slice, 2> parts = {rocksdb::Slice(version),
                                               rocksdb::Slice(value)};
  return batch.Put(rocksdb::SliceParts(&key, 1),
                   rocksdb::SliceParts(parts.data(), parts.size()));
}

}  // namespace

CommitGroup::CommitGroup(rocksdb::DB* db, const Mark& before)
    : db_(db),
      store_id_(before.store_id),
      last_commit_(before.commit),
      batch_(/*reserved_bytes=*/0, /*max_bytes=*/0, kProtectionBytesPerKey,
             /*default_cf_ts_sz=*/0) {}

absl::Status CommitGroup::Add(absl::Span<const Mutation> mutations) {
  for (const Mutation& mutation : mutations) {
    if (absl::Status moved = CheckExpectation(mutation); !moved.ok()) {
      return moved;
    }
  }
  const int64_t number = last_commit_ + 1;
  const std::string version = EncodeNumber(number);
  batch_.SetSavePoint();
  rocksdb::Status status = NoteCommit(batch_, store_id_, number);
  for (const Mutation& mutation : mutations) {
    if (!status.ok()) break;
    if (mutation.kind == Mutation::Kind::kCheck) continue;
    const std::string key = ToStoredKey(mutation.key);
    status = mutation.kind == Mutation::Kind::kWrite
                 ? Put(batch_, key, version, mutation.value)
                 : batch_.Delete(key);
  }
  if (!status.ok()) {
    batch_.RollbackToSavePoint().PermitUncheckedError();
    return FromRocksdb(status);
  }
  batch_.PopSavePoint().PermitUncheckedError();
  for (const Mutation& mutation : mutations) {
    if (mutation.kind == Mutation::Kind::kCheck) continue;
    pending_versions_[mutation.key] =
        mutation.kind == Mutation::Kind::kWrite ? number : kAbsent;
    last_commit_ = number;
  }
  return absl::OkStatus();
}

rocksdb::Status CommitGroup::Write() {
  if (pending_versions_.empty()) return rocksdb::Status::OK();  // Only checks.
  if (rocksdb::Status status =
          batch_.Put(LastCommitKey(), EncodeNumber(last_commit_));
      !status.ok()) {
    return status;
  }
  rocksdb::WriteOptions options;
  options.sync = true;
  return db_->Write(options, &batch_);
}

absl::Status CommitGroup::CheckExpectation(const Mutation& mutation) const {
  if (!mutation.expected_version.has_value()) return absl::OkStatus();
  const absl::StatusOr<int64_t> version = VersionOf(mutation.key);
  if (!version.ok()) return version.status();
  if (*version == *mutation.expected_version) return absl::OkStatus();
  return KeyMovedError(mutation.key);
}

absl::StatusOr<int64_t> CommitGroup::VersionOf(absl::string_view key) const {
  const auto pending = pending_versions_.find(key);
  if (pending != pending_versions_.end()) return pending->second;
  rocksdb::PinnableSlice stored;
  const rocksdb::Status status =
      db_->Get(rocksdb::ReadOptions(), db_->DefaultColumnFamily(),
               ToStoredKey(key), &stored);
  if (status.IsNotFound()) return kAbsent;
  if (!status.ok()) return FromRocksdb(status);
  const std::optional<VersionedValue> found = DecodeValue(stored);
  if (!found.has_value()) return CorruptRecordError();
  return found->version;
}

}  // namespace tonus::storage
