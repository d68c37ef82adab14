// SPDX-License-Identifier: Apache-2.0
#include "services/patient/feed_tail.h"

#include <cstdint>
#include <deque>
#include <utility>

#include "services/status_macros.h"
#include "services/stream_part.h"
#include "storage/steady_now.h"

namespace tonus {
namespace {

// What one look found.
struct Found {
  FeedPosition from;
  FeedPosition to;
  std::shared_ptr<const std::vector<v1::PatientEvent>> events;
};

}  // namespace

struct FeedTail::Tail {
  absl::Mutex mutex;
  bool looking ABSL_GUARDED_BY(mutex) = false;
  // Counts commits of this server, and what else asks for a look; and how many
  // of them there were when the last look began.
  uint64_t asked ABSL_GUARDED_BY(mutex) = 0;
  uint64_t seen ABSL_GUARDED_BY(mutex) = 0;
  absl::Time looked ABSL_GUARDED_BY(mutex) = absl::InfinitePast();
  // All zero until the first look.
  FeedPosition end ABSL_GUARDED_BY(mutex) = {};
  std::deque<Found> found ABSL_GUARDED_BY(mutex);
  size_t kept ABSL_GUARDED_BY(mutex) = 0;  // Events in it.

  bool Idle() const ABSL_SHARED_LOCKS_REQUIRED(mutex) { return !looking; }

  void Keep(Found more) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    kept += more.events->size();
    found.push_back(std::move(more));
    while (kept > kMostKept) {
      kept -= found.front().events->size();
      found.pop_front();
    }
  }

  void Forget() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    found.clear();
    kept = 0;
  }
};

FeedTail::FeedTail(SealedStorage* storage) : storage_(storage) {}

FeedTail::~FeedTail() = default;

FeedTail::Tail* FeedTail::Find(absl::string_view tenant) {
  absl::MutexLock lock(&mutex_);
  const auto tail = tails_.find(std::string_view(tenant.data(), tenant.size()));
  return tail == tails_.end() ? nullptr : tail->second.get();
}

FeedTail::Tail& FeedTail::FindOrMake(absl::string_view tenant) {
  absl::MutexLock lock(&mutex_);
  std::unique_ptr<Tail>& tail = tails_[std::string(tenant)];
  if (tail == nullptr) tail = std::make_unique<Tail>();
  return *tail;
}

void FeedTail::NoteCommit(absl::string_view tenant) {
  Tail* const tail = Find(tenant);
  if (tail == nullptr) return;  // Nobody has ever watched.
  {
    absl::MutexLock lock(&tail->mutex);
    // Whoever was told of an earlier commit has yet to look, or looks again.
    if (++tail->asked != tail->seen + 1) return;
  }
  if (on_change_) on_change_(EventsTopic(tenant));
}

absl::StatusOr<FeedPosition> FeedTail::Look(const Call& call) {
  Tail& tail = FindOrMake(call.principal.tenant);
  uint64_t mine = 0;
  {
    absl::MutexLock lock(&tail.mutex);
    mine = ++tail.asked;
  }
  while (true) {
    {
      absl::MutexLock lock(&tail.mutex);
      if (!tail.mutex.AwaitWithTimeout(absl::Condition(&tail, &Tail::Idle),
                                       call.deadline - storage::SteadyNow())) {
        return absl::DeadlineExceededError("others read the feed");
      }
      // A look that began after the question answers it too.
      if (tail.seen >= mine) return tail.end;
      tail.looking = true;
    }
    TONUS_RETURN_IF_ERROR(LookInto(call, tail));
  }
}

absl::Status FeedTail::LookInto(const Call& call, Tail& tail) {
  const std::string& tenant = call.principal.tenant;
  uint64_t asked = 0;
  FeedPosition from;
  {
    absl::MutexLock lock(&tail.mutex);
    asked = tail.asked;
    from = tail.end;
  }
  const bool first = from == FeedPosition{};
  absl::StatusOr<FeedPosition> to = CloseFeed(storage_, tenant, call.deadline);
  absl::StatusOr<FeedStretch> news = FeedStretch();
  if (to.ok() && !first && *to != from) {
    news = ReadFeed(*storage_, tenant, from, *to, kMostEvents, call.deadline);
    // Nobody watched for long: who still stands there is told by its own read.
    if (absl::IsOutOfRange(news.status())) news = FeedStretch();
  }
  absl::Status status = to.ok() ? news.status() : to.status();
  bool tell = true;
  {
    absl::MutexLock lock(&tail.mutex);
    tail.looking = false;
    if (status.ok()) {
      tail.seen = asked;
      tail.looked = call.time;
      tail.end = *to;
      if (!news->events.empty() && news->end == *to) {
        tail.Keep({from, *to,
                   std::make_shared<const std::vector<v1::PatientEvent>>(
                       std::move(news->events))});
      } else if (*to != from) {
        tail.Forget();  // There is more than is kept.
      }
      tell = *to != from || tail.asked != tail.seen;
    } else {
      ++tail.asked;
    }
  }
  if (tell && on_change_) on_change_(EventsTopic(tenant));
  return status;
}

absl::StatusOr<FeedStep> FeedTail::Next(const Call& call,
                                        const FeedPosition& from) {
  Tail& tail = FindOrMake(call.principal.tenant);
  FeedStep step;
  step.end = from;
  bool look = false;
  {
    absl::MutexLock lock(&tail.mutex);
    // Negative where a call that came earlier runs later.
    const absl::Duration age = call.time - tail.looked;
    const bool recent = absl::AbsDuration(age) < kFresh;
    if (from == tail.end && (tail.asked != tail.seen || !recent)) {
      step.current = true;
      // Whoever looks tells the others.
      if (tail.looking) return step;
      if (recent && age < kPause) {
        step.wait = kPause - age;
        return step;
      }
      look = true;
      tail.looking = true;
    }
  }
  if (look) TONUS_RETURN_IF_ERROR(LookInto(call, tail));
  FeedPosition to;
  {
    absl::MutexLock lock(&tail.mutex);
    to = tail.end;
    step.current = from == to;
    if (step.current) return step;
    for (const Found& found : tail.found) {
      if (found.from != from) continue;
      step.events = found.events;
      step.end = found.to;
      step.current = step.end == to;
      return step;
    }
  }
  TONUS_ASSIGN_OR_RETURN(FeedStretch stretch,
                         ReadFeed(*storage_, call.principal.tenant, from, to,
                                  kMostEvents, call.deadline));
  step.events = std::make_shared<const std::vector<v1::PatientEvent>>(
      std::move(stretch.events));
  step.end = stretch.end;
  step.current = step.end == to;
  return step;
}

}  // namespace tonus
