// SPDX-License-Identifier: Apache-2.0
#include "services/validation/override.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"
#include "services/engine/lookup.h"
#include "services/engine/policy.h"
#include "services/validation/number.h"
#include "services/validation/time.h"

namespace tonus {
namespace {

namespace kv1 = knowledge::v1;

constexpr int kMaxEquipment = 50;

// Checks one change of one override.
class ChangeCheck {
 public:
  ChangeCheck(absl::string_view field, const engine::Knowledge& knowledge,
              Violations* violations)
      : field_(field), knowledge_(knowledge), violations_(*violations) {}

  void Check(const v1::Override& override);

 private:
  std::string Path(absl::string_view name) const {
    return absl::StrCat(field_, ".", name);
  }
  void CheckExercise(absl::string_view name, const std::string& id);
  void CheckReplacement(const v1::ReplaceExercise& replace);
  // Whether the target is one of the pack and has that side.
  bool CheckTarget(absl::string_view name, const std::string& muscle,
                   kv1::Side side);
  void CheckVerdict(const v1::ForceVerdict& verdict);
  void CheckDoseCap(const v1::DoseCap& cap);
  void CheckEquipment(const v1::EquipmentAtHand& equipment);

  const absl::string_view field_;
  const engine::Knowledge& knowledge_;
  Violations& violations_;
};

void ChangeCheck::CheckExercise(absl::string_view name, const std::string& id) {
  if (knowledge_.FindExercise(id) != nullptr) return;
  violations_.Add(Path(name),
                  "is no exercise of the pack; ListExercises lists them");
}

void ChangeCheck::CheckReplacement(const v1::ReplaceExercise& replace) {
  CheckExercise("replace_exercise.exercise", replace.exercise());
  CheckExercise("replace_exercise.replacement", replace.replacement());
  if (replace.exercise() == replace.replacement() &&
      !replace.exercise().empty()) {
    violations_.Add(Path("replace_exercise.replacement"),
                    "is the exercise that it replaces");
  }
}

bool ChangeCheck::CheckTarget(absl::string_view name, const std::string& muscle,
                              kv1::Side side) {
  const kv1::Muscle* target = knowledge_.FindMuscle(muscle);
  if (target == nullptr) {
    violations_.Add(Path(absl::StrCat(name, ".muscle")),
                    "is no muscle of the pack; ListMuscles lists them");
    return false;
  }
  if (knowledge_.lookup().PositionOf(muscle, side) >= 0) return true;
  violations_.Add(Path(absl::StrCat(name, ".side")),
                  target->laterality() == kv1::LATERALITY_MIDLINE
                      ? "must be SIDE_MIDLINE for this target"
                      : "must be SIDE_LEFT or SIDE_RIGHT for this target");
  return false;
}

void ChangeCheck::CheckVerdict(const v1::ForceVerdict& verdict) {
  if (!CheckTarget("force_verdict", verdict.muscle(), verdict.side())) return;
  const auto kind = knowledge_.FindMuscle(verdict.muscle())->kind();
  const std::string path = Path("force_verdict.status");
  switch (verdict.status()) {
    case kv1::STATUS_NORMAL:
      return;
    case kv1::STATUS_STIFF:
      if (kind == kv1::TARGET_KIND_STRUCTURE) return;
      break;
    case kv1::STATUS_TIGHT:
    case kv1::STATUS_WEAK:
    case kv1::STATUS_TIGHT_AND_WEAK:
    case kv1::STATUS_OVERLENGTHENED:
      if (kind == kv1::TARGET_KIND_MUSCLE) return;
      break;
    default:
      break;
  }
  violations_.Add(path, kind == kv1::TARGET_KIND_MUSCLE
                            ? "must be NORMAL, TIGHT, WEAK, TIGHT_AND_WEAK or "
                              "OVERLENGTHENED for a muscle"
                        : kind == kv1::TARGET_KIND_STRUCTURE
                            ? "must be NORMAL or STIFF for a structure"
                            : "must be NORMAL for a nerve");
}

void ChangeCheck::CheckDoseCap(const v1::DoseCap& cap) {
  if (!cap.exercise().empty()) {
    CheckExercise("dose_cap.exercise", cap.exercise());
  }
  if (cap.max_sets() == 0 && cap.percent() == 0) {
    violations_.Add(Path("dose_cap"), "limits nothing");
  }
  if (cap.max_sets() != 0) {
    CheckRange(Path("dose_cap.max_sets"), cap.max_sets(), 1, 10, "sets",
               &violations_);
  }
  if (cap.percent() != 0) {
    CheckRange(Path("dose_cap.percent"), cap.percent(), 10, 100, "percent",
               &violations_);
  }
}

void ChangeCheck::CheckEquipment(const v1::EquipmentAtHand& equipment) {
  const std::string path = Path("equipment.equipment");
  CheckCount(path, equipment.equipment_size(), kMaxEquipment, &violations_);
  if (equipment.equipment_size() > kMaxEquipment) return;
  for (int i = 0; i < equipment.equipment_size(); ++i) {
    const std::string& id = equipment.equipment(i);
    if (id == "none" || knowledge_.FindEquipment(id) != nullptr) continue;
    violations_.Add(absl::StrCat(path, "[", i, "]"),
                    "is not equipment of the pack; GetPack lists it");
  }
}

void ChangeCheck::Check(const v1::Override& override) {
  switch (override.change_case()) {
    case v1::Override::kPinExercise:
      return CheckExercise("pin_exercise", override.pin_exercise());
    case v1::Override::kExcludeExercise:
      return CheckExercise("exclude_exercise", override.exclude_exercise());
    case v1::Override::kReplaceExercise:
      return CheckReplacement(override.replace_exercise());
    case v1::Override::kForceVerdict:
      return CheckVerdict(override.force_verdict());
    case v1::Override::kMuteVerdict:
      CheckTarget("mute_verdict", override.mute_verdict().muscle(),
                  override.mute_verdict().side());
      return;
    case v1::Override::kDoseCap:
      return CheckDoseCap(override.dose_cap());
    case v1::Override::kLevelCap:
      return CheckRange(Path("level_cap"), override.level_cap(), 1, 5, "",
                        &violations_);
    case v1::Override::kPolicy:
      return CheckPolicyChoice(Path("policy"), override.policy(), knowledge_,
                               &violations_);
    case v1::Override::kPermitExercise:
      return CheckExercise("permit_exercise", override.permit_exercise());
    case v1::Override::kEquipment:
      return CheckEquipment(override.equipment());
    case v1::Override::CHANGE_NOT_SET:
      violations_.Add(Path("change"), "is required: what is overridden");
  }
}

}  // namespace

void CheckOverride(absl::string_view field, const v1::Override& override,
                   const engine::Knowledge& knowledge, Violations* violations) {
  ChangeCheck(field, knowledge, violations).Check(override);
  CheckOverrideReason(absl::StrCat(field, ".reason"), override.reason(),
                      violations);
  if (override.has_start_date()) {
    CheckDate(absl::StrCat(field, ".start_date"), override.start_date(),
              violations);
  }
  if (override.has_end_date()) {
    CheckDate(absl::StrCat(field, ".end_date"), override.end_date(),
              violations);
  }
  if (override.has_start_date() && override.has_end_date() &&
      engine::ToCivilDay(override.end_date()) <
          engine::ToCivilDay(override.start_date())) {
    violations->Add(absl::StrCat(field, ".end_date"),
                    "must not be before start_date");
  }
}

void CheckPolicyChoice(absl::string_view field, const v1::PolicyChoice& policy,
                       const engine::Knowledge& knowledge,
                       Violations* violations) {
  const auto* found = engine::FindPolicy(knowledge, policy.policy());
  if (found == nullptr) {
    violations->Add(absl::StrCat(field, ".policy"),
                    "is no policy switch of the pack; GetPack lists them");
  } else if (engine::FindChoice(*found, policy.choice()) == nullptr) {
    violations->Add(absl::StrCat(field, ".choice"),
                    "is no choice of this switch; GetPack lists them");
  }
}

void CheckOverrideReason(absl::string_view field, v1::OverrideReason reason,
                         Violations* violations) {
  if (reason == v1::OVERRIDE_REASON_UNSPECIFIED) {
    violations->Add(field, "is required: why");
  } else {
    CheckEnum(field, reason, violations);
  }
}

void CheckOverrideDates(absl::string_view field, const v1::Override& override,
                        absl::CivilDay today, Violations* violations) {
  if (override.has_start_date() &&
      engine::ToCivilDay(override.start_date()) < today) {
    violations->Add(absl::StrCat(field, ".start_date"),
                    "must not be before today: what was done stays");
  }
  if (override.has_end_date() &&
      engine::ToCivilDay(override.end_date()) < today) {
    violations->Add(absl::StrCat(field, ".end_date"),
                    "must not be before today");
  }
}

}  // namespace tonus
