// SPDX-License-Identifier: Apache-2.0
// A clinician's override.

#ifndef TONUS_SERVICES_VALIDATION_OVERRIDE_H_
#define TONUS_SERVICES_VALIDATION_OVERRIDE_H_

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "services/error.h"
#include "tonus/v1/override.pb.h"

namespace tonus {

// Adds a violation of a path below `field` for each thing that is wrong: no
// change or reason, an id that the pack does not have, a limit out of range, a
// status that the target can not have, dates in the wrong order.
void CheckOverride(absl::string_view field, const v1::Override& override,
                   const engine::Knowledge& knowledge, Violations* violations);

// Adds a violation when `policy` names no switch of the pack, or no choice of
// it.
void CheckPolicyChoice(absl::string_view field, const v1::PolicyChoice& policy,
                       const engine::Knowledge& knowledge,
                       Violations* violations);

// Adds a violation unless a reason is given.
void CheckOverrideReason(absl::string_view field, v1::OverrideReason reason,
                         Violations* violations);

// Adds a violation when the override would begin or end before `today`: what
// was done is not planned again.
void CheckOverrideDates(absl::string_view field, const v1::Override& override,
                        absl::CivilDay today, Violations* violations);

}  // namespace tonus

#endif  // TONUS_SERVICES_VALIDATION_OVERRIDE_H_
