// SPDX-License-Identifier: Apache-2.0
// The days on which the sessions of a block are done, whose overrides count.

#ifndef TONUS_SERVICES_PATIENT_SESSION_DAYS_H_
#define TONUS_SERVICES_PATIENT_SESSION_DAYS_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// Returns the day on which each session of `outline` is done, as far as `facts`
// tell on `today`: the one on which it is due, but none that has passed; today
// for one that was begun today; the day of the session that takes it over for
// one that was missed. For one that was done it means nothing.
std::vector<absl::CivilDay> SessionDays(const engine::Knowledge& knowledge,
                                        const storage::v1::PatientFacts& facts,
                                        const v1::Routine& outline,
                                        absl::CivilDay today);

// Whether a session of the current routine of `state` is done on a day on which
// other overrides hold than those that it was planned with.
bool MeetsOtherOverrides(const engine::Knowledge& knowledge,
                         const storage::v1::PatientState& state,
                         absl::CivilDay today);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_SESSION_DAYS_H_
