// SPDX-License-Identifier: Apache-2.0
#include "storage/open.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "storage/memory/memory_storage.h"
#include "storage/postgres/postgres_storage.h"
#include "storage/rocksdb/import_mark.h"
#include "storage/rocksdb/raw_store.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "storage/transfer.h"

namespace tonus::storage {

namespace {

absl::StatusOr<std::unique_ptr<Storage>> OpenPostgres(
    const StorageSetting& setting) {
  PostgresOptions options;
  options.connection = setting.connection;
  options.password = setting.password;
  if (setting.connections != 0) options.connections = setting.connections;
  return PostgresStorage::Open(options);
}

absl::StatusOr<std::unique_ptr<Storage>> OpenRocksdb(
    const StorageSetting& setting) {
  RocksdbOptions options;
  if (setting.cache_bytes > 0) options.block_cache_bytes = setting.cache_bytes;
  options.free_space = setting.free_space;
  options.on_health = setting.on_health;
  options.for_import = setting.for_import;
  return RocksdbStorage::Open(setting.path, options);
}

// What a setting says besides the backend must be meant for that backend.
absl::Status CheckSetting(const StorageSetting& setting) {
  const bool is_rocksdb = setting.backend == "rocksdb";
  const bool is_postgres = setting.backend == "postgres";
  if (!is_rocksdb && !is_postgres && setting.backend != "memory") {
    return absl::InvalidArgumentError(
        absl::StrCat("backend is \"", setting.backend,
                     "\", not memory, rocksdb or postgres"));
  }
  if (setting.cache_bytes < 0) {
    return absl::InvalidArgumentError("cache_bytes is below 0");
  }
  if (is_rocksdb == setting.path.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("backend ", setting.backend,
                     is_rocksdb ? " needs a path" : " has no path"));
  }
  if (is_postgres == setting.connection.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "backend ", setting.backend,
        is_postgres ? " needs a connection string" : " has no connection"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Storage>> OpenStorage(
    const StorageSetting& setting) {
  if (absl::Status wrong = CheckSetting(setting); !wrong.ok()) return wrong;
  if (setting.backend == "postgres") return OpenPostgres(setting);
  if (setting.backend == "rocksdb") return OpenRocksdb(setting);
  return std::make_unique<MemoryStorage>();
}

absl::StatusOr<Backup> BackupStorage(Storage& storage,
                                     const std::string& folder, int keep) {
  auto* const rocksdb = dynamic_cast<RocksdbStorage*>(&storage);
  if (rocksdb == nullptr) {
    return absl::FailedPreconditionError(
        "only backend rocksdb has backups of its own: back up the database "
        "with its own tools, or use export");
  }
  return CreateBackup(*rocksdb, folder, keep);
}

absl::StatusOr<int64_t> ExportStorage(Storage& storage,
                                      const std::string& path) {
  // Others may write to a database; the other backends have one user alone.
  auto* const postgres = dynamic_cast<PostgresStorage*>(&storage);
  if (postgres == nullptr) {
    absl::StatusOr<int64_t> count = ExportRecords(storage, path);
    auto* const rocksdb = dynamic_cast<RocksdbStorage*>(&storage);
    if (rocksdb == nullptr || !absl::IsDataLoss(count.status())) return count;
    absl::Status named = VerifyTables(rocksdb->db(), rocksdb->db().GetName());
    if (named.ok()) return count;
    return named;
  }
  const auto snapshot = postgres->Snapshot();
  if (!snapshot.ok()) return snapshot.status();
  return ExportRecords(**snapshot, path);
}

absl::StatusOr<int64_t> ImportStorage(Storage& storage,
                                      const std::string& path) {
  const absl::StatusOr<int64_t> count = ImportRecords(path, &storage);
  auto* const rocksdb = dynamic_cast<RocksdbStorage*>(&storage);
  if (rocksdb != nullptr && count.ok()) {
    RemoveImportMark(*rocksdb::FileSystem::Default(), rocksdb->db().GetName());
  }
  return count;
}

}  // namespace tonus::storage
