// SPDX-License-Identifier: Apache-2.0
// The backends that the conformance suite runs on, and its fixture.

#ifndef TONUS_TESTS_STORAGE_BACKENDS_H_
#define TONUS_TESTS_STORAGE_BACKENDS_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "storage/storage.h"
#include "tests/storage/temporary_folder.h"

namespace tonus::storage {

inline constexpr absl::Time kNever = absl::InfiniteFuture();

struct Backend {
  std::string name;
  // Returns a new, empty store; it may use `folder`.
  std::function<std::unique_ptr<Storage>(const std::string& folder)> open;
};

// Returns every backend of this program: backends.cc has those that need
// nothing else, postgres_backends.cc those that need a PostgreSQL. A backend is
// done when all tests pass on it.
std::vector<Backend> AllBackends();

// One empty store for each test.
class ConformanceTest : public ::testing::TestWithParam<Backend> {
 protected:
  // Writes one key, whatever is there.
  absl::Status Put(const std::string& key, const std::string& value) {
    return Commit({Mutation::Write(key, value)});
  }

  absl::Status Commit(const std::vector<Mutation>& mutations) {
    return storage_->Commit(mutations, kNever);
  }

  // Returns the value at `key`, `(absent)` or `(error)`.
  std::string ValueOf(const std::string& key) const;

  // Returns the version of `key`, which must exist.
  int64_t VersionOf(const std::string& key) const;

 private:
  const TemporaryFolder folder_;

 protected:
  const std::unique_ptr<Storage> storage_ = GetParam().open(folder_.path());
};

// Instantiates `Suite`, which derives from ConformanceTest, on all backends.
#define TONUS_RUN_ON_ALL_BACKENDS(Suite)                     \
  INSTANTIATE_TEST_SUITE_P(                                  \
      Backends, Suite, ::testing::ValuesIn(AllBackends()),   \
      [](const ::testing::TestParamInfo<Backend>& backend) { \
        return backend.param.name;                           \
      })

}  // namespace tonus::storage

#endif  // TONUS_TESTS_STORAGE_BACKENDS_H_
