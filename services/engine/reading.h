// SPDX-License-Identifier: Apache-2.0
// The stages from stored results to findings that the rules have been applied
// to.

#ifndef TONUS_SERVICES_ENGINE_READING_H_
#define TONUS_SERVICES_ENGINE_READING_H_

#include <vector>

#include "services/engine/case.h"
#include "services/engine/lasting_conditions.h"

namespace tonus::engine {

// Measures, fuses and runs the rules of all stages; gate and tags are not yet
// judged. A flag that a rule would have raised on an earlier day is raised too:
// like a yes, it stays until a clearance names it, whatever was measured later.
void ReadCase(Case* the_case);

// The same without the flags of earlier days, for who reads a person again and
// again with another last assessment: FlagsOfTheirTime() go into `raised_flags`
// first, so that rules which ask for a raised flag see them, and
// ConditionsAfterLogs() into `logged_conditions`.
void ReadToday(Case* the_case);

// The same for who knows the LastingConditions() of the case.
void ReadWithLasting(const std::vector<LastingCondition>& lasting,
                     Case* the_case);

// The same without the conditions that outlive their results.
void ReadWithoutLasting(Case* the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_READING_H_
