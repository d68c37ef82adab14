// SPDX-License-Identifier: Apache-2.0
#include "services/patient/resting_block.h"

#include "services/engine/facts.h"
#include "services/engine/pauses.h"
#include "services/patient/state_excerpts.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

bool IsSameBlock(const v1::Routine& a, const v1::Routine& b) {
  return !a.sessions().empty() && !b.sessions().empty() &&
         a.sessions(0).number() == b.sessions(0).number();
}

}  // namespace

const v1::Routine& BlockOutline(const storage::v1::PatientState& state) {
  return state.has_resting() ? state.resting() : state.outline();
}

storage::v1::PatientFacts FactsWithRests(const storage::v1::PatientState& state,
                                         absl::CivilDay today) {
  storage::v1::PatientFacts facts = state.facts();
  for (const storage::v1::Rest& rest : state.rests()) {
    const absl::CivilDay start =
        DayIn(facts.time_zone(), FromTimestamp(rest.start_time()));
    // Whoever is free to train again on a day may do so on that day.
    const absl::CivilDay end =
        (rest.has_end_time()
             ? DayIn(facts.time_zone(), FromTimestamp(rest.end_time()))
             : today) -
        1;
    if (end < start) continue;
    v1::Pause* pause = facts.add_pauses()->mutable_pause();
    *pause->mutable_start_date() = engine::ToDate(start);
    *pause->mutable_end_date() = engine::ToDate(end);
  }
  return facts;
}

v1::Routine ShiftedOutline(const engine::Knowledge& knowledge,
                           const storage::v1::PatientState& state,
                           const storage::v1::PatientFacts& facts_with_rests) {
  v1::Routine outline = BlockOutline(state);
  if (!state.rests().empty()) {
    engine::ShiftByPauses(knowledge, facts_with_rests, &outline);
  }
  return outline;
}

void FoldRest(const v1::Routine& routine, storage::v1::PatientState* state) {
  if (routine.gate() != v1::GATE_OK) {
    if (state->has_resting() || state->outline().sessions().empty()) return;
    *state->mutable_resting() = state->outline();
    *state->add_rests()->mutable_start_time() = routine.create_time();
    return;
  }
  if (!IsSameBlock(BlockOutline(*state), routine)) {
    state->clear_rests();
  } else if (state->has_resting()) {
    *state->mutable_rests(state->rests_size() - 1)->mutable_end_time() =
        routine.create_time();
  }
  state->clear_resting();
}

}  // namespace tonus
