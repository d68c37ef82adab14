// SPDX-License-Identifier: Apache-2.0
// Health conditions that outlive the results from which they follow, and the
// tests that end them or what logs put in force.
//
// A result that is too old is no evidence any more. What it has shown to be
// harmful is not harmless for that: a condition that a rule set stays in force
// until the test is taken again or the result is corrected.

#ifndef TONUS_SERVICES_ENGINE_LASTING_CONDITIONS_H_
#define TONUS_SERVICES_ENGINE_LASTING_CONDITIONS_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/engine/case.h"
#include "services/engine/knowledge.h"

namespace tonus::engine {

// The last accepted result of a test on a side, which has expired.
struct ExpiredResult {
  const knowledge::v1::Test* test = nullptr;
  knowledge::v1::Side side = knowledge::v1::SIDE_UNSPECIFIED;
  // The value that is read of it, and the day of it.
  double value = 0;
  absl::CivilDay day = {};
};

// A condition that a rule set once, and for which it finds nothing newer than
// `results`.
struct LastingCondition {
  std::string condition;
  // The rule that set it, and the sides on which it did: that of the midline
  // where it asks of no side. What it did there to protect holds too.
  std::string rule;
  std::vector<knowledge::v1::Side> sides;
  // What that rule reads, in pack order, left before right.
  std::vector<ExpiredResult> results;
};

// Returns the results as "Slump (left, grade 2 on 2026-07-24); ...".
std::string InWords(const std::vector<ExpiredResult>& results);

// Returns the ids of the tests from whose results conditions follow; they live
// as long as the knowledge.
absl::flat_hash_set<absl::string_view> TestsOfConditions(
    const Knowledge& knowledge);

// Returns the conditions that rules would set if the last result of each test
// counted however old it is, that they set once, when one of the results was
// new, and that they do not set on the same side without that.
std::vector<LastingCondition> LastingConditions(const Case& the_case);

// Says of each of them until when it holds. Asks a clinician for their tests,
// and for those that end what logs put in force, before all others,
// unless a tag that something else forbids rules one out. Needs the tags of the
// result and its other requests.
void AskForLastingConditions(Case* the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_LASTING_CONDITIONS_H_
