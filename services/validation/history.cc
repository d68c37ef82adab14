// SPDX-License-Identifier: Apache-2.0
#include "services/validation/history.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/validation/number.h"

namespace tonus {
namespace {

constexpr int kMaxMuscles = 50;
constexpr absl::string_view kUnknownMuscle =
    "is not a muscle of the pack; ListMuscles lists them";

void CheckMuscleSides(
    absl::string_view field,
    const google::protobuf::RepeatedPtrField<v1::MuscleSide>& entries,
    const engine::Knowledge& knowledge, Violations* violations) {
  CheckCount(field, entries.size(), kMaxMuscles, violations);
  if (entries.size() > kMaxMuscles) return;
  for (int i = 0; i < entries.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    const auto* muscle = knowledge.FindMuscle(entries[i].muscle());
    if (muscle == nullptr) {
      violations->Add(absl::StrCat(path, ".muscle"), kUnknownMuscle);
      continue;
    }
    const auto side = entries[i].side();
    if (muscle->laterality() == knowledge::v1::LATERALITY_MIDLINE) {
      if (side != knowledge::v1::SIDE_MIDLINE) {
        violations->Add(absl::StrCat(path, ".side"),
                        "must be SIDE_MIDLINE, the muscle has no sides");
      }
    } else if (side != knowledge::v1::SIDE_LEFT &&
               side != knowledge::v1::SIDE_RIGHT) {
      violations->Add(absl::StrCat(path, ".side"),
                      "must be SIDE_LEFT or SIDE_RIGHT");
    }
  }
}

}  // namespace

void CheckHistory(absl::string_view field, const v1::History& history,
                  const engine::Knowledge& knowledge, Violations* violations) {
  const auto path = [field](absl::string_view name) {
    return absl::StrCat(field, ".", name);
  };
  CheckMuscleSides(path("tender"), history.tender(), knowledge, violations);
  CheckMuscleSides(path("feels_tight"), history.feels_tight(), knowledge,
                   violations);
  CheckCount(path("goal_muscles"), history.goal_muscles_size(), kMaxMuscles,
             violations);
  if (history.goal_muscles_size() <= kMaxMuscles) {
    for (int i = 0; i < history.goal_muscles_size(); ++i) {
      if (knowledge.FindMuscle(history.goal_muscles(i)) != nullptr) continue;
      violations->Add(absl::StrCat(path("goal_muscles"), "[", i, "]"),
                      kUnknownMuscle);
    }
  }
  if (history.has_systolic_mmhg()) {
    CheckRange(path("systolic_mmhg"), history.systolic_mmhg(), 50, 300, "mmHg",
               violations);
  }
  if (history.has_diastolic_mmhg()) {
    CheckRange(path("diastolic_mmhg"), history.diastolic_mmhg(), 30, 200,
               "mmHg", violations);
  }
}

}  // namespace tonus
