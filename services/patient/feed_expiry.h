// SPDX-License-Identifier: Apache-2.0
// Deletes what the feed of a tenant need not keep any more.
//
// Writers do so, now and then: where nothing is written nothing is added
// either, and it needs no thread and no reader.

#ifndef TONUS_SERVICES_PATIENT_FEED_EXPIRY_H_
#define TONUS_SERVICES_PATIENT_FEED_EXPIRY_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/patient/patient_records.h"
#include "services/patient/sealed_storage.h"

namespace tonus {

// How long entries are kept at least.
inline constexpr absl::Duration kFeedLifetime = absl::Hours(24 * 30);

// Which writes delete, one of so many, and how much at most: more than is
// written meanwhile, so that a backlog ends.
inline constexpr int kWritesPerExpiry = 32;
inline constexpr int kMostExpired = 100;

// Deletes the oldest entries of a bucket that were written before `now` less
// kFeedLifetime, at most kMostExpired.
//   ABORTED  somebody else moved the mark of the bucket.
// Besides, the errors of storage.
absl::Status ExpireFeed(SealedStorage* storage, absl::string_view tenant,
                        int bucket, absl::Time now, absl::Time deadline);

// ExpireFeed in the bucket of `ref`, for one of kWritesPerExpiry of the times
// at which its writers put entries. That it fails does not matter: others
// follow.
void MayExpireFeed(SealedStorage* storage, const PatientRef& ref, int64_t time,
                   absl::Time now);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_FEED_EXPIRY_H_
