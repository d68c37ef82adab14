// SPDX-License-Identifier: Apache-2.0
#include "services/engine/rule_logic.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engine/clause_formula.h"
#include "services/engine/fusion.h"
#include "services/engine/rule_shadow.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using Answer = Formula::Answer;

// Partial choices that one question may look at: milliseconds.
constexpr int kMaxSteps = 20'000;

// Whether what `add` makes of an empty formula can come to `truth`.
template <typename Add>
Answer Ask(const Knowledge& knowledge, Truth truth, Add add) {
  ClauseFormula clauses(knowledge);
  const Formula::Node node = add(&clauses);
  const std::optional<Formula> formula = clauses.Finish();
  if (!formula.has_value()) return Answer::kUndecided;
  return formula->CanBe(node, truth, kMaxSteps);
}

// From where a rule is asked: one side stands for both.
std::vector<RuleView> ViewsOf(const Knowledge& knowledge,
                              const kv1::Rule& rule) {
  std::vector<RuleView> views;
  if (rule.per_target()) {
    for (const kv1::Muscle& muscle : knowledge.pack().muscles()) {
      views.push_back({SidesOf(muscle).front(), &muscle});
    }
  } else {
    views.push_back(
        {rule.per_side() ? kv1::SIDE_LEFT : kv1::SIDE_MIDLINE, nullptr});
  }
  return views;
}

class RuleLogic {
 public:
  RuleLogic(const Knowledge& knowledge, const Stop& stop)
      : knowledge_(knowledge), stop_(stop), rules_(knowledge.RulesInOrder()) {}

  Complaints Run();

 private:
  void Complain(kv1::PackCheck check, absl::string_view table,
                const std::string& id, absl::string_view problem);
  void Judge(Answer answer, absl::string_view table, const std::string& id,
             absl::string_view what);
  Answer CanRuleBe(int position, Truth truth) const;
  void CheckCondition(const kv1::HealthCondition& condition);
  void CheckShadow(int position);
  // Whether the rule fires from `view` while one of its effects was not had
  // before.
  Answer AddsSomething(int position, const RuleView& view,
                       const std::vector<std::vector<int>>& earlier) const;
  void CheckAccepted();

  const Knowledge& knowledge_;
  const Stop& stop_;
  const absl::Span<const kv1::Rule* const> rules_;
  std::set<int> used_;  // Positions in accepted_complaints.
  Complaints complaints_;
};

void RuleLogic::Complain(kv1::PackCheck check, absl::string_view table,
                         const std::string& id, absl::string_view problem) {
  const auto& accepted = knowledge_.pack().accepted_complaints();
  for (int i = 0; i < accepted.size(); ++i) {
    if (accepted[i].check() == check && accepted[i].table() == table &&
        accepted[i].id() == id) {
      used_.insert(i);
      return;
    }
  }
  complaints_.push_back(MakeComplaint(check, table, id, problem));
}

void RuleLogic::Judge(Answer answer, absl::string_view table,
                      const std::string& id, absl::string_view what) {
  if (answer == Answer::kYes) return;
  Complain(kv1::PACK_CHECK_SATISFIABLE, table, id,
           answer == Answer::kNo
               ? absl::StrCat("can never ", what)
               : absl::StrCat("whether it can ", what,
                              " was not decided: the search is too large"));
}

Answer RuleLogic::CanRuleBe(int position, Truth truth) const {
  Answer best = Answer::kNo;
  for (const RuleView& view : ViewsOf(knowledge_, *rules_[position])) {
    const Answer answer = Ask(knowledge_, truth, [&](ClauseFormula* clauses) {
      return clauses->AddRule(position, view);
    });
    if (answer == Answer::kYes) return answer;
    if (answer == Answer::kUndecided) best = answer;
  }
  return best;
}

