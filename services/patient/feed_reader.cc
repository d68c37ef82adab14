// SPDX-License-Identifier: Apache-2.0
#include "services/patient/feed_reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "services/error.h"
#include "services/patient/feed_bucket.h"
#include "services/resource_names.h"
#include "services/status_macros.h"
#include "storage/key_range.h"
#include "storage/unknown_outcome.h"

namespace tonus {
namespace {

// Who loses finds the feed closed by others, who may have begun before.
constexpr int kMaxAttempts = 16;

absl::StatusOr<v1::PatientEvent> EventOf(const keys::Key& key,
                                         absl::string_view value) {
  TONUS_ASSIGN_OR_RETURN(const auto entry,
                         ParseStored<storage::v1::FeedEntry>(value));
  v1::PatientEvent event;
  event.set_id(absl::StrCat(key.patient, "-", key.revision, "-",
                            absl::BytesToHexString(entry.event_hash())));
  event.set_patient(PatientName{key.patient}.ToString());
  event.set_revision(key.revision);
  event.set_kind(entry.kind());
  *event.mutable_record_time() = entry.record_time();
  return event;
}

// Adds the events of a bucket behind `from` up to `to` until there are `limit`.
absl::Status AddBucket(const SealedStorage& storage, absl::string_view tenant,
                       int bucket, int64_t from, int64_t to, int limit,
                       absl::Time deadline, FeedStretch* stretch) {
  int64_t& end = stretch->end[bucket];
  storage::ScanRequest request;
  request.begin = keys::FeedPrefix(tenant, bucket, from + 1);
  request.end = keys::FeedPrefix(tenant, bucket, to + 1);
  // One more tells whether a time is complete.
  request.limit = std::min(limit + 1, storage::kMaxPageRecords);
  while (true) {
    TONUS_ASSIGN_OR_RETURN(const storage::Page page,
                           storage.Scan(request, deadline));
    for (const storage::Record& record : page.records) {
      const std::optional<keys::Key> key = keys::Parse(record.key);
      if (!key.has_value()) {
        return absl::DataLossError("a key of the feed does not parse");
      }
      if (static_cast<int>(stretch->events.size()) >= limit &&
          key->number != end) {
        return absl::OkStatus();
      }
      TONUS_ASSIGN_OR_RETURN(v1::PatientEvent event,
                             EventOf(*key, record.value));
      stretch->events.push_back(std::move(event));
      end = key->number;
    }
    if (!page.more) break;
    request = storage::ScanAfter(request, page.records.back().key);
  }
  end = to;
  return absl::OkStatus();
}

// Looked at after the entries, so that what went meanwhile is noticed.
absl::Status CheckNotExpired(const SealedStorage& storage,
                             absl::string_view tenant, int bucket, int64_t from,
                             absl::Time deadline) {
  if (from == 0) return absl::OkStatus();
  const absl::StatusOr<storage::v1::FeedMark> mark =
      ReadMessage<storage::v1::FeedMark>(
          storage, keys::FeedMark(tenant, bucket), deadline);
  if (absl::IsNotFound(mark.status())) return absl::OkStatus();
  if (!mark.ok()) return mark.status();
  if (mark->expired() <= from) return absl::OkStatus();
  return MakeError(absl::StatusCode::kOutOfRange, "RESUME_TOKEN_EXPIRED",
                   "events behind the resume token are not kept any more; read "
                   "the patients again and watch without the token");
}

}  // namespace

absl::StatusOr<FeedPosition> CloseFeed(SealedStorage* storage,
                                       absl::string_view tenant,
                                       absl::Time deadline) {
  FeedPosition closed;
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    FeedPosition closing;
    std::vector<storage::Mutation> mutations;
    for (int bucket = 0; bucket < keys::kFeedBuckets; ++bucket) {
      TONUS_ASSIGN_OR_RETURN(
          FeedBucketEnd end,
          ReadFeedBucketEnd(*storage, tenant, bucket, deadline));
      closed[bucket] = std::max<int64_t>(1, end.mark.closed());
      closing[bucket] = std::max(closed[bucket], end.last);
      if (end.last <= end.mark.closed()) continue;
      end.mark.set_closed(end.last);
      mutations.push_back(storage::Mutation::Write(
          keys::FeedMark(tenant, bucket), engine::DeterministicBytes(end.mark),
          end.mark_version));
    }
    if (mutations.empty()) return closing;
    const absl::Status status = storage->Commit(std::move(mutations), deadline);
    if (status.ok()) return closing;
    if (!absl::IsAborted(status) && !storage::IsUnknownOutcome(status)) {
      return status;
    }
  }
  return closed;
}

absl::StatusOr<FeedStretch> ReadFeed(const SealedStorage& storage,
                                     absl::string_view tenant,
                                     const FeedPosition& from,
                                     const FeedPosition& to, int limit,
                                     absl::Time deadline) {
  FeedStretch stretch;
  stretch.end = from;
  for (int bucket = 0; bucket < keys::kFeedBuckets; ++bucket) {
    if (from[bucket] >= to[bucket]) continue;
    if (static_cast<int>(stretch.events.size()) >= limit) break;
    TONUS_RETURN_IF_ERROR(AddBucket(storage, tenant, bucket, from[bucket],
                                    to[bucket], limit, deadline, &stretch));
    TONUS_RETURN_IF_ERROR(
        CheckNotExpired(storage, tenant, bucket, from[bucket], deadline));
  }
  return stretch;
}

}  // namespace tonus
