// SPDX-License-Identifier: Apache-2.0
#include "services/engine/notices.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace tonus::engine {

const char kWalkingSentence[] =
    "Easy walking is fine meanwhile, as long as it feels good.";

namespace {

namespace kv1 = knowledge::v1;

v1::SafetyNotice Notice(kv1::SafetyAction action, absl::string_view subject,
                        std::string text, absl::string_view rule) {
  v1::SafetyNotice notice;
  notice.set_action(action);
  notice.set_subject(std::string(subject));
  notice.set_text(std::move(text));
  notice.set_rule(std::string(rule));
  return notice;
}

const char* UrgentConsequence() {
  return "This can be an emergency. Stop exercising and call the emergency "
         "number or go to an emergency department now.";
}

// In an emergency nothing is told that could be read as time to wait.
const char* ReferralConsequence(v1::Gate gate) {
  if (gate == v1::GATE_STOP_AND_REFER_URGENT) {
    return "Tell those who help now about this too. Exercises wait until a "
           "clinician has cleared it.";
  }
  return "See a clinician promptly, within days. Exercises wait until a "
         "clinician has cleared this.";
}

const char* RoutineConsequence(v1::Gate gate) {
  switch (gate) {
    case v1::GATE_OK:
      return "Arrange a routine appointment. The programme can go on.";
    case v1::GATE_NOT_CLEARED:
      return "Arrange a routine appointment. Exercises wait until the urgent "
             "questions are answered.";
    case v1::GATE_STOP_AND_REFER_URGENT:
      return "Arrange a routine appointment once the emergency is over. "
             "Exercises wait until a clinician has cleared them.";
    default:
      return "Speak of it, too, with the clinician whom you have to see: "
             "exercises wait for that.";
  }
}

constexpr char kAnswerAgain[] = " Answer this again in a week.";
constexpr char kTestAgain[] =
    " That lasts until the tests behind it are in order or too old to count.";

const char* CautionConsequence(v1::Gate gate) {
  switch (gate) {
    case v1::GATE_OK:
      return "The programme goes on carefully: easy exercises only and no "
             "stretching to the end of the range.";
    case v1::GATE_NOT_CLEARED:
      return "Exercises wait until the urgent questions are answered, and are "
             "easy ones then, without stretching to the end of the range.";
    default:
      return "No exercises now. When a clinician allows them again, easy ones "
             "only, without stretching to the end of the range.";
  }
}

// What follows from an action; the reason stands before it.
const char* ConsequenceOf(kv1::SafetyAction action, v1::Gate gate) {
  switch (action) {
    case kv1::SAFETY_ACTION_STOP_AND_REFER_URGENT:
      return UrgentConsequence();
    case kv1::SAFETY_ACTION_REFER:
      return ReferralConsequence(gate);
    case kv1::SAFETY_ACTION_REFER_ROUTINE:
      return RoutineConsequence(gate);
    default:
      return CautionConsequence(gate);
  }
}

// Until when caution lasts: an answer is given again, a sign is tested again.
std::string EndOf(kv1::SafetyAction action, v1::Gate gate, bool answered) {
  if (action != kv1::SAFETY_ACTION_CAUTION || gate != v1::GATE_OK) return "";
  return answered ? kAnswerAgain : kTestAgain;
}

// What follows from an action, told to a clinician.
const char* ForClinician(kv1::SafetyAction action) {
  switch (action) {
    case kv1::SAFETY_ACTION_STOP_AND_REFER_URGENT:
      return "This can be an emergency: the person was told to get help at "
             "once, and no exercise is left until it is cleared.";
    case kv1::SAFETY_ACTION_REFER:
      return "The person was told to see a clinician within days. The "
             "programme rests until it is cleared.";
    case kv1::SAFETY_ACTION_REFER_ROUTINE:
      return "The person was advised to arrange a routine appointment.";
    default:
      return "Exercises are easy ones.";
  }
}

// What a person did not report is told as the rule says it: it rests on a sign,
// or only on what is not known.
std::string StatementOf(const kv1::HealthCondition& condition,
                        const kv1::Rule* set_by) {
  if (set_by == nullptr) {
    return absl::StrCat("Reported: ", condition.display_name(), ".");
  }
  return absl::StrContains(set_by->text(), "diagnosis")
             ? set_by->text()
             : absl::StrCat(set_by->text(), " That is no diagnosis.");
}

}  // namespace

