// SPDX-License-Identifier: Apache-2.0
// Storage in memory beneath a server that may crash, stand still or lose an
// answer between any two calls of it.

#ifndef TONUS_TESTS_SERVICES_CRASHING_STORAGE_H_
#define TONUS_TESTS_SERVICES_CRASHING_STORAGE_H_

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "storage/memory/memory_storage.h"
#include "storage/storage.h"

namespace tonus::testing {

// What is wrong with a storage, to show that the simulation notices.
enum class Flaw {
  kNone,
  kIgnoresExpectations,  // Commits whatever version a key has.
  kTearsCommits,         // Leaves half of a commit behind in a crash.
  kForgetsRequests,      // Does not keep the records of requests.
};

// Used by one thread. What the random numbers decide happens before and after
// each call.
class CrashingStorage : public storage::Storage {
 public:
  CrashingStorage(std::mt19937_64* random, Flaw flaw)
      : random_(random), flaw_(flaw) {}

  // How many times it may still crash, refuse or lose an answer.
  int faults = 0;

  // What others do between two calls. May call the storage.
  std::function<void()> meanwhile;

  // Hears of each commit that was applied.
  std::function<void(absl::Span<const storage::Mutation>)> on_applied;

  // Whether the server has crashed. Until Restart no call has any effect.
  bool crashed() const { return crashed_; }
  void Restart() { crashed_ = false; }

  storage::MemoryStorage& memory() { return memory_; }

  absl::StatusOr<storage::Record> Read(absl::string_view key,
                                       absl::Time deadline) const override;
  absl::StatusOr<storage::Page> Scan(const storage::ScanRequest& request,
                                     absl::Time deadline) const override;
  absl::Status Commit(absl::Span<const storage::Mutation> mutations,
                      absl::Time deadline) override;

 private:
  // One time in `n`, while there are faults left.
  bool Fault(int n) const;

  // Lets others act, and perhaps crashes. Returns why the call has no effect.
  absl::Status Step() const;

  // Returns what is committed of `mutations`, with the flaw.
  std::vector<storage::Mutation> Flawed(
      absl::Span<const storage::Mutation> mutations) const;

  std::mt19937_64* const random_;
  const Flaw flaw_;
  storage::MemoryStorage memory_;
  mutable bool crashed_ = false;
  mutable int used_faults_ = 0;
};

}  // namespace tonus::testing

#endif  // TONUS_TESTS_SERVICES_CRASHING_STORAGE_H_
