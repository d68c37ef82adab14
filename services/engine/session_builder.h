// SPDX-License-Identifier: Apache-2.0
// Fills one session within its time and size.

#ifndef TONUS_SERVICES_ENGINE_SESSION_BUILDER_H_
#define TONUS_SERVICES_ENGINE_SESSION_BUILDER_H_

#include <vector>

#include "absl/types/span.h"
#include "services/engine/eligibility.h"
#include "services/engine/knowledge.h"
#include "services/engine/unit_builder.h"
#include "services/engine/week_pairs.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// A session and what could not be done in it.
struct BuiltSession {
  // Items, minutes and what was left out; the rest is left to the caller.
  v1::Session session;
  std::vector<v1::Dropped> refused;
  std::vector<v1::Uncovered> uncovered;
  SteppedItems stepped;
  // Findings without anything since what would serve them is taken, with the
  // reason: told where the week has nothing else for them.
  std::vector<v1::Dropped> taken;
  // True when there are fewer safe exercises than a plan needs.
  bool too_few = false;
};

// Returns the session for `groups`, the kept findings. Filled in the order of
// warm-up, first block, one stability exercise, further blocks, one
// strength exercise, breathing, single findings, stretches after the main part,
// second stability. What does not fit is left out; a block is never
// split from its first activation. A short format limits how many there are of
// each; with room for one block, pairs and single findings take turns in it.
BuiltSession BuildSession(const Knowledge& knowledge,
                          const v1::Interpretation& interpretation,
                          const Eligibility& eligibility,
                          absl::Span<const DecisionGroup> groups,
                          const SessionSpot& spot);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SESSION_BUILDER_H_
