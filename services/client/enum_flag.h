// SPDX-License-Identifier: Apache-2.0
// Values of enums as people type them: `taught-in-person` for
// OVERRIDE_REASON_TAUGHT_IN_PERSON.

#ifndef TONUS_SERVICES_CLIENT_ENUM_FLAG_H_
#define TONUS_SERVICES_CLIENT_ENUM_FLAG_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "services/status_macros.h"

namespace tonus::client {

// The words of all values but the first, with commas between. `prefix` is what
// every value of the enum begins with.
std::string EnumWords(const google::protobuf::EnumDescriptor& type,
                      absl::string_view prefix);

// Returns the number of the value with that word. `flag` is the argument to
// name in an error.
//   INVALID_ARGUMENT  there is none; the message lists the words.
absl::StatusOr<int> ParseEnumNumber(
    absl::string_view flag, absl::string_view text,
    const google::protobuf::EnumDescriptor& type, absl::string_view prefix);

// The same, typed.
template <typename Enum>
absl::StatusOr<Enum> ParseEnum(absl::string_view flag, absl::string_view text,
                               absl::string_view prefix) {
  TONUS_ASSIGN_OR_RETURN(
      const int number,
      ParseEnumNumber(flag, text, *google::protobuf::GetEnumDescriptor<Enum>(),
                      prefix));
  return static_cast<Enum>(number);
}

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_ENUM_FLAG_H_
