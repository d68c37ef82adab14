// SPDX-License-Identifier: Apache-2.0
#include "services/patient/feed_writer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "services/keys.h"
#include "services/patient/event_cause.h"
#include "services/patient/feed_bucket.h"
#include "services/patient/feed_expiry.h"
#include "services/status_macros.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

// Readers close a bucket some 20 times a second at most, and a commit takes
// milliseconds: more than this is a storage in trouble.
constexpr int kMaxOvertaken = 16;

constexpr size_t kHashBytes = 8;

}  // namespace

v1::EventKind EventKindOf(const storage::v1::Event& event) {
  v1::EventKind kind = v1::EVENT_KIND_UNSPECIFIED;
  v1::EventKind_Parse(
      absl::StrCat("EVENT_KIND_", absl::AsciiStrToUpper(CauseOf(event))),
      &kind);
  return kind;
}

absl::Status CommitWithFeedEntry(SealedStorage* storage, const PatientRef& ref,
                                 const storage::v1::Event& event,
                                 absl::string_view event_sha256,
                                 std::vector<storage::Mutation> mutations) {
  storage::v1::FeedEntry entry;
  entry.set_kind(EventKindOf(event));
  *entry.mutable_record_time() = event.record_time();
  entry.set_event_hash(std::string(event_sha256.substr(0, kHashBytes)));
  const std::string bytes = engine::DeterministicBytes(entry);
  const absl::Time now = FromTimestamp(event.record_time());
  const int bucket = keys::FeedBucket(ref.patient);
  const std::string mark = keys::FeedMark(ref.tenant, bucket);

  for (storage::Mutation& mutation : mutations) {
    SealedStorage::SealValue(&mutation);
  }
  const size_t own = mutations.size();
  for (int attempt = 0;; ++attempt) {
    TONUS_ASSIGN_OR_RETURN(
        const FeedBucketEnd end,
        ReadFeedBucketEnd(*storage, ref.tenant, bucket, ref.deadline));
    const int64_t time = std::max(
        {absl::ToUnixMicros(now), end.last + 1, end.mark.closed() + 1});
    mutations.resize(own);
    mutations.push_back(storage::Mutation::Write(
        keys::FeedEntry(ref.tenant, {time, ref.patient, event.revision()}),
        bytes));
    SealedStorage::SealValue(&mutations.back());
    // The last one: it is named only when nothing else has moved.
    mutations.push_back(storage::Mutation::Check(mark, end.mark_version));
    std::string moved;
    absl::Status status =
        storage->CommitSealed(mutations, ref.deadline, &moved);
    if (status.ok()) MayExpireFeed(storage, ref, time, now);
    if (moved != mark || attempt >= kMaxOvertaken) return status;
  }
}

}  // namespace tonus
