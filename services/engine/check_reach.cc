// SPDX-License-Identifier: Apache-2.0
// Whether what depends on a verdict can happen: an arm of a syndrome that no
// result can fill is never found, and a tight target without a movement for its
// new range is released for nothing.
#include <string>

#include "absl/algorithm/container.h"
#include "services/engine/candidates.h"
#include "services/engine/check_tables.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

using ::google::protobuf::RepeatedPtrField;
using ::tonus::knowledge::v1::Axis;
using ::tonus::knowledge::v1::Effect;
using ::tonus::knowledge::v1::Exercise;
using ::tonus::knowledge::v1::Muscle;
using ::tonus::knowledge::v1::Syndrome;

// The hardest movement that uses a new range at once.
constexpr int kMaxMovementLevel = 2;

// Whether all results together that speak about an axis are enough for a
// verdict: if they agree, fusion is confident by 1 less the product of their
// doubts.
bool IsDecided(const CheckContext& context, const Muscle& muscle, Axis axis) {
  double doubt = 1;
  for (const auto& mapping : context.pack.test_mappings()) {
    if (mapping.muscle() != muscle.id() || mapping.axis() != axis) continue;
    const auto* test = Find(context.tests.by_id, mapping.test());
    if (test != nullptr) doubt *= 1 - test->weight() * mapping.factor();
  }
  return doubt < 1 &&
         AtLeast(1 - doubt, context.pack.fusion().min_confidence());
}

bool AnyEffect(const CheckContext& context,
               bool (*is)(const Effect&, const Muscle&), const Muscle& muscle) {
  return absl::c_any_of(context.pack.rules(), [&](const auto& rule) {
    return absl::c_any_of(rule.effects(), [&](const Effect& effect) {
      return is(effect, muscle);
    });
  });
}

bool ForcesStiff(const Effect& effect, const Muscle& muscle) {
  return effect.force_stiff() == muscle.id();
}

// Mobilised only where a rule allows it.
bool Grants(const Effect& effect, const Muscle& muscle) {
  return effect.allow_technique_for().muscle() == muscle.id();
}

// Whether some finding leads to its release or mobilisation.
bool IsReleased(const CheckContext& context, const Muscle& muscle) {
  switch (muscle.kind()) {
    case knowledge::v1::TARGET_KIND_MUSCLE:
      return muscle.release_preference() !=
                 knowledge::v1::RELEASE_PREFERENCE_NONE &&
             IsDecided(context, muscle, knowledge::v1::AXIS_LENGTH);
    case knowledge::v1::TARGET_KIND_STRUCTURE:
      return !AnyEffect(context, Grants, muscle) &&
             (IsDecided(context, muscle, knowledge::v1::AXIS_JOINT) ||
              AnyEffect(context, ForcesStiff, muscle));
    default:
      return false;
  }
}

// Easy work for anybody that moves or loads the new range.
void CheckMovement(EntryCheck& entry, const Exercise& exercise) {
  entry.Expect(
      PurposeOf(exercise) == Purpose::kLoad ||
          exercise.technique() == knowledge::v1::TECHNIQUE_DYNAMIC_MOBILITY,
      absl::StrCat("exercise names `", exercise.id(), "`, a ",
                   knowledge::v1::Technique_Name(exercise.technique()),
                   ", which neither loads nor moves the new range"));
  entry.Expect(exercise.level() <= kMaxMovementLevel,
               absl::StrCat("exercise names `", exercise.id(), "` of level ",
                            exercise.level(), ", above ", kMaxMovementLevel));
  entry.Expect(!exercise.opt_in_only() && !exercise.relief_only() &&
                   !exercise.never_in_block(),
               absl::StrCat("exercise names `", exercise.id(),
                            "`, which is not planned for everybody"));
}

void CheckMovements(CheckContext& context) {
  const auto& movements = context.pack.integration_movements();
  for (int i = 0; i < movements.size(); ++i) {
    const Exercise* exercise =
        Find(context.exercises.by_id, movements[i].exercise());
    if (exercise == nullptr) continue;  // Somebody else's complaint.
    EntryCheck entry(context, "integration_movements", i);
    CheckMovement(entry, *exercise);
  }
  for (const Muscle& muscle : context.pack.muscles()) {
    if (!IsReleased(context, muscle) ||
        absl::c_any_of(movements, [&](const auto& movement) {
          return movement.muscle() == muscle.id();
        })) {
      continue;
    }
    context.Complain(knowledge::v1::PACK_CHECK_ENTRY, "integration_movements",
                     "",
                     absl::StrCat("has no movement for `", muscle.id(),
                                  "`, which may be released: add one"));
  }
}

// Every member of an arm must be able to fill it.
void CheckArms(CheckContext& context, const Syndrome& syndrome,
               const RepeatedPtrField<std::string>& sets, Axis axis,
               absl::string_view status) {
  for (const std::string& id : sets) {
    const auto* set = Find(context.syndrome_sets.by_id, id);
    if (set == nullptr) continue;  // Somebody else's complaint.
    EntryCheck entry(context, "syndrome_sets", id);
    for (const std::string& member : set->members()) {
      const Muscle* muscle = Find(context.muscles.by_id, member);
      if (muscle == nullptr || IsDecided(context, *muscle, axis)) continue;
      entry.Complain(absl::StrCat("members names `", member,
                                  "`, which no results show to be ", status,
                                  ", as `", syndrome.id(), "` asks"));
    }
  }
}

}  // namespace

void CheckReach(CheckContext& context) {
  CheckMovements(context);
  for (const Syndrome& syndrome : context.pack.syndromes()) {
    CheckArms(context, syndrome, syndrome.tight_sets(),
              knowledge::v1::AXIS_LENGTH, "tight");
    CheckArms(context, syndrome, syndrome.weak_sets(),
              knowledge::v1::AXIS_STRENGTH, "weak");
  }
}

}  // namespace tonus::engine
