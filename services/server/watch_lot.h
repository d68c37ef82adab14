// SPDX-License-Identifier: Apache-2.0
// Where streams wait that have nothing to say.
//
// One thread looks after all of them: it wakes each when its time has come, and
// whoever changes something wakes those that wait for it.

#ifndef TONUS_SERVICES_SERVER_WATCH_LOT_H_
#define TONUS_SERVICES_SERVER_WATCH_LOT_H_

#include <array>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
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

  // Calls `wake` once, without a lock held: at `due` of SteadyNow(), or when
  // `topic` changes. It must not block. Returns a ticket, or 0 when the topic
  // may have changed after `since`; then nobody is parked.
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

  // Takes the parked out, which must be there. Who calls it holds the lock.
  Parked Take(int64_t ticket);

  // Who calls it holds the lock.
  uint64_t& LastChange(absl::string_view topic);

  void Run();

  // Not of absl, whose waits end by the time of the system, which may be set.
  std::mutex mutex_;                 // Guards what follows.
  std::condition_variable earlier_;  // Somebody is due before the others.
  std::map<int64_t, Parked> parked_;
  std::map<std::pair<absl::Time, int64_t>, int64_t> due_;
  std::multimap<std::string, int64_t, std::less<>> topics_;
  int64_t last_ticket_ = 0;
  uint64_t changes_ = 1;
  // The number of the last change of the topics that share an entry.
  std::array<uint64_t, 1024> last_changes_ = {};
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_WATCH_LOT_H_
