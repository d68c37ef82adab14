// SPDX-License-Identifier: Apache-2.0
// Checks a profile against the pack.

#ifndef TONUS_SERVICES_VALIDATION_PROFILE_H_
#define TONUS_SERVICES_VALIDATION_PROFILE_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "services/error.h"
#include "tonus/v1/patient.pb.h"

namespace tonus {

// Adds every violation of `profile`, under paths that begin with `field`.
void CheckProfile(absl::string_view field, const v1::Profile& profile,
                  const engine::Knowledge& knowledge, absl::Time now,
                  Violations* violations);

}  // namespace tonus

#endif  // TONUS_SERVICES_VALIDATION_PROFILE_H_
