// SPDX-License-Identifier: Apache-2.0
#include "absl/algorithm/container.h"
#include "services/engine/candidates.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::tonus::knowledge::v1::Exercise;
using ::tonus::knowledge::v1::Muscle;

constexpr int kMaxLevel = 5;

void CheckDose(EntryCheck& entry, const Exercise& exercise) {
  if (exercise.has_sets()) entry.ExpectRange("sets", exercise.sets());
  if (exercise.has_repetitions()) {
    entry.ExpectRange("repetitions", exercise.repetitions());
  }
  if (exercise.has_hold_seconds()) {
    entry.ExpectRange("hold_seconds", exercise.hold_seconds());
  }
  if (exercise.has_breaths()) entry.ExpectRange("breaths", exercise.breaths());
  if (exercise.has_total_seconds()) {
    entry.ExpectRange("total_seconds", exercise.total_seconds());
  }
  entry.Expect(exercise.has_sets() || exercise.has_total_seconds(),
               "has neither sets nor total_seconds");
  entry.Expect(exercise.has_repetitions() || exercise.has_hold_seconds() ||
                   exercise.has_breaths() || exercise.has_total_seconds(),
               "has no repetitions, hold_seconds, breaths or total_seconds");
}

// Whether the main target may be treated so at all.
void CheckTechnique(CheckContext& context, EntryCheck& entry,
                    const Exercise& exercise) {
  if (exercise.targets().empty()) return;
  const Muscle* target = Find(context.muscles.by_id, exercise.targets(0));
  if (target == nullptr) return;
  const auto technique = exercise.technique();
  entry.Expect(
      technique != knowledge::v1::TECHNIQUE_SMR ||
          (target->smr_policy() != knowledge::v1::SMR_POLICY_FORBIDDEN &&
           target->smr_policy() != knowledge::v1::SMR_POLICY_NOT_APPLICABLE),
      absl::StrCat("massages `", target->id(),
                   "`, whose smr_policy does not allow it"));
  entry.Expect(
      technique != knowledge::v1::TECHNIQUE_SMR || !target->smr_safe().empty(),
      absl::StrCat("massages `", target->id(), "`, which has no smr_safe"));
  const bool stretches = technique == knowledge::v1::TECHNIQUE_STATIC_STRETCH ||
                         technique == knowledge::v1::TECHNIQUE_PNF;
  entry.Expect(
      !stretches || target->kind() != knowledge::v1::TARGET_KIND_NERVE,
      absl::StrCat("stretches `", target->id(), "`, which is a nerve"));
}

// What a rule grants for a structure is asked of the first target alone: behind
// another one nobody would ask.
void CheckGranted(CheckContext& context, EntryCheck& entry,
                  const Exercise& exercise) {
  for (const auto& rule : context.pack.rules()) {
    for (const auto& effect : rule.effects()) {
      const auto& granted = effect.allow_technique_for();
      const Muscle* target = Find(context.muscles.by_id, granted.muscle());
      if (target == nullptr ||
          target->kind() != knowledge::v1::TARGET_KIND_STRUCTURE ||
          granted.technique() != exercise.technique() ||
          !absl::c_linear_search(exercise.targets(), target->id())) {
        continue;
      }
      entry.Expect(exercise.targets(0) == target->id(),
                   absl::StrCat("targets has `", target->id(), "` behind `",
                                exercise.targets(0),
                                "`, so that it goes round ", rule.id()));
    }
  }
}

// Nobody hangs from what lies on every floor.
void CheckHanging(CheckContext& context, EntryCheck& entry,
                  const Exercise& exercise) {
  if (exercise.position() != knowledge::v1::POSITION_HANGING) return;
  entry.Expect(
      absl::c_any_of(exercise.equipment(),
                     [&](const std::string& id) {
                       const auto* thing = Find(context.equipment.by_id, id);
                       return thing != nullptr && !thing->always_available() &&
                              !thing->usually_available();
                     }),
      "hangs, but needs nothing that not everybody has at hand");
}

