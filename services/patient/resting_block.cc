// SPDX-License-Identifier: Apache-2.0
#include "services/patient/resting_block.h"

#include "services/engine/expiry.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/pauses.h"

namespace tonus {
namespace {

using Rests = google::protobuf::RepeatedPtrField<v1::Pause>;

bool IsSameBlock(const v1::Routine& a, const v1::Routine& b) {
  return !a.sessions().empty() && !b.sessions().empty() &&
         a.sessions(0).number() == b.sessions(0).number();
}

bool IsResting(const Rests& rests) {
  return !rests.empty() && !rests[rests.size() - 1].has_end_date();
}

void BeginRest(absl::CivilDay day, Rests* rests) {
  if (!IsResting(*rests)) {
    *rests->Add()->mutable_start_date() = engine::ToDate(day);
  }
}

// Whoever is free to train again on a day may do so on that day.
void EndRest(absl::CivilDay day, Rests* rests) {
  if (!IsResting(*rests)) return;
  v1::Pause& last = *rests->Mutable(rests->size() - 1);
  if (engine::ToCivilDay(last.start_date()) < day) {
    *last.mutable_end_date() = engine::ToDate(day - 1);
  } else {
    rests->RemoveLast();
  }
}

storage::v1::PatientFacts WithPauses(storage::v1::PatientFacts facts,
                                     const Rests& rests) {
  for (const v1::Pause& rest : rests) {
    *facts.add_pauses()->mutable_pause() = rest;
  }
  return facts;
}

}  // namespace

const v1::Routine& BlockOutline(const storage::v1::PatientState& state) {
  return state.has_resting() ? state.resting() : state.outline();
}

void NoteLapse(const engine::Knowledge& knowledge, absl::CivilDay today,
               storage::v1::PatientState* state) {
  const v1::Routine& outline = state->outline();
  if (outline.gate() != v1::GATE_OK || outline.sessions().empty() ||
      !engine::HasExpired(outline, today) ||
      engine::Interpret(knowledge, state->facts(), today).gate() ==
          v1::GATE_OK) {
    return;
  }
  const absl::CivilDay expired = engine::ToCivilDay(outline.expire_date());
  absl::CivilDay closed = expired;
  for (const engine::StricterDay& stricter : engine::StricterDays(
           knowledge, state->facts(),
           engine::Interpret(knowledge, state->facts(), expired - 1),
           expired - 1, today)) {
    if (stricter.interpretation.gate() != v1::GATE_OK) closed = stricter.day;
  }
  BeginRest(closed, state->mutable_outline()->mutable_rests());
}

storage::v1::PatientFacts FactsWithRests(const storage::v1::PatientState& state,
                                         absl::CivilDay today) {
  Rests rests = state.outline().rests();
  EndRest(today, &rests);
  return WithPauses(state.facts(), rests);
}

storage::v1::PatientFacts FactsWhileResting(
    const storage::v1::PatientState& state) {
  return WithPauses(state.facts(), state.outline().rests());
}

v1::Routine ShiftedOutline(const storage::v1::PatientState& state,
                           const storage::v1::PatientFacts& facts_with_rests) {
  v1::Routine outline = BlockOutline(state);
  if (!state.outline().rests().empty()) {
    engine::ShiftByPauses(facts_with_rests, &outline);
  }
  return outline;
}

void SetRests(const storage::v1::PatientState& state, absl::CivilDay day,
              v1::Routine* routine) {
  const v1::Routine& block = BlockOutline(state);
  Rests& rests = *routine->mutable_rests();
  rests = state.outline().rests();
  if (routine->gate() != v1::GATE_OK) {
    if (!block.sessions().empty()) BeginRest(day, &rests);
  } else if (IsSameBlock(block, *routine)) {
    EndRest(day, &rests);
  } else {
    rests.Clear();
  }
}

void FoldRest(const v1::Routine& routine, storage::v1::PatientState* state) {
  if (routine.gate() == v1::GATE_OK) {
    state->clear_resting();
  } else if (!state->has_resting() && !state->outline().sessions().empty()) {
    *state->mutable_resting() = state->outline();
  }
}

}  // namespace tonus
