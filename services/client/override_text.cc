// SPDX-License-Identifier: Apache-2.0
#include "services/client/override_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/diff_text.h"
#include "services/client/gate_text.h"
#include "services/client/words.h"

namespace tonus::client {
namespace {

std::string CapText(const v1::DoseCap& cap, const Names& names) {
  std::string text = cap.exercise().empty() ? std::string("every exercise")
                                            : names.Exercise(cap.exercise());
  if (cap.max_sets() > 0) {
    absl::StrAppend(&text, ", at most ", CountWord(cap.max_sets(), "set"));
  }
  if (cap.percent() > 0) {
    absl::StrAppend(&text, ", ", cap.percent(), " percent of the dose");
  }
  return text;
}

std::string ReasonWord(v1::OverrideReason reason) {
  return EnumWord(v1::OverrideReason_Name(reason), "OVERRIDE_REASON_");
}

}  // namespace

std::string ChangeText(const v1::Override& override, const Names& names) {
  switch (override.change_case()) {
    case v1::Override::kPinExercise:
      return absl::StrCat(names.Exercise(override.pin_exercise()),
                          " in every session where it is safe");
    case v1::Override::kExcludeExercise:
      return absl::StrCat(names.Exercise(override.exclude_exercise()),
                          " is never planned");
    case v1::Override::kReplaceExercise:
      return absl::StrCat(
          names.Exercise(override.replace_exercise().replacement()),
          " in the place of ",
          names.Exercise(override.replace_exercise().exercise()));
    case v1::Override::kForceVerdict:
      return absl::StrCat(names.MuscleOnSide(override.force_verdict().muscle(),
                                             override.force_verdict().side()),
                          " counts as ",
                          StatusWord(override.force_verdict().status()));
    case v1::Override::kMuteVerdict:
      return absl::StrCat("nothing follows from ",
                          names.MuscleOnSide(override.mute_verdict().muscle(),
                                             override.mute_verdict().side()));
    case v1::Override::kDoseCap:
      return CapText(override.dose_cap(), names);
    case v1::Override::kLevelCap:
      return absl::StrCat("no exercise above level ", override.level_cap());
    case v1::Override::kPolicy:
      return absl::StrCat("policy ", override.policy().policy(), ": ",
                          override.policy().choice());
    case v1::Override::kPermitExercise:
      return absl::StrCat(names.Exercise(override.permit_exercise()),
                          " may be chosen");
    case v1::Override::kEquipment:
      return absl::StrCat(
          "equipment at hand: ",
          absl::StrJoin(override.equipment().equipment(), ", "));
    case v1::Override::CHANGE_NOT_SET:
      break;
  }
  return "nothing";
}

std::string OverrideLine(const v1::Override& override, const Names& names) {
  std::string text =
      absl::StrCat(override.name(), "  ", ChangeText(override, names),
                   "; from ", DateWord(override.start_date()),
                   override.has_end_date()
                       ? absl::StrCat(" until ", DateWord(override.end_date()))
                       : "",
                   "; ", ReasonWord(override.reason()));
  if (!override.author().empty()) {
    absl::StrAppend(&text, "; by ", override.author());
  }
  if (override.has_clear_time()) {
    absl::StrAppend(&text, "; cleared ", TimeWord(override.clear_time()), ", ",
                    ReasonWord(override.clear_reason()));
  }
  return absl::StrCat(text, "\n");
}

std::string ClearanceText(const v1::RecordClearanceResponse& response) {
  return absl::StrCat(
      "Cleared ", response.clearance().subject(), " from ",
      DateWord(response.clearance().date()), " until ",
      DateWord(response.end_date()), ".\n",
      response.in_force()
          ? ""
          : "It opens nothing now: it has not begun, its time is over, or a "
            "red flag or stop symptom was told on its day or later. After "
            "such a one, record what a clinician cleared on a later day.\n",
      GateText(response.gate(), response.notices()));
}

std::string ProposalLine(const v1::Proposal& proposal) {
  std::string text = absl::StrCat(
      proposal.name(), "  ",
      EnumWord(v1::ProposalState_Name(proposal.state()), "PROPOSAL_STATE_"),
      "; made ", TimeWord(proposal.create_time()), " since ",
      EnumWord(proposal.cause(), ""));
  if (!proposal.reviewer().empty()) {
    absl::StrAppend(
        &text, "; reviewed by ", proposal.reviewer(), ", ",
        EnumWord(v1::ReviewReason_Name(proposal.reason()), "REVIEW_REASON_"));
  }
  return absl::StrCat(text, "\n");
}

std::string ProposalText(const v1::Proposal& proposal, const Names& names) {
  return absl::StrCat(ProposalLine(proposal), DiffText(proposal.diff(), names));
}

}  // namespace tonus::client
