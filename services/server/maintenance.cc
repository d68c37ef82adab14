// SPDX-License-Identifier: Apache-2.0
#include "services/server/maintenance.h"

#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "services/server/admin_socket.h"
#include "services/server/open_store.h"
#include "services/status_macros.h"
#include "storage/open.h"
#include "storage/rocksdb/backup.h"
#include "storage/rocksdb/recover.h"
#include "storage/transfer.h"

namespace tonus {
namespace {

absl::Status NeedRocksdb(const server::v1::Config& config) {
  if (config.storage().backend() == server::v1::STORAGE_BACKEND_ROCKSDB) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      "this command is for backend rocksdb alone; a database has its own "
      "tools, and export and import know every backend");
}

// An export of nothing and an import into nothing help nobody.
absl::Status NeedKept(const server::v1::Config& config) {
  if (config.storage().backend() != server::v1::STORAGE_BACKEND_MEMORY) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError("backend memory keeps no records");
}

// A backup opens by its whole path alone, and a server has another folder.
std::string FromRoot(const std::string& path) {
  std::error_code error;
  return std::filesystem::absolute(path, error);
}

std::string ToText(const storage::Backup& backup) {
  return absl::StrCat(
      "backup ", backup.id, ": commits up to ", backup.last_commit, ", ",
      backup.size_bytes, " bytes, ",
      absl::FormatTime(absl::RFC3339_sec, backup.time, absl::UTCTimeZone()));
}

// What is read must be there: a server would make an empty store, and a folder
// that is mistyped would be copied as one.
absl::Status NeedStore(const server::v1::Config& config) {
  if (config.storage().backend() != server::v1::STORAGE_BACKEND_ROCKSDB) {
    return absl::OkStatus();
  }
  const std::string folder = StoreFolder(config);
  std::error_code error;
  if (std::filesystem::exists(folder, error) || error) {
    return absl::OkStatus();  // What is wrong with it, opening tells.
  }
  return absl::FailedPreconditionError(
      absl::StrCat("there is no store in ", folder));
}

absl::StatusOr<std::string> TakeBackup(const CommandLine& line) {
  TONUS_RETURN_IF_ERROR(NeedRocksdb(line.config));
  const std::string folder = FromRoot(line.path);
  auto answer = AskServer(line.config.data_folder(),
                          absl::StrCat("backup ", line.keep, " ", folder));
  if (absl::IsNotFound(answer.status())) {  // Nobody serves: open it here.
    TONUS_RETURN_IF_ERROR(NeedStore(line.config));
    TONUS_ASSIGN_OR_RETURN(const auto storage, OpenStore(line.config, {}));
    answer = AnswerAdmin(storage.get(),
                         absl::StrCat("backup ", line.keep, " ", folder));
  }
  TONUS_RETURN_IF_ERROR(answer.status());
  return absl::StrCat(*answer, "\n");
}

// Tells of every backup, so that a damaged one does not hide the whole ones.
Report Verify(const CommandLine& line) {
  const auto backups = storage::VerifyBackups(FromRoot(line.path));
  if (!backups.ok()) return {"", backups.status()};
  Report report;
  size_t damaged = 0;
  for (const storage::VerifiedBackup& verified : *backups) {
    if (!verified.state.ok()) ++damaged;
    absl::StrAppend(&report.text,
                    verified.state.ok()
                        ? absl::StrCat(ToText(verified.backup), ", whole")
                        : std::string(verified.state.message()),
                    "\n");
  }
  if (damaged > 0) {
    report.status = absl::DataLossError(absl::StrCat(
        damaged, " of ", backups->size(),
        " backups are damaged; restore --backup ID takes a whole one"));
  }
  return report;
}

absl::StatusOr<std::string> Restore(const CommandLine& line) {
  TONUS_RETURN_IF_ERROR(NeedRocksdb(line.config));
  TONUS_RETURN_IF_ERROR(MakeDataFolder(line.config.data_folder()));
  const std::string folder = StoreFolder(line.config);
  TONUS_ASSIGN_OR_RETURN(
      const storage::Restored restored,
      storage::RestoreBackup(FromRoot(line.path), folder,
                             {.backup = line.backup, .commit = line.commit}));
  return absl::StrCat("restored commits up to ", restored.last_commit,
                      " from backup ", restored.from.id, " to ", folder, "\n");
}

absl::StatusOr<std::string> Export(const CommandLine& line) {
  TONUS_RETURN_IF_ERROR(NeedKept(line.config));
  TONUS_RETURN_IF_ERROR(NeedStore(line.config));
  TONUS_ASSIGN_OR_RETURN(const auto storage, OpenStore(line.config, {}));
  TONUS_ASSIGN_OR_RETURN(const int64_t count,
                         storage::ExportStorage(*storage, line.path));
  return absl::StrCat("exported ", count, " records to ", line.path, "\n");
}

absl::StatusOr<std::string> Import(const CommandLine& line) {
  TONUS_RETURN_IF_ERROR(NeedKept(line.config));
  TONUS_RETURN_IF_ERROR(MakeDataFolder(line.config.data_folder()));
  TONUS_ASSIGN_OR_RETURN(const auto storage, OpenStoreForImport(line.config));
  TONUS_ASSIGN_OR_RETURN(const int64_t count,
                         storage::ImportStorage(*storage, line.path));
  return absl::StrCat("imported ", count, " records from ", line.path, "\n");
}

// Damage that was not mended is an error, though the command did what it is
// for; so is an import of which only a part is there.
Report Recover(const CommandLine& line) {
  if (absl::Status wrong = NeedRocksdb(line.config); !wrong.ok()) {
    return {"", wrong};
  }
  const auto recovery =
      storage::RecoverStore(StoreFolder(line.config), line.apply);
  if (!recovery.ok()) return {"", recovery.status()};
  absl::Status status;
  if (recovery->half_imported) status = storage::HalfImportedError();
  if (!recovery->damage.ok() && !line.apply) {
    status = absl::DataLossError("the store is damaged");
  }
  return {recovery->ToString(), status};
}

absl::StatusOr<std::string> Run(const CommandLine& line) {
  switch (line.task) {
    case Task::kBackup:
      return TakeBackup(line);
    case Task::kRestore:
      return Restore(line);
    case Task::kExport:
      return Export(line);
    case Task::kImport:
      return Import(line);
    default:
      return absl::InternalError("no such command");
  }
}

}  // namespace

Report RunCommand(const CommandLine& line) {
  if (line.task == Task::kRecover) return Recover(line);
  if (line.task == Task::kVerify) return Verify(line);
  auto text = Run(line);
  if (!text.ok()) return {"", text.status()};
  return {*std::move(text), absl::OkStatus()};
}

absl::StatusOr<std::string> AnswerAdmin(storage::Storage* storage,
                                        const std::string& request) {
  const std::vector<std::string> words =
      absl::StrSplit(request, absl::MaxSplits(' ', 2));
  int keep = 0;
  if (words.size() != 3 || words[0] != "backup" ||
      !absl::SimpleAtoi(words[1], &keep) || keep < 1 ||
      !std::filesystem::path(words[2]).is_absolute()) {
    return absl::InvalidArgumentError("not a request of this server");
  }
  TONUS_ASSIGN_OR_RETURN(const storage::Backup backup,
                         storage::BackupStorage(*storage, words[2], keep));
  if (backup.cleared.empty()) return ToText(backup);
  return absl::StrCat(ToText(backup), "; cleared away what was left of backup ",
                      absl::StrJoin(backup.cleared, ", "),
                      ", which was broken off or had lost its list");
}

}  // namespace tonus
