// SPDX-License-Identifier: Apache-2.0
// What overrides and policies change in the reading of a person: verdicts that
// are forced or set aside, and limits. Safety is judged as if they were not
// there.

#ifndef TONUS_SERVICES_ENGINE_CLINICIAN_WORD_H_
#define TONUS_SERVICES_ENGINE_CLINICIAN_WORD_H_

#include "services/engine/case.h"

namespace tonus::engine {

// Gives each target the verdict that an override in force says; what was
// measured stays beside it. A verdict that was set aside becomes UNKNOWN.
// Qualifiers stay: what must not be stretched is not stretched for a forced
// verdict either.
void ApplyVerdicts(Case* the_case);

// Adds the limits of the policies and of the level caps in force.
void ApplyClinicianLimits(Case* the_case);

// Makes the decisions about targets whose verdict was set aside say so.
void TellVerdictsSetAside(Case* the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CLINICIAN_WORD_H_
