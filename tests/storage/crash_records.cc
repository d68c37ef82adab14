// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/crash_records.h"

#include <cstdint>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "storage/key_range.h"

namespace tonus::storage {
namespace {

std::string Prefix(int thread) { return absl::StrCat("t", thread, "/"); }

// Returns all records that start with `prefix`.
std::vector<Record> ReadAll(const Storage& storage, const std::string& prefix) {
  std::vector<Record> all;
  ScanRequest request = ScanPrefix(prefix);
  while (true) {
    const absl::StatusOr<Page> page =
        storage.Scan(request, absl::InfiniteFuture());
    if (!page.ok() || page->records.empty()) return all;
    all.insert(all.end(), page->records.begin(), page->records.end());
    request = ScanAfter(request, all.back().key);
  }
}

}  // namespace

std::vector<Mutation> CrashMutations(int thread, int number) {
  const std::string key = absl::StrFormat("%s%08d", Prefix(thread), number);
  const std::string value(100 + number % 400, static_cast<char>(number));
  return {Mutation::Write(key + "/a", value, kAbsent),
          Mutation::Write(key + "/b", value, kAbsent)};
}

int CountRecords(const Storage& storage, int thread) {
  return static_cast<int>(ReadAll(storage, Prefix(thread)).size() / 2);
}

std::vector<std::string> FindLosses(const Storage& storage,
                                    const std::vector<int>& acknowledged) {
  std::vector<std::string> losses;
  std::set<int64_t> versions;
  for (int thread = 0; thread < static_cast<int>(acknowledged.size());
       ++thread) {
    const std::vector<Record> found = ReadAll(storage, Prefix(thread));
    for (const Record& record : found) versions.insert(record.version);
    std::vector<Mutation> expected;
    for (int number = 0;
         number < acknowledged[thread] || expected.size() < found.size();
         ++number) {
      for (Mutation& mutation : CrashMutations(thread, number)) {
        expected.push_back(std::move(mutation));
      }
    }
    if (expected.size() / 2 > static_cast<size_t>(acknowledged[thread]) + 1) {
      losses.push_back(absl::StrCat(Prefix(thread), " has too many commits"));
    }
    if (expected.size() != found.size()) {
      losses.push_back(absl::StrCat(Prefix(thread), " has ", found.size(),
                                    " of ", expected.size(), " records"));
    }
    for (size_t i = 0; i < expected.size() && i < found.size(); ++i) {
      if (found[i].key != expected[i].key ||
          found[i].value != expected[i].value ||
          found[i].version != found[i - i % 2].version) {
        losses.push_back(absl::StrCat(expected[i].key, " is not as written"));
        break;
      }
    }
  }
  if (!versions.empty() &&
      *versions.rbegin() != static_cast<int64_t>(versions.size())) {
    losses.push_back("the version numbers have a gap");
  }
  return losses;
}

}  // namespace tonus::storage
