// SPDX-License-Identifier: Apache-2.0
// Checks ids that clients choose.

#ifndef TONUS_SERVICES_VALIDATION_REQUEST_ID_H_
#define TONUS_SERVICES_VALIDATION_REQUEST_ID_H_

#include "absl/strings/string_view.h"
#include "services/error.h"

namespace tonus {

// Adds a violation of `field` unless `id` is empty or [a-zA-Z0-9_-]{1,64}.
void CheckOptionalId(absl::string_view field, absl::string_view id,
                     Violations* violations);

}  // namespace tonus

#endif  // TONUS_SERVICES_VALIDATION_REQUEST_ID_H_
