// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/store_header.h"

#include <memory>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rocksdb/options.h"
#include "rocksdb/write_batch.h"
#include "storage/rocksdb/record_format.h"
#include "storage/rocksdb/rocksdb_status.h"
#include "storage/rocksdb/store_files.h"

namespace tonus::storage {
namespace {

//   NOT_FOUND  no such key.
absl::StatusOr<int64_t> ReadNumber(rocksdb::DB& db, const std::string& key) {
  std::string bytes;
  const rocksdb::Status status = db.Get(rocksdb::ReadOptions(), key, &bytes);
  if (!status.ok()) {
    return NameDamage(*db.GetFileSystem(), db.GetName(), status, "");
  }
  const std::optional<int64_t> number = DecodeNumber(bytes);
  if (!number.has_value()) return CorruptRecordError();
  return *number;
}

absl::Status WriteNumbers(
    rocksdb::DB& db,
    const std::vector<std::pair<std::string, int64_t>>& numbers) {
  rocksdb::WriteBatch batch;
  rocksdb::Status status;
  for (const auto& [key, number] : numbers) {
    if (status.ok()) status = batch.Put(key, EncodeNumber(number));
  }
  rocksdb::WriteOptions options;
  options.sync = true;
  if (status.ok()) status = db.Write(options, &batch);
  return FromRocksdb(status);
}

absl::StatusOr<bool> IsEmpty(rocksdb::DB& db) {
  const std::unique_ptr<rocksdb::Iterator> first(
      db.NewIterator(rocksdb::ReadOptions()));
  first->SeekToFirst();
  if (!first->status().ok()) return FromRocksdb(first->status());
  return !first->Valid();
}

int64_t NewStoreId() {
  std::random_device random;
  return int64_t{random() & INT32_MAX} << 32 | random();
}

absl::Status MarkError(const std::string& folder, absl::string_view problem) {
  return absl::DataLossError(absl::StrCat("the data is damaged: ", folder, "/",
                                          kHighWaterFile, " ", problem));
}

// The id that the store in `db` has, or gets, and whether `db` holds it.
struct Identity {
  int64_t id = 0;
  bool written = false;
};

absl::StatusOr<Identity> IdentityOf(rocksdb::DB& db, const std::string& folder,
                                    const absl::StatusOr<Mark>& mark) {
  const absl::StatusOr<int64_t> id = ReadNumber(db, StoreIdKey());
  if (absl::IsNotFound(id.status())) {
    return Identity{mark.ok() ? mark->store_id : NewStoreId(), false};
  }
  if (!id.ok()) return id.status();
  if (!mark.ok()) return MarkError(folder, "is missing");
  if (mark->store_id != *id) {
    return MarkError(folder, "belongs to another store");
  }
  return Identity{*id, true};
}

}  // namespace

absl::StatusOr<int64_t> ReadLastCommit(rocksdb::DB& db) {
  const absl::StatusOr<int64_t> format = ReadNumber(db, FormatKey());
  if (absl::IsNotFound(format.status())) {
    const absl::StatusOr<bool> empty = IsEmpty(db);
    if (!empty.ok()) return empty.status();
    if (*empty) return absl::NotFoundError("the database is empty");
    return absl::FailedPreconditionError(
        "the data folder holds a database that is no store of this program");
  }
  if (!format.ok()) return format.status();
  if (*format != kStoreFormat) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the store has format ", *format, ", this program reads format ",
        kStoreFormat,
        *format > kStoreFormat ? ": a newer program wrote it, start that one"
                               : ""));
  }
  absl::StatusOr<int64_t> last_commit = ReadNumber(db, LastCommitKey());
  if (absl::IsNotFound(last_commit.status())) return CorruptRecordError();
  return last_commit;
}

absl::StatusOr<Mark> ReadOrCreateHeader(rocksdb::DB& db,
                                        rocksdb::FileSystem& files,
                                        const std::string& folder) {
  const absl::StatusOr<Mark> mark = ReadMark(files, folder);
  if (!mark.ok() && !absl::IsNotFound(mark.status())) return mark.status();
  const absl::StatusOr<int64_t> found = ReadLastCommit(db);
  if (absl::IsFailedPrecondition(found.status()) && mark.ok() &&
      absl::IsNotFound(ReadNumber(db, FormatKey()).status())) {
    return MarkError(folder,
                     "belongs to a store, but its beginning is not there: the "
                     "MANIFEST does not name all tables");
  }
  if (!found.ok() && !absl::IsNotFound(found.status())) return found.status();
  const int64_t last_commit = found.value_or(0);

  const absl::StatusOr<Identity> identity = IdentityOf(db, folder, mark);
  if (!identity.ok()) return identity.status();
  if (mark.ok() && last_commit < mark->commit) {
    return MarkError(
        folder, absl::StrCat("says that commit ", mark->commit,
                             " was acknowledged, but the store ends at commit ",
                             last_commit, ": a log is missing"));
  }
  const Mark now{identity->id, last_commit};
  // The mark first: once the header holds the id, there must be a mark.
  if (!mark.ok()) {
    if (absl::Status made = ReplaceMark(files, folder, now); !made.ok()) {
      return made;
    }
  }
  if (identity->written) return now;
  const absl::Status written = WriteNumbers(db, {{FormatKey(), kStoreFormat},
                                                 {LastCommitKey(), last_commit},
                                                 {StoreIdKey(), identity->id}});
  if (!written.ok()) return written;
  return now;
}

absl::Status SkipCommitNumbers(rocksdb::DB& db, rocksdb::FileSystem& files,
                               const std::string& folder, int64_t last_commit) {
  const int64_t id = NewStoreId();
  absl::Status status = WriteNumbers(db, {{FormatKey(), kStoreFormat},
                                          {LastCommitKey(), last_commit},
                                          {StoreIdKey(), id}});
  if (status.ok()) status = ReplaceMark(files, folder, {id, last_commit});
  return status;
}

}  // namespace tonus::storage
