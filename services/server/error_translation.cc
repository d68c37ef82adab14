// SPDX-License-Identifier: Apache-2.0
#include "services/server/error_translation.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/rpc/error_details.pb.h"
#include "services/error.h"
#include "services/server/log.h"
#include "storage/driver_detail.h"
#include "storage/unknown_outcome.h"

namespace tonus {
namespace {

using google::protobuf::Any;
using google::rpc::BadRequest;
using google::rpc::ErrorInfo;
using google::rpc::RetryInfo;

constexpr absl::string_view kDetailPrefix = "type.googleapis.com/google.rpc.";
constexpr size_t kMaxMessageBytes = 512;
constexpr size_t kMaxViolationBytes = 512;
constexpr size_t kRoomForNote = 64;  // What NoteOmitted adds, and lengths.
constexpr size_t kFramingBytes = 3;  // Tag and length of a violation.
constexpr absl::Duration kRetryDelay = absl::Milliseconds(500);
constexpr absl::Duration kOverloadDelay = absl::Milliseconds(100);

// What is said of a status that carries no ErrorInfo. A null text keeps the
// status's own, which then was written for clients.
struct Generic {
  absl::StatusCode code;
  const char* reason;
  const char* text;
};

constexpr auto kGenerics = std::to_array<Generic>({
    {absl::StatusCode::kCancelled, "CANCELLED", "the call was cancelled"},
    {absl::StatusCode::kInvalidArgument, "INVALID_REQUEST", nullptr},
    {absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
     "the deadline passed before the call was done"},
    {absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND", nullptr},
    {absl::StatusCode::kAlreadyExists, "RESOURCE_EXISTS", nullptr},
    {absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED", nullptr},
    {absl::StatusCode::kResourceExhausted, "STORAGE_EXHAUSTED",
     "the server has no space or memory left"},
    {absl::StatusCode::kFailedPrecondition, "FAILED_PRECONDITION", nullptr},
    {absl::StatusCode::kAborted, "CONFLICT",
     "somebody else changed the same records; read again and redo"},
    {absl::StatusCode::kOutOfRange, "OUT_OF_RANGE", nullptr},
    {absl::StatusCode::kUnimplemented, "UNIMPLEMENTED", nullptr},
    {absl::StatusCode::kUnavailable, "STORAGE_UNAVAILABLE",
     "the records can not be reached; try again"},
    {absl::StatusCode::kUnauthenticated, "INVALID_CREDENTIAL", nullptr},
});

bool IsOurFault(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal ||
         code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

// At most `size` bytes of `text`, not ending inside a UTF-8 character.
std::string Cut(const std::string& text, size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) {
    --size;
  }
  return absl::StrCat(text.substr(0, size), "...");
}

// What a client is told of a failure that is ours: an id to ask for.
absl::Status Veil(const absl::Status& status) {
  absl::BitGen random;
  const std::string id =
      absl::StrFormat("%016x", absl::Uniform<uint64_t>(random));
  const std::string detail(
      status.GetPayload(storage::kDriverDetailTypeUrl).value_or(absl::Cord()));
  Log(server::v1::LOG_LEVEL_ERROR, "failure",
      {{"error_id", id},
       {"code", absl::StatusCodeToString(status.code())},
       {"text", status.message()},
       {"detail", detail}});
  return MakeError(
      status.code(),
      status.code() == absl::StatusCode::kDataLoss ? "DATA_LOSS" : "INTERNAL",
      absl::StrCat("the server failed; its log says more under error id ", id),
      {{"error_id", id}});
}

absl::Status WithReason(const absl::Status& status) {
  if (status.GetPayload(absl::StrCat(kDetailPrefix, "ErrorInfo"))) {
    return status;
  }
  if (storage::IsUnknownOutcome(status)) {
    return MakeError(status.code(), "COMMIT_OUTCOME_UNKNOWN",
                     "it is not known whether the change was made; try again "
                     "with the same request_id");
  }
  for (const Generic& generic : kGenerics) {
    if (generic.code != status.code()) continue;
    absl::Status result =
        MakeError(status.code(), generic.reason,
                  generic.text != nullptr ? absl::string_view(generic.text)
                                          : status.message());
    status.ForEachPayload([&](absl::string_view type, const absl::Cord& bytes) {
      result.SetPayload(type, bytes);
    });
    return result;
  }
  return Veil(status);
}

absl::Status WithRetryInfo(absl::Status status) {
  if (status.code() != absl::StatusCode::kResourceExhausted &&
      status.code() != absl::StatusCode::kUnavailable) {
    return status;
  }
  if (status.GetPayload(absl::StrCat(kDetailPrefix, "RetryInfo"))) {
    return status;
  }
  RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(
      static_cast<int>(absl::ToInt64Nanoseconds(kRetryDelay)));
  return WithDetail(std::move(status), retry);
}

template <typename Message>
Any* FindDetail(google::rpc::Status& status) {
  for (Any& detail : *status.mutable_details()) {
    if (detail.Is<Message>()) return &detail;
  }
  return nullptr;
}

void NoteOmitted(google::rpc::Status& status, int count) {
  Any* detail = FindDetail<ErrorInfo>(status);
  ErrorInfo info;
  if (detail == nullptr || !detail->UnpackTo(&info)) return;
  (*info.mutable_metadata())["violations_omitted"] = absl::StrCat(count);
  detail->PackFrom(info);
}

// Drops violations from the end until the rest fits.
void TrimViolations(google::rpc::Status& status) {
  Any* detail = FindDetail<BadRequest>(status);
  BadRequest all;
  if (detail == nullptr || !detail->UnpackTo(&all)) return;
  detail->clear_value();
  size_t size = status.ByteSizeLong() + kRoomForNote;
  BadRequest kept;
  for (auto& violation : *all.mutable_field_violations()) {
    violation.set_field(Cut(violation.field(), kMaxViolationBytes));
    violation.set_description(Cut(violation.description(), kMaxViolationBytes));
    size += violation.ByteSizeLong() + kFramingBytes;
    if (size > size_t{kMaxStatusBytes}) break;
    kept.add_field_violations()->Swap(&violation);
  }
  detail->PackFrom(kept);
  const int omitted =
      all.field_violations_size() - kept.field_violations_size();
  if (omitted > 0) NoteOmitted(status, omitted);
}

// What still does not fit is not worth a broken connection.
void DropDetailsBeyondLimit(google::rpc::Status& status) {
  for (int i = status.details_size() - 1;
       i >= 0 && status.ByteSizeLong() > size_t{kMaxStatusBytes}; --i) {
    if (!status.details(i).Is<ErrorInfo>()) {
      status.mutable_details()->DeleteSubrange(i, 1);
    }
  }
  if (status.ByteSizeLong() <= size_t{kMaxStatusBytes}) return;
  Any* detail = FindDetail<ErrorInfo>(status);
  ErrorInfo info;
  if (detail == nullptr || !detail->UnpackTo(&info)) return;
  info.clear_metadata();
  detail->PackFrom(info);
}

}  // namespace

google::rpc::Status TranslateError(const absl::Status& status) {
  if (status.ok()) return {};
  google::rpc::Status result = ToMessage(WithRetryInfo(
      IsOurFault(status.code()) ? Veil(status) : WithReason(status)));
  result.set_message(Cut(result.message(), kMaxMessageBytes));
  if (result.ByteSizeLong() > size_t{kMaxStatusBytes}) {
    TrimViolations(result);
    DropDetailsBeyondLimit(result);
  }
  return result;
}

std::optional<absl::Duration> RetryDelayOf(const google::rpc::Status& status) {
  RetryInfo retry;
  for (const Any& detail : status.details()) {
    if (detail.UnpackTo(&retry)) {
      return absl::Seconds(retry.retry_delay().seconds()) +
             absl::Nanoseconds(retry.retry_delay().nanos());
    }
  }
  return std::nullopt;
}

absl::Status Overloaded() {
  thread_local absl::BitGen random;
  RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(
      static_cast<int>(absl::ToDoubleNanoseconds(kOverloadDelay) *
                       absl::Uniform(random, 1.0, 2.0)));
  return WithDetail(
      MakeError(absl::StatusCode::kResourceExhausted, "OVERLOADED",
                "the server has too much to do; try again after the delay"),
      retry);
}

}  // namespace tonus
