// SPDX-License-Identifier: Apache-2.0
// Storage in the memory of the process: the executable specification of
// storage.h, and the fake that tests of the services run on.

#ifndef TONUS_STORAGE_MEMORY_MEMORY_STORAGE_H_
#define TONUS_STORAGE_MEMORY_MEMORY_STORAGE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "storage/storage.h"

namespace tonus::storage {

// Thread-safe. Starts empty; everything is gone with the object.
class MemoryStorage : public Storage {
 public:
  absl::StatusOr<Record> Read(absl::string_view key,
                              absl::Time deadline) const override;
  absl::StatusOr<Page> Scan(const ScanRequest& request,
                            absl::Time deadline) const override;
  absl::Status Commit(absl::Span<const Mutation> mutations,
                      absl::Time deadline) override;

 private:
  struct Versioned {
    std::string value;
    int64_t version = 0;
  };

  // Returns the version of `key`, kAbsent if there is none. Needs `mutex_`.
  int64_t VersionOf(const std::string& key) const;

  // A standard mutex, because the thread sanitizer does not see those of an
  // Abseil that was built without it.
  mutable std::mutex mutex_;
  std::map<std::string, Versioned, std::less<>> records_;  // By unsigned byte.
  int64_t last_commit_ = 0;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_MEMORY_MEMORY_STORAGE_H_
