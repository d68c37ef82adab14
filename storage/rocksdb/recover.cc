// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/recover.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "storage/rocksdb/folder_lock.h"
#include "storage/rocksdb/folders.h"
#include "storage/rocksdb/high_water_mark.h"
#include "storage/rocksdb/import_mark.h"
#include "storage/rocksdb/log_file.h"
#include "storage/rocksdb/raw_store.h"
#include "storage/rocksdb/record_format.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "storage/rocksdb/store_files.h"
#include "storage/rocksdb/store_header.h"
#include "storage/transfer.h"

namespace tonus::storage {
namespace {

namespace fs = std::filesystem;
using Mode = rocksdb::WALRecoveryMode;

// A copy of a store beside it; gone when the object is, unless it was moved.
class Copy {
 public:
  static absl::StatusOr<std::unique_ptr<Copy>> Make(const std::string& store) {
    auto copy = std::unique_ptr<Copy>(new Copy(store + ".recovering"));
    copy->Remove();  // What an attempt that was broken off left.
    absl::Status copied = CopyStore(store, copy->path());
    if (!copied.ok()) return copied;
    return copy;
  }
  ~Copy() { Remove(); }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;

  const std::string& path() const { return path_; }

 private:
  explicit Copy(std::string path) : path_(std::move(path)) {}
  void Remove() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

  const std::string path_;
};

// The status with the folder of the store instead of that of its copy.
absl::Status Relocate(const absl::Status& status, const std::string& copy,
                      const std::string& folder) {
  return {status.code(),
          absl::StrReplaceAll(status.message(), {{copy, folder}})};
}

// Why a copy of the store does not open as a server would open it, or holds a
// damaged table; OK if neither.
absl::StatusOr<absl::Status> TryToOpen(const std::string& folder) {
  const auto copy = Copy::Make(folder);
  if (!copy.ok()) return copy.status();
  const auto opened = RocksdbStorage::Open((*copy)->path());
  return Relocate(opened.ok() ? VerifyTables((*opened)->db(), (*copy)->path())
                              : opened.status(),
                  (*copy)->path(), folder);
}

std::optional<int64_t> StoreIdOf(const absl::StatusOr<Mark>& mark) {
  return mark.ok() ? std::optional(mark->store_id) : std::nullopt;
}

absl::StatusOr<int64_t> LastCommitOf(rocksdb::DB& db) {
  absl::StatusOr<int64_t> last = ReadLastCommit(db);
  if (absl::IsNotFound(last.status())) return 0;  // All of it was in the log.
  return last;
}

// What the logs tell of the time after the last whole record.
void ReadLogs(const std::string& folder, int64_t store_id, Recovery* recovery) {
  std::vector<fs::path> logs;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".log") logs.push_back(entry.path());
  }
  std::sort(logs.begin(), logs.end());
  LogDamage damage = LogDamage::kNone;
  for (const fs::path& log : logs) {
    std::string bytes;
    rocksdb::ReadFileToString(rocksdb::Env::Default(), log, &bytes)
        .PermitUncheckedError();
    recovery->seen_commit =
        std::max(recovery->seen_commit,
                 HighestNote(bytes, store_id, recovery->kept_commit));
    // What is torn must be the end of the last.
    damage =
        damage == LogDamage::kNone ? FindDamage(bytes) : LogDamage::kMiddle;
  }
  recovery->torn_end = damage == LogDamage::kEnd;
}

std::string DamagedFolderName(const std::string& folder) {
  return absl::StrCat(
      folder, ".damaged-",
      absl::FormatTime("%Y%m%dT%H%M%S", absl::Now(), absl::UTCTimeZone()));
}

std::string Range(int64_t first, int64_t last) {
  return first == last ? absl::StrCat("commit ", first)
                       : absl::StrCat("commits ", first, " to ", last);
}

}  // namespace

int64_t Recovery::last_lost() const {
  return std::max({kept_commit, seen_commit, mark.value_or(0)});
}

int64_t Recovery::lost_acknowledged() const {
  return std::max<int64_t>(mark.value_or(0) - kept_commit, 0);
}

