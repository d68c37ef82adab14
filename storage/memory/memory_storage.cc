// SPDX-License-Identifier: Apache-2.0
#include "storage/memory/memory_storage.h"

#include <iterator>
#include <utility>

#include "storage/bounds.h"
#include "storage/moved_key.h"
#include "storage/page_builder.h"

namespace tonus::storage {

absl::StatusOr<Record> MemoryStorage::Read(absl::string_view key,
                                           absl::Time deadline) const {
  if (absl::Status status = CheckRead(key); !status.ok()) return status;
  if (absl::Status status = CheckDeadline(deadline); !status.ok())
    return status;
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = records_.find(key);
  if (found == records_.end()) return absl::NotFoundError("no such key");
  return Record{found->first, found->second.value, found->second.version};
}

absl::StatusOr<Page> MemoryStorage::Scan(const ScanRequest& request,
                                         absl::Time deadline) const {
  if (absl::Status status = CheckScan(request); !status.ok()) return status;
  if (absl::Status status = CheckDeadline(deadline); !status.ok())
    return status;
  PageBuilder page(request.limit);
  const auto add = [&page](const auto& entry) {
    return page.Add(entry.first, entry.second.value, entry.second.version);
  };
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto begin = records_.lower_bound(request.begin);
  const auto end = records_.lower_bound(request.end);
  if (request.direction == Direction::kForward) {
    for (auto it = begin; it != end && add(*it); ++it) {
    }
  } else {
    for (auto it = end; it != begin && add(*std::prev(it)); --it) {
    }
  }
  return std::move(page).Build();
}

absl::Status MemoryStorage::Commit(absl::Span<const Mutation> mutations,
                                   absl::Time deadline) {
  if (absl::Status status = CheckCommit(mutations); !status.ok()) return status;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (absl::Status status = CheckDeadline(deadline); !status.ok())
    return status;
  for (const Mutation& mutation : mutations) {
    if (mutation.expected_version.has_value() &&
        *mutation.expected_version != VersionOf(mutation.key)) {
      return KeyMovedError(mutation.key);
    }
  }
  ++last_commit_;
  for (const Mutation& mutation : mutations) {
    switch (mutation.kind) {
      case Mutation::Kind::kWrite:
        records_[mutation.key] = {mutation.value, last_commit_};
        break;
      case Mutation::Kind::kDelete:
        records_.erase(mutation.key);
        break;
      case Mutation::Kind::kCheck:
        break;
    }
  }
  return absl::OkStatus();
}

int64_t MemoryStorage::VersionOf(const std::string& key) const {
  const auto found = records_.find(key);
  return found == records_.end() ? kAbsent : found->second.version;
}

}  // namespace tonus::storage