// Self-massage of a delicate region has a condition of its own.
void CheckCondition(CheckContext& context, EntryCheck& entry,
                    const Exercise& exercise) {
  const auto& condition = exercise.condition();
  if (exercise.has_condition()) {
    ReferRule(context, entry, "condition", condition.rule());
    entry.ExpectWithin("first_week", condition.first_week(), 0,
                       context.pack.week_shapes_size());
    entry.Expect(!condition.statuses().empty() || condition.first_week() > 0 ||
                     condition.min_confidence() > 0 || condition.has_max_pain(),
                 "condition asks for nothing");
  } else {
    entry.Expect(
        exercise.technique() != knowledge::v1::TECHNIQUE_SMR ||
            !absl::c_linear_search(exercise.tags(),
                                   context.pack.session().massage_off_tag()),
        "massages what needs a condition, but has none");
  }
}

// A restriction of its use says where it comes from.
void CheckUse(CheckContext& context, EntryCheck& entry,
              const Exercise& exercise) {
  if (exercise.relief_only() || exercise.never_in_block() ||
      !exercise.prefer_instead().empty()) {
    ReferRule(context, entry, "use_rule", exercise.use_rule());
  } else {
    entry.Expect(exercise.use_rule().empty(),
                 "use_rule is given, but nothing restricts its use");
  }
}

// What is chosen before an exercise serves as well.
void CheckPreferred(CheckContext& context, EntryCheck& entry,
                    const Exercise& exercise) {
  if (exercise.prefer_instead().empty()) return;
  const Exercise* preferred = entry.Refer("prefer_instead", context.exercises,
                                          exercise.prefer_instead());
  if (preferred == nullptr) return;
  entry.Expect(preferred->prefer_instead().empty(),
               "prefer_instead names one that is not preferred itself");
  entry.Expect(
      PurposeOf(*preferred) == PurposeOf(exercise) &&
          !exercise.targets().empty() &&
          absl::c_linear_search(preferred->targets(), exercise.targets(0)),
      "prefer_instead names one of another purpose or target");
}

// Follows one direction of a chain, which has an end.
void CheckChain(CheckContext& context, EntryCheck& entry,
                const Exercise& exercise, absl::string_view field,
                const std::string& (Exercise::*next)() const) {
  if ((exercise.*next)().empty()) return;
  if (entry.Refer(field, context.exercises, (exercise.*next)()) == nullptr) {
    return;
  }
  const Exercise* step = &exercise;
  for (size_t i = 0; i <= context.exercises.by_id.size(); ++i) {
    if ((step->*next)().empty()) return;
    step = Find(context.exercises.by_id, (step->*next)());
    // Somebody else's complaint.
    if (step == nullptr) return;
    if (step == &exercise) break;
  }
  entry.Complain(knowledge::v1::PACK_CHECK_CHAIN,
                 absl::StrCat(field, " never ends"));
}

void CheckExercise(CheckContext& context, const Exercise& exercise) {
  EntryCheck entry(context, "exercises", exercise.id());
  entry.ReferAll("targets", context.muscles, exercise.targets());
  entry.ReferAll("equipment", context.equipment, exercise.equipment());
  entry.ReferAll("tags", context.tags, exercise.tags());
  entry.Expect(exercise.level() != kMaxLevel || exercise.opt_in_only(),
               "is of level 5, but not opt_in_only");
  CheckDose(entry, exercise);
  CheckCondition(context, entry, exercise);
  CheckUse(context, entry, exercise);
  CheckPreferred(context, entry, exercise);
  CheckTechnique(context, entry, exercise);
  CheckGranted(context, entry, exercise);
  CheckHanging(context, entry, exercise);
  CheckChain(context, entry, exercise, "regression", &Exercise::regression);
  CheckChain(context, entry, exercise, "progression", &Exercise::progression);
}

}  // namespace

void CheckExercises(CheckContext& context) {
  for (const Exercise& exercise : context.pack.exercises()) {
    CheckExercise(context, exercise);
  }
  for (int i = 0; i < context.pack.source_coverage_size(); ++i) {
    const auto& coverage = context.pack.source_coverage(i);
    EntryCheck entry(context, "source_coverage", i);
    entry.Refer("article", context.articles, coverage.article());
    entry.Refer("exercise", context.exercises, coverage.exercise());
    entry.Expect(!coverage.named_exercise().empty(), "named_exercise is empty");
  }
}

}  // namespace tonus::engine
