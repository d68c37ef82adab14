// SPDX-License-Identifier: Apache-2.0
// How an exercise is done: tempo, pull, pressure, effort.

#ifndef TONUS_SERVICES_ENGINE_TEMPO_H_
#define TONUS_SERVICES_ENGINE_TEMPO_H_

#include "services/engine/knowledge.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Returns the tempo of `exercise`, its own or that of its family, without what
// does not apply: a time in the end position where `dose` holds it, a pause
// where the exercise holds none, passes where it counts none. At bedtime the
// pull is that of bedtime; in relief nothing asks for a pull.
knowledge::v1::Tempo TempoOf(const Knowledge& knowledge,
                             const knowledge::v1::Exercise& exercise,
                             const v1::Dose& dose, knowledge::v1::Slot slot);

// Makes the passes of self-massage in `dose` fit its time at the tempo of
// `exercise`: the time governs. Other doses are left.
void FitPasses(const Knowledge& knowledge,
               const knowledge::v1::Exercise& exercise, v1::Dose* dose);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TEMPO_H_
