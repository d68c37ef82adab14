// SPDX-License-Identifier: Apache-2.0
#include "services/engine/screening.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engine/adverse_event_referral.h"
#include "services/engine/clearance.h"
#include "services/engine/condition_beginning.h"
#include "services/engine/facts.h"
#include "services/engine/log_referral.h"
#include "services/engine/notices.h"
#include "services/engine/plan_limits.h"
#include "services/engine/relief_mode.h"
#include "services/engine/relief_referral.h"
#include "services/engine/tags.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// An urgent question that nobody answered, or whose no is too old to count. A
// yes never expires.
bool IsOpen(const Case& the_case, const FlagAnswers& answers) {
  if (!answers.red_flag->asked() ||
      answers.red_flag->action() != kv1::SAFETY_ACTION_STOP_AND_REFER_URGENT) {
    return false;
  }
  if (!answers.last_answer.has_value()) return true;
  return !answers.present &&
         the_case.today - *answers.last_answer >
             the_case.knowledge.pack().session().answer_days();
}

// Whether what was measured answers the question: a rule raised the flag, or
// every rule that could has seen all that it looks at.
bool IsMeasured(const Case& the_case, const kv1::RedFlag& flag) {
  bool is_measured = false;
  for (const kv1::Rule& rule : the_case.knowledge.pack().rules()) {
    if (absl::c_none_of(rule.effects(), [&](const kv1::Effect& effect) {
          return effect.raise_red_flag() == flag.id();
        })) {
      continue;
    }
    if (absl::c_any_of(the_case.undecided, [&](const FiredRule& undecided) {
          return undecided.rule == rule.id();
        })) {
      return false;
    }
    is_measured = true;
  }
  return is_measured;
}

// Whether the person is too young for the finding.
bool IsTooYoung(const Case& the_case, const kv1::RedFlag& flag) {
  return the_case.age_years.has_value() &&
         *the_case.age_years < flag.least_age_years();
}

// A question for which the gate does not wait, and that neither an answer, the
// age nor a measurement settles.
bool IsUnasked(const Case& the_case, const FlagAnswers& answers) {
  const kv1::RedFlag& flag = *answers.red_flag;
  return flag.asked() && !answers.last_answer.has_value() &&
         !IsTooYoung(the_case, flag) &&
         absl::c_none_of(the_case.raised_flags,
                         [&](const RaisedFlag& raised) {
                           return raised.red_flag == flag.id();
                         }) &&
         !IsMeasured(the_case, flag);
}

// Every flag that is raised, in pack order, each once.
std::vector<const kv1::RedFlag*> RaisedFlags(const Case& the_case) {
  std::vector<const kv1::RedFlag*> raised;
  for (const FlagAnswers& answers : the_case.flags) {
    bool is_raised = IsRaised(the_case, answers);
    for (const RaisedFlag& by_rule : the_case.raised_flags) {
      is_raised |= by_rule.red_flag == answers.red_flag->id() &&
                   IsRaised(the_case, by_rule);
    }
    if (is_raised) raised.push_back(answers.red_flag);
  }
  return raised;
}

// Whether a person said so; otherwise a rule found it.
bool IsReported(const Case& the_case, const kv1::RedFlag& flag) {
  return std::any_of(the_case.flags.begin(), the_case.flags.end(),
                     [&](const FlagAnswers& answers) {
                       return answers.red_flag == &flag &&
                              IsRaised(the_case, answers);
                     });
}

void TellFlags(const Case& the_case,
               const std::vector<const kv1::RedFlag*>& raised,
               kv1::SafetyAction action, const char* rule,
               v1::Interpretation* result) {
  for (const kv1::RedFlag* flag : raised) {
    if (flag->action() == action) {
      *result->add_notices() =
          FlagNotice(*flag, IsReported(the_case, *flag), rule, result->gate());
    }
  }
}

// What a rule advises. Where it refers, too, that is told with the referral, so
// that whoever is told of the one is told of the other.
std::string AdviceOf(const Case& the_case, const std::string& id) {
  const kv1::Rule* rule = the_case.knowledge.FindRule(id);
  std::vector<std::string> advice;
  if (rule == nullptr) return "";
  for (const kv1::Effect& effect : rule->effects()) {
    if (effect.has_advise()) advice.push_back(effect.advise());
  }
  return absl::StrJoin(advice, " ");
}

void TellReferrals(const Case& the_case, kv1::SafetyAction action,
                   const char* rule, v1::Interpretation* result) {
  std::vector<std::string> told;
  for (const RuleReferral& referral : the_case.referrals) {
    if (referral.action != action) continue;
    const std::string key = absl::StrCat(referral.rule, " ", referral.reason);
    if (std::find(told.begin(), told.end(), key) != told.end()) continue;
    told.push_back(key);
    *result->add_notices() =
        ReferralNotice({action, referral.rule, referral.reason,
                        AdviceOf(the_case, referral.rule)},
                       rule, result->gate());
  }
}

// A condition that this pack does not know can not be planned around, so a
// clinician has to say what it means.
void TellCondition(const Case& the_case, const v1::ConditionInForce& in_force,
                   v1::Interpretation* result) {
  if (in_force.cleared()) return;
  const kv1::HealthCondition* condition =
      the_case.knowledge.FindCondition(in_force.condition());
  const kv1::Rule* set_by = the_case.knowledge.FindRule(in_force.rule());
  if (condition == nullptr) {
    *result->add_notices() = UnknownSubjectNotice(in_force.condition());
  } else if (condition->gate() == kv1::CONDITION_GATE_BLOCK) {
    *result->add_notices() = BlockNotice(*condition, set_by, result->gate());
  } else if (condition->gate() == kv1::CONDITION_GATE_CLEARANCE) {
    *result->add_notices() = ClearanceNotice(*condition, set_by);
  }
}

