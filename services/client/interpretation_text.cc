// SPDX-License-Identifier: Apache-2.0
#include "services/client/interpretation_text.h"

#include <array>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/client/decision_text.h"
#include "services/client/finding_text.h"
#include "services/client/gate_text.h"
#include "services/client/unknown_text.h"
#include "services/client/words.h"

namespace tonus::client {
namespace {

namespace kb = ::tonus::knowledge::v1;

// The statuses that are told, in the order in which they are told.
struct Heading {
  kb::Status status;
  const char* text;
};
constexpr std::array kHeadings = {
    Heading{kb::STATUS_TIGHT, "Tight"},
    Heading{kb::STATUS_WEAK, "Weak"},
    Heading{kb::STATUS_TIGHT_AND_WEAK, "Tight and weak"},
    Heading{kb::STATUS_STIFF, "Stiff"},
    Heading{kb::STATUS_OVERLENGTHENED, "Longer than usual, never stretched"},
    Heading{kb::STATUS_NEURAL_POSITIVE, "Sensitive nerves, never stretched"},
    Heading{kb::STATUS_NEURAL_SUSPECT,
            "Possibly sensitive nerves, never stretched"},
};

void AppendSection(const std::string& heading, const std::string& lines,
                   std::string* text) {
  if (!lines.empty()) absl::StrAppend(text, "\n", heading, "\n", lines);
}

std::string FindingLines(const v1::Interpretation& interpretation,
                         kb::Status status, const Names& names) {
  std::string lines;
  for (const v1::Finding& finding : interpretation.findings()) {
    if (finding.status() != status) continue;
    absl::StrAppend(&lines, "  ", FindingText(finding, names), "\n");
  }
  return lines;
}

// The decisions that do nothing although something is known; what is not known
// has a section of its own.
google::protobuf::RepeatedPtrField<v1::Decision> DecisionsOnVerdicts(
    const v1::Interpretation& interpretation) {
  google::protobuf::RepeatedPtrField<v1::Decision> decisions;
  for (const v1::Decision& decision : interpretation.decisions()) {
    const bool unknown =
        decision.action() == knowledge::v1::DECISION_ACTION_LEAVE_ALONE &&
        absl::c_any_of(interpretation.findings(), [&](const auto& finding) {
          return finding.muscle() == decision.muscle() &&
                 finding.side() == decision.side() &&
                 finding.status() == kb::STATUS_UNKNOWN;
        });
    if (!unknown) *decisions.Add() = decision;
  }
  return decisions;
}

std::string OutcomeLines(const v1::Interpretation& interpretation) {
  std::string lines;
  for (const v1::Outcome& outcome : interpretation.outcomes()) {
    absl::StrAppend(&lines, "  ", outcome.text(), "\n");
  }
  return lines;
}

std::string SyndromeLines(const v1::Interpretation& interpretation,
                          const Names& names) {
  std::string lines;
  for (const v1::DetectedSyndrome& syndrome : interpretation.syndromes()) {
    absl::StrAppend(&lines, "  ", names.Syndrome(syndrome.syndrome()));
    const std::string side = SideWord(syndrome.side());
    if (side != "midline" && !side.empty()) {
      absl::StrAppend(&lines, ", ", side);
    }
    absl::StrAppend(&lines, syndrome.full() ? "" : ", in part", "\n");
  }
  return lines;
}

std::string ConditionLines(const v1::Interpretation& interpretation,
                           const Names& names) {
  std::string lines;
  for (const v1::ConditionInForce& condition : interpretation.conditions()) {
    absl::StrAppend(&lines, "  ", names.Condition(condition.condition()),
                    condition.rule().empty()
                        ? ""
                        : absl::StrCat(" (from rule ", condition.rule(), ")"),
                    condition.cleared() ? ", cleared by a clinician" : "",
                    "\n");
  }
  return lines;
}

std::string AdviceLines(const v1::Interpretation& interpretation) {
  std::string lines;
  for (const std::string& sentence : AdviceBeside(
           interpretation.notices(), interpretation.limits().advice())) {
    absl::StrAppend(&lines, "  ", sentence, "\n");
  }
  return lines;
}

std::string RejectedLines(const v1::Interpretation& interpretation,
                          const Names& names) {
  std::string lines;
  for (const v1::RejectedResult& rejected : interpretation.rejected_results()) {
    absl::StrAppend(&lines, "  ",
                    names.TestOnSide(rejected.test(), rejected.side()), ": ",
                    rejected.description(), " (", rejected.reason(), ")\n");
  }
  return lines;
}

// " from 2026-12-04 on, by 2026-12-08 at the latest" for a test whose time is
// still to come.
std::string DueText(const v1::TestRequest& request) {
  return absl::StrCat(
      request.has_due_date()
          ? absl::StrCat(" from ", DateWord(request.due_date()), " on")
          : "",
      request.has_last_date()
          ? absl::StrCat(", by ", DateWord(request.last_date()),
                         " at the latest")
          : "");
}

std::string RequestLines(const v1::Interpretation& interpretation,
                         const Names& names) {
  std::string lines;
  for (const v1::TestRequest& request : interpretation.test_requests()) {
    absl::StrAppend(
        &lines, "  ", names.TestOnSide(request.test(), request.side()), " (",
        request.test(), ")", DueText(request), ": ", request.reason(), "\n");
  }
  return lines;
}

}  // namespace

std::string InterpretationText(const v1::Interpretation& interpretation,
                               const Names& names) {
  std::string text = GateText(interpretation.gate(), interpretation.notices());
  if (interpretation.gate() != v1::GATE_OK) {
    absl::StrAppend(&text, QuestionsText(interpretation, names));
    AppendSection("Advice", AdviceLines(interpretation), &text);
    return text;
  }
  absl::StrAppend(&text, "Exercise may be planned.\n",
                  QuestionsText(interpretation, names));
  for (const Heading& heading : kHeadings) {
    AppendSection(heading.text,
                  FindingLines(interpretation, heading.status, names), &text);
  }
  AppendSection("Advice", AdviceLines(interpretation), &text);
  AppendSection("What is done, the most important first",
                PlanText(interpretation.decisions(), names), &text);
  AppendSection("Left alone",
                LeftAloneText(DecisionsOnVerdicts(interpretation), names),
                &text);
  AppendSection("Not known", UnknownText(interpretation, names), &text);
  AppendSection("What the questionnaires say", OutcomeLines(interpretation),
                &text);
  AppendSection("Tests that would help", RequestLines(interpretation, names),
                &text);
  AppendSection("Patterns (labels, not diagnoses)",
                SyndromeLines(interpretation, names), &text);
  AppendSection("Conditions in force", ConditionLines(interpretation, names),
                &text);
  AppendSection("Results that were not read",
                RejectedLines(interpretation, names), &text);
  return text;
}

}  // namespace tonus::client
