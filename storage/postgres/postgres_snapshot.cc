// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/postgres_snapshot.h"

#include <algorithm>

#include "storage/bounds.h"
#include "storage/steady_now.h"

namespace tonus::storage {
namespace {

absl::Status StatusOf(const Attempt& attempt) {
  return attempt.error.has_value() ? ToStatus(*attempt.error) : attempt.status;
}

}  // namespace

PostgresSnapshot::~PostgresSnapshot() {
  lease_->RollBack(Until(absl::InfiniteFuture()));
}

absl::Time PostgresSnapshot::Until(absl::Time deadline) const {
  return std::min(deadline, SteadyNow() + patience_);
}

absl::StatusOr<Record> PostgresSnapshot::Read(absl::string_view key,
                                              absl::Time deadline) const {
  absl::Status status = CheckRead(key);
  Record record;
  if (status.ok()) {
    status = StatusOf(ReadInSnapshot(*lease_, key, Until(deadline), &record));
  }
  if (!status.ok()) return status;
  return record;
}

absl::StatusOr<Page> PostgresSnapshot::Scan(const ScanRequest& request,
                                            absl::Time deadline) const {
  absl::Status status = CheckScan(request);
  Page page;
  if (status.ok()) {
    status = StatusOf(ScanInSnapshot(*lease_, request, Until(deadline), &page));
  }
  if (!status.ok()) return status;
  return page;
}

absl::Status PostgresSnapshot::Commit(absl::Span<const Mutation> /*mutations*/,
                                      absl::Time /*deadline*/) {
  return absl::InternalError("a snapshot is not written to");
}

}  // namespace tonus::storage
