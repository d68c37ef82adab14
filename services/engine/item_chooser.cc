// SPDX-License-Identifier: Apache-2.0
#include "services/engine/item_chooser.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/adaptation.h"
#include "services/engine/considered_reason.h"
#include "services/engine/dose.h"
#include "services/engine/dose_cap.h"
#include "services/engine/general_work.h"
#include "services/engine/overrides.h"
#include "services/engine/session_unit.h"
#include "services/engine/target_name.h"
#include "services/engine/tempo.h"

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::Side;
using v1::SessionItem;

namespace {

// Of those nothing speaks against.
constexpr int kMaxEquals = 3;
constexpr int kMaxAlternatives = 2;
// The rule of the level cap.
constexpr char kLevelRule[] = "R-736";

bool SameFirstTarget(const Exercise& a, const Exercise& b) {
  if (a.targets().empty() || b.targets().empty()) {
    return a.targets().empty() && b.targets().empty();
  }
  return a.targets(0) == b.targets(0);
}

// Whether `other` does for the request what `chosen` does: the same work on the
// same target. What releases it has no other first target than these two.
bool ServesRequest(const ItemRequest& request, const Exercise& chosen,
                   const Exercise& other) {
  if (PurposeOf(other) != PurposeOf(chosen)) return false;
  if (request.target.empty()) {
    // General work is of its kind: stability, strength.
    return SameFirstTarget(other, chosen) &&
           (!request.decision.empty() ||
            other.technique() == chosen.technique());
  }
  return Lists(other, request.target) &&
         (PurposeOf(other) == Purpose::kLoad ||
          SameFirstTarget(other, chosen) || other.targets(0) == request.target);
}

knowledge::v1::Slot SlotFor(const Exercise& exercise,
                            const ItemRequest& request) {
  return request.slot == knowledge::v1::SLOT_UNSPECIFIED ? LooseSlot(exercise)
                                                         : request.slot;
}

// A stretch after the main part stays within its own range even on a side that
// gets twice as much.
int MaxSideSeconds(const Exercise& exercise, const ItemRequest& request) {
  if (SlotFor(exercise, request) != knowledge::v1::SLOT_POST ||
      exercise.technique() != knowledge::v1::TECHNIQUE_STATIC_STRETCH) {
    return request.max_side_seconds;
  }
  const int range = exercise.sets().high() * exercise.hold_seconds().high() *
                    std::max(1, exercise.repetitions().high());
  return std::min(request.max_side_seconds, range);
}

// A walk or a ride warms up as long as is needed, no longer: the rest of the
// session is for what the person needs.
void ShortenTo(int seconds, std::vector<v1::Dose>* doses) {
  for (v1::Dose& dose : *doses) {
    dose.set_hold_seconds(std::min(dose.hold_seconds(), seconds));
  }
}

// What it is for; what does not work on the target is not said to.
std::string ReasonFor(const Knowledge& knowledge, const ItemRequest& request,
                      const Selection& selection) {
  const bool works =
      request.target.empty() || Lists(*selection.exercise, request.target);
  const std::string target =
      TargetName(knowledge, request.target, knowledge::v1::SIDE_MIDLINE);
  if (selection.replaces == nullptr) {
    return works ? request.reason
                 : absl::StrCat("Stands in for work on the ", target,
                                " and does not do it itself.");
  }
  const std::string wanted = ExerciseName(*selection.replaces);
  return works ? absl::StrCat(request.reason, " It stands in for ", wanted, ".")
               : absl::StrCat("Stands in for ", wanted,
                              " and does not work on the ", target, " itself.");
}

}  // namespace

ItemChooser::ItemChooser(const Knowledge& knowledge,
                         const v1::Interpretation& interpretation,
                         const Eligibility& eligibility,
                         const SessionSpot& spot)
    : knowledge_(knowledge),
      interpretation_(interpretation),
      eligibility_(eligibility),
      spot_(spot) {
  passed_over_.pool = spot.pool;
}

Candidates ItemChooser::InOrder(const ItemRequest& request) const {
  Candidates candidates = request.candidates;
  if (request.whole_dose) {
    candidates.erase(std::remove_if(candidates.begin(), candidates.end(),
                                    [&](const Exercise* exercise) {
                                      return IsStepDown(exercise->id());
                                    }),
                     candidates.end());
  }
  if (!request.in_order) {
    PutCautionLast(eligibility_, request.target, &candidates);
    PutLikedFirst(*spot_.wishes, eligibility_, SameFirstTarget, &candidates);
  }
  // What a clinician wants in every session comes first where it serves.
  std::stable_partition(
      candidates.begin(), candidates.end(),
      [&](const Exercise* exercise) { return IsPinned(exercise->id()); });
  return candidates;
}

