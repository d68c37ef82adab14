// SPDX-License-Identifier: Apache-2.0
// What streams share that take many items and answer each with a result.

#ifndef TONUS_SERVICES_BATCH_ITEM_H_
#define TONUS_SERVICES_BATCH_ITEM_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/message_lite.h"
#include "services/call.h"
#include "services/error.h"

namespace tonus {

inline constexpr int64_t kMaxBatchItems = 50'000;

// The largest item that is allowed otherwise is a quarter of it.
inline constexpr size_t kMaxBatchItemBytes = size_t{256} << 10;

// Whether the next item would meet `status` too, so that it ends the call. Any
// other failure belongs to its item.
inline bool EndsTheBatch(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
      return false;
    default:
      return !status.ok();
  }
}

// Returns OK unless the message is one item too many.
//   INVALID_ARGUMENT  it is; the reason is TOO_MANY_ITEMS.
inline absl::Status CheckBatchCount(const Call& call) {
  if (call.message_number <= kMaxBatchItems) return absl::OkStatus();
  return MakeError(absl::StatusCode::kInvalidArgument, "TOO_MANY_ITEMS",
                   absl::StrCat("a call takes at most ", kMaxBatchItems,
                                " items; send the rest in another"));
}

// Returns OK unless `item` is too large.
//   INVALID_ARGUMENT  it is; the reason is ITEM_TOO_LARGE.
inline absl::Status CheckBatchItemSize(
    const google::protobuf::MessageLite& item) {
  if (item.ByteSizeLong() <= kMaxBatchItemBytes) return absl::OkStatus();
  return MakeError(absl::StatusCode::kInvalidArgument, "ITEM_TOO_LARGE",
                   absl::StrCat("an item has at most ", kMaxBatchItemBytes,
                                " bytes; send less in one"));
}

}  // namespace tonus

#endif  // TONUS_SERVICES_BATCH_ITEM_H_
