// SPDX-License-Identifier: Apache-2.0
// Why something has no room in a session that has room for something else.

#ifndef TONUS_SERVICES_ENGINE_WHAT_IS_FIRST_H_
#define TONUS_SERVICES_ENGINE_WHAT_IS_FIRST_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/engine/week_pairs.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Ends what is said of something that has no room.
inline constexpr char kMattersMore[] = "what matters more comes first";
// The same where something that matters less stands in the session: it had its
// turn, or comes before it in the order of R-731, or needs less room.
inline constexpr char kOthersTurn[] =
    "findings take turns, and another one has its turn here";
inline constexpr char kPairsFirst[] =
    "pairs of a release and its training come before single findings";
inline constexpr char kNeedsLess[] =
    "what needs less room has the place that is left";

// Returns which of them is so of `decision` in a session of `items`. `turns`
// tells whether single findings take turns in it, and `shared` whether pairs
// share these turns.
absl::string_view WhatIsFirst(absl::Span<const DecisionGroup> groups,
                              absl::string_view decision,
                              absl::Span<const v1::SessionItem* const> items,
                              bool turns, bool shared);

// Whether what `items` have `exercise` for ranks above `decision`, or is no
// finding at all.
bool StandsAbove(absl::Span<const DecisionGroup> groups,
                 absl::string_view decision, absl::string_view exercise,
                 absl::Span<const v1::SessionItem* const> items);

// Ends the reason of `dropped` truly, where it ends with kMattersMore.
void EndTruly(absl::string_view what_is_first, v1::Dropped* dropped);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_WHAT_IS_FIRST_H_
