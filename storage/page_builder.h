// SPDX-License-Identifier: Apache-2.0
// Where a page of a scan ends, decided once for all backends.

#ifndef TONUS_STORAGE_PAGE_BUILDER_H_
#define TONUS_STORAGE_PAGE_BUILDER_H_

#include <cstdint>
#include <utility>

#include "absl/strings/string_view.h"
#include "storage/storage.h"

namespace tonus::storage {

// Collects the records of one scan, in scan order.
class PageBuilder {
 public:
  // `limit` is the scan's, in bounds.
  explicit PageBuilder(int limit) : limit_(limit) {}

  // Takes the next record and returns true, or returns false if the page ended
  // before it: then the scan is over.
  bool Add(absl::string_view key, absl::string_view value, int64_t version);

  Page Build() && { return std::move(page_); }

 private:
  const int limit_;
  int64_t bytes_ = 0;
  Page page_;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_PAGE_BUILDER_H_
