// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/store_header.h"

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/options.h"
#include "rocksdb/write_batch.h"
#include "storage/rocksdb/record_format.h"
#include "storage/rocksdb/rocksdb_status.h"

namespace tonus::storage {
namespace {

//   NOT_FOUND  no such key.
absl::StatusOr<int64_t> ReadNumber(rocksdb::DB& db, const std::string& key) {
  std::string bytes;
  const rocksdb::Status status = db.Get(rocksdb::ReadOptions(), key, &bytes);
  if (!status.ok()) return FromRocksdb(status);
  const std::optional<int64_t> number = DecodeNumber(bytes);
  if (!number.has_value()) return CorruptRecordError();
  return *number;
}

absl::StatusOr<bool> IsEmpty(rocksdb::DB& db) {
  const std::unique_ptr<rocksdb::Iterator> first(
      db.NewIterator(rocksdb::ReadOptions()));
  first->SeekToFirst();
  if (!first->status().ok()) return FromRocksdb(first->status());
  return !first->Valid();
}

absl::Status CreateHeader(rocksdb::DB& db) {
  rocksdb::WriteBatch batch;
  rocksdb::Status status = batch.Put(FormatKey(), EncodeNumber(kStoreFormat));
  if (status.ok()) status = batch.Put(LastCommitKey(), EncodeNumber(0));
  rocksdb::WriteOptions options;
  options.sync = true;
  if (status.ok()) status = db.Write(options, &batch);
  return FromRocksdb(status);
}

}  // namespace

absl::StatusOr<int64_t> ReadOrCreateHeader(rocksdb::DB& db) {
  const absl::StatusOr<int64_t> format = ReadNumber(db, FormatKey());
  if (absl::IsNotFound(format.status())) {
    const absl::StatusOr<bool> empty = IsEmpty(db);
    if (!empty.ok()) return empty.status();
    if (!*empty) {
      return absl::FailedPreconditionError(
          "the data folder holds a database that is no store of this program");
    }
    if (absl::Status created = CreateHeader(db); !created.ok()) return created;
    return 0;
  }
  if (!format.ok()) return format.status();
  if (*format != kStoreFormat) {
    return absl::FailedPreconditionError(
        absl::StrCat("the store has format ", *format,
                     ", this program reads format ", kStoreFormat));
  }
  absl::StatusOr<int64_t> last_commit = ReadNumber(db, LastCommitKey());
  if (absl::IsNotFound(last_commit.status())) return CorruptRecordError();
  return last_commit;
}

}  // namespace tonus::storage
