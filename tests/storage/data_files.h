// SPDX-License-Identifier: Apache-2.0
// The files of a store that hold records.

#ifndef TONUS_TESTS_STORAGE_DATA_FILES_H_
#define TONUS_TESTS_STORAGE_DATA_FILES_H_

#include <filesystem>
#include <string>
#include <vector>

namespace tonus::storage {

// Returns the tables and logs of the store of `folder`.
inline std::vector<std::filesystem::path> DataFiles(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string extension = entry.path().extension();
    if (extension == ".sst" || extension == ".log") {
      files.push_back(entry.path());
    }
  }
  return files;
}

}  // namespace tonus::storage

#endif  // TONUS_TESTS_STORAGE_DATA_FILES_H_
