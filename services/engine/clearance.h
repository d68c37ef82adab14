// SPDX-License-Identifier: Apache-2.0
// What a clinician's dated clearance unlocks, and until when.

#ifndef TONUS_SERVICES_ENGINE_CLEARANCE_H_
#define TONUS_SERVICES_ENGINE_CLEARANCE_H_

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/engine/case.h"
#include "services/engine/red_flags.h"

namespace tonus::engine {

// Whether a clearance that holds today names `subject` and is dated on or after
// `earliest`. It holds from its day for the weeks that the pack says, and ends
// early with the first red flag or stop symptom of that day or a later one.
bool IsCleared(const Case& the_case, absl::string_view subject,
               absl::CivilDay earliest);

// Whether a flag that was answered is raised today. A yes to an urgent or REFER
// flag stays until a clearance of a later day names it, whatever is answered
// then; of the others the newest answer counts.
bool IsRaised(const Case& the_case, const FlagAnswers& answers);

// Whether a flag that a rule raised is raised: no clearance of a later day than
// the rule's facts names it.
bool IsRaised(const Case& the_case, const RaisedFlag& raised);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CLEARANCE_H_