// What is disliked is taken only when nothing else serves.
Selection ItemChooser::Pick(const ItemRequest& request,
                            const Candidates& candidates,
                            const Spot& spot) const {
  if (!spot_.wishes->disliked.empty() && !request.may_be_disliked) {
    PassedOver with_disliked = passed_over_;
    absl::c_copy_if(spot_.wishes->disliked,
                    std::inserter(with_disliked.used, with_disliked.used.end()),
                    [&](const std::string& exercise) {
                      return !IsPinned(exercise) &&
                             !eligibility_.overrides().IsReplacement(exercise);
                    });
    Selection selection =
        Select(knowledge_, eligibility_, candidates, request.sides, spot,
               with_disliked, request.target);
    if (selection.exercise != nullptr) return selection;
  }
  return Select(knowledge_, eligibility_, candidates, request.sides, spot,
                passed_over_, request.target);
}

// What could be chosen if nothing were passed over, one after the other.
Candidates ItemChooser::AllSafe(const ItemRequest& request,
                                const Candidates& candidates,
                                const Spot& spot) const {
  Candidates safe;
  PassedOver before;
  while (true) {
    const Exercise* next = Select(knowledge_, eligibility_, candidates,
                                  request.sides, spot, before, request.target)
                               .exercise;
    if (next == nullptr || !before.used.insert(next->id()).second) return safe;
    safe.push_back(next);
  }
}

const Exercise* ItemChooser::AboveCap(const ItemRequest& request,
                                      const Selection& selection,
                                      const Spot& spot) const {
  if (selection.exercise != nullptr) return nullptr;
  Spot without_cap = spot;
  without_cap.week = nullptr;
  for (const v1::Dropped& refused : selection.refused) {
    const Exercise& exercise = *knowledge_.FindExercise(refused.exercise());
    if (refused.rule() == kLevelRule && Lists(exercise, request.target) &&
        !eligibility_
             .RefuseItself(exercise, WorkedSides(exercise, request.sides),
                           without_cap)
             .has_value()) {
      return &exercise;
    }
  }
  return nullptr;
}

std::string ItemChooser::PlaceOf(const std::string& exercise) const {
  for (const auto& [place, asides] : aside_) {
    if (absl::c_linear_search(asides, exercise) &&
        passed_over_.used.contains(place)) {
      return place;
    }
  }
  return exercise;
}

std::optional<SessionItem> ItemChooser::Choose(const ItemRequest& request) {
  Spot spot;
  spot.week = spot_.week;
  spot.warmed_up = warmed_up_;
  spot.keeps_stability = request.keeps_stability;
  const Candidates candidates = InOrder(request);
  Selection selection = Pick(request, candidates, spot);
  taken_ = selection.exercise == nullptr ? AllSafe(request, candidates, spot)
                                         : Candidates();
  above_cap_ = AboveCap(request, selection, spot);
  if (!request.whole_dose) Step(request, spot, &selection);
  for (const v1::Dropped& refused : selection.refused) {
    // What serves no decision was not asked for, unless a clinician did.
    if (request.decision.empty() && refused.override().empty()) continue;
    refused_.push_back(refused);
    refused_.back().set_decision(request.decision);
  }
  if (selection.exercise == nullptr) return std::nullopt;
  SessionItem item = MakeItem(request, selection);
  AddConsidered(request, candidates, selection, spot, &item);
  alternatives_[item.exercise()] =
      WithOtherEquipment(request, candidates, *selection.exercise, spot);
  passed_over_.used.insert(item.exercise());
  const auto asides = aside_.find(item.exercise());
  if (asides != aside_.end()) {
    passed_over_.used.insert(asides->second.begin(), asides->second.end());
  }
  return item;
}

void ItemChooser::Free(const std::string& exercise) {
  passed_over_.used.erase(exercise);
  const auto asides = aside_.find(exercise);
  if (asides == aside_.end()) return;
  for (const std::string& aside : asides->second) {
    passed_over_.used.erase(aside);
  }
  aside_.erase(asides);
}

void ItemChooser::CapItem(const ItemRequest& request, const Exercise& exercise,
                          std::vector<v1::Dose>* doses) {
  const Overrides::DoseLimit limit =
      eligibility_.overrides().LimitOf(exercise.id());
  if (!request.whole_dose) {
    CapDoses(exercise, limit, doses);
    return;
  }
  const int least = knowledge_.pack().session().warm_up_seconds();
  if (!CapWarmUp(exercise, limit, least, doses)) return;
  v1::Dropped& refused = refused_.emplace_back();
  refused.set_exercise(exercise.id());
  refused.set_rule(request.rule);
  refused.set_reason(
      absl::StrCat("A warm-up keeps ", least,
                   " seconds whatever limits doses, since nothing is stretched "
                   "cold."));
  refused.set_override(OverrideId(*limit.fact));
}

