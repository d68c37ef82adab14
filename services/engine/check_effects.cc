// SPDX-License-Identifier: Apache-2.0
#include "absl/algorithm/container.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::tonus::knowledge::v1::Clause;
using ::tonus::knowledge::v1::DropEvidence;
using ::tonus::knowledge::v1::Effect;
using ::tonus::knowledge::v1::Muscle;
using ::tonus::knowledge::v1::Rule;
using ::tonus::knowledge::v1::TargetKind;
using ::tonus::knowledge::v1::TargetTechnique;

// A muscle, or the target of a rule that looks at every target in turn.
void CheckTarget(CheckContext& context, EntryCheck& entry, const Rule& rule,
                 absl::string_view field, absl::string_view id) {
  if (!id.empty()) {
    entry.Refer(field, context.muscles, id);
  } else {
    entry.Expect(rule.per_target(),
                 absl::StrCat(field,
                              " names no muscle, but the rule is not "
                              "per_target"));
  }
}

void CheckKind(CheckContext& context, EntryCheck& entry,
               absl::string_view field, absl::string_view id, TargetKind kind) {
  const Muscle* target = entry.Refer(field, context.muscles, id);
  entry.Expect(target == nullptr || target->kind() == kind,
               absl::StrCat(field, " names `", id, "`, which is no ",
                            knowledge::v1::TargetKind_Name(kind)));
}

void CheckDrop(CheckContext& context, EntryCheck& entry,
               const DropEvidence& drop) {
  entry.Refer("drop_evidence", context.muscles, drop.muscle());
  entry.Expect(!drop.tests().empty(), "drop_evidence names no test");
  for (const std::string& test : drop.tests()) {
    if (entry.Refer("drop_evidence", context.tests, test) == nullptr) continue;
    entry.Expect(
        absl::c_any_of(context.pack.test_mappings(),
                       [&](const auto& mapping) {
                         return mapping.test() == test &&
                                mapping.muscle() == drop.muscle();
                       }),
        absl::StrCat("drop_evidence names `", test,
                     "`, which says nothing of `", drop.muscle(), "`"));
  }
}

bool StretchesOnlyTight(const Clause& clause, const std::string& muscle) {
  if (clause.has_all()) {
    return absl::c_any_of(clause.all().clauses(), [&](const Clause& part) {
      return StretchesOnlyTight(part, muscle);
    });
  }
  const auto& status = clause.status();
  return clause.has_status() && status.muscle() == muscle &&
         (status.side() == knowledge::v1::SIDE_REFERENCE_UNSPECIFIED ||
          status.side() == knowledge::v1::SIDE_REFERENCE_SAME) &&
         absl::c_all_of(status.statuses(), [](int one) {
           return one == knowledge::v1::STATUS_TIGHT ||
                  one == knowledge::v1::STATUS_TIGHT_AND_WEAK;
         });
}

// A stretch is for what tests tight, whatever else a rule knows.
void CheckStretch(EntryCheck& entry, const Rule& rule,
                  const TargetTechnique& allowed) {
  const bool stretches =
      allowed.technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH ||
      allowed.technique() == knowledge::v1::TECHNIQUE_PNF;
  entry.Expect(!stretches || StretchesOnlyTight(rule.when(), allowed.muscle()),
               "allow_technique_for stretches a target that the condition does "
               "not require to be tight");
}

// An effect that comes too early or too late would be lost without a word.
void CheckStage(EntryCheck& entry, const Rule& rule, const Effect& effect) {
  const bool before_fusion =
      rule.stage() == knowledge::v1::RULE_STAGE_MEASUREMENT;
  switch (effect.kind_case()) {
    case Effect::kAddQualifier:
    case Effect::kForceLengthNormal:
    case Effect::kForceUnknown:
    case Effect::kForceStiff:
    case Effect::kForceNeuralPositive:
    case Effect::kDropEvidence:
      return entry.Expect(!before_fusion,
                          "changes findings before there are any");
    case Effect::kPositiveLimit:
      return entry.Expect(before_fusion,
                          "positive_limit comes after the results are fused");
    default:
      return;
  }
}

}  // namespace

