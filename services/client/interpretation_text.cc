// SPDX-License-Identifier: Apache-2.0
#include "services/client/interpretation_text.h"

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/decision_text.h"
#include "services/client/finding_text.h"
#include "services/client/gate_text.h"
#include "services/client/words.h"

namespace tonus::client {
namespace {

namespace kb = ::tonus::knowledge::v1;

// The statuses that are told, in the order in which they are told.
struct Heading {
  kb::Status status;
  const char* text;
};
constexpr Heading kHeadings[] = {
    {kb::STATUS_TIGHT, "Tight"},
    {kb::STATUS_WEAK, "Weak"},
    {kb::STATUS_TIGHT_AND_WEAK, "Tight and weak"},
    {kb::STATUS_STIFF, "Stiff"},
    {kb::STATUS_OVERLENGTHENED, "Longer than usual, never stretched"},
    {kb::STATUS_NEURAL_POSITIVE, "Sensitive nerves, never stretched"},
    {kb::STATUS_NEURAL_SUSPECT, "Possibly sensitive nerves, never stretched"},
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

// What was measured without a verdict one by one, the rest in one line.
std::string UnknownLines(const v1::Interpretation& interpretation,
                         const Names& names) {
  std::string lines;
  std::vector<std::string> untested;
  for (const v1::Finding& finding : interpretation.findings()) {
    if (finding.status() != kb::STATUS_UNKNOWN) continue;
    if (!finding.evidence().empty()) {
      absl::StrAppend(&lines, "  ", FindingText(finding, names), "\n");
      continue;
    }
    const std::string name = names.Muscle(finding.muscle());
    if (!absl::c_linear_search(untested, name)) untested.push_back(name);
  }
  if (!untested.empty()) {
    absl::StrAppend(&lines, "  Not tested, so nothing is done to ",
                    untested.size() == 1 ? "it: " : "them: ",
                    absl::StrJoin(untested, ", "), "\n");
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

std::string RequestLines(const v1::Interpretation& interpretation,
                         const Names& names) {
  std::string lines;
  for (const v1::TestRequest& request : interpretation.test_requests()) {
    absl::StrAppend(&lines, "  ",
                    names.TestOnSide(request.test(), request.side()), " (",
                    request.test(), "): ", request.reason(), "\n");
  }
  return lines;
}

}  // namespace

std::string InterpretationText(const v1::Interpretation& interpretation,
                               const Names& names) {
  std::string text = GateText(interpretation.gate(), interpretation.notices());
  if (interpretation.gate() != v1::GATE_OK) {
    return text + OpenQuestionsText(interpretation.open_questions(), names);
  }
  absl::StrAppend(&text, "Exercise may be planned.\n");
  for (const Heading& heading : kHeadings) {
    AppendSection(heading.text,
                  FindingLines(interpretation, heading.status, names), &text);
  }
  AppendSection("What is done, the most important first",
                PlanText(interpretation.decisions(), names), &text);
  AppendSection("Left alone", LeftAloneText(interpretation.decisions(), names),
                &text);
  AppendSection("Not known", UnknownLines(interpretation, names), &text);
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
