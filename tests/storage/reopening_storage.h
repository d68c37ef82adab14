// SPDX-License-Identifier: Apache-2.0
// A store that is closed and opened again between calls.

#ifndef TONUS_TESTS_STORAGE_REOPENING_STORAGE_H_
#define TONUS_TESTS_STORAGE_REOPENING_STORAGE_H_

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "storage/storage.h"

namespace tonus::storage {

// Runs every call on a store, one at a time, and opens the store anew before
// every fifth call: a promise that holds only until a restart does not hold.
class ReopeningStorage : public Storage {
 public:
  using Open = std::function<std::unique_ptr<Storage>()>;

  explicit ReopeningStorage(Open open)
      : open_(std::move(open)), storage_(open_()) {}

  absl::StatusOr<Record> Read(absl::string_view key,
                              absl::Time deadline) const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return Current().Read(key, deadline);
  }

  absl::StatusOr<Page> Scan(const ScanRequest& request,
                            absl::Time deadline) const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return Current().Scan(request, deadline);
  }

  absl::Status Commit(absl::Span<const Mutation> mutations,
                      absl::Time deadline) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return Current().Commit(mutations, deadline);
  }

 private:
  static constexpr int kCallsPerOpening = 5;

  Storage& Current() const {
    if (++calls_ % kCallsPerOpening == 0) {
      storage_.reset();
      storage_ = open_();
    }
    return *storage_;
  }

  const Open open_;
  mutable std::mutex mutex_;
  mutable int calls_ = 0;
  mutable std::unique_ptr<Storage> storage_;
};

}  // namespace tonus::storage

#endif  // TONUS_TESTS_STORAGE_REOPENING_STORAGE_H_
