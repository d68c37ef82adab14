// SPDX-License-Identifier: Apache-2.0
#include "services/routine/relief_day.h"

#include "services/engine/check_in.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/patient/block.h"
#include "services/patient/due_outline.h"
#include "services/patient/issued_routine.h"
#include "services/patient/sealed_storage.h"
#include "services/patient/state_excerpts.h"
#include "services/status_macros.h"

namespace tonus {

bool HasRelief(const storage::v1::CurrentRoutine& current) {
  return current.has_relief() &&
         IsOpen(current, current.relief().session_number());
}

bool IsReliefDay(const storage::v1::CurrentRoutine& current, absl::Time now) {
  return HasRelief(current) && engine::ToCivilDay(current.relief().date()) ==
                                   DayIn(current.time_zone(), now);
}

int LastPainBefore(const storage::v1::PatientState& state) {
  const auto& check_ins = state.facts().check_ins();
  return check_ins[check_ins.size() - 1].pain_before();
}

absl::StatusOr<std::string> RelieveSession(
    const engine::Knowledge& knowledge, const std::string& patient,
    const storage::v1::PatientState& state, absl::Time now,
    const std::string& planned) {
  TONUS_ASSIGN_OR_RETURN(const v1::Session session,
                         ParseStored<v1::Session>(planned));
  const storage::v1::PatientFacts& facts = state.facts();
  const absl::CivilDay today = DayIn(facts.time_zone(), now);
  const v1::Interpretation interpretation =
      engine::Interpret(knowledge, facts, today);
  v1::StartSessionResponse response = engine::AdaptToCheckIn(
      knowledge, facts, interpretation, session,
      facts.check_ins(facts.check_ins_size() - 1), ZoneOf(facts.time_zone()),
      AdaptationOf(knowledge, state, today), &state.done());
  NameOverrides(patient, response.mutable_session());
  return engine::DeterministicBytes(response.session());
}

}  // namespace tonus
