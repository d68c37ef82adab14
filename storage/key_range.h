// SPDX-License-Identifier: Apache-2.0
// Scan requests for the ranges that callers want.

#ifndef TONUS_STORAGE_KEY_RANGE_H_
#define TONUS_STORAGE_KEY_RANGE_H_

#include "absl/strings/string_view.h"
#include "storage/storage.h"

namespace tonus::storage {

// Returns a request for the keys that start with `prefix`; all keys if it is
// empty.
ScanRequest ScanPrefix(absl::string_view prefix,
                       Direction direction = Direction::kForward,
                       int limit = kMaxPageRecords);

// Returns the request for what follows after the record at `last_key` in a scan
// of `request`: the next page, if that was the last record of a page.
ScanRequest ScanAfter(ScanRequest request, absl::string_view last_key);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_KEY_RANGE_H_
