// SPDX-License-Identifier: Apache-2.0
// A file that only takes up space, to be given up when there is none.

#ifndef TONUS_STORAGE_ROCKSDB_BALLAST_H_
#define TONUS_STORAGE_ROCKSDB_BALLAST_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace tonus::storage {

inline constexpr char kBallastFile[] = "ballast";

// Used by one thread at a time.
class Ballast {
 public:
  explicit Ballast(const std::string& folder);

  // Returns the size of the file; 0 if there is none.
  int64_t bytes() const;

  // Lets the file take up `bytes` of the disk, whatever it took up before.
  //   RESOURCE_EXHAUSTED  there is not that much; then there is no ballast.
  //   UNAVAILABLE         the disk fails; likewise.
  absl::Status Lay(int64_t bytes);

  // Gives its space back.
  void Drop();

 private:
  const std::string folder_;
  const std::string path_;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_BALLAST_H_
