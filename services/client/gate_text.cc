// SPDX-License-Identifier: Apache-2.0
#include "services/client/gate_text.h"

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/client/words.h"

namespace tonus::client {
namespace {

std::string Headline(v1::Gate gate) {
  switch (gate) {
    case v1::GATE_OK:
      return "";
    case v1::GATE_STOP_AND_REFER_URGENT:
      return "STOP. This needs urgent medical help now. No exercise.\n";
    case v1::GATE_REFER:
      return "No exercise until a clinician has seen this.\n";
    case v1::GATE_NOT_CLEARED:
      return "No exercise yet: urgent red-flag questions are not answered. An "
             "assessment that answers them changes that; explain lists them.\n";
    default:
      return "No exercise: the server did not say that it is safe.\n";
  }
}

std::string QuestionLines(
    const google::protobuf::RepeatedPtrField<std::string>& red_flags,
    const Names& names) {
  std::string lines;
  for (const std::string& id : red_flags) {
    absl::StrAppend(&lines, "  ", names.RedFlag(id), " (", id, ")\n");
  }
  return lines;
}

}  // namespace

std::string GateText(
    v1::Gate gate,
    const google::protobuf::RepeatedPtrField<v1::SafetyNotice>& notices) {
  std::string text = Headline(gate);
  for (const v1::SafetyNotice& notice : notices) {
    // The subject, when nothing was written for it, is better than silence.
    absl::StrAppend(&text, "! ",
                    notice.text().empty() ? notice.subject() : notice.text(),
                    "\n");
  }
  return text;
}

std::vector<std::string> AdviceBeside(
    const google::protobuf::RepeatedPtrField<v1::SafetyNotice>& notices,
    const google::protobuf::RepeatedPtrField<std::string>& advice) {
  std::vector<std::string> beside;
  for (const std::string& sentence : advice) {
    if (absl::c_none_of(notices, [&](const v1::SafetyNotice& notice) {
          return absl::StrContains(notice.text(), sentence);
        })) {
      beside.push_back(sentence);
    }
  }
  return beside;
}

std::string QuestionsText(const v1::Interpretation& interpretation,
                          const Names& names) {
  std::string text;
  if (!interpretation.open_questions().empty()) {
    absl::StrAppend(&text, "Ask about:\n",
                    QuestionLines(interpretation.open_questions(), names));
  }
  const auto& unasked = interpretation.unasked_questions();
  if (!unasked.empty() &&
      interpretation.gate() != v1::GATE_STOP_AND_REFER_URGENT) {
    absl::StrAppend(&text, "! ",
                    CountWord(unasked.size(), "other screening question"),
                    unasked.size() == 1 ? " was" : " were",
                    " never asked, so what a yes would bring is not known. "
                    "Ask about:\n",
                    QuestionLines(unasked, names));
  }
  if (text.empty()) return "";
  return absl::StrCat(text,
                      "Then submit again with --yes ID for each yes, and "
                      "--deny-red-flags when all others were answered no.\n");
}

}  // namespace tonus::client