// A yes to a flag that this pack does not know.
void TellUnknownFlags(const Case& the_case, v1::Interpretation* result) {
  std::vector<std::string> told;
  auto tell = [&](const v1::Screening& screening) {
    for (const v1::RedFlagAnswer& answer : screening.answers()) {
      if (!answer.present() ||
          the_case.knowledge.FindRedFlag(answer.red_flag()) != nullptr ||
          std::find(told.begin(), told.end(), answer.red_flag()) !=
              told.end()) {
        continue;
      }
      told.push_back(answer.red_flag());
      *result->add_notices() = UnknownSubjectNotice(answer.red_flag());
    }
  };
  for (const auto& fact : the_case.facts.assessments()) tell(fact.screening());
  for (const auto& fact : the_case.facts.check_ins()) tell(fact.recheck());
  for (const auto& fact : the_case.facts.relief()) tell(fact.begun().recheck());
}

void SortConditions(Case* the_case) {
  auto& conditions = *the_case->result.mutable_conditions();
  std::sort(conditions.begin(), conditions.end(),
            [](const v1::ConditionInForce& a, const v1::ConditionInForce& b) {
              return a.condition() < b.condition();
            });
  for (v1::ConditionInForce& in_force : conditions) {
    in_force.set_cleared(IsCleared(*the_case, in_force.condition(),
                                   BeginningOf(*the_case, in_force)));
  }
}

bool HasAction(const v1::Interpretation& result, kv1::SafetyAction action) {
  return std::any_of(result.notices().begin(), result.notices().end(),
                     [&](const v1::SafetyNotice& notice) {
                       return notice.action() == action;
                     });
}

void ApplyCaution(Case* the_case) {
  if (CautionReasons(*the_case).empty()) return;
  const kv1::SessionConstants& session = the_case->knowledge.pack().session();
  v1::PlanLimits* limits = the_case->result.mutable_limits();
  LimitLevel(session.caution_level(), limits);
  for (int technique : session.caution_forbidden_techniques()) {
    ForbidTechnique(static_cast<kv1::Technique>(technique), limits);
  }
}

// Without an age the rules about it can not fire.
void AskForAge(Case* the_case) {
  if (the_case->age_years.has_value()) return;
  the_case->result.mutable_limits()->add_advice(
      "The age is not known. Tonus is for adults, and neither that nor the "
      "limits that come with age could be checked: please give the age.");
}

}  // namespace

void AdoptConditions(Case* the_case) {
  for (const v1::ActiveCondition& reported : the_case->profile.conditions()) {
    const std::string today = ConditionToday(*the_case, reported);
    if (!today.empty()) SetCondition(today, "", the_case);
  }
}

void Screen(Case* the_case) {
  v1::Interpretation& result = the_case->result;
  ReferAfterRelief(the_case);
  ReferAfterReliefDays(the_case);
  ReferAfterLogs(the_case);
  ReferAfterAdverseEvents(the_case);
  SortConditions(the_case);
  const std::vector<const kv1::RedFlag*> raised = RaisedFlags(*the_case);

  // The gate as far as it is known, since what is told depends on it.
  result.set_gate(v1::GATE_STOP_AND_REFER_URGENT);
  TellFlags(*the_case, raised, kv1::SAFETY_ACTION_STOP_AND_REFER_URGENT, "G-01",
            &result);
  TellReferrals(*the_case, kv1::SAFETY_ACTION_STOP_AND_REFER_URGENT, "G-01",
                &result);
  for (const FlagAnswers& answers : the_case->flags) {
    if (IsOpen(*the_case, answers)) {
      result.add_open_questions(answers.red_flag->id());
    } else if (IsUnasked(*the_case, answers)) {
      result.add_unasked_questions(answers.red_flag->id());
    }
  }
  if (!HasAction(result, kv1::SAFETY_ACTION_STOP_AND_REFER_URGENT)) {
    result.set_gate(result.open_questions().empty() ? v1::GATE_REFER
                                                    : v1::GATE_NOT_CLEARED);
  }
  TellFlags(*the_case, raised, kv1::SAFETY_ACTION_REFER, "G-02", &result);
  TellReferrals(*the_case, kv1::SAFETY_ACTION_REFER, "G-02", &result);
  TellUnknownFlags(*the_case, &result);
  for (const v1::ConditionInForce& in_force : result.conditions()) {
    TellCondition(*the_case, in_force, &result);
  }
  if (result.gate() == v1::GATE_REFER &&
      !HasAction(result, kv1::SAFETY_ACTION_REFER)) {
    result.set_gate(v1::GATE_OK);
  }
  if (WalkingIsFine(the_case->knowledge, result)) AddWalkingSentence(&result);
  TellFlags(*the_case, raised, kv1::SAFETY_ACTION_CAUTION, "G-05", &result);
  TellReferrals(*the_case, kv1::SAFETY_ACTION_CAUTION, "G-05", &result);
  TellFlags(*the_case, raised, kv1::SAFETY_ACTION_REFER_ROUTINE, "", &result);
  TellReferrals(*the_case, kv1::SAFETY_ACTION_REFER_ROUTINE, "", &result);

  ApplyCaution(the_case);
  AskForAge(the_case);
  for (v1::TagRestriction& restriction : RestrictedTags(*the_case)) {
    *result.add_tags() = std::move(restriction);
  }
}

}  // namespace tonus::engine