SessionItem ItemChooser::MakeItem(const ItemRequest& request,
                                  const Selection& selection) {
  const auto& constants = knowledge_.pack().session();
  const Exercise& exercise = *selection.exercise;
  const bool caution = eligibility_.NeedsCaution(exercise);
  DoseSpot dose_spot;
  dose_spot.week = spot_.week;
  dose_spot.sides = request.sides;
  dose_spot.worse_first = IsWorseFirst(request.target, request.sides);
  // With caution a dose rises only after exposures that were green.
  const auto* step = StepOf(selection);
  const int steps_up = step == nullptr ? 0 : step->step;
  dose_spot.one_set = request.one_set || (caution && steps_up < kMoreSetsStep);
  dose_spot.fixed = caution && steps_up <= 0;
  dose_spot.whole_total = !caution;
  dose_spot.max_hold_seconds = interpretation_.limits().max_hold_seconds();
  dose_spot.max_side_seconds = MaxSideSeconds(exercise, request);

  SessionItem item;
  item.set_exercise(exercise.id());
  item.set_slot(SlotFor(exercise, request));
  int seconds = 0;
  std::vector<v1::Dose> doses = PlanDose(constants, exercise, dose_spot);
  if (request.whole_dose) {
    ShortenTo(constants.warm_up_seconds(), &doses);
  } else {
    AdaptDoses(selection, &doses);
  }
  CapItem(request, exercise, &doses);
  for (v1::Dose& dose : doses) {
    FitPasses(knowledge_, exercise, &dose);
    seconds += DoseSeconds(constants, exercise, dose);
    *item.add_doses() = std::move(dose);
  }
  knowledge::v1::Tempo tempo =
      TempoOf(knowledge_, exercise, item.doses(0), item.slot());
  if (tempo.ByteSizeLong() > 0) *item.mutable_tempo() = std::move(tempo);
  item.set_minutes(ToMinutes(seconds));
  item.set_decision(request.decision);
  item.set_rule(request.rule);
  item.set_reason(ReasonFor(knowledge_, request, selection));
  item.set_caution(caution);
  item.set_source(exercise.source());
  item.set_override(OverrideBehind(selection));
  if (selection.replaces != nullptr) {
    item.set_substitutes(selection.replaces->id());
    item.set_rule(selection.rule);
  }
  if (!request.may_be_disliked &&
      spot_.wishes->disliked.contains(exercise.id())) {
    item.set_reason(absl::StrCat(
        item.reason(), " It is disliked, but nothing else serves this."));
  }
  TellAdaptation(selection, &item);
  if (exercise.technique() == knowledge::v1::TECHNIQUE_STRENGTH) {
    item.set_effort(spot_.week->strength_effort().low());
  }
  return item;
}

// Whether it is of the base plan, where that applies.
bool ItemChooser::IsOfBase(const Exercise& exercise) const {
  return AppliesBasePlan(interpretation_) &&
         absl::c_linear_search(knowledge_.pack().session().base_plan(),
                               exercise.id());
}

bool ItemChooser::IsPinned(const std::string& exercise) const {
  return eligibility_.overrides().Pin(exercise) != nullptr;
}

std::string ItemChooser::OverrideBehind(const Selection& selection) const {
  const Overrides& overrides = eligibility_.overrides();
  const auto* fact = overrides.Pin(selection.exercise->id());
  if (fact == nullptr && selection.rule == kOverrideRule) {
    fact = overrides.Replacement(selection.replaces->id());
  }
  return fact == nullptr ? "" : OverrideId(*fact);
}

// Whether `chosen` comes first since it uses the range that was released, and
// not since a clinician asked for it.
bool ItemChooser::UsesRange(const ItemRequest& request,
                            const Exercise& chosen) const {
  return !request.released.empty() && !IsPinned(chosen.id()) &&
         knowledge_.IntegrationMovement(request.released) == chosen.id();
}

