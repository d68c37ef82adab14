// SPDX-License-Identifier: Apache-2.0
// All that is stored.

#ifndef TONUS_TESTS_SERVICES_STORED_RECORDS_H_
#define TONUS_TESTS_SERVICES_STORED_RECORDS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "storage/storage.h"

namespace tonus::testing {

// Returns the values by their keys.
inline std::map<std::string, std::string> ValuesOf(
    const storage::Storage& storage) {
  std::map<std::string, std::string> values;
  storage::ScanRequest request;
  request.end = std::string(1, '\xff');
  while (true) {
    const auto page = storage.Scan(request, absl::InfiniteFuture());
    if (!page.ok()) return values;
    for (const storage::Record& record : page->records) {
      values[record.key] = record.value;
    }
    if (!page->more) return values;
    request.begin = page->records.back().key + '\0';
  }
}

// Returns the keys, escaped, whose values are not the same in both.
inline std::vector<std::string> DifferentKeys(const storage::Storage& one,
                                              const storage::Storage& other) {
  const auto values = ValuesOf(one);
  auto others = ValuesOf(other);
  std::vector<std::string> different;
  for (const auto& [key, value] : values) {
    const auto found = others.find(key);
    if (found == others.end() || found->second != value) {
      different.push_back(absl::CHexEscape(key));
    }
    if (found != others.end()) others.erase(found);
  }
  for (const auto& [key, value] : others) {
    different.push_back(absl::CHexEscape(key));
  }
  return different;
}

}  // namespace tonus::testing

#endif  // TONUS_TESTS_SERVICES_STORED_RECORDS_H_
