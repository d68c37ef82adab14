// SPDX-License-Identifier: Apache-2.0
// Reads the feed of a tenant, see feed_bucket.h.

#ifndef TONUS_SERVICES_PATIENT_FEED_READER_H_
#define TONUS_SERVICES_PATIENT_FEED_READER_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/keys.h"
#include "services/patient/sealed_storage.h"
#include "tonus/v1/event.pb.h"

namespace tonus {

// How far the feed was read: of each bucket the time of the last entry. 0 is
// before the oldest that is kept; where a bucket that was read to its end has
// none, it is 1.
using FeedPosition = std::array<int64_t, keys::kFeedBuckets>;

// A stretch of the feed. The events of a patient are in order.
struct FeedStretch {
  std::vector<v1::PatientEvent> events;
  FeedPosition end = {};
};

// Closes the feed behind everything that was committed before the call, and
// returns up to where.
absl::StatusOr<FeedPosition> CloseFeed(SealedStorage* storage,
                                       absl::string_view tenant,
                                       absl::Time deadline);

// Returns the events behind `from` up to `to`, which must be closed, or the
// first of them: about `limit`, since those with an equal time stay together.
//   OUT_OF_RANGE  some of them are not kept any more; the reason is
//                 RESUME_TOKEN_EXPIRED.
// Besides the errors of storage,
//   DATA_LOSS  a key or an entry does not parse.
absl::StatusOr<FeedStretch> ReadFeed(const SealedStorage& storage,
                                     absl::string_view tenant,
                                     const FeedPosition& from,
                                     const FeedPosition& to, int limit,
                                     absl::Time deadline);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_FEED_READER_H_
