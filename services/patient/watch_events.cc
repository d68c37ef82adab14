// SPDX-License-Identifier: Apache-2.0
// PatientService.WatchEvents: what is recorded of the tenant's patients.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "services/error.h"
#include "services/page_token.h"
#include "services/patient/feed_reader.h"
#include "services/patient/feed_tail.h"
#include "services/patient/patient_service.h"
#include "services/resource_names.h"
#include "services/status_macros.h"
#include "services/validation/number.h"

namespace tonus {
namespace {

constexpr int kMaxKinds = 50;
constexpr size_t kTimeBytes = 8;

// A position means nothing to another tenant, or with other buckets.
std::string FeedName(const Call& call) {
  return absl::StrCat("WatchEvents/", keys::kFeedBuckets, "/",
                      call.principal.tenant);
}

std::string ToBytes(const FeedPosition& position) {
  std::string bytes;
  for (const int64_t time : position) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes.push_back(static_cast<char>(static_cast<uint64_t>(time) >> shift));
    }
  }
  return bytes;
}

std::optional<FeedPosition> FromBytes(absl::string_view bytes) {
  FeedPosition position = {};
  if (bytes.size() != position.size() * kTimeBytes) return std::nullopt;
  for (size_t i = 0; i < bytes.size(); ++i) {
    int64_t& time = position[i / kTimeBytes];
    if (i % kTimeBytes == 0 && (bytes[i] & 0x80) != 0) return std::nullopt;
    time = time << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return position;
}

std::optional<FeedPosition> ParseToken(const Call& call,
                                       const std::string& token) {
  const std::optional<std::string> bytes = PositionIn(FeedName(call), token);
  return bytes.has_value() ? FromBytes(*bytes) : std::nullopt;
}

// Returns where the stream begins: the token, the end of the feed, or what is
// before its oldest entry.
absl::StatusOr<FeedPosition> Begin(const Call& call,
                                   const v1::WatchEventsRequest& request,
                                   FeedTail& feed) {
  Violations violations;
  if (request.parent() != kAllPatients) {
    violations.Add("parent", "must be patients/-");
  }
  CheckCount("kinds", request.kinds_size(), kMaxKinds, &violations);
  for (int i = 0; i < std::min(request.kinds_size(), kMaxKinds); ++i) {
    CheckEnum(absl::StrCat("kinds[", i, "]"), request.kinds(i), &violations);
  }
  std::optional<FeedPosition> token;
  if (!request.resume_token().empty()) {
    token = ParseToken(call, request.resume_token());
    if (!token.has_value()) {
      violations.Add("resume_token",
                     "is not a token of this tenant; send next_token "
                     "unchanged, or leave it empty");
    }
    if (request.from_oldest()) {
      violations.Add("from_oldest", "goes without a resume_token");
    }
  }
  TONUS_RETURN_IF_ERROR(violations.ToStatus());

  TONUS_ASSIGN_OR_RETURN(const FeedPosition end, feed.Look(call));
  if (!token.has_value()) return request.from_oldest() ? FeedPosition{} : end;
  for (size_t bucket = 0; bucket < end.size(); ++bucket) {
    if ((*token)[bucket] > end[bucket]) {
      return MakeError(absl::StatusCode::kOutOfRange, "RESUME_TOKEN_AHEAD",
                       "the store is behind the resume token, as after it was "
                       "restored; read the patients again and watch without "
                       "the token");
    }
  }
  return *token;
}

bool IsWanted(const v1::WatchEventsRequest& request, v1::EventKind kind) {
  return request.kinds().empty() ||
         std::find(request.kinds().begin(), request.kinds().end(), kind) !=
             request.kinds().end();
}

}  // namespace

absl::StatusOr<StreamPart<v1::WatchEventsResponse>> PatientService::WatchEvents(
    Call& call, const v1::WatchEventsRequest& request,
    const std::string& cursor) {
  FeedTail& feed = log_.feed();
  FeedPosition from;
  if (cursor.empty()) {
    TONUS_ASSIGN_OR_RETURN(from, Begin(call, request, feed));
  } else {
    const std::optional<FeedPosition> parsed = FromBytes(cursor);
    if (!parsed.has_value()) {
      return absl::InternalError("the cursor of a watch does not parse");
    }
    from = *parsed;
  }
  TONUS_ASSIGN_OR_RETURN(const FeedStep step, feed.Next(call, from));

  v1::WatchEventsResponse response;
  if (step.events != nullptr) {
    for (const v1::PatientEvent& event : *step.events) {
      if (IsWanted(request, event.kind())) *response.add_events() = event;
    }
  }
  response.set_next_token(MakePageToken(FeedName(call), ToBytes(step.end)));
  StreamPart<v1::WatchEventsResponse> part;
  part.cursor = ToBytes(step.end);
  part.more = !step.current;
  part.end = step.current && request.end_when_current();
  part.topic = EventsTopic(call.principal.tenant);
  part.wait = step.wait;
  // The first message brings a token, the last one a token behind everything.
  if (!response.events().empty() || cursor.empty() || part.end) {
    part.messages.push_back(engine::DeterministicBytes(response));
  }
  response.clear_events();
  part.heartbeat = engine::DeterministicBytes(response);
  return part;
}

}  // namespace tonus
