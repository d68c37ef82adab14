// SPDX-License-Identifier: Apache-2.0
// The end of each tenant's feed, read once for all who watch it.
//
// Whoever watches asks again and again for what follows a position. One of them
// looks into storage, and what it finds is kept for the others for a while; one
// who is further behind reads from storage until it has caught up. So a
// thousand watchers cost no more reads than one, and a few kilobytes.

#ifndef TONUS_SERVICES_PATIENT_FEED_TAIL_H_
#define TONUS_SERVICES_PATIENT_FEED_TAIL_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/call.h"
#include "services/patient/feed_reader.h"
#include "services/patient/sealed_storage.h"
#include "tonus/v1/event.pb.h"

namespace tonus {

// What follows a position of the feed.
struct FeedStep {
  // Null: nothing.
  std::shared_ptr<const std::vector<v1::PatientEvent>> events;
  FeedPosition end = {};  // Where the next step begins.
  bool current = false;   // Nothing more is known behind `end`.
  absl::Duration wait;    // Ask again after this; zero: when something changes.
};

// Thread-safe.
class FeedTail {
 public:
  // Each look closes the feed, which those who write at that moment notice. So
  // there are this long between two of them at least,
  static constexpr absl::Duration kPause = absl::Milliseconds(50);
  // and this long at most where somebody asks: other servers write as well.
  static constexpr absl::Duration kFresh = absl::Seconds(1);
  // The most events of a step, but for those of one moment, and the most that
  // are kept.
  static constexpr int kMostEvents = 500;
  static constexpr int kMostKept = 2000;

  // `storage` outlives this.
  explicit FeedTail(SealedStorage* storage);
  ~FeedTail();

  // Is called with the topic of a tenant when there may be something for those
  // who watch, see stream_part.h; must not block. Set before the first call.
  void set_on_change(std::function<void(const std::string&)> on_change) {
    on_change_ = std::move(on_change);
  }

  // Says that something was committed.
  void NoteCommit(absl::string_view tenant);

  // Returns the end of the feed, behind everything that was committed before
  // the call.
  absl::StatusOr<FeedPosition> Look(const Call& call);

  // Returns what follows `from`, which Look or the step before returned, or
  // which is before that. Never waits for another caller.
  //   OUT_OF_RANGE  see ReadFeed.
  absl::StatusOr<FeedStep> Next(const Call& call, const FeedPosition& from);

 private:
  struct Tail;

  Tail* Find(absl::string_view tenant);
  Tail& FindOrMake(absl::string_view tenant);

  // Reads what is new. `tail.looking` is true, and false afterwards.
  absl::Status LookInto(const Call& call, Tail& tail);

  SealedStorage* const storage_;
  std::function<void(const std::string&)> on_change_;
  absl::Mutex mutex_;
  // As many as there are tenants; none goes.
  std::map<std::string, std::unique_ptr<Tail>, std::less<>> tails_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_FEED_TAIL_H_