// First what was refused on the way, then what would have served as well.
void ItemChooser::AddConsidered(const ItemRequest& request,
                                const Candidates& candidates,
                                const Selection& selection, const Spot& spot,
                                SessionItem* item) const {
  for (const v1::Dropped& refused : selection.refused) {
    Consider(refused.exercise(), refused.rule(), refused.reason(), item);
  }
  int equals = 0;
  for (const Exercise* candidate : candidates) {
    if (item->considered_size() == kMaxConsidered) return;
    if (spot_.wishes->disliked.contains(candidate->id())) {
      Consider(candidate->id(), "A-051", "It is disliked.", item);
      continue;
    }
    if (passed_over_.Contains(*candidate) ||
        eligibility_
            .Refuse(*candidate, WorkedSides(*candidate, request.sides), spot)
            .has_value()) {
      continue;
    }
    if (candidate->id() == item->exercise() || ++equals > kMaxEquals) continue;
    Consider(candidate->id(), request.rule,
             (candidate->level() <= selection.exercise->level() ||
              candidate->technique() != selection.exercise->technique()) &&
                     UsesRange(request, *selection.exercise)
                 ? absl::StrCat("The one that is chosen uses the new range of "
                                "the ",
                                TargetName(knowledge_, request.released,
                                           knowledge::v1::SIDE_MIDLINE),
                                ".")
             : !item->override().empty()
                 ? "A clinician asked for the one that is chosen."
             : request.decision.empty() && IsOfBase(*selection.exercise) &&
                     !IsOfBase(*candidate)
                 ? "The one that is chosen is part of the base plan."
                 : WhyLater(eligibility_, request.in_order,
                            spot_.wishes->liked.contains(item->exercise()),
                            request.target, *selection.exercise, *candidate),
             item);
  }
}

std::vector<std::string> ItemChooser::Needed(const Exercise& exercise) const {
  std::vector<std::string> needed;
  for (const std::string& id : exercise.equipment()) {
    const knowledge::v1::Equipment* equipment = knowledge_.FindEquipment(id);
    if (equipment == nullptr || !equipment->always_available()) {
      needed.push_back(id);
    }
  }
  return needed;
}

// Exercises that serve the same when something that `chosen` needs is missing:
// those that need nothing else than what is at hand first.
Candidates ItemChooser::WithOtherEquipment(const ItemRequest& request,
                                           const Candidates& candidates,
                                           const Exercise& chosen,
                                           const Spot& spot) const {
  const std::vector<std::string> needed = Needed(chosen);
  if (needed.empty()) return {};
  Candidates further = candidates;
  for (const Exercise* easier : Easier(knowledge_, chosen)) {
    AddOnce(easier, &further);
  }
  std::vector<std::string> targets;
  if (!request.target.empty()) targets.push_back(request.target);
  if (!chosen.targets().empty()) targets.push_back(chosen.targets(0));
  for (const std::string& target : targets) {
    for (const Exercise* same : knowledge_.ExercisesFor(target)) {
      AddOnce(same, &further);
    }
  }
  Candidates at_hand;
  Candidates missing;
  for (const Exercise* other : further) {
    if (other == &chosen || passed_over_.Contains(*other) ||
        !ServesRequest(request, chosen, *other)) {
      continue;
    }
    const std::vector<std::string> others = Needed(*other);
    if (absl::c_all_of(needed, [&](const std::string& id) {
          return absl::c_linear_search(others, id);
        })) {
      continue;
    }
    const auto refusal =
        eligibility_.Refuse(*other, WorkedSides(*other, request.sides), spot);
    if (!refusal.has_value()) {
      at_hand.push_back(other);
    } else if (refusal->kind == Refusal::Kind::kEquipment) {
      missing.push_back(other);
    }
  }
  at_hand.insert(at_hand.end(), missing.begin(), missing.end());
  return at_hand;
}

void ItemChooser::KeepAlternatives(const std::string& exercise,
                                   absl::string_view target) {
  const auto found = alternatives_.find(exercise);
  if (found == alternatives_.end()) return;
  Candidates& others = found->second;
  others.erase(std::remove_if(others.begin(), others.end(),
                              [&](const Exercise* other) {
                                return !Lists(*other, target);
                              }),
               others.end());
}

void ItemChooser::AddAlternatives(std::vector<SessionItem>* items) const {
  absl::flat_hash_set<std::string> there;
  for (const SessionItem& item : *items) there.insert(item.exercise());
  for (SessionItem& item : *items) {
    const auto found = alternatives_.find(item.exercise());
    if (found == alternatives_.end()) continue;
    for (const Exercise* other : found->second) {
      if (item.alternatives_size() == kMaxAlternatives) break;
      if (there.contains(other->id())) continue;
      v1::Alternative* alternative = item.add_alternatives();
      alternative->set_exercise(other->id());
      for (const std::string& id : Needed(*other)) {
        alternative->add_equipment(id);
      }
    }
  }
}

bool ItemChooser::IsWorseFirst(absl::string_view target,
                               const std::vector<Side>& sides) const {
  return sides.size() == 2 &&
         HasQualifier(eligibility_.findings().Find(target, sides[0]),
                      knowledge::v1::QUALIFIER_ASYMMETRIC) &&
         !HasQualifier(eligibility_.findings().Find(target, sides[1]),
                       knowledge::v1::QUALIFIER_ASYMMETRIC);
}

}  // namespace tonus::engine
