// SPDX-License-Identifier: Apache-2.0
// How long a session may be, and in which format it then is.

#ifndef TONUS_SERVICES_ENGINE_SESSION_LENGTH_H_
#define TONUS_SERVICES_ENGINE_SESSION_LENGTH_H_

#include "services/engine/knowledge.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

struct SessionLength {
  int minutes = 0;
  // nullptr for a session as usual.
  const knowledge::v1::ShortFormat* format = nullptr;
};

// Returns the length for a person with so many minutes at hand, 0 for one who
// said nothing. Never more than the longest session of the pack.
SessionLength LengthFor(const Knowledge& knowledge, int minutes_at_hand);

// Whether every session of a person with `limits` is as small as those of the
// first week. Then findings take turns, and come before general work.
bool HasSmallSessions(const Knowledge& knowledge, const v1::PlanLimits& limits);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SESSION_LENGTH_H_
