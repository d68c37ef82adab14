// SPDX-License-Identifier: Apache-2.0
#include "services/client/routine_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/decision_text.h"
#include "services/client/finding_text.h"
#include "services/client/gate_text.h"
#include "services/client/session_text.h"
#include "services/client/words.h"
#include "services/measured_value.h"

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

// What is done at home, once for each week.
std::string HomeOfWeeks(const v1::Routine& routine, const Names& names) {
  std::string text;
  int week = 0;
  for (const v1::Session& session : routine.sessions()) {
    if (session.week() == week || session.home_items().empty()) continue;
    week = session.week();
    absl::StrAppend(
        &text, "  week ", week, ": ",
        absl::StrJoin(session.home_items(), "; ",
                      [&](std::string* out, const v1::HomeItem& home) {
                        absl::StrAppend(out,
                                        names.Exercise(home.item().exercise()),
                                        " ", HomeFrequencyText(home));
                      }),
        "\n");
  }
  return text;
}

std::string WalkingText(const v1::Routine& routine) {
  if (routine.walking().empty()) return "";
  return absl::StrCat(
      "  ",
      absl::StrJoin(routine.walking(), ", ",
                    [](std::string* out, const v1::WeekWalking& walking) {
                      absl::StrAppend(out, "week ", walking.week(), ": ",
                                      walking.minutes(), " min");
                    }),
      ", on 3 to 5 days each\n");
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

// "unknown: band(pke_9090) is NORMAL (missing)", and the parts of the clause
// below it.
std::string ClauseText(const v1::ClauseTrace& clause,
                       const std::string& indent) {
  std::string text = absl::StrCat(
      indent, EnumWord(kb::Truth_Name(clause.truth()), "TRUTH_"), ": ",
      clause.text(),
      clause.saw().empty() ? "" : absl::StrCat(" (", clause.saw(), ")"), "\n");
  for (const v1::ClauseTrace& part : clause.parts()) {
    absl::StrAppend(&text, ClauseText(part, absl::StrCat(indent, "  ")));
  }
  return text;
}

std::string RuleText(const v1::RuleTrace& rule, const Names& names) {
  std::string text = absl::StrCat("  ", rule.rule());
  const std::string where =
      rule.muscle().empty() ? SideWord(rule.side())
                            : names.MuscleOnSide(rule.muscle(), rule.side());
  if (!where.empty() && where != "midline") absl::StrAppend(&text, ", ", where);
  absl::StrAppend(&text, ": ", EnumWord(kb::Truth_Name(rule.truth()), "TRUTH_"),
                  "\n");
  for (const v1::ClauseTrace& clause : rule.clauses()) {
    absl::StrAppend(&text, ClauseText(clause, "    "));
  }
  return text;
}

std::string FactorsText(const v1::PriorityFactors& factors) {
  return absl::StrCat("100 x severity ", NumberWord(factors.severity()),
                      " x confidence ", NumberWord(factors.confidence()),
                      " x region ", NumberWord(factors.region()), " x pattern ",
                      NumberWord(factors.syndrome()), " x asymmetry ",
                      NumberWord(factors.asymmetry()), " x goal ",
                      NumberWord(factors.goal()), " x complaint ",
                      NumberWord(factors.complaint()), " = ",
                      NumberWord(factors.priority()));
}

// What is done in its order, and how the priorities came about.
std::string StepsText(const v1::Decision& decision, const Names& names) {
  std::string text;
  for (const v1::Step& step : decision.steps()) {
    absl::StrAppend(
        &text, "  ",
        EnumWord(knowledge::v1::Action_Name(step.action()), "ACTION_"), " ",
        names.MuscleOnSide(step.muscle(), step.side()), " (rule ", step.rule(),
        step.priority() > 0
            ? absl::StrCat(", priority ", NumberWord(step.priority()))
            : "",
        ")\n");
  }
  if (decision.has_factors()) {
    absl::StrAppend(&text, "    ",
                    names.MuscleOnSide(decision.muscle(), decision.side()),
                    ": ", FactorsText(decision.factors()), "\n");
  }
  if (decision.has_partner_factors()) {
    absl::StrAppend(
        &text, "    ",
        names.MuscleOnSide(decision.partner(), decision.partner_side()), ": ",
        FactorsText(decision.partner_factors()), "\n");
  }
  return text;
}

template <typename Rejections>
std::string RejectionsText(const Rejections& rejections) {
  std::string text;
  for (const v1::RejectedAction& rejected : rejections) {
    absl::StrAppend(&text, "  ", rejected.action(), ": ", rejected.reason(),
                    " (rule ", rejected.rule(), ")\n");
  }
  return text;
}

std::string SourceText(const v1::Source& source) {
  return absl::StrCat(
      "  ", source.subject(), ": ", source.citation(),
      source.evidence() == kb::EVIDENCE_GRADE_UNSPECIFIED
          ? ""
          : absl::StrCat(" [",
                         EnumWord(kb::EvidenceGrade_Name(source.evidence()),
                                  "EVIDENCE_GRADE_"),
                         "]"),
      "\n");
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
  section("At home", HomeOfWeeks(routine, names));
  section("Walking", WalkingText(routine));
  lines.clear();
  for (const v1::Retest& retest : routine.retests()) {
    absl::StrAppend(&lines, RetestText(retest, names));
  }
  section("Tests to repeat", lines);
  lines.clear();
  for (const std::string& advice :
       AdviceBeside(routine.notices(), routine.advice())) {
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
  std::string rejected;
  for (const v1::Finding& finding : explanation.findings()) {
    absl::StrAppend(&lines, "  ", FindingText(finding, names), ": ",
                    StatusWord(finding.status()), "\n");
    rejected += RejectionsText(finding.rejected());
  }
  section("Findings", lines);
  section("Decisions", PlanText(explanation.decisions(), names) +
                           LeftAloneText(explanation.decisions(), names));
  lines.clear();
  for (const v1::Decision& decision : explanation.decisions()) {
    lines += StepsText(decision, names);
    rejected += RejectionsText(decision.rejected());
  }
  section("Step by step", lines);
  section("Considered and rejected", rejected);
  lines.clear();
  for (const v1::Dropped& refused : explanation.refused()) {
    const std::string exercise =
        refused.exercise().empty()
            ? ""
            : absl::StrCat(names.Exercise(refused.exercise()), ": ");
    absl::StrAppend(&lines, "  ", exercise, refused.reason(), " (rule ",
                    refused.rule(), ")\n");
  }
  section("Passed over and left out", lines);
  lines.clear();
  for (const v1::RuleTrace& rule : explanation.rules()) {
    lines += RuleText(rule, names);
  }
  section("Rules", lines);
  if (!explanation.sessions().empty()) {
    section(
        "In sessions",
        absl::StrCat("  ", absl::StrJoin(explanation.sessions(), ", "), "\n"));
  }
  lines.clear();
  for (const v1::Source& source : explanation.sources()) {
    lines += SourceText(source);
  }
  section("Sources", lines);
  return text;
}

}  // namespace tonus::client
