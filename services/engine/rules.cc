// SPDX-License-Identifier: Apache-2.0
#include "services/engine/rules.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "services/engine/clause.h"
#include "services/engine/effect.h"
#include "services/engine/lasting_clause.h"
#include "services/engine/rule_trace.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

bool RaisesFlag(const kv1::Rule& rule) {
  return std::any_of(rule.effects().begin(), rule.effects().end(),
                     [](const kv1::Effect& effect) {
                       return effect.kind_case() == kv1::Effect::kRaiseRedFlag;
                     });
}

// Whether a reader wants to know what a rule came to that did not fire: one
// that is asked of every target only where something is known of the target.
bool IsTold(const Case& the_case, const Viewpoint& viewpoint) {
  return !the_case.tells_fired_only &&
         (viewpoint.target == nullptr || !viewpoint.target->evidence().empty());
}

// Whether an effect keeps something from being done or read, and neither says
// anything of a target nor asks for or reports anything.
bool Protects(const kv1::Effect& effect) {
  switch (effect.kind_case()) {
    case kv1::Effect::kAddQualifier:
    case kv1::Effect::kForceUnknown:
    case kv1::Effect::kDropEvidence:
    case kv1::Effect::kPositiveLimit:
    case kv1::Effect::kForbidTag:
    case kv1::Effect::kForbidTagInRegion:
    case kv1::Effect::kForbidExercise:
    case kv1::Effect::kForbidTechnique:
    case kv1::Effect::kLimitExercises:
    case kv1::Effect::kMaxHoldSeconds:
      return true;
    default:
      return false;
  }
}

// Does what a rule that does not fire any more has done to protect, and says in
// `trace`, where there is one, from what that follows.
void Protect(const kv1::Rule& rule, const Viewpoint& viewpoint,
             v1::RuleTrace* trace, Case* the_case) {
  const auto lasting =
      absl::c_find_if(the_case->lasting, [&](const LastingRule& one) {
        return one.rule == rule.id() && one.side == viewpoint.side;
      });
  if (lasting == the_case->lasting.end()) return;
  if (trace != nullptr) AddLasting(lasting->saw, trace);
  for (const kv1::Effect& effect : rule.effects()) {
    if (!Protects(effect)) continue;
    Apply(effect, rule, viewpoint, the_case->today, the_case);
  }
}

void RunRule(const kv1::Rule& rule, const Viewpoint& viewpoint,
             Case* the_case) {
  if (!IsTold(*the_case, viewpoint)) {
    const Truth truth = Evaluate(*the_case, viewpoint, rule.when()).truth;
    if (truth == kv1::TRUTH_UNKNOWN) {
      the_case->undecided.push_back({rule.id(), viewpoint.side});
    }
    if (truth != kv1::TRUTH_TRUE) {
      return Protect(rule, viewpoint, nullptr, the_case);
    }
  }
  v1::RuleTrace& trace = *the_case->result.add_rules();
  const absl::CivilDay newest = Consider(*the_case, viewpoint, rule, &trace);
  if (trace.truth() == kv1::TRUTH_UNKNOWN) {
    the_case->undecided.push_back({rule.id(), viewpoint.side});
  }
  if (trace.truth() != kv1::TRUTH_TRUE) {
    return Protect(rule, viewpoint, &trace, the_case);
  }
  the_case->fired.push_back({rule.id(), viewpoint.side});
  for (const kv1::Effect& effect : rule.effects()) {
    Apply(effect, rule, viewpoint, newest, the_case);
  }
}

}  // namespace

void RunRules(kv1::RuleStage stage, Case* the_case) {
  for (const kv1::Rule* rule : the_case->knowledge.RulesInOrder()) {
    if (rule->stage() != stage) continue;
    Viewpoint viewpoint;
    viewpoint.alarm = RaisesFlag(*rule);
    if (rule->per_target()) {
      for (int i = 0; i < the_case->result.findings_size(); ++i) {
        viewpoint.target = &the_case->result.findings(i);
        viewpoint.side = viewpoint.target->side();
        RunRule(*rule, viewpoint, the_case);
      }
    } else if (rule->per_side()) {
      for (kv1::Side side : {kv1::SIDE_LEFT, kv1::SIDE_RIGHT}) {
        viewpoint.side = side;
        RunRule(*rule, viewpoint, the_case);
      }
    } else {
      RunRule(*rule, viewpoint, the_case);
    }
  }
}

}  // namespace tonus::engine
