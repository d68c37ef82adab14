// SPDX-License-Identifier: Apache-2.0
#include "services/engine/override_words.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engine/policy.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

using v1::Override;

// The id when the pack does not have it any more.
std::string Named(const Knowledge& knowledge, const std::string& id) {
  const auto* exercise = knowledge.FindExercise(id);
  return exercise == nullptr ? id : ExerciseName(*exercise);
}

std::string CapWords(const Knowledge& knowledge, const v1::DoseCap& cap) {
  std::vector<std::string> limits;
  if (cap.max_sets() > 0) {
    limits.push_back(absl::StrCat("at most ", cap.max_sets(),
                                  cap.max_sets() == 1 ? " set" : " sets"));
  }
  if (cap.percent() > 0) {
    limits.push_back(absl::StrCat(cap.percent(), " percent of the dose"));
  }
  return absl::StrCat("limits ",
                      cap.exercise().empty() ? "every exercise"
                                             : Named(knowledge, cap.exercise()),
                      " to ", absl::StrJoin(limits, " and "));
}

std::string EquipmentWords(const Knowledge& knowledge,
                           const v1::EquipmentAtHand& at_hand) {
  std::vector<std::string> names;
  for (const std::string& id : at_hand.equipment()) {
    const auto* equipment = knowledge.FindEquipment(id);
    names.push_back(equipment == nullptr ? id : equipment->display_name());
  }
  return absl::StrCat("says what is at hand: ",
                      names.empty() ? "nothing" : absl::StrJoin(names, ", "));
}

std::string PolicyWords(const Knowledge& knowledge,
                        const v1::PolicyChoice& chosen) {
  const auto* policy = FindPolicy(knowledge, chosen.policy());
  const auto* choice =
      policy == nullptr ? nullptr : FindChoice(*policy, chosen.choice());
  return choice == nullptr
             ? absl::StrCat("chose ", chosen.choice(), " for ", chosen.policy())
             : absl::StrCat("answered \"", policy->question(), "\" with \"",
                            choice->text(), "\"");
}

// Behind "A clinician ".
std::string Deed(const Knowledge& knowledge, const Override& override) {
  switch (override.change_case()) {
    case Override::kPinExercise:
      return absl::StrCat("wants ", Named(knowledge, override.pin_exercise()),
                          " in every session in which it is safe");
    case Override::kExcludeExercise:
      return absl::StrCat("excludes ",
                          Named(knowledge, override.exclude_exercise()));
    case Override::kReplaceExercise:
      return absl::StrCat(
          "wants ", Named(knowledge, override.replace_exercise().replacement()),
          " in the place of ",
          Named(knowledge, override.replace_exercise().exercise()));
    case Override::kForceVerdict:
      return absl::StrCat(
          "judges the ",
          TargetName(knowledge, override.force_verdict().muscle(),
                     override.force_verdict().side()),
          " as ", StatusWords(override.force_verdict().status()),
          ", whatever was measured");
    case Override::kMuteVerdict:
      return absl::StrCat(
          "wants nothing to follow from the verdict on the ",
          TargetName(knowledge, override.mute_verdict().muscle(),
                     override.mute_verdict().side()));
    case Override::kDoseCap:
      return CapWords(knowledge, override.dose_cap());
    case Override::kLevelCap:
      return absl::StrCat("allows exercises up to level ",
                          override.level_cap());
    case Override::kPolicy:
      return PolicyWords(knowledge, override.policy());
    case Override::kPermitExercise:
      return absl::StrCat("taught ",
                          Named(knowledge, override.permit_exercise()),
                          " in person, so it may be chosen");
    case Override::kEquipment:
      return EquipmentWords(knowledge, override.equipment());
    case Override::CHANGE_NOT_SET:
      break;
  }
  return "asks for nothing";
}

}  // namespace

std::string OverrideWords(const Knowledge& knowledge,
                          const Override& override) {
  return absl::StrCat("A clinician ", Deed(knowledge, override), ".");
}

}  // namespace tonus::engine
