// SPDX-License-Identifier: Apache-2.0
// Work that every session gets whatever the findings: stability, strength, and
// the base plan.

#ifndef TONUS_SERVICES_ENGINE_GENERAL_WORK_H_
#define TONUS_SERVICES_ENGINE_GENERAL_WORK_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "services/engine/candidates.h"
#include "services/engine/eligibility.h"
#include "services/engine/knowledge.h"
#include "services/engine/week_pairs.h"
#include "services/engine/wishes.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// The rules of stability and of strength work in every session.
inline constexpr char kStabilityRule[] = "R-510";
inline constexpr char kStrengthRule[] = "R-513";

// Whether an exercise may be done.
using IsAllowed = absl::FunctionRef<bool(const knowledge::v1::Exercise&)>;

// For whom and when general work is chosen. What serves a weak target stays for
// the whole block, so that it can progress; the rest gives way, every few
// weeks, to what serves as well: of the same technique and level.
struct GeneralWork {
  const Knowledge& knowledge;
  const Eligibility& eligibility;
  const Wishes& wishes;
  absl::Span<const DecisionGroup> groups;
  const knowledge::v1::WeekShape& week;
  // Position of the session in the week, from 0.
  int position = 0;
  // Whether the base plan applies: its own exercises come first in every week,
  // but for what the person likes, and give way to no others.
  bool base_plan = false;
};

// Returns allowed stability exercises, best first: for each weak target
// the hardest that is not above `start_level`, then those of the base plan, or
// one of the rest where none of them is allowed, then the rest. The first few
// change places from session to session.
Candidates StabilityWork(const GeneralWork& work, IsAllowed allowed);

// Returns allowed stability exercises, easiest first: for a session that has
// none within its level cap.
Candidates EasiestStability(const Knowledge& knowledge,
                            const Eligibility& eligibility, IsAllowed allowed);

// Returns allowed strength exercises, best first: for the weak targets, then
// easy ones that train a weak target besides, then those of the base plan, then
// the rest by level. Whole patterns first in a week of pattern work.
Candidates StrengthWork(const GeneralWork& work, IsAllowed allowed);

// Returns the breathing drills, best first.
Candidates BreathingWork(const GeneralWork& work, IsAllowed allowed);

// Whether nothing was found, so that the base plan applies.
bool AppliesBasePlan(const v1::Interpretation& interpretation);

// Returns the exercises that the pack names for the base plan, in order.
Candidates PlannedBase(const Knowledge& knowledge);

// Returns an allowed exercise of the same technique, level and target as
// `planned` that needs no caution and is not disliked, where that needs some;
// `planned` itself when there is none.
const knowledge::v1::Exercise* WithoutCaution(
    const GeneralWork& work, const knowledge::v1::Exercise* planned,
    IsAllowed allowed);

// Returns the exercises of the base plan in order, without caution
// where that can be.
Candidates BasePlan(const GeneralWork& work, IsAllowed allowed);

// Returns what fills a session that has too few exercises: gentle general work
// up to `start_level`, easiest first.
Candidates Fillers(const GeneralWork& work, IsAllowed allowed);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_GENERAL_WORK_H_
