// SPDX-License-Identifier: Apache-2.0
#include "services/engine/eligibility.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engine/adaptation.h"
#include "services/engine/dated_score.h"
#include "services/engine/dose.h"
#include "services/engine/facts.h"
#include "services/engine/restriction_words.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::Side;

namespace {

// What a person lists when even the usual things are missing.
constexpr char kNoEquipment[] = "none";

template <typename Values, typename Value>
bool Contains(const Values& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool HasTag(const Exercise& exercise, absl::string_view tag) {
  return Contains(exercise.tags(), tag);
}

bool IsStretch(const Exercise& exercise) {
  return exercise.technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH ||
         exercise.technique() == knowledge::v1::TECHNIQUE_PNF;
}

// Whether a limit speaks about work on one of `sides`.
template <typename Limit>
bool Concerns(const Limit& limit, const std::vector<Side>& sides) {
  return limit.side() == knowledge::v1::SIDE_MIDLINE ||
         Contains(sides, limit.side()) ||
         Contains(sides, knowledge::v1::SIDE_MIDLINE);
}

bool MayBeStretched(const v1::Finding& finding) {
  return IsTight(finding) || finding.status() == knowledge::v1::STATUS_STIFF;
}

std::optional<double> AveragePain(const Knowledge& knowledge,
                                  const storage::v1::PatientFacts& facts) {
  const std::string& test = knowledge.pack().session().average_pain_test();
  std::optional<double> latest;
  for (const DatedScore& score : ScoresOnRecord(knowledge, facts)) {
    if (score.measure->id() == test) latest = score.score.value;
  }
  return latest;
}

const SessionAdaptation& NoAdaptation() {
  static const auto* const none = new SessionAdaptation;
  return *none;
}

// It is told in lists that belong to no week, too.
std::string WeeksWithoutContractRelax(const Knowledge& knowledge) {
  for (const knowledge::v1::WeekShape& week : knowledge.pack().week_shapes()) {
    if (week.pnf()) return absl::StrCat("before week ", week.week());
  }
  return "in this programme";
}

Refusal Refused(Refusal::Kind kind, absl::string_view rule,
                std::string reason) {
  return {kind, std::string(rule), Sentence(std::move(reason))};
}

}  // namespace

Eligibility::Eligibility(const Knowledge& knowledge,
                         const storage::v1::PatientFacts& facts,
                         const v1::Interpretation& interpretation,
                         absl::CivilDay day,
                         const SessionAdaptation* adaptation)
    : knowledge_(knowledge),
      interpretation_(interpretation),
      findings_(interpretation),
      overrides_(facts, day),
      adaptation_(adaptation == nullptr ? NoAdaptation() : *adaptation),
      average_pain_(AveragePain(knowledge, facts)) {
  for (const v1::TagRestriction& tag : interpretation.tags()) {
    tags_.emplace(tag.tag(), &tag);
  }
  for (const Exercise& exercise : knowledge.pack().exercises()) {
    if (HasTagUnderCaution(exercise)) cautioned_.insert(exercise.id());
  }
  const v1::Profile& profile = CurrentProfile(facts);
  const auto* equipment = overrides_.Equipment();
  const auto& at_hand = equipment == nullptr
                            ? profile.equipment()
                            : equipment->override().equipment().equipment();
  equipment_.insert(at_hand.begin(), at_hand.end());
  // What is said of today is newer than what was logged.
  says_today_ = equipment != nullptr && !equipment->has_effective_time();
  age_years_ = AgeYears(profile, day);
  user_level_ = profile.has_user_level()
                    ? profile.user_level()
                    : knowledge.pack().session().default_user_level();
  under_caution_ = std::any_of(
      interpretation.notices().begin(), interpretation.notices().end(),
      [](const v1::SafetyNotice& notice) {
        return notice.action() == knowledge::v1::SAFETY_ACTION_CAUTION;
      });
}

std::optional<Refusal> Eligibility::Refuse(const Exercise& exercise,
                                           const std::vector<Side>& sides,
                                           const Spot& spot) const {
  return RefuseOrReplace(exercise, sides, spot, /*may_be_replaced=*/true);
}

std::optional<Refusal> Eligibility::RefuseItself(const Exercise& exercise,
                                                 const std::vector<Side>& sides,
                                                 const Spot& spot) const {
  return RefuseOrReplace(exercise, sides, spot, /*may_be_replaced=*/false);
}

std::optional<Refusal> Eligibility::RefuseOrReplace(
    const Exercise& exercise, const std::vector<Side>& sides, const Spot& spot,
    bool may_be_replaced) const {
  // Safety first, so that a refusal names the most serious reason.
  if (auto refusal = RefuseByTag(exercise)) return refusal;
  if (auto refusal = RefuseByLimit(exercise, sides, spot)) return refusal;
  if (auto refusal = RefuseByAdaptation(exercise)) return refusal;
  if (auto refusal = RefuseByExclusion(exercise)) return refusal;
  if (may_be_replaced) {
    if (auto refusal = RefuseReplaced(exercise, sides, spot)) return refusal;
  }
  if (auto refusal = RefuseByCondition(exercise, sides, spot)) return refusal;
  if (auto refusal = RefuseByTarget(exercise, sides, spot)) return refusal;
  if (auto refusal = RefuseContractRelax(exercise, sides, spot)) {
    return refusal;
  }
  if (auto refusal = RefuseByLevel(exercise, spot)) return refusal;
  if (auto refusal = RefuseByEquipment(exercise)) return refusal;
  return RefuseByPreference(exercise, sides, spot);
}

bool Eligibility::HasTagUnderCaution(const Exercise& exercise) const {
  return absl::c_any_of(exercise.tags(), [&](const std::string& tag) {
    const auto found = tags_.find(tag);
    return found != tags_.end() && !found->second->forbidden();
  });
}

bool Eligibility::NeedsCaution(const Exercise& exercise) const {
  return cautioned_.contains(exercise.id());
}

std::optional<Refusal> Eligibility::RefuseByTag(
    const Exercise& exercise) const {
  for (const std::string& tag : exercise.tags()) {
    const auto found = tags_.find(tag);
    if (found == tags_.end() || !found->second->forbidden()) continue;
    return Refused(Refusal::Kind::kForbidden, "G-06",
                   absl::StrCat(ExerciseName(exercise), " ",
                                RestrictionWords(knowledge_, *found->second)));
  }
  for (const auto& limit : interpretation_.limits().forbidden_region_tags()) {
    if (!HasTag(exercise, limit.tag())) continue;
    for (const std::string& id : exercise.targets()) {
      const knowledge::v1::Muscle* target = knowledge_.FindMuscle(id);
      if (target == nullptr || target->region() != limit.region()) continue;
      return Refused(
          Refusal::Kind::kForbidden, "G-06",
          absl::StrCat(ExerciseName(exercise),
                       " demands what is ruled out for this region: ",
                       TagWords(knowledge_, limit.tag()), "."));
    }
  }
  return std::nullopt;
}

std::optional<Refusal> Eligibility::RefuseByLimit(
    const Exercise& exercise, const std::vector<Side>& sides,
    const Spot& spot) const {
  const v1::PlanLimits& limits = interpretation_.limits();
  const std::string name = ExerciseName(exercise);
  if (Contains(limits.forbidden_exercises(), exercise.id())) {
    return Refused(Refusal::Kind::kForbidden, "R-735",
                   absl::StrCat(name, " is ruled out for this person."));
  }
  if (Contains(limits.forbidden_techniques(), exercise.technique())) {
    return Refused(
        Refusal::Kind::kForbidden, "R-735",
        absl::StrCat(name, " is ", TechniqueWords(exercise.technique()),
                     ", which is not used for this person."));
  }
  if (exercise.relief_only() && !spot.relief) {
    return Refused(
        Refusal::Kind::kForbidden, exercise.use_rule(),
        absl::StrCat(name, " is for relief, never for lengthening."));
  }
  if (exercise.targets().empty()) return std::nullopt;
  const std::string& target = exercise.targets(0);
  for (const auto& limited : limits.limited_targets()) {
    if (limited.muscle() == target && Concerns(limited, sides) &&
        !Contains(limited.exercises(), exercise.id())) {
      return Refused(Refusal::Kind::kForbidden, limited.rule(),
                     absl::StrCat(name,
                                  " is not among the few exercises that "
                                  "are used for this target for now."));
    }
  }
  for (const auto& limit : limits.forbidden_target_techniques()) {
    if (limit.muscle() == target && limit.technique() == exercise.technique() &&
        Concerns(limit, sides)) {
      return Refused(Refusal::Kind::kForbidden, limit.rule(),
                     absl::StrCat(TechniqueWords(exercise.technique()),
                                  " is not used for this target."));
    }
  }
  return std::nullopt;
}

std::optional<Refusal> Eligibility::RefuseByExclusion(
    const Exercise& exercise) const {
  if (overrides_.Exclusion(exercise.id()) == nullptr) return std::nullopt;
  return Refused(
      Refusal::Kind::kForbidden, kOverrideRule,
      absl::StrCat(ExerciseName(exercise), " was left out by a clinician."));
}

std::optional<Refusal> Eligibility::RefuseByAdaptation(
    const Exercise& exercise) const {
  const auto without =
      adaptation_.without_techniques.find(exercise.technique());
  if (without != adaptation_.without_techniques.end()) {
    return Refused(Refusal::Kind::kNotNow, without->second->rule(),
                   absl::StrCat(ExerciseName(exercise), " is ",
                                TechniqueWords(exercise.technique()),
                                ", which is not used in this session."));
  }
  const auto found = adaptation_.left_out.find(exercise.id());
  if (found == adaptation_.left_out.end()) return std::nullopt;
  // What is merely disliked is no danger.
  const bool skipped = !found->second->when().skip_reason().empty();
  return Refused(skipped ? Refusal::Kind::kNotNow : Refusal::Kind::kForbidden,
                 found->second->rule(),
                 absl::StrCat(ExerciseName(exercise),
                              " is left out: ", found->second->reason()));
}

bool Eligibility::MeetsCondition(const Exercise& exercise,
                                 const std::vector<Side>& sides,
                                 const Spot& spot) const {
  const knowledge::v1::ExerciseCondition& condition = exercise.condition();
  if (condition.first_week() > 0 &&
      (spot.week == nullptr || spot.week->week() < condition.first_week())) {
    return false;
  }
  if (condition.has_max_pain() &&
      (!average_pain_.has_value() || *average_pain_ > condition.max_pain())) {
    return false;
  }
  if (exercise.targets().empty()) return true;
  return absl::c_all_of(sides, [&](const Side side) {
    return absl::c_all_of(
        findings_.Touched(knowledge_, exercise.targets(0), side),
        [&](const v1::Finding* finding) {
          return (condition.statuses().empty() ||
                  Contains(condition.statuses(), finding->status())) &&
                 finding->confidence() >= condition.min_confidence();
        });
  });
}

std::optional<Refusal> Eligibility::RefuseByCondition(
    const Exercise& exercise, const std::vector<Side>& sides,
    const Spot& spot) const {
  if (!exercise.has_condition() || MeetsCondition(exercise, sides, spot)) {
    return std::nullopt;
  }
  return Refused(Refusal::Kind::kForbidden, exercise.condition().rule(),
                 exercise.condition().reason());
}

std::optional<Refusal> Eligibility::RefuseByTarget(
    const Exercise& exercise, const std::vector<Side>& sides,
    const Spot& spot) const {
  if (exercise.targets().empty()) return std::nullopt;
  const std::string& target = exercise.targets(0);
  const knowledge::v1::Muscle* muscle = knowledge_.FindMuscle(target);
  if (exercise.technique() == knowledge::v1::TECHNIQUE_SMR &&
      muscle != nullptr &&
      muscle->smr_policy() == knowledge::v1::SMR_POLICY_FORBIDDEN) {
    return Refused(Refusal::Kind::kForbidden, "SMR-01",
                   absl::StrCat(TargetName(knowledge_, target,
                                           knowledge::v1::SIDE_MIDLINE),
                                ": never massaged with a tool."));
  }
  const bool stretch = IsStretch(exercise);
  if (!stretch &&
      !HasTag(exercise, knowledge_.pack().session().traction_tag())) {
    return std::nullopt;
  }
  const v1::Finding* not_tight = nullptr;
  for (const Side side : sides) {
    for (const v1::Finding* finding :
         findings_.Touched(knowledge_, target, side)) {
      if (HasQualifier(*finding, knowledge::v1::QUALIFIER_DO_NOT_STRETCH)) {
        return Refused(
            Refusal::Kind::kTarget, "R-500",
            absl::StrCat(TargetName(knowledge_, target, finding->side()),
                         " must not be stretched."));
      }
      if (not_tight == nullptr && !MayBeStretched(*finding)) {
        not_tight = finding;
      }
    }
  }
  // What must not be is a stronger reason than what need not be.
  if (stretch && !spot.relief && not_tight != nullptr) {
    return Refused(Refusal::Kind::kTarget, "R-501",
                   absl::StrCat(FindingWords(knowledge_, *not_tight),
                                ", and only what is tight is stretched."));
  }
  if (stretch && !spot.warmed_up) {
    return Refused(Refusal::Kind::kNotNow, "R-700",
                   "No warm-up is possible, and nothing is stretched cold.");
  }
  return std::nullopt;
}

std::optional<Refusal> Eligibility::RefuseContractRelax(
    const Exercise& exercise, const std::vector<Side>& sides,
    const Spot& spot) const {
  if (exercise.technique() != knowledge::v1::TECHNIQUE_PNF) {
    return std::nullopt;
  }
  const auto refuse = [&](absl::string_view reason) {
    return Refused(
        Refusal::Kind::kNotNow, "R-711",
        absl::StrCat(ExerciseName(exercise),
                     " is contract-relax, which is not used ", reason, "."));
  };
  const auto& constants = knowledge_.pack().session();
  if (!average_pain_.has_value()) {
    return refuse("while the average pain is not known");
  }
  if (*average_pain_ > constants.pnf_max_pain()) {
    return refuse(absl::StrCat("while the average pain is above ",
                               constants.pnf_max_pain(), " of 10"));
  }
  if (!age_years_.has_value()) return refuse("while the age is not known");
  if (*age_years_ >= constants.pnf_max_age()) {
    return refuse(
        absl::StrCat("from the age of ", constants.pnf_max_age(), " on"));
  }
  if (under_caution_) return refuse("while a caution is in force");
  for (const Side side : sides) {
    for (const v1::Finding* finding :
         findings_.Touched(knowledge_, exercise.targets(0), side)) {
      if (HasQualifier(*finding, knowledge::v1::QUALIFIER_NEURAL_SUSPECT)) {
        return refuse("where a nerve may be involved");
      }
    }
  }
  // Last, since it passes while the others stay.
  if (spot.week == nullptr || !spot.week->pnf()) {
    return refuse(WeeksWithoutContractRelax(knowledge_));
  }
  return std::nullopt;
}

std::optional<Refusal> Eligibility::RefuseByEquipment(
    const Exercise& exercise) const {
  for (const std::string& id : exercise.equipment()) {
    if (Available(id)) continue;
    const knowledge::v1::Equipment* equipment = knowledge_.FindEquipment(id);
    return Refused(
        Refusal::Kind::kEquipment, "R-734",
        absl::StrCat(ExerciseName(exercise),
                     " needs equipment that "
                     "is not at hand: ",
                     equipment == nullptr ? id : equipment->display_name(),
                     "."));
  }
  return std::nullopt;
}

std::optional<Refusal> Eligibility::RefuseByPreference(
    const Exercise& exercise, const std::vector<Side>& sides,
    const Spot& spot) const {
  const Exercise* preferred =
      knowledge_.FindExercise(exercise.prefer_instead());
  if (preferred == nullptr || overrides_.Pin(exercise.id()) != nullptr ||
      overrides_.Permission(exercise.id()) != nullptr ||
      Refuse(*preferred, sides, spot).has_value()) {
    return std::nullopt;
  }
  return Refused(Refusal::Kind::kNotNow, exercise.use_rule(),
                 absl::StrCat(ExerciseName(*preferred), " is preferred to ",
                              ExerciseName(exercise), "."));
}

bool Eligibility::Available(const std::string& id) const {
  const knowledge::v1::Equipment* equipment = knowledge_.FindEquipment(id);
  if (equipment != nullptr && equipment->always_available()) return true;
  if (!says_today_ && adaptation_.missing_equipment.contains(id)) return false;
  if (equipment_.contains(id)) return true;
  return equipment != nullptr && equipment->usually_available() &&
         !equipment_.contains(kNoEquipment);
}

}  // namespace tonus::engine
