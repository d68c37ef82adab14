// SPDX-License-Identifier: Apache-2.0
// Runs handlers on a bounded number of threads, with a bounded queue before
// them. gRPC's own threads must never wait for a disk, and a server that is
// asked too much must say so early instead of getting slower and slower.

#ifndef TONUS_SERVICES_SERVER_EXECUTOR_H_
#define TONUS_SERVICES_SERVER_EXECUTOR_H_

#include <deque>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"

namespace tonus {

// Thread-safe. Jobs start in the order in which they were taken.
class Executor {
 public:
  using Job = absl::AnyInvocable<void() &&>;

  // Runs up to `threads` jobs at a time, at least 1; up to `queue_limit` more
  // wait.
  Executor(int threads, int queue_limit);

  // Waits until every job that was taken has run.
  ~Executor();

  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Takes the job, or returns false and drops it when the queue is full.
  bool TryRun(Job job);

  // Takes the job however many wait. For work that was admitted elsewhere.
  void Run(Job job);

 private:
  void Work();

  const size_t capacity_;

  absl::Mutex mutex_;
  absl::CondVar wake_;
  std::deque<Job> queue_ ABSL_GUARDED_BY(mutex_);
  size_t running_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;

  std::vector<std::thread> threads_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_EXECUTOR_H_
