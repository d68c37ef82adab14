// SPDX-License-Identifier: Apache-2.0
// What a person learns in a week of a block.

#ifndef TONUS_SERVICES_ENGINE_WEEK_LESSONS_H_
#define TONUS_SERVICES_ENGINE_WEEK_LESSONS_H_

#include <string>
#include <vector>

#include "services/engine/eligibility.h"
#include "services/engine/knowledge.h"

namespace tonus::engine {

// Returns the texts of the lessons of `week` in their order, without those
// whose exercise the person must not do.
std::vector<std::string> LessonsOf(const Knowledge& knowledge,
                                   const Eligibility& eligibility,
                                   const knowledge::v1::WeekShape& week);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_WEEK_LESSONS_H_
