// SPDX-License-Identifier: Apache-2.0
// The change feed of a tenant as it is stored.
//
// Every commit of a patient adds an entry to one bucket of the feed, at a time
// behind all entries of the bucket, so that the entries of a patient stand in
// the order of their revisions. A reader must not pass a time at which an entry
// may still appear, of a writer that chose it and has not committed yet. So a
// bucket has a mark: a writer chooses a time behind `closed` and its commit
// checks that the mark is the one it read; a reader first moves `closed` to the
// last entry there is, then reads up to it. A writer that was overtaken chooses
// again. Writers never meet each other there, and while nobody reads nothing is
// closed.
//
// A time is that of the writer's clock where that is late enough, and only an
// order where it is not: clocks that run apart bring nothing out of order, and
// one that is far ahead for a moment only delays what expires.
//
// An entry holds no health data. It goes 30 days after it was written, with the
// writes that follow, see feed_expiry.h; `expired` says up to where entries may
// be gone, so that a reader from before is told. It names a patient by a random
// id: after an erasure it tells readers to erase as well, and names nobody.
//
// A store from before the feed has no entries and no marks, which is an empty
// feed: it begins with the next write.

#ifndef TONUS_SERVICES_PATIENT_FEED_BUCKET_H_
#define TONUS_SERVICES_PATIENT_FEED_BUCKET_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/patient/sealed_storage.h"
#include "storage/storage.h"
#include "tonus/storage/v1/feed.pb.h"

namespace tonus {

// The end of a bucket, as it was at one moment.
struct FeedBucketEnd {
  storage::v1::FeedMark mark;
  int64_t mark_version = storage::kAbsent;
  int64_t last = 0;  // Time of the last entry; 0 when there is none.
};

// Returns the end of a bucket. Besides the errors of storage,
//   DATA_LOSS  a key or the mark does not parse.
absl::StatusOr<FeedBucketEnd> ReadFeedBucketEnd(const SealedStorage& storage,
                                                absl::string_view tenant,
                                                int bucket,
                                                absl::Time deadline);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_FEED_BUCKET_H_
