// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/commit_queue.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "storage/bounds.h"
#include "storage/steady_now.h"

namespace tonus::storage {

// Lives on the stack of the caller of Commit.
struct CommitQueue::Waiter : GroupedCommit {
  absl::Time deadline;
  int64_t bytes = 0;

  std::mutex mutex;  // Guards `answered`.
  std::condition_variable changed;
  bool answered = false;

  // Returns whether there is an answer; waits for one up to `deadline`.
  bool WaitUntilDeadline() {
    std::unique_lock<std::mutex> lock(mutex);
    const auto is_answered = [this] { return answered; };
    return changed.wait_until(lock, ToSteadyClock(deadline), is_answered);
  }

  void Wait() {
    std::unique_lock<std::mutex> lock(mutex);
    changed.wait(lock, [this] { return answered; });
  }

  // Notifies under the lock: the waiter is gone as soon as it wakes.
  void Wake() {
    const std::lock_guard<std::mutex> lock(mutex);
    answered = true;
    changed.notify_one();
  }
};

CommitQueue::CommitQueue(ApplyGroup apply)
    : apply_(std::move(apply)), committer_([this] { Run(); }) {}

CommitQueue::~CommitQueue() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    closed_ = true;
  }
  arrived_.notify_one();
  committer_.join();
}

absl::Status CommitQueue::Commit(absl::Span<const Mutation> mutations,
                                 absl::Time deadline) {
  if (absl::Status late = CheckDeadline(deadline); !late.ok()) return late;
  Waiter waiter;
  waiter.mutations = mutations;
  waiter.deadline = deadline;
  waiter.bytes = CommitBytes(mutations);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    waiters_.push_back(&waiter);
  }
  arrived_.notify_one();
  if (!waiter.WaitUntilDeadline()) {
    if (Withdraw(&waiter)) return CheckDeadline(absl::InfinitePast());
    waiter.Wait();  // A group has it: its answer is near and is the truth.
  }
  return std::move(waiter.answer);
}

int CommitQueue::waiting() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return static_cast<int>(waiters_.size());
}

// Returns false if a group has taken it.
bool CommitQueue::Withdraw(const Waiter* waiter) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = std::find(waiters_.begin(), waiters_.end(), waiter);
  if (found == waiters_.end()) return false;
  waiters_.erase(found);
  return true;
}

void CommitQueue::Run() {
  while (true) {
    const std::vector<Waiter*> group = TakeGroup();
    if (group.empty()) return;
    std::vector<GroupedCommit*> commits;
    commits.reserve(group.size());
    for (Waiter* waiter : group) {
      waiter->answer = CheckDeadline(waiter->deadline);
      if (waiter->answer.ok()) commits.push_back(waiter);
    }
    if (!commits.empty()) apply_(commits);
    for (Waiter* waiter : group) waiter->Wake();
  }
}

// Waits for commits; returns none when the queue is closed.
std::vector<CommitQueue::Waiter*> CommitQueue::TakeGroup() {
  std::unique_lock<std::mutex> lock(mutex_);
  arrived_.wait(lock, [this] { return closed_ || !waiters_.empty(); });
  std::vector<Waiter*> group;
  int64_t bytes = 0;
  while (!waiters_.empty() && group.size() < kMaxGroupCommits) {
    bytes += waiters_.front()->bytes;
    if (!group.empty() && bytes > kMaxGroupBytes) break;
    group.push_back(waiters_.front());
    waiters_.pop_front();
  }
  return group;
}

}  // namespace tonus::storage
