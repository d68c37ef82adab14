// SPDX-License-Identifier: Apache-2.0
// What harmful events lead to.

#ifndef TONUS_SERVICES_ENGINE_ADVERSE_EVENT_REFERRAL_H_
#define TONUS_SERVICES_ENGINE_ADVERSE_EVENT_REFERRAL_H_

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/engine/case.h"
#include "services/engine/knowledge.h"
#include "tonus/knowledge/v1/alert.pb.h"

namespace tonus::engine {

// Returns what `fact` leads to: by its severity, or by a lower one when it was
// long over when it was recorded; nullptr when to nothing.
const knowledge::v1::AdverseEventRule* RowOf(
    const Knowledge& knowledge, const storage::v1::AdverseEventFact& fact);

// Whether a clearance settles `fact`, which meets `row`: one of a later day
// than the one on which it was recorded that names the rule. Only what closes
// the gate is cleared.
bool IsCleared(const storage::v1::PatientFacts& facts, absl::CivilDay today,
               const knowledge::v1::AdverseEventRule& row,
               const storage::v1::AdverseEventFact& fact);

// Adds the referrals that the harmful events of the case ask for. One that
// closes the gate stays until a clearance of a later day than the one on which
// the event was recorded names its rule, since time alone does not make
// exercise safe; the others fade with the days that their rows give.
void ReferAfterAdverseEvents(Case* the_case);

// Whether `rule` may close the gate because of a harmful event, so that a
// clearance may name it.
bool MayReferAfterAdverseEvents(const Knowledge& knowledge,
                                absl::string_view rule);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_ADVERSE_EVENT_REFERRAL_H_
