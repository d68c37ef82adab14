// SPDX-License-Identifier: Apache-2.0
// The session of the moment: what a check-in makes of a planned session.

#ifndef TONUS_SERVICES_ENGINE_CHECK_IN_H_
#define TONUS_SERVICES_ENGINE_CHECK_IN_H_

#include "absl/time/time.h"
#include "services/engine/adaptation.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"
#include "tonus/v1/routine_service.pb.h"

namespace tonus::engine {

// Returns the answer to a check-in. `interpretation` is that of the facts with
// the check-in's answers already among them, so a new red flag has closed its
// gate: then no item is left. Pain at the relief limit or above replaces the
// session by the relief ladder and a walk; otherwise the session is
// made to fit the time and the equipment of the day, and is lighter where it
// hurts more than usual. Either way what was logged before, in `adaptation`,
// holds too, as do the overrides of the day of the check-in; `zone` is that of
// the person. `done` has the sessions of its block
// that were done, as they were issued; nullptr for as they are planned.
// `revision` is left to the caller.
v1::StartSessionResponse AdaptToCheckIn(
    const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
    const v1::Interpretation& interpretation, const v1::Session& planned,
    const storage::v1::CheckInFact& check_in, absl::TimeZone zone,
    const Adaptation& adaptation = Adaptation(),
    const v1::Routine* done = nullptr);

// Whether a check-in may have replaced its session.
bool MayReplaceSession(const Knowledge& knowledge,
                       const storage::v1::CheckInFact& check_in);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CHECK_IN_H_
