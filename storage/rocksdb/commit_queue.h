// SPDX-License-Identifier: Apache-2.0
// Brings commits that wait at the same time together into groups.
//
// A synced write costs about the same for one commit as for a hundred, so one
// thread that writes whatever has gathered meanwhile beats many that write
// each its own, and nobody waits on a timer: an idle queue takes a commit at
// once.

#ifndef TONUS_STORAGE_ROCKSDB_COMMIT_QUEUE_H_
#define TONUS_STORAGE_ROCKSDB_COMMIT_QUEUE_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/storage.h"

namespace tonus::storage {

// A group ends at either bound; it has at least one commit.
inline constexpr int kMaxGroupCommits = 256;
inline constexpr int kMaxGroupBytes = 2 << 20;

// A commit in a group, and its answer.
struct GroupedCommit {
  absl::Span<const Mutation> mutations;
  absl::Status answer;
};

// Thread-safe. The mutexes are standard ones, because the thread sanitizer does
// not see those of an Abseil that was built without it.
class CommitQueue {
 public:
  // Applies a group and sets the answer of each of its commits. Called by one
  // thread, one group after the other, in order of arrival.
  using ApplyGroup = std::function<void(absl::Span<GroupedCommit* const>)>;

  explicit CommitQueue(ApplyGroup apply);

  // No call of Commit may be under way.
  ~CommitQueue();

  CommitQueue(const CommitQueue&) = delete;
  CommitQueue& operator=(const CommitQueue&) = delete;

  // Returns the answer of the group that took the commit, however late.
  //   DEADLINE_EXCEEDED  `deadline` passed before a group took it, and now none
  //                      will.
  absl::Status Commit(absl::Span<const Mutation> mutations,
                      absl::Time deadline);

  // Returns how many commits wait for a group.
  int waiting() const;

 private:
  struct Waiter;

  void Run();
  std::vector<Waiter*> TakeGroup();
  bool Withdraw(const Waiter* waiter);

  const ApplyGroup apply_;
  mutable std::mutex mutex_;  // Guards the rest, but for the thread.
  std::condition_variable arrived_;
  std::deque<Waiter*> waiters_;
  bool closed_ = false;
  std::thread committer_;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_COMMIT_QUEUE_H_
