// SPDX-License-Identifier: Apache-2.0
// Something that is done again and again.

#ifndef TONUS_STORAGE_ROCKSDB_PERIODIC_H_
#define TONUS_STORAGE_ROCKSDB_PERIODIC_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/time/time.h"

namespace tonus::storage {

// Runs a function on a thread of its own, `pause` after it ended last, until
// destroyed.
class Periodic {
 public:
  Periodic(absl::Duration pause, std::function<void()> run);
  ~Periodic();

  Periodic(const Periodic&) = delete;
  Periodic& operator=(const Periodic&) = delete;

 private:
  std::mutex mutex_;  // Guards `stopping_`.
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_PERIODIC_H_
