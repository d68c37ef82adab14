// SPDX-License-Identifier: Apache-2.0
#include "storage/bounds.h"

#include <cstddef>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "storage/steady_now.h"

namespace tonus::storage {
namespace {

absl::Status CheckSize(absl::string_view what, absl::string_view bytes, int min,
                       int max) {
  const int64_t size = static_cast<int64_t>(bytes.size());
  if (size >= min && size <= max) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      what, " has ", size, " bytes, not in [", min, ", ", max, "]"));
}

// The first complaint stays: Update keeps an error that is there.
absl::Status CheckMutation(const Mutation& mutation, absl::string_view name) {
  const bool writes = mutation.kind == Mutation::Kind::kWrite;
  absl::Status status = CheckSize(absl::StrCat(name, ".key"), mutation.key,
                                  kMinKeyBytes, kMaxKeyBytes);
  status.Update(CheckSize(absl::StrCat(name, ".value"), mutation.value, 0,
                          writes ? kMaxValueBytes : 0));
  if (mutation.expected_version.value_or(kAbsent) < kAbsent) {
    status.Update(absl::InvalidArgumentError(
        absl::StrCat(name, ".expected_version is below 0")));
  }
  if (mutation.kind == Mutation::Kind::kCheck &&
      !mutation.expected_version.has_value()) {
    status.Update(absl::InvalidArgumentError(
        absl::StrCat(name, " is a check without expected_version")));
  }
  return status;
}

}  // namespace

absl::Status CheckRead(absl::string_view key) {
  return CheckSize("key", key, kMinKeyBytes, kMaxKeyBytes);
}

absl::Status CheckScan(const ScanRequest& request) {
  absl::Status status = CheckSize("begin", request.begin, 0, kMaxKeyBytes + 1);
  status.Update(CheckSize("end", request.end, 1, kMaxKeyBytes + 1));
  if (request.begin > request.end) {
    status.Update(absl::InvalidArgumentError("begin is above end"));
  }
  if (request.limit < 1 || request.limit > kMaxPageRecords) {
    status.Update(absl::InvalidArgumentError(absl::StrCat(
        "limit is ", request.limit, ", not in [1, ", kMaxPageRecords, "]")));
  }
  return status;
}

absl::Status CheckCommit(absl::Span<const Mutation> mutations) {
  if (mutations.empty() || mutations.size() > kMaxCommitMutations) {
    return absl::InvalidArgumentError(
        absl::StrCat("commit has ", mutations.size(), " mutations, not in [1, ",
                     kMaxCommitMutations, "]"));
  }
  absl::flat_hash_set<absl::string_view> keys;
  keys.reserve(mutations.size());
  for (size_t i = 0; i < mutations.size(); ++i) {
    const std::string name = absl::StrCat("mutations[", i, "]");
    if (absl::Status status = CheckMutation(mutations[i], name); !status.ok())
      return status;
    if (!keys.insert(mutations[i].key).second) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ".key is that of an earlier mutation"));
    }
  }
  const int64_t bytes = CommitBytes(mutations);
  if (bytes > kMaxCommitBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "commit has ", bytes, " bytes, more than ", kMaxCommitBytes));
  }
  return absl::OkStatus();
}

absl::Status CheckDeadline(absl::Time deadline) {
  if (SteadyNow() < deadline) return absl::OkStatus();
  return absl::DeadlineExceededError("deadline has passed");
}

int64_t CommitBytes(absl::Span<const Mutation> mutations) {
  int64_t bytes = 0;
  for (const Mutation& mutation : mutations) {
    bytes += static_cast<int64_t>(mutation.key.size() + mutation.value.size());
  }
  return bytes;
}

}  // namespace tonus::storage
