// SPDX-License-Identifier: Apache-2.0
// A table of the pack, found by id.

#ifndef TONUS_SERVICES_ENGINE_BY_ID_H_
#define TONUS_SERVICES_ENGINE_BY_ID_H_

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace tonus::engine {

// Keys and values point into the table, which must outlive the map.
template <typename Entry>
using ById = absl::flat_hash_map<absl::string_view, const Entry*>;

// Of two entries with one id, the first is found.
template <typename Entry>
ById<Entry> IndexById(const google::protobuf::RepeatedPtrField<Entry>& table) {
  ById<Entry> index;
  for (const Entry& entry : table) index.emplace(entry.id(), &entry);
  return index;
}

// Returns the entry with that id, or nullptr when there is none.
template <typename Entry>
const Entry* Find(const ById<Entry>& index, absl::string_view id) {
  const auto found = index.find(id);
  return found == index.end() ? nullptr : found->second;
}

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_BY_ID_H_