std::string Recovery::ToString() const {
  if (damage.ok()) {
    return half_imported
               ? absl::StrCat("nothing is damaged up to commit ", kept_commit,
                              ", and that is a part of an import\n")
               : absl::StrCat("the store is whole up to commit ", kept_commit,
                              "; nothing is to be recovered\n");
  }
  std::string text =
      absl::StrCat(std::string(damage.message()),
                   "\nkept: everything up to commit ", kept_commit, "\n");
  if (lost_acknowledged() > 0) {
    absl::StrAppend(&text, "lost: ",
                    Range(kept_commit + 1, kept_commit + lost_acknowledged()),
                    ", ", lost_acknowledged(),
                    " in all, which were acknowledged; and up to 250 ms of "
                    "commits after them\n");
  }
  const int64_t first_open = std::max(kept_commit, mark.value_or(0)) + 1;
  if (seen_commit >= first_open) {
    absl::StrAppend(&text, "lost: ", Range(first_open, seen_commit), ", ",
                    seen_commit - first_open + 1,
                    " in all, above the high-water mark: ",
                    torn_end ? "a record torn by a crash, which was never "
                               "acknowledged"
                             : "they may have been acknowledged in the last "
                               "250 ms",
                    "\n");
  }
  if (!mark.has_value()) {
    absl::StrAppend(&text,
                    "the high-water mark is lost: whether more was "
                    "acknowledged is not known\n");
  }
  if (half_imported) {
    absl::StrAppend(&text, "what is kept is a part of an import\n");
  }
  if (damaged_folder.empty()) {
    absl::StrAppend(&text, "nothing was changed; --apply does it\n");
  } else {
    absl::StrAppend(&text, "done; the damaged files are in ", damaged_folder,
                    "\n");
  }
  return text;
}

absl::StatusOr<Recovery> RecoverStore(const std::string& folder, bool apply) {
  const absl::StatusOr<bool> exists = IsFolder(folder);
  if (!exists.ok()) return exists.status();
  if (!*exists) {
    return absl::FailedPreconditionError(
        absl::StrCat("there is no store in ", folder));
  }
  const absl::StatusOr<FolderLock> lock = FolderLock::Acquire(folder);
  if (!lock.ok()) return lock.status();

  const auto files = rocksdb::FileSystem::Default();
  // A lock and a ballast are no store, nor do they miss one.
  if (!HasDatabase(*files, folder) && CheckStoreFiles(*files, folder).ok()) {
    return HasImportMark(*files, folder)
               ? ImportMarkError(folder)
               : absl::FailedPreconditionError(
                     absl::StrCat("there is no store in ", folder));
  }
  const absl::StatusOr<Mark> mark = ReadMark(*files, folder);
  const absl::StatusOr<absl::Status> damage = TryToOpen(folder);
  if (!damage.ok()) return damage.status();
  if (!damage->ok() && !absl::IsDataLoss(*damage)) return *damage;
  Recovery recovery;
  recovery.damage = *damage;
  if (mark.ok()) recovery.mark = mark->commit;

  const auto copy = Copy::Make(folder);
  if (!copy.ok()) return copy.status();
  const absl::StatusOr<FolderLock> copy_lock =
      FolderLock::Acquire((*copy)->path());
  if (!copy_lock.ok()) return copy_lock.status();
  LogFilter filter(StoreIdOf(mark));
  auto db = OpenRawStore((*copy)->path(), Mode::kPointInTimeRecovery, &filter);
  if (!db.ok()) return *damage;
  if (!VerifyTables(**db, folder).ok()) return *damage;
  const absl::StatusOr<int64_t> kept = LastCommitOf(**db);
  if (!kept.ok()) return *damage;
  recovery.kept_commit = *kept;
  std::string ignored;
  recovery.half_imported =
      (*db)->Get({}, ToStoredKey(kImportKey), &ignored).ok() ||
      (*kept == 0 && HasImportMark(*files, folder));
  if (mark.ok()) ReadLogs(folder, mark->store_id, &recovery);
  if (damage->ok() || !apply) return recovery;

  absl::Status status = SkipCommitNumbers(
      **db, *files, (*copy)->path(), recovery.last_lost() + kSkippedCommits);
  db->reset();
  const std::string beside = DamagedFolderName(folder);
  // There is never a moment without a store: a server would make an empty one.
  if (status.ok()) status = MoveFolder((*copy)->path(), beside);
  if (status.ok()) status = SwapFolders(beside, folder);
  if (!status.ok()) return status;
  recovery.damaged_folder = beside;
  return recovery;
}

}  // namespace tonus::storage