void CheckEffect(CheckContext& context, EntryCheck& entry, const Rule& rule,
                 const Effect& effect) {
  CheckStage(entry, rule, effect);
  switch (effect.kind_case()) {
    case Effect::kSetCondition:
      entry.Refer("set_condition", context.conditions, effect.set_condition());
      return;
    case Effect::kRaiseRedFlag:
      entry.Refer("raise_red_flag", context.red_flags, effect.raise_red_flag());
      return;
    case Effect::kAddQualifier:
      return CheckTarget(context, entry, rule, "add_qualifier",
                         effect.add_qualifier().muscle());
    case Effect::kForceLengthNormal:
      return CheckKind(context, entry, "force_length_normal",
                       effect.force_length_normal(),
                       knowledge::v1::TARGET_KIND_MUSCLE);
    case Effect::kForceUnknown:
      entry.Refer("force_unknown", context.muscles, effect.force_unknown());
      return;
    case Effect::kForceStiff:
      return CheckKind(context, entry, "force_stiff", effect.force_stiff(),
                       knowledge::v1::TARGET_KIND_STRUCTURE);
    case Effect::kForceNeuralPositive:
      return CheckKind(context, entry, "force_neural_positive",
                       effect.force_neural_positive(),
                       knowledge::v1::TARGET_KIND_NERVE);
    case Effect::kDropEvidence:
      return CheckDrop(context, entry, effect.drop_evidence());
    case Effect::kRequestTest:
      entry.Refer("request_test", context.tests, effect.request_test());
      return;
    case Effect::kRecheck:
      entry.Expect(!effect.recheck().tests().empty(), "recheck has no test");
      entry.ReferAll("recheck", context.tests, effect.recheck().tests());
      return entry.Expect(!effect.recheck().not_better().empty(),
                          "recheck does not say what is not better");
    case Effect::kForbidExercise:
      entry.Refer("forbid_exercise", context.exercises,
                  effect.forbid_exercise());
      return;
    case Effect::kAddExercise:
      entry.Refer("add_exercise", context.exercises, effect.add_exercise());
      return;
    case Effect::kLimitExercises: {
      const auto& limit = effect.limit_exercises();
      entry.Refer("limit_exercises", context.muscles, limit.muscle());
      entry.Expect(!limit.exercises().empty(),
                   "limit_exercises leaves no exercise");
      entry.ReferAll("limit_exercises", context.exercises, limit.exercises());
      return;
    }
    case Effect::kPrioritise:
      entry.Refer("prioritise", context.muscles, effect.prioritise());
      return;
    case Effect::kForbidTag:
      entry.Refer("forbid_tag", context.tags, effect.forbid_tag());
      return;
    case Effect::kForbidTagInRegion:
      entry.Refer("forbid_tag_in_region", context.tags,
                  effect.forbid_tag_in_region().tag());
      return;
    case Effect::kForbidTechniqueFor:
      return CheckTarget(context, entry, rule, "forbid_technique_for",
                         effect.forbid_technique_for().muscle());
    case Effect::kAllowTechniqueFor:
      CheckTarget(context, entry, rule, "allow_technique_for",
                  effect.allow_technique_for().muscle());
      return CheckStretch(entry, rule, effect.allow_technique_for());
    case Effect::kAdvise:
      return entry.Expect(!effect.advise().empty(), "advise is empty");
    case Effect::kReliefMode:
      return entry.Expect(effect.relief_mode(), "relief_mode is false");
    case Effect::kPositiveLimit:
    case Effect::kMaxHoldSeconds:
    case Effect::kMaxLevel:
    case Effect::kMaxExercises:
    case Effect::kReferral:
    case Effect::kDirectionalPreference:
    case Effect::kForbidTechnique:
      return;  // Bounds, enums and texts are checked for all messages.
    case Effect::KIND_NOT_SET:
      return entry.Complain("effects holds an empty effect");
  }
}

}  // namespace tonus::engine
