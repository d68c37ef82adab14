// SPDX-License-Identifier: Apache-2.0
// Early return on a status that is not OK.

#ifndef TONUS_SERVICES_STATUS_MACROS_H_
#define TONUS_SERVICES_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define TONUS_RETURN_IF_ERROR(expression)                               \
  do {                                                                  \
    if (absl::Status tonus_status = (expression); !tonus_status.ok()) { \
      return tonus_status;                                              \
    }                                                                   \
  } while (false)

#define TONUS_CONCAT_INNER(a, b) a##b
#define TONUS_CONCAT(a, b) TONUS_CONCAT_INNER(a, b)

// A declaration can not stand in parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define TONUS_ASSIGN_OR_RETURN(declaration, expression)                 \
  TONUS_ASSIGN_OR_RETURN_INNER(TONUS_CONCAT(tonus_statusor_, __LINE__), \
                               declaration, expression)

#define TONUS_ASSIGN_OR_RETURN_INNER(statusor, declaration, expression) \
  auto statusor = (expression);                                         \
  if (!(statusor).ok()) {                                               \
    return std::move(statusor).status();                                \
  }                                                                     \
  declaration = *std::move(statusor)
// NOLINTEND(bugprone-macro-parentheses)

#endif  // TONUS_SERVICES_STATUS_MACROS_H_
