// SPDX-License-Identifier: Apache-2.0
#include "services/patient/feed_expiry.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "services/engine/deterministic_bytes.h"
#include "services/keys.h"
#include "services/patient/feed_bucket.h"
#include "services/status_macros.h"
#include "storage/storage.h"

namespace tonus {

absl::Status ExpireFeed(SealedStorage* storage, absl::string_view tenant,
                        int bucket, absl::Time now, absl::Time deadline) {
  TONUS_ASSIGN_OR_RETURN(FeedBucketEnd end,
                         ReadFeedBucketEnd(*storage, tenant, bucket, deadline));
  storage::ScanRequest request;
  // From the last time that was deleted: of those with an equal time some may
  // be left.
  request.begin = keys::FeedPrefix(tenant, bucket,
                                   std::max<int64_t>(1, end.mark.expired()));
  request.end = keys::FeedPrefix(
      tenant, bucket,
      std::max<int64_t>(1, absl::ToUnixMicros(now - kFeedLifetime)));
  request.limit = kMostExpired;
  if (request.begin >= request.end) return absl::OkStatus();
  TONUS_ASSIGN_OR_RETURN(const storage::Page page,
                         storage->Scan(request, deadline));
  if (page.records.empty()) return absl::OkStatus();

  const std::optional<keys::Key> last = keys::Parse(page.records.back().key);
  if (!last.has_value()) {
    return absl::DataLossError("a key of the feed does not parse");
  }
  end.mark.set_expired(last->number);
  end.mark.set_closed(std::max(end.mark.closed(), last->number));
  std::vector<storage::Mutation> mutations;
  mutations.push_back(storage::Mutation::Write(
      keys::FeedMark(tenant, bucket), engine::DeterministicBytes(end.mark),
      end.mark_version));
  for (const storage::Record& record : page.records) {
    mutations.push_back(storage::Mutation::Delete(record.key));
  }
  return storage->Commit(std::move(mutations), deadline);
}

void MayExpireFeed(SealedStorage* storage, const PatientRef& ref, int64_t time,
                   absl::Time now) {
  if (time % kWritesPerExpiry != 0) return;
  ExpireFeed(storage, ref.tenant, keys::FeedBucket(ref.patient), now,
             ref.deadline)
      .IgnoreError();
}

}  // namespace tonus
