// SPDX-License-Identifier: Apache-2.0
#include "services/engine/notices.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

v1::SafetyNotice Notice(kv1::SafetyAction action, absl::string_view subject,
                        std::string text, absl::string_view gate) {
  v1::SafetyNotice notice;
  notice.set_action(action);
  notice.set_subject(std::string(subject));
  notice.set_text(std::move(text));
  notice.set_rule(std::string(gate));
  return notice;
}

// What follows from an action; the reason stands before it.
const char* ConsequenceOf(kv1::SafetyAction action) {
  switch (action) {
    case kv1::SAFETY_ACTION_STOP_AND_REFER_URGENT:
      return "This can be an emergency. Stop exercising and call the emergency "
             "number or go to an emergency department now.";
    case kv1::SAFETY_ACTION_REFER:
      return "See a clinician promptly, within days. Exercises wait until a "
             "clinician has cleared this.";
    case kv1::SAFETY_ACTION_REFER_ROUTINE:
      return "Arrange a routine appointment. The programme can go on.";
    default:
      return "The programme goes on carefully: easy exercises only and no "
             "stretching to the end of the range. Answer this again in a week.";
  }
}

}  // namespace

v1::SafetyNotice FlagNotice(const kv1::RedFlag& red_flag, bool reported,
                            absl::string_view gate) {
  const std::string statement =
      red_flag.statement().empty()
          ? absl::StrCat(
                reported ? "Reported: " : "Found: ", red_flag.finding(), ".")
          : red_flag.statement();
  return Notice(red_flag.action(), red_flag.id(),
                absl::StrCat(statement, " ", ConsequenceOf(red_flag.action())),
                gate);
}

v1::SafetyNotice ReferralNotice(kv1::SafetyAction action,
                                absl::string_view rule,
                                absl::string_view reason,
                                absl::string_view gate) {
  return Notice(action, rule,
                absl::StrCat("Reason: ", reason, ". ", ConsequenceOf(action)),
                gate);
}

v1::SafetyNotice BlockNotice(const kv1::HealthCondition& condition) {
  return Notice(kv1::SAFETY_ACTION_REFER, condition.id(),
                absl::StrCat("Found: ", condition.display_name(),
                             ". No exercises until a clinician has cleared "
                             "it; see one promptly."),
                "G-03");
}

v1::SafetyNotice ClearanceNotice(const kv1::HealthCondition& condition) {
  return Notice(kv1::SAFETY_ACTION_REFER, condition.id(),
                absl::StrCat("Found: ", condition.display_name(),
                             ". Exercises need a current clearance by a "
                             "clinician first."),
                "G-04");
}

v1::SafetyNotice UnknownSubjectNotice(absl::string_view subject) {
  return Notice(kv1::SAFETY_ACTION_REFER, subject,
                "This entry is not known here, so nothing can be planned "
                "around it. A clinician has to look at it first.",
                "G-02");
}

void AddWalkingSentence(v1::Interpretation* interpretation) {
  if (interpretation->notices().empty()) return;
  std::string* text = interpretation->mutable_notices(0)->mutable_text();
  absl::StrAppend(text, " Easy walking is fine meanwhile.");
}

}  // namespace tonus::engine
