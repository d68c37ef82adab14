// SPDX-License-Identifier: Apache-2.0
// Checks single numbers and enums.

#ifndef TONUS_SERVICES_VALIDATION_NUMBER_H_
#define TONUS_SERVICES_VALIDATION_NUMBER_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "services/error.h"

namespace tonus {

// Adds a violation unless `value` is in [min, max]. `unit` may be empty.
inline void CheckRange(absl::string_view field, int value, int min, int max,
                       absl::string_view unit, Violations* violations) {
  if (value >= min && value <= max) return;
  violations->Add(field, absl::StrCat("must be in [", min, ", ", max, "]",
                                      unit.empty() ? "" : " ", unit));
}

// Adds a violation if `size` exceeds `max`.
inline void CheckCount(absl::string_view field, int size, int max,
                       Violations* violations) {
  if (size <= max) return;
  violations->Add(field, absl::StrCat("must hold at most ", max, " entries"));
}

// Adds a violation unless `value` is a value that its enum names. An open enum
// carries every number, also those of a newer client.
template <typename Enum>
void CheckEnum(absl::string_view field, Enum value, Violations* violations) {
  const auto* type = google::protobuf::GetEnumDescriptor<Enum>();
  if (type->FindValueByNumber(value) != nullptr) return;
  violations->Add(field, absl::StrCat("must be a value of ",
                                      std::string(type->full_name())));
}

}  // namespace tonus

#endif  // TONUS_SERVICES_VALIDATION_NUMBER_H_
