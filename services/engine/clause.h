// SPDX-License-Identifier: Apache-2.0
// Conditions of rules, evaluated to TRUE, FALSE or UNKNOWN.

#ifndef TONUS_SERVICES_ENGINE_CLAUSE_H_
#define TONUS_SERVICES_ENGINE_CLAUSE_H_

#include <string>

#include "absl/time/civil_time.h"
#include "services/engine/case.h"
#include "services/engine/truth.h"
#include "tonus/knowledge/v1/rule.pb.h"

namespace tonus::engine {

// From where a clause looks.
struct Viewpoint {
  // The side of the rule; MIDLINE for a rule that has none. A clause of such a
  // rule that names no side of a two-sided test or target asks for any side.
  knowledge::v1::Side side = knowledge::v1::SIDE_MIDLINE;
  // The target of a rule that is evaluated for every target, else nullptr.
  const v1::Finding* target = nullptr;
  // True for a rule that raises a red flag: it also sees values that were not
  // accepted from the person alone, of tests that ask for it.
  bool alarm = false;
};

// What a clause came to.
struct Verdict {
  Truth truth = knowledge::v1::TRUTH_UNKNOWN;
  // What it saw, for example `20 deg, NORMAL`; `missing` when nothing.
  std::string saw;
  // The day of the newest dated fact that it saw; the first day of the calendar
  // when it saw none.
  absl::CivilDay newest;
};

Verdict Evaluate(const Case& the_case, const Viewpoint& viewpoint,
                 const knowledge::v1::Clause& clause);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CLAUSE_H_
