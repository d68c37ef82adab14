// SPDX-License-Identifier: Apache-2.0
// Which rows of the retest rules fire, and for what.

#ifndef TONUS_SERVICES_ENGINE_FIRED_RETESTS_H_
#define TONUS_SERVICES_ENGINE_FIRED_RETESTS_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/engine/case.h"
#include "services/engine/exposures.h"
#include "services/engine/progress_values.h"
#include "services/engine/retests.h"
#include "tonus/knowledge/v1/retest_rule.pb.h"

namespace tonus::engine {

// A row of the retest rules that fired.
struct FiredRetest {
  const knowledge::v1::RetestRule* row = nullptr;
  // What was judged: the target or the test, or none for the person.
  std::string muscle;
  std::string test;
  knowledge::v1::Side side = knowledge::v1::SIDE_MIDLINE;
  // Ids of the tests and measures that say so, in pack order.
  std::vector<std::string> causes;
  // Values that the person took alone among them, each log once, in order.
  std::vector<PastValue> alone;
  // The day of the last of them.
  absl::CivilDay day;
  // The retest at which; of what has none, no block.
  OpenRetest retest;
};

// Returns what fires, in the order of the table and then of the pack: of every
// subject what the last retest says that has values of it. Reads the outcomes
// of the case. `history` has what was logged.
std::vector<FiredRetest> ReadFiredRetests(const Case& of,
                                          const BlockDone& history);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_FIRED_RETESTS_H_
