// SPDX-License-Identifier: Apache-2.0
// Several stores on the same data, used in turn.

#ifndef TONUS_TESTS_STORAGE_ALTERNATING_STORAGE_H_
#define TONUS_TESTS_STORAGE_ALTERNATING_STORAGE_H_

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "storage/storage.h"

namespace tonus::storage {

// Every call goes to the next store: what one server promises must hold for
// several that share a database.
class AlternatingStorage : public Storage {
 public:
  explicit AlternatingStorage(std::vector<std::unique_ptr<Storage>> stores)
      : stores_(std::move(stores)) {}

  absl::StatusOr<Record> Read(absl::string_view key,
                              absl::Time deadline) const override {
    return Next().Read(key, deadline);
  }

  absl::StatusOr<Page> Scan(const ScanRequest& request,
                            absl::Time deadline) const override {
    return Next().Scan(request, deadline);
  }

  absl::Status Commit(absl::Span<const Mutation> mutations,
                      absl::Time deadline) override {
    return Next().Commit(mutations, deadline);
  }

 private:
  Storage& Next() const { return *stores_[++calls_ % stores_.size()]; }

  const std::vector<std::unique_ptr<Storage>> stores_;
  mutable std::atomic<size_t> calls_{0};
};

}  // namespace tonus::storage

#endif  // TONUS_TESTS_STORAGE_ALTERNATING_STORAGE_H_
