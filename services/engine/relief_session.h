// SPDX-License-Identifier: Apache-2.0
// A session of short-term relief: the allowed steps of the ladder and a walk.

#ifndef TONUS_SERVICES_ENGINE_RELIEF_SESSION_H_
#define TONUS_SERVICES_ENGINE_RELIEF_SESSION_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "services/engine/eligibility.h"
#include "services/engine/knowledge.h"
#include "services/engine/overrides.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Replaces the items of `session` by relief, because of `rule`: every step of
// the ladder that is safe, in order, and a walk, within `minutes`, which become
// the budget of the session. A step that is left out is among what was
// considered for the place of the next item.
// A forbidden step is skipped, one that needs caution or is above the level cap
// gives way to its easier exercise, missing equipment to another exercise of
// the same target. Movements in the direction that eases come
// first in their rung, opposite ones are skipped. Bending of the low
// back, which waits after rising, is left out for a person who is sensitive to
// it, and advised about for others (D-10).
void MakeRelief(const Knowledge& knowledge,
                const v1::Interpretation& interpretation,
                const Eligibility& eligibility,
                const knowledge::v1::WeekShape& week, int minutes,
                absl::string_view rule, v1::Session* session);

// Returns the pins of `overrides` that stand in none of the items of `session`,
// which is relief because of `rule`, with the reason.
std::vector<v1::Dropped> PinsBesideRelief(const Overrides& overrides,
                                          absl::string_view rule,
                                          const v1::Session& session);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RELIEF_SESSION_H_
