// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string>

#include "tests/storage/backends.h"

namespace tonus::storage {

std::string ConformanceTest::ValueOf(const std::string& key) const {
  const absl::StatusOr<Record> record = storage_->Read(key, kNever);
  if (absl::IsNotFound(record.status())) return "(absent)";
  return record.ok() ? record->value : "(error)";
}

int64_t ConformanceTest::VersionOf(const std::string& key) const {
  const absl::StatusOr<Record> record = storage_->Read(key, kNever);
  EXPECT_TRUE(record.ok()) << record.status();
  return record.ok() ? record->version : -1;
}

}  // namespace tonus::storage
