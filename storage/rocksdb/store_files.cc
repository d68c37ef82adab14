// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/store_files.h"

#include <algorithm>
#include <regex>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "storage/rocksdb/high_water_mark.h"
#include "storage/rocksdb/log_file.h"
#include "storage/rocksdb/rocksdb_status.h"

namespace tonus::storage {
namespace {

constexpr absl::string_view kCurrentFile = "CURRENT";
constexpr absl::string_view kManifestPrefix = "MANIFEST-";

// What a database names before it has a log; once it has one it names another.
constexpr absl::string_view kFirstManifest = "MANIFEST-000001";

absl::Status Damaged(const std::string& folder, absl::string_view file,
                     absl::string_view problem) {
  return absl::DataLossError(
      absl::StrCat("the data is damaged: ", folder, "/", file, " ", problem));
}

// Whether only a database that was there before can have left the file.
bool IsTrace(const std::string& file) {
  return file == kHighWaterFile || absl::EndsWith(file, ".sst") ||
         absl::EndsWith(file, ".log");
}

// Returns the name of the file that RocksDB speaks of; empty if of none. It
// looks for a table that is missing under an old name, too.
std::string FileIn(const std::string& text) {
  static const auto* const kName =
      new std::regex("[0-9]{6,}\\.(sst|ldb|log)|MANIFEST-[0-9]+|CURRENT");
  std::smatch match;
  if (!std::regex_search(text, match, *kName)) return "";
  return absl::StrReplaceAll(match.str(), {{".ldb", ".sst"}});
}

bool IsWhole(rocksdb::FileSystem& files, const std::string& path) {
  std::string bytes;
  return rocksdb::ReadFileToString(&files, path, &bytes).ok() &&
         FindDamage(bytes) == LogDamage::kNone;
}

// Returns the name of the first damaged log; `*.log` if none is found.
std::string FindDamagedLog(rocksdb::FileSystem& files,
                           const std::string& folder) {
  std::vector<std::string> names;
  files.GetChildren(folder, rocksdb::IOOptions(), &names, nullptr)
      .PermitUncheckedError();
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    if (absl::EndsWith(name, ".log") &&
        !IsWhole(files, absl::StrCat(folder, "/", name))) {
      return name;
    }
  }
  return "*.log";
}

// Returns the name of the manifest that holds.
absl::StatusOr<std::string> ManifestOf(rocksdb::FileSystem& files,
                                       const std::string& folder) {
  std::string current;
  const rocksdb::IOStatus read = rocksdb::ReadFileToString(
      &files, absl::StrCat(folder, "/", kCurrentFile), &current);
  if (!read.ok()) return FromFailedOpen(read);
  absl::string_view manifest = current;
  if (!absl::ConsumeSuffix(&manifest, "\n") ||
      !absl::StartsWith(manifest, kManifestPrefix)) {
    return Damaged(folder, kCurrentFile, "does not name a manifest");
  }
  return std::string(manifest);
}

}  // namespace

absl::Status CheckStoreFiles(rocksdb::FileSystem& files,
                             const std::string& folder) {
  std::vector<std::string> names;
  const rocksdb::IOStatus listed =
      files.GetChildren(folder, rocksdb::IOOptions(), &names, nullptr);
  if (!listed.ok()) return FromFailedOpen(listed);
  const auto has = [&names](absl::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (!has(kCurrentFile)) {
    return std::any_of(names.begin(), names.end(), IsTrace)
               ? Damaged(folder, kCurrentFile, "is missing")
               : absl::OkStatus();
  }
  const absl::StatusOr<std::string> manifest = ManifestOf(files, folder);
  if (!manifest.ok()) return manifest.status();
  if (!has(*manifest)) return Damaged(folder, *manifest, "is missing");
  // It would open, and hold nothing.
  if (*manifest != kFirstManifest &&
      std::none_of(names.begin(), names.end(), IsTrace)) {
    return Damaged(folder, kHighWaterFile,
                   "is missing, and so are all tables and logs");
  }
  return absl::OkStatus();
}

std::string RestoreDraft(const std::string& folder) {
  return absl::StrCat(folder, ".restoring");
}

absl::Status CheckNoRestore(rocksdb::FileSystem& files,
                            const std::string& folder) {
  const std::string draft = RestoreDraft(folder);
  if (HasDatabase(files, folder) ||
      !files.FileExists(draft, rocksdb::IOOptions(), nullptr).ok()) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "a restore of ", folder,
      " was broken off or refused, or is under way: restore again, or delete ",
      draft, " to begin with a new, empty store"));
}

bool HasDatabase(rocksdb::FileSystem& files, const std::string& folder) {
  return !files
              .FileExists(absl::StrCat(folder, "/", kCurrentFile),
                          rocksdb::IOOptions(), nullptr)
              .IsNotFound();
}

absl::Status LostManifestEnd(rocksdb::FileSystem& files,
                             const std::string& folder) {
  const absl::StatusOr<std::string> manifest = ManifestOf(files, folder);
  if (!manifest.ok()) return manifest.status();
  return Damaged(folder, *manifest,
                 "has lost its end: the log begins after commits that no table "
                 "which it names holds");
}

std::string DamagedFile(const std::string& folder,
                        const rocksdb::Status& status) {
  const std::string file =
      status.IsCorruption() ? FileIn(status.ToString()) : "";
  return file.empty() ? "" : absl::StrCat(folder, "/", file);
}

absl::Status NameDamage(rocksdb::FileSystem& files, const std::string& folder,
                        const rocksdb::Status& status,
                        const std::string& refusal) {
  if (!refusal.empty()) {
    return absl::DataLossError(
        absl::StrCat("the data is damaged: ", folder, "/", refusal));
  }
  const std::string text = status.ToString();
  const bool missing = absl::StrContains(text, "No such file");
  if (!status.IsCorruption() && !missing) return FromFailedOpen(status);
  std::string file = FileIn(text);
  if (file.empty()) file = FindDamagedLog(files, folder);
  absl::Status named = Damaged(folder, file, "does not hold what was written");
  if (missing) {
    named = Damaged(folder, file, "is missing");
  } else if (absl::StartsWith(file, kManifestPrefix) &&
             IsWhole(files, absl::StrCat(folder, "/", file))) {
    named = Damaged(folder, file, "and the tables do not belong together");
  }
  named.SetPayload(kDriverDetailTypeUrl, absl::Cord(text));
  return named;
}

}  // namespace tonus::storage
