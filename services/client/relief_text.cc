// SPDX-License-Identifier: Apache-2.0
#include "services/client/relief_text.h"

#include "absl/strings/str_cat.h"
#include "services/client/dose_text.h"
#include "services/client/gate_text.h"
#include "services/client/words.h"

namespace tonus::client {
namespace {

void AddItem(const char* label, const v1::SessionItem& item, const Names& names,
             std::string* text) {
  absl::StrAppend(text, label, names.Exercise(item.exercise()), "\n");
  if (const std::string dose = DoseText(item); !dose.empty()) {
    absl::StrAppend(text, "  ", dose, "\n");
  }
  if (item.caution()) {
    absl::StrAppend(text, "  Caution: half range; stop at pain 2 of 10\n");
  }
  const std::string how = names.Instruction(item.exercise());
  if (!how.empty()) absl::StrAppend(text, "  How: ", how, "\n");
}

std::string StepText(const v1::ReliefStep& step, const Names& names) {
  std::string text;
  for (const v1::SessionItem& item : step.warm_up()) {
    AddItem("First warm up: ", item, names, &text);
  }
  AddItem(step.repeated_step() ? "Once more: " : "Do: ", step.item(), names,
          &text);
  absl::StrAppend(&text, "  Then wait ", SecondsWord(step.wait_seconds()),
                  ".\n");
  return text;
}

const char* EndWord(v1::ReliefState state) {
  switch (state) {
    case v1::RELIEF_STATE_RELIEVED:
      return "Relieved";
    case v1::RELIEF_STATE_EXHAUSTED:
      return "Nothing is left to try";
    case v1::RELIEF_STATE_ABORTED:
      return "Stopped for safety";
    case v1::RELIEF_STATE_BLOCKED:
      return "Not now";
    default:
      return "Ended";
  }
}

}  // namespace

std::string ReliefText(const v1::ReliefRun& run, const Names& names) {
  std::string text;
  if (run.state() == v1::RELIEF_STATE_STEP) {
    text = StepText(run.step(), names);
  } else {
    text = absl::StrCat(
        EndWord(run.state()), ". ", run.reason(),
        run.rule().empty() ? "" : absl::StrCat(" (rule ", run.rule(), ")"),
        "\n");
  }
  for (const v1::SessionItem& item : run.offered()) {
    AddItem("You may still do: ", item, names, &text);
  }
  for (const std::string& advice : run.advice()) {
    absl::StrAppend(&text, "Advice: ", advice, "\n");
  }
  if (run.state() != v1::RELIEF_STATE_STEP) {
    absl::StrAppend(&text, GateText(run.gate(), run.notices()));
  }
  return text;
}

}  // namespace tonus::client
