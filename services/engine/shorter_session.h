// SPDX-License-Identifier: Apache-2.0
// What a shorter session leaves out of a longer one.

#ifndef TONUS_SERVICES_ENGINE_SHORTER_SESSION_H_
#define TONUS_SERVICES_ENGINE_SHORTER_SESSION_H_

#include "absl/types/span.h"
#include "services/engine/knowledge.h"
#include "services/engine/week_pairs.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Why a short session leaves something out.
inline constexpr char kShortReason[] =
    "A short session keeps to few exercises and has no room for it.";

// Adds to what `session` left out whatever `longer` holds, or itself left out
// for want of room, that neither stands in it nor is told yet; also a stretch
// that stands in its main part alone and not after it. `groups` are the kept
// findings, and `turns` is as in WhatIsFirst.
void TellShorter(const Knowledge& knowledge,
                 absl::Span<const DecisionGroup> groups, bool turns,
                 const v1::Session& longer, v1::Session* session);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SHORTER_SESSION_H_
