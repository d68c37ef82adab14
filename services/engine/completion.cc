// SPDX-License-Identifier: Apache-2.0
#include "services/engine/completion.h"

#include <string>

#include "absl/algorithm/container.h"
#include "services/engine/in_order_again.h"
#include "services/engine/lost_again.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

const v1::Outcome* OutcomeOf(const Case& of, const std::string& measure) {
  const auto& outcomes = of.result.outcomes();
  const auto found = absl::c_find_if(outcomes, [&](const v1::Outcome& outcome) {
    return outcome.measure() == measure;
  });
  return found == outcomes.end() ? nullptr : &*found;
}

bool IsPainLow(const Case& of, const kv1::Completion& completion) {
  const v1::Outcome* pain = OutcomeOf(of, completion.pain());
  return pain != nullptr && pain->has_latest() &&
         AtMost(pain->latest().score(), completion.most_pain());
}

bool IsFunctionBetter(const Case& of, const kv1::Completion& completion) {
  const v1::Outcome* function = OutcomeOf(of, completion.function());
  if (function == nullptr || !function->has_change()) return false;
  const kv1::Measure& measure =
      *of.knowledge.FindMeasure(completion.function());
  const double gain = measure.direction() == kv1::DIRECTION_HIGHER
                          ? function->change()
                          : -function->change();
  return AtLeast(gain, completion.least_gain());
}

bool IsAllMaintained(const Knowledge& knowledge,
                     const v1::Interpretation& read) {
  bool any = false;
  for (const v1::Decision& decision : read.decisions()) {
    if (decision.rank() == 0) continue;
    if (decision.sessions_per_week() == 0 ||
        IsLostAgain(knowledge, read.limits(), decision.muscle(),
                    decision.side())) {
      return false;
    }
    any = true;
  }
  return any;
}

}  // namespace

void TellCompletion(Case* the_case) {
  const kv1::Completion& completion =
      the_case->knowledge.pack().graduation().completion();
  v1::Interpretation& read = the_case->result;
  if (read.gate() != v1::GATE_OK ||
      !IsAllMaintained(the_case->knowledge, read) ||
      !IsPainLow(*the_case, completion) ||
      !IsFunctionBetter(*the_case, completion) ||
      !IsAllInOrderAgain(*the_case)) {
    return;
  }
  v1::AppliedAdaptation& told = *read.add_adaptations();
  told.set_rule(completion.rule());
  told.set_side(kv1::SIDE_MIDLINE);
  told.set_reason(completion.reason());
  told.set_finding(completion.finding());
  told.add_tests(completion.pain());
  told.add_tests(completion.function());
}

}  // namespace tonus::engine
