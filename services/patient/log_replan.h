// SPDX-License-Identifier: Apache-2.0
// What the log of a session changes in the routine that runs.

#ifndef TONUS_SERVICES_PATIENT_LOG_REPLAN_H_
#define TONUS_SERVICES_PATIENT_LOG_REPLAN_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// Returns the routine that the log leads to which turned `before` into `after`;
// `interpretation` is that of `after` on `today`. One without sessions when the
// gate closes; the running block planned again when it has expired, or when
// what may be planned, or what holds because of logs or an absence, is not what
// it was without the log, or when it tells late of a session; nullopt when
// nothing of it matters. A gate is opened only where the log is what shows that
// nothing should have closed it, as when an earlier session is told later; a
// yes to a red flag, and what a rule read from these logs too, stay.
std::optional<v1::Routine> RoutineAfterLog(
    const engine::Knowledge& knowledge, const storage::v1::PatientState& before,
    const storage::v1::PatientState& after,
    const v1::Interpretation& interpretation, absl::CivilDay today);

// Returns the routine that a fact leads to which was read and not trained, an
// outcome or something harmful, as above: also when it changes what was
// decided. It never opens a gate: that takes an assessment.
std::optional<v1::Routine> RoutineAfterReading(
    const engine::Knowledge& knowledge, const storage::v1::PatientState& before,
    const storage::v1::PatientState& after,
    const v1::Interpretation& interpretation, absl::CivilDay today);

// Returns the routine that the answers of a `recheck` lead to, as above: one
// without sessions when the gate closes, and the running block planned again
// when it has expired, when they forbid, caution or limit anything that nothing
// did before, or when the person comes back after an absence of which the plan
// does not tell yet.
std::optional<v1::Routine> RoutineAfterRecheck(
    const engine::Knowledge& knowledge, const storage::v1::PatientState& before,
    const storage::v1::PatientState& after, const v1::Screening& recheck,
    const v1::Interpretation& interpretation, absl::CivilDay today);

// Returns the routine that what was said in a relief run leads to, as above: an
// answer is read like a log, a beginning has a recheck, and a stop tells
// nothing.
std::optional<v1::Routine> RoutineAfterRelief(
    const engine::Knowledge& knowledge, const storage::v1::PatientState& before,
    const storage::v1::PatientState& after, const storage::v1::ReliefFact& fact,
    const v1::Interpretation& interpretation, absl::CivilDay today);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_LOG_REPLAN_H_
