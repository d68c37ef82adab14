// SPDX-License-Identifier: Apache-2.0
#include "services/engine/tempo.h"

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

}  // namespace tonus::engine
