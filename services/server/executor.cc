// SPDX-License-Identifier: Apache-2.0
#include "services/server/executor.h"

#include <utility>

namespace tonus {

Executor::Executor(int threads, int queue_limit)
    : capacity_(static_cast<size_t>(threads) + queue_limit) {
  threads_.reserve(threads);
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { Work(); });
  }
}

Executor::~Executor() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    wake_.SignalAll();
  }
  for (std::thread& thread : threads_) thread.join();
}

bool Executor::TryRun(Job job) {
  absl::MutexLock lock(&mutex_);
  // Counted together, so that a burst on idle threads is not refused because
  // they have not woken up yet.
  if (running_ + queue_.size() >= capacity_) return false;
  queue_.push_back(std::move(job));
  wake_.Signal();
  return true;
}

void Executor::Run(Job job) {
  absl::MutexLock lock(&mutex_);
  queue_.push_back(std::move(job));
  wake_.Signal();
}

void Executor::Work() {
  absl::MutexLock lock(&mutex_);
  while (true) {
    while (queue_.empty() && !stopping_) wake_.Wait(&mutex_);
    if (queue_.empty()) return;
    Job job = std::move(queue_.front());
    queue_.pop_front();
    ++running_;
    mutex_.Unlock();
    std::move(job)();
    job = nullptr;  // What the job holds is released outside the lock.
    mutex_.Lock();
    --running_;
  }
}

}  // namespace tonus
