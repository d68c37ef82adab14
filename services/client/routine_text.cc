// SPDX-License-Identifier: Apache-2.0
#include "services/client/routine_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/decision_text.h"
#include "services/client/finding_text.h"
#include "services/client/gate_text.h"
#include "services/client/words.h"

namespace tonus::client {
namespace {

namespace kb = ::tonus::knowledge::v1;

std::string BriefSession(const v1::Session& session, const Names& names) {
  return absl::StrCat(
      "  ", session.number(), ". week ", session.week(), ", ",
      DateWord(session.date()), ", ", MinutesWord(session.total_minutes()),
      ": ",
      absl::StrJoin(session.items(), ", ",
                    [&](std::string* out, const v1::SessionItem& item) {
                      out->append(names.Exercise(item.exercise()));
                    }),
      "\n");
}

std::string RetestText(const v1::Retest& retest, const Names& names) {
  const std::string when =
      retest.before_session() > 0
          ? absl::StrCat("before session ", retest.before_session())
          : absl::StrCat("after session ", retest.after_session());
  return absl::StrCat("  ", when, ": ",
                      absl::StrJoin(retest.tests(), ", ",
                                    [&](std::string* out, const auto& test) {
                                      out->append(names.Test(test));
                                    }),
                      "\n");
}

// "unknown: band(pke_9090) is NORMAL (missing)"
std::string ClauseText(const v1::ClauseTrace& clause) {
  return absl::StrCat(
      EnumWord(kb::Truth_Name(clause.truth()), "TRUTH_"), ": ", clause.text(),
      clause.saw().empty() ? "" : absl::StrCat(" (", clause.saw(), ")"));
}

}  // namespace

std::string RoutineText(const v1::Routine& routine, const Names& names) {
  std::string text = GateText(routine.gate(), routine.notices());
  if (routine.gate() != v1::GATE_OK) return text;
  absl::StrAppend(&text, "Routine from ", DateWord(routine.start_date()), ", ",
                  CountWord(routine.sessions_size(), "session"), ", pack ",
                  routine.pack_version(), ", revision ", routine.revision(),
                  "\n");
  const auto section = [&](const char* heading, const std::string& lines) {
    if (!lines.empty()) absl::StrAppend(&text, "\n", heading, "\n", lines);
  };
  section("What is done, the most important first",
          PlanText(routine.decisions(), names));
  section("Left alone", LeftAloneText(routine.decisions(), names));
  std::string lines;
  for (const v1::Uncovered& uncovered : routine.uncovered()) {
    absl::StrAppend(&lines, "  ", uncovered.decision(), ": ",
                    uncovered.reason(), "\n");
  }
  section("No safe exercise found", lines);
  lines.clear();
  for (const v1::Session& session : routine.sessions()) {
    absl::StrAppend(&lines, BriefSession(session, names));
  }
  section("Sessions", lines);
  lines.clear();
  for (const v1::Retest& retest : routine.retests()) {
    absl::StrAppend(&lines, RetestText(retest, names));
  }
  section("Tests to repeat", lines);
  lines.clear();
  for (const std::string& advice : routine.advice()) {
    absl::StrAppend(&lines, "  ", advice, "\n");
  }
  section("Advice", lines);
  return text;
}

std::string ExplanationText(const v1::Explanation& explanation,
                            const Names& names) {
  std::string text;
  for (const std::string& sentence : explanation.sentences()) {
    absl::StrAppend(&text, sentence, "\n");
  }
  const auto section = [&](const char* heading, const std::string& lines) {
    if (!lines.empty()) absl::StrAppend(&text, "\n", heading, "\n", lines);
  };
  std::string lines;
  for (const v1::Finding& finding : explanation.findings()) {
    absl::StrAppend(&lines, "  ", FindingText(finding, names), ": ",
                    StatusWord(finding.status()), "\n");
  }
  section("Findings", lines);
  section("Decisions", PlanText(explanation.decisions(), names) +
                           LeftAloneText(explanation.decisions(), names));
  lines.clear();
  for (const v1::Decision& decision : explanation.decisions()) {
    for (const v1::RejectedAction& rejected : decision.rejected()) {
      absl::StrAppend(&lines, "  ", rejected.action(), ": ", rejected.reason(),
                      " (rule ", rejected.rule(), ")\n");
    }
  }
  section("Considered and rejected", lines);
  lines.clear();
  for (const v1::RuleTrace& rule : explanation.rules()) {
    absl::StrAppend(&lines, "  ", rule.rule(), ": ",
                    EnumWord(kb::Truth_Name(rule.truth()), "TRUTH_"), "\n");
    for (const v1::ClauseTrace& clause : rule.clauses()) {
      absl::StrAppend(&lines, "    ", ClauseText(clause), "\n");
    }
  }
  section("Rules", lines);
  if (!explanation.sessions().empty()) {
    section(
        "In sessions",
        absl::StrCat("  ", absl::StrJoin(explanation.sessions(), ", "), "\n"));
  }
  lines.clear();
  for (const v1::Source& source : explanation.sources()) {
    absl::StrAppend(&lines, "  ", source.subject(), ": ", source.citation(),
                    "\n");
  }
  section("Sources", lines);
  return text;
}

}  // namespace tonus::client