void RuleLogic::CheckCondition(const kv1::HealthCondition& condition) {
  const bool is_set = absl::c_any_of(rules_, [&](const kv1::Rule* rule) {
    return absl::c_any_of(rule->effects(), [&](const kv1::Effect& effect) {
      return effect.set_condition() == condition.id();
    });
  });
  // Whoever may report it may also leave it.
  if (!is_set && condition.gate() != kv1::CONDITION_GATE_ENGINE) return;
  const int after_all = static_cast<int>(rules_.size());
  for (const auto& [truth, what] : {std::pair(kv1::TRUTH_TRUE, "be in force"),
                                    std::pair(kv1::TRUTH_FALSE, "be absent")}) {
    Judge(Ask(knowledge_, truth,
              [&](ClauseFormula* clauses) {
                return clauses->AddCondition(condition.id(), after_all);
              }),
          "conditions", condition.id(), what);
  }
}

Answer RuleLogic::AddsSomething(
    int position, const RuleView& view,
    const std::vector<std::vector<int>>& earlier) const {
  return Ask(knowledge_, kv1::TRUTH_TRUE, [&](ClauseFormula* clauses) {
    std::vector<Formula::Node> new_effects;
    for (const std::vector<int>& rules : earlier) {
      std::vector<Formula::Node> had;
      had.reserve(rules.size());
      for (const int rule : rules) had.push_back(clauses->AddFired(rule, view));
      new_effects.push_back(clauses->AddNot(clauses->AddAny(std::move(had))));
    }
    return clauses->AddAll({clauses->AddRule(position, view),
                            clauses->AddAny(std::move(new_effects))});
  });
}

void RuleLogic::CheckShadow(int position) {
  const kv1::Rule& rule = *rules_[position];
  if (IsAskedFor(knowledge_, rule)) return;
  std::vector<std::vector<int>> earlier;
  std::set<std::string> names;
  for (const kv1::Effect& effect : rule.effects()) {
    earlier.push_back(EarlierRules(knowledge_, position, effect));
    if (earlier.back().empty()) return;
    for (const int other : earlier.back()) names.insert(rules_[other]->id());
  }
  bool undecided = false;
  for (const RuleView& view : ViewsOf(knowledge_, rule)) {
    const Answer answer = AddsSomething(position, view, earlier);
    if (answer == Answer::kYes) return;
    undecided |= answer == Answer::kUndecided;
  }
  Complain(kv1::PACK_CHECK_SHADOWED, "rules", rule.id(),
           absl::StrCat(undecided ? "whether it adds anything was not decided "
                                    "beside "
                                  : "never adds anything to ",
                        absl::StrJoin(names, ", ")));
}

void RuleLogic::CheckAccepted() {
  const auto& accepted = knowledge_.pack().accepted_complaints();
  for (int i = 0; i < accepted.size(); ++i) {
    if (used_.contains(i)) continue;
    complaints_.push_back(MakeComplaint(accepted[i].check(),
                                        "accepted_complaints", accepted[i].id(),
                                        "accepts what nobody complains of"));
  }
}

Complaints RuleLogic::Run() {
  for (int i = 0; i < static_cast<int>(rules_.size()) && !stop_(); ++i) {
    const std::string& id = rules_[i]->id();
    const Answer can_fire = CanRuleBe(i, kv1::TRUTH_TRUE);
    Judge(can_fire, "rules", id, "be true");
    Judge(CanRuleBe(i, kv1::TRUTH_FALSE), "rules", id, "be false");
    // What never fires needs no second complaint.
    if (can_fire != Answer::kNo) CheckShadow(i);
  }
  for (const kv1::HealthCondition& condition : knowledge_.pack().conditions()) {
    if (stop_()) break;
    CheckCondition(condition);
  }
  CheckAccepted();
  return std::move(complaints_);
}

}  // namespace

Complaints CheckRuleLogic(const Knowledge& knowledge, const Stop& stop) {
  return RuleLogic(knowledge, stop).Run();
}

}  // namespace tonus::engine
