// SPDX-License-Identifier: Apache-2.0
#include "services/client/alert_text.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/words.h"

namespace tonus::client {
namespace {

std::string OnSide(const std::string& subject, knowledge::v1::Side side) {
  return side == knowledge::v1::SIDE_LEFT || side == knowledge::v1::SIDE_RIGHT
             ? absl::StrCat(subject, " ", SideWord(side))
             : subject;
}

// What it follows from, for example `A-040, sessions 3 and 4`.
std::string EvidenceOf(const v1::Alert& alert) {
  std::vector<std::string> parts;
  if (!alert.rule().empty()) parts.push_back(alert.rule());
  if (!alert.red_flag().empty()) parts.push_back(alert.red_flag());
  for (const std::string& subject : {alert.exercise(), alert.muscle()}) {
    if (!subject.empty()) parts.push_back(OnSide(subject, alert.side()));
  }
  if (!alert.tests().empty()) {
    parts.push_back(absl::StrJoin(alert.tests(), ", "));
  }
  if (!alert.sessions().empty()) {
    parts.push_back(
        absl::StrCat(alert.sessions_size() == 1 ? "session " : "sessions ",
                     absl::StrJoin(alert.sessions(), ", ")));
  }
  if (!alert.relief_runs().empty()) {
    parts.push_back(absl::StrCat(
        alert.relief_runs_size() == 1 ? "relief run " : "relief runs ",
        absl::StrJoin(alert.relief_runs(), ", ")));
  }
  if (!alert.home_logs().empty()) {
    parts.push_back(
        absl::StrCat("at home ", absl::StrJoin(alert.home_logs(), ", ")));
  }
  if (!alert.morning_logs().empty()) {
    parts.push_back(absl::StrCat("told of the morning in ",
                                 absl::StrJoin(alert.morning_logs(), ", ")));
  }
  if (alert.has_date()) parts.push_back(DateWord(alert.date()));
  for (const std::string& name : {alert.proposal(), alert.adverse_event()}) {
    if (!name.empty()) parts.push_back(name);
  }
  return absl::StrJoin(parts, "; ");
}

}  // namespace

std::string UrgencyWord(v1::AlertUrgency urgency) {
  switch (urgency) {
    case v1::ALERT_URGENCY_NOW:
      return "NOW";
    case v1::ALERT_URGENCY_DAYS:
      return "within days";
    default:
      return "routine";
  }
}

std::string AlertText(const v1::Alert& alert) {
  std::string text = absl::StrCat(
      "[", UrgencyWord(alert.urgency()), "] ",
      EnumWord(knowledge::v1::AlertKind_Name(alert.kind()), "ALERT_KIND_"),
      ", ", TimeWord(alert.raise_time()), "\n  ", alert.text(), "\n");
  const std::string evidence = EvidenceOf(alert);
  if (!evidence.empty()) absl::StrAppend(&text, "  Since: ", evidence, "\n");
  if (alert.state() == v1::ALERT_STATE_ACKNOWLEDGED) {
    absl::StrAppend(
        &text, "  Acknowledged by ", alert.acknowledger(), ": ",
        EnumWord(v1::AlertReason_Name(alert.reason()), "ALERT_REASON_"), "\n");
  } else if (alert.state() == v1::ALERT_STATE_SETTLED) {
    absl::StrAppend(&text, "  Settled ", TimeWord(alert.update_time()), "\n");
  }
  return absl::StrCat(text, "  ", alert.name(), "\n");
}

std::string AdverseEventText(const v1::AdverseEvent& event) {
  std::string text = absl::StrCat(
      DateWord(event.onset_date()), "  ",
      EnumWord(v1::AdverseEventKind_Name(event.kind()), "ADVERSE_EVENT_KIND_"),
      ", ",
      EnumWord(knowledge::v1::AdverseEventSeverity_Name(event.severity()),
               "ADVERSE_EVENT_SEVERITY_"),
      "; caused by the programme: ",
      EnumWord(v1::AdverseEventRelation_Name(event.relation()),
               "ADVERSE_EVENT_RELATION_"),
      "; ",
      EnumWord(v1::AdverseEventCourse_Name(event.course()),
               "ADVERSE_EVENT_COURSE_"),
      "\n");
  if (event.session_number() > 0 || !event.exercise().empty()) {
    std::vector<std::string> parts;
    if (!event.exercise().empty()) {
      parts.push_back(std::string(absl::StripTrailingAsciiWhitespace(
          absl::StrCat(event.exercise(), " ", SideWord(event.side())))));
    }
    if (event.session_number() > 0) {
      parts.push_back(absl::StrCat("session ", event.session_number()));
    }
    absl::StrAppend(&text, "  ", absl::StrJoin(parts, ", "), "\n");
  }
  return absl::StrCat(text, "  Pack ", event.pack_version(), "; recorded ",
                      TimeWord(event.create_time()), " by ", event.reporter(),
                      "\n  ", event.name(), "\n");
}

}  // namespace tonus::client
