// SPDX-License-Identifier: Apache-2.0
// Whether what was logged meets the condition of an adaptation rule.

#ifndef TONUS_SERVICES_ENGINE_LOGGED_MATCH_H_
#define TONUS_SERVICES_ENGINE_LOGGED_MATCH_H_

#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"
#include "services/engine/truth.h"

namespace tonus::engine {

// Whether an exposure of `exercise` meets `when`; UNKNOWN when it depends on
// what was not told.
Truth Matches(const knowledge::v1::LoggedCondition& when,
              const knowledge::v1::Exercise& exercise, const Exposure& exposure,
              const SessionDone& session);

// Whether the session at `position` of `block` meets `when`: in one of its
// exercises what is asked of exercises, and the rest itself.
Truth Matches(const Knowledge& knowledge,
              const knowledge::v1::LoggedCondition& when,
              const BlockDone& block, int position);

// Whether the week meets `when`, which asks of weeks.
bool Matches(const knowledge::v1::LoggedCondition& when,
             const WeekTrained& week);

// Whether the break meets `when`, which asks of breaks.
bool Matches(const knowledge::v1::LoggedCondition& when,
             const BreakTaken& taken);

// Whether `exposure` brought a symptom of a nerve.
bool HadNerveSymptom(const Exposure& exposure);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_LOGGED_MATCH_H_
