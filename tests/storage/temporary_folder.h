// SPDX-License-Identifier: Apache-2.0
// A folder for one test.

#ifndef TONUS_TESTS_STORAGE_TEMPORARY_FOLDER_H_
#define TONUS_TESTS_STORAGE_TEMPORARY_FOLDER_H_

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "gtest/gtest.h"

namespace tonus::storage {

// A new, empty folder; gone, with all it holds, when the object is.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_(::testing::TempDir() + "/tonus_storage_XXXXXX") {
    EXPECT_NE(mkdtemp(path_.data()), nullptr);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace tonus::storage

#endif  // TONUS_TESTS_STORAGE_TEMPORARY_FOLDER_H_
