// SPDX-License-Identifier: Apache-2.0
#include "services/engine/rules.h"

#include <algorithm>
#include <utility>

#include "services/engine/clause.h"
#include "services/engine/clause_text.h"
#include "services/engine/effect.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

bool RaisesFlag(const kv1::Rule& rule) {
  return std::any_of(rule.effects().begin(), rule.effects().end(),
                     [](const kv1::Effect& effect) {
                       return effect.kind_case() == kv1::Effect::kRaiseRedFlag;
                     });
}

v1::ClauseTrace TraceOf(const kv1::Clause& clause, const Verdict& verdict) {
  v1::ClauseTrace trace;
  trace.set_text(ClauseText(clause));
  trace.set_truth(verdict.truth);
  trace.set_saw(verdict.saw);
  return trace;
}

// Evaluates the condition, one trace for each member of a conjunction, so that
// a reader sees which one failed.
std::pair<v1::RuleTrace, Verdict> Consider(const Case& the_case,
                                           const kv1::Rule& rule,
                                           const Viewpoint& viewpoint) {
  v1::RuleTrace trace;
  trace.set_rule(rule.id());
  trace.set_side(viewpoint.side);
  Verdict whole = Evaluate(the_case, viewpoint, rule.when());
  trace.set_truth(whole.truth);
  if (rule.when().has_all()) {
    for (const kv1::Clause& clause : rule.when().all().clauses()) {
      *trace.add_clauses() =
          TraceOf(clause, Evaluate(the_case, viewpoint, clause));
    }
  } else {
    *trace.add_clauses() = TraceOf(rule.when(), whole);
  }
  return {std::move(trace), std::move(whole)};
}

void RunRule(const kv1::Rule& rule, const Viewpoint& viewpoint,
             Case* the_case) {
  auto [trace, verdict] = Consider(*the_case, rule, viewpoint);
  const bool fires = verdict.truth == kv1::TRUTH_TRUE;
  if (fires || viewpoint.target == nullptr) {
    *the_case->result.add_rules() = std::move(trace);
  }
  if (!fires) return;
  the_case->fired.push_back({rule.id(), viewpoint.side});
  for (const kv1::Effect& effect : rule.effects()) {
    Apply(effect, rule, viewpoint, verdict.newest, the_case);
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