v1::SafetyNotice FlagNotice(const kv1::RedFlag& red_flag, bool reported,
                            absl::string_view rule, v1::Gate gate) {
  const std::string statement =
      red_flag.statement().empty()
          ? absl::StrCat(
                reported ? "Reported: " : "Found: ", red_flag.finding(), ".")
          : red_flag.statement();
  return Notice(
      red_flag.action(), red_flag.id(),
      absl::StrCat(statement, " ", ConsequenceOf(red_flag.action(), gate),
                   EndOf(red_flag.action(), gate, reported)),
      rule);
}

v1::SafetyNotice ReferralNotice(const Referral& referral,
                                absl::string_view rule, v1::Gate gate) {
  std::string text = absl::StrCat("Reason: ", referral.reason, ". ",
                                  ConsequenceOf(referral.action, gate),
                                  EndOf(referral.action, gate, false));
  if (!referral.advice.empty()) absl::StrAppend(&text, " ", referral.advice);
  return Notice(referral.action, referral.rule, std::move(text), rule);
}

v1::SafetyNotice BlockNotice(const kv1::HealthCondition& condition,
                             const kv1::Rule* set_by, v1::Gate gate) {
  return Notice(kv1::SAFETY_ACTION_REFER, condition.id(),
                absl::StrCat(StatementOf(condition, set_by),
                             " No exercises until a clinician has cleared it; ",
                             gate == v1::GATE_STOP_AND_REFER_URGENT
                                 ? "tell those who help now about it too."
                                 : "see one promptly."),
                "G-03");
}

v1::SafetyNotice ClearanceNotice(const kv1::HealthCondition& condition,
                                 const kv1::Rule* set_by) {
  return Notice(kv1::SAFETY_ACTION_REFER, condition.id(),
                absl::StrCat(StatementOf(condition, set_by),
                             " Exercises need a current clearance by a "
                             "clinician first."),
                "G-04");
}

v1::SafetyNotice UnknownSubjectNotice(absl::string_view subject) {
  return Notice(kv1::SAFETY_ACTION_REFER, subject,
                "This entry is not known here, so nothing can be planned "
                "around it. A clinician has to look at it first.",
                "G-02");
}

bool WalkingIsFine(const Knowledge& knowledge,
                   const v1::Interpretation& interpretation) {
  if (interpretation.gate() != v1::GATE_REFER) return false;
  const auto leaves_it = [&](const v1::SafetyNotice& notice) {
    const kv1::RedFlag* flag = knowledge.FindRedFlag(notice.subject());
    if (flag != nullptr) return !flag->no_walking_advice();
    return knowledge.FindCondition(notice.subject()) != nullptr ||
           knowledge.FindRule(notice.subject()) != nullptr;
  };
  const auto forbids_it = [&](const v1::ConditionInForce& in_force) {
    const kv1::HealthCondition* condition =
        knowledge.FindCondition(in_force.condition());
    return condition != nullptr && condition->no_walking_advice();
  };
  return absl::c_all_of(interpretation.notices(), leaves_it) &&
         absl::c_none_of(interpretation.conditions(), forbids_it);
}

void AddWalkingSentence(v1::Interpretation* interpretation) {
  if (interpretation->notices().empty()) return;
  std::string* text = interpretation->mutable_notices(0)->mutable_text();
  absl::StrAppend(text, " ", kWalkingSentence);
}

std::string TextForClinician(const v1::SafetyNotice& notice, v1::Gate gate) {
  return absl::StrReplaceAll(
      notice.text(),
      {{ConsequenceOf(notice.action(), gate), ForClinician(notice.action())},
       {kAnswerAgain, " That lasts until the answer is given again."},
       {absl::StrCat(" ", kWalkingSentence), ""}});
}

}  // namespace tonus::engine
