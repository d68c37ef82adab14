// SPDX-License-Identifier: Apache-2.0
// Where streams wait that have nothing to say.
//
// One thread looks after all of them: it wakes each when its time has come, and
// whoever changes something wakes those that wait for it.

#ifndef TONUS_SERVICES_SERVER_WATCH_LOT_H_
#define TONUS_SERVICES_SERVER_WATCH_LOT_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace tonus {

// Thread-safe.
class WatchLot {
 public:
  WatchLot();

  // Nobody may be parked any more.
  ~WatchLot();

  WatchLot(const WatchLot&) = delete;
  WatchLot& operator=(const WatchLot&) = delete;

  // Returns a number that grows with every change. Who takes it before looking
  // and parks with it afterwards misses no change in between.
  uint64_t Now();

  // Calls `wake` once, without a lock held: at `due`, or when `topic` changes.
  // It must not block. Returns a ticket, or 0 when the topic may have changed
  // after `since`; then nobody is parked.
  int64_t Park(absl::string_view topic, uint64_t since, absl::Time due,
               std::function<void()> wake);

  // Returns true when `wake` is not called any more, false when it was or is
  // about to be.
  bool Unpark(int64_t ticket);

  // Wakes everybody who waits for `topic`.
  void Notify(absl::string_view topic);

  // How many are parked.
  int size();

 private:
  struct Parked {
    std::string topic;
    absl::Time due;
    std::function<void()> wake;
  };

  // Takes the parked out, which must be there.
  Parked Take(int64_t ticket) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  uint64_t& LastChange(absl::string_view topic)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  void Run();

  absl::Mutex mutex_;
  absl::CondVar earlier_;  // Signalled when somebody is due before the others.
  std::map<int64_t, Parked> parked_ ABSL_GUARDED_BY(mutex_);
  std::map<std::pair<absl::Time, int64_t>, int64_t> due_
      ABSL_GUARDED_BY(mutex_);
  std::multimap<std::string, int64_t, std::less<>> topics_
      ABSL_GUARDED_BY(mutex_);
  int64_t last_ticket_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t changes_ ABSL_GUARDED_BY(mutex_) = 1;
  // The number of the last change of the topics that share an entry.
  std::array<uint64_t, 1024> last_changes_ ABSL_GUARDED_BY(mutex_) = {};
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_WATCH_LOT_H_
