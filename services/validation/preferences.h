// SPDX-License-Identifier: Apache-2.0
// Checks what a person wants of a programme.

#ifndef TONUS_SERVICES_VALIDATION_PREFERENCES_H_
#define TONUS_SERVICES_VALIDATION_PREFERENCES_H_

#include "absl/strings/string_view.h"
#include "services/engine/knowledge.h"
#include "services/error.h"
#include "tonus/v1/patient.pb.h"

namespace tonus {

// Adds every violation of training days, session minutes, and liked and
// disliked exercises of `profile`, under paths that begin with `field`.
void CheckPreferences(absl::string_view field, const v1::Profile& profile,
                      const engine::Knowledge& knowledge,
                      Violations* violations);

}  // namespace tonus

#endif  // TONUS_SERVICES_VALIDATION_PREFERENCES_H_
