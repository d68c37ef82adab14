// SPDX-License-Identifier: Apache-2.0
// Fills a store with copies of the patients that are in it, to see what grows
// with their number.
//
//   fill_store STORE_FOLDER TENANT COUNT
//
// The copies are of the smallest patient and, one in a thousand, of the
// largest: a routine takes a hundred times the space of a patient without.
// Nothing is synced, so a power cut leaves no store that can be used.

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/file_system.h"
#include "services/keys.h"
#include "storage/key_range.h"
#include "storage/rocksdb/rocksdb_storage.h"

namespace tonus {
namespace {

using storage::Mutation;
using storage::Record;

constexpr absl::Time kNever = absl::InfiniteFuture();
constexpr int kPerLargest = 1000;
constexpr size_t kIdLength = 26;

// A log that is written and not synced.
class UnsyncedFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  using FSWritableFileOwnerWrapper::FSWritableFileOwnerWrapper;
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& /*options*/,
                         rocksdb::IODebugContext* /*debug*/) override {
    return rocksdb::IOStatus::OK();
  }
};

class UnsyncedFileSystem : public rocksdb::FileSystemWrapper {
 public:
  UnsyncedFileSystem() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "UnsyncedFileSystem"; }
  rocksdb::IOStatus NewWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* debug) override {
    rocksdb::IOStatus status =
        FileSystemWrapper::NewWritableFile(path, options, file, debug);
    if (status.ok()) *file = std::make_unique<UnsyncedFile>(std::move(*file));
    return status;
  }
};

// What is stored of one patient, and the line in the list of all.
using Patient = std::vector<Record>;

// Returns all records of the tenant, in the order of their keys.
std::vector<Record> ReadAll(const storage::Storage& store,
                            const std::string& tenant) {
  std::vector<Record> all;
  storage::ScanRequest request = storage::ScanPrefix(tenant + "/");
  for (bool more = true; more;) {
    auto page = store.Scan(request, kNever);
    if (!page.ok()) return {};
    more = page->more;
    if (more) request = storage::ScanAfter(request, page->records.back().key);
    for (Record& record : page->records) all.push_back(std::move(record));
  }
  return all;
}

// Returns the records of each patient.
std::vector<Patient> PatientsIn(const std::vector<Record>& all,
                                std::vector<std::string>* ids) {
  std::vector<Patient> patients;
  for (const Record& record : all) {
    const std::optional<keys::Key> key = keys::Parse(record.key);
    if (!key.has_value() || key->kind != keys::Kind::kPatient) continue;
    ids->push_back(key->patient);
    patients.emplace_back();
    for (const Record& other : all) {
      const std::optional<keys::Key> of = keys::Parse(other.key);
      if (other.key.find("/p/" + key->patient) != std::string::npos ||
          (of.has_value() && of->kind == keys::Kind::kPatient &&
           of->patient == key->patient)) {
        patients.back().push_back(other);
      }
    }
  }
  return patients;
}

std::string RandomId(std::mt19937_64& random) {
  std::string id;
  while (id.size() < kIdLength) {
    id += "abcdefghijklmnopqrstuvwxyz234567"[random() % 32];
  }
  return id;
}

std::string Renamed(std::string key, const std::string& id,
                    const std::string& new_id) {
  return key.replace(key.find(id), id.size(), new_id);
}

int Run(const std::string& folder, const std::string& tenant, int64_t count) {
  const auto env =
      rocksdb::NewCompositeEnv(std::make_shared<UnsyncedFileSystem>());
  storage::RocksdbOptions options;
  options.env = env.get();
  auto store = storage::RocksdbStorage::Open(folder, options);
  if (!store.ok()) {
    std::fprintf(stderr, "%s\n", std::string(store.status().message()).c_str());
    return 1;
  }
  std::vector<std::string> ids;
  const std::vector<Patient> patients =
      PatientsIn(ReadAll(**store, tenant), &ids);
  if (patients.empty()) return 1;
  const auto by_size = [](const Patient& one, const Patient& other) {
    return one.size() < other.size();
  };
  const auto [least, most] = absl::c_minmax_element(patients, by_size);
  const size_t smallest = least - patients.begin();
  const size_t largest = most - patients.begin();
  std::mt19937_64 random(1);
  std::vector<Mutation> commit;
  const auto flush = [&] {
    const absl::Status status = (*store)->Commit(commit, kNever);
    commit.clear();
    return status.ok();
  };
  for (int64_t i = 0; i < count; ++i) {
    const size_t which = i % kPerLargest == 0 ? largest : smallest;
    const std::string id = RandomId(random);
    if (commit.size() + patients[which].size() > storage::kMaxCommitMutations &&
        !flush()) {
      return 1;
    }
    for (const Record& record : patients[which]) {
      commit.push_back(
          Mutation::Write(Renamed(record.key, ids[which], id), record.value));
    }
  }
  if (!commit.empty() && !flush()) return 1;
  // Else the server would go on with it while its start is looked at.
  const rocksdb::Status compacted = (*store)->db().CompactRange(
      rocksdb::CompactRangeOptions(), nullptr, nullptr);
  return compacted.ok() ? 0 : 1;
}

}  // namespace
}  // namespace tonus

int main(int argc, char** argv) {
  int64_t count = 0;
  if (argc != 4 || !absl::SimpleAtoi(argv[3], &count)) return 64;
  return tonus::Run(argv[1], argv[2], count);
}
