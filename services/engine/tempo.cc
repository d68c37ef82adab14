// SPDX-License-Identifier: Apache-2.0
#include "services/engine/tempo.h"

#include <algorithm>

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::Tempo;

namespace {

Tempo Prescribed(const Knowledge& knowledge, const Exercise& exercise) {
  if (exercise.has_tempo()) return exercise.tempo();
  for (const auto& row : knowledge.pack().technique_tempos()) {
    if (row.technique() == exercise.technique()) return row.tempo();
  }
  return Tempo();
}

bool CountsRepetitions(const v1::Dose& dose) {
  return dose.repetitions() > 0 || !dose.repetitions_by_set().empty();
}

}  // namespace

Tempo TempoOf(const Knowledge& knowledge, const Exercise& exercise,
              const v1::Dose& dose, knowledge::v1::Slot slot) {
  Tempo tempo = Prescribed(knowledge, exercise);
  if (dose.hold_seconds() > 0) tempo.clear_end_position_seconds();
  if (!exercise.has_hold_seconds()) tempo.clear_max_pause_seconds();
  if (!CountsRepetitions(dose)) tempo.clear_repetition_seconds();
  if (slot == knowledge::v1::SLOT_RELIEF) tempo.clear_pull();
  if (slot == knowledge::v1::SLOT_BEDTIME && tempo.has_pull()) {
    const int pull = knowledge.pack().home().bedtime_pull();
    tempo.mutable_pull()->set_low(pull);
    tempo.mutable_pull()->set_high(pull);
  }
  return tempo;
}

void FitPasses(const Knowledge& knowledge, const Exercise& exercise,
               v1::Dose* dose) {
  const auto pass = Prescribed(knowledge, exercise).repetition_seconds();
  if (exercise.technique() != knowledge::v1::TECHNIQUE_SMR ||
      dose->repetitions() == 0 || dose->hold_seconds() == 0 ||
      pass.low() == 0) {
    return;
  }
  const int longest = std::max(dose->hold_seconds(), dose->max_hold_seconds());
  const int slow = (dose->hold_seconds() + pass.high() - 1) / pass.high();
  const int fast = longest / pass.low();
  dose->set_repetitions(std::clamp(dose->repetitions(), 1, slow));
  const int most = std::min(dose->max_repetitions(), fast);
  dose->set_max_repetitions(most > dose->repetitions() ? most : 0);
}

}  // namespace tonus::engine
