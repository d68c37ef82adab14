// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/periodic.h"

#include <utility>

namespace tonus::storage {

Periodic::Periodic(absl::Duration pause, std::function<void()> run)
    : thread_([this, pause = absl::ToChronoMilliseconds(pause),
               run = std::move(run)] {
        std::unique_lock<std::mutex> lock(mutex_);
        while (!stopped_.wait_for(lock, pause, [this] { return stopping_; })) {
          lock.unlock();
          run();
          lock.lock();
        }
      }) {}

Periodic::~Periodic() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_one();
  thread_.join();
}

}  // namespace tonus::storage
