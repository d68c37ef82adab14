// SPDX-License-Identifier: Apache-2.0
#include "services/engine/session_fill.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/engine/adaptation.h"
#include "services/engine/considered_reason.h"
#include "services/engine/objective.h"
#include "services/engine/shorter_session.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

constexpr char kTurnReason[] =
    "A short session keeps to few pairs and single findings, and they take "
    "turns.";

int MaxItems(const Knowledge& knowledge, const v1::PlanLimits& limits,
             const SessionAdaptation& adaptation,
             const knowledge::v1::WeekShape& week) {
  const auto& constants = knowledge.pack().session();
  int most = week.week() == 1 ? constants.first_week_exercises()
                              : constants.max_exercises();
  if (limits.max_exercises() > 0) most = std::min(most, limits.max_exercises());
  if (adaptation.most_exercises > 0) {
    most = std::min(most, adaptation.most_exercises);
  }
  return most;
}

// Whether `other` trains the partner of `pair` on every side that needs it.
bool TrainsSidesOf(const DecisionGroup& other, const DecisionGroup& pair) {
  return absl::c_all_of(pair.decisions, [&](const v1::Decision* decision) {
    return absl::c_any_of(other.decisions, [&](const v1::Decision* one) {
      return one->partner_side() == decision->partner_side();
    });
  });
}

}  // namespace

knowledge::v1::Slot LooseSlot(const knowledge::v1::Exercise& exercise) {
  switch (exercise.technique()) {
    case knowledge::v1::TECHNIQUE_AEROBIC:
      return knowledge::v1::SLOT_POST;
    case knowledge::v1::TECHNIQUE_BREATHING:
    case knowledge::v1::TECHNIQUE_DYNAMIC_MOBILITY:
    case knowledge::v1::TECHNIQUE_SMR:
      return knowledge::v1::SLOT_PRE;
    default:
      return knowledge::v1::SLOT_INTRA;
  }
}

SessionFill::SessionFill(const Knowledge& knowledge,
                         const v1::Interpretation& interpretation,
                         const Eligibility& eligibility,
                         absl::Span<const DecisionGroup> groups,
                         const SessionSpot& spot)
    : knowledge_(knowledge),
      interpretation_(interpretation),
      eligibility_(eligibility),
      groups_(groups),
      spot_(spot),
      format_(spot.length.format),
      work_{knowledge, eligibility, *spot.wishes,
            groups,    *spot.week,  spot.position},
      builder_(knowledge, interpretation, eligibility, spot),
      budget_(knowledge,
              MaxItems(knowledge, interpretation.limits(),
                       eligibility.adaptation(), *spot.week),
              spot.length.minutes,
              spot.taper_percent > 0 || eligibility.adaptation().as_before) {}

void SessionFill::Drop(const v1::SessionItem& item, const std::string& reason) {
  v1::Dropped& dropped = dropped_.emplace_back();
  dropped.set_exercise(item.exercise());
  dropped.set_decision(item.decision());
  dropped.set_rule("R-732");
  dropped.set_reason(reason);
}

void SessionFill::LeaveOut(const Unit& unit, const std::string& reason) {
  for (const v1::SessionItem& item : unit.items) Drop(item, reason);
  builder_.Discard(unit);
}

// What has no room here takes none for what matters less, but for what every
// session has and what a clinician wants in it.
void SessionFill::LeaveOutTail(Unit* unit) {
  const std::string reason = budget_.WhyNot(*unit);
  Unit tail;
  tail.items.push_back(std::move(unit->items.back()));
  unit->items.pop_back();
  --unit->optional_tail;
  const v1::SessionItem& item = tail.items.front();
  Drop(item, reason);
  if (eligibility_.overrides().Pin(item.exercise()) != nullptr ||
      StageOf(*knowledge_.FindExercise(item.exercise())) == Stage::kStability) {
    builder_.Discard(tail);
  }
}

// What was left out as part of something may stand in the session by itself,
// since a clinician pins it for example. Then it is not left out: either it
// serves the same there, or the decision waits for something else.
void SessionFill::ForgetWhatStands() {
  const auto is_served = [&](const std::string& decision) {
    return decision.empty() ||
           absl::c_any_of(groups_, [&](const DecisionGroup& group) {
             return group.Has(decision) && IsServedYet(group);
           });
  };
  absl::flat_hash_set<std::string> told;
  for (const v1::Dropped& dropped : dropped_) {
    if (!Contains(dropped.exercise())) told.insert(dropped.decision());
  }
  std::vector<v1::Dropped> kept;
  for (v1::Dropped& dropped : dropped_) {
    if (Contains(dropped.exercise())) {
      if (is_served(dropped.decision()) ||
          !told.insert(dropped.decision()).second) {
        continue;
      }
      dropped.set_reason(
          StandsForMore(*knowledge_.FindExercise(dropped.exercise())));
      dropped.clear_exercise();
    }
    kept.push_back(std::move(dropped));
  }
  dropped_ = std::move(kept);
}

bool SessionFill::Add(std::optional<Unit> unit) {
  if (!unit.has_value()) return false;
  bool fits = budget_.Take(*unit);
  while (!fits && unit->optional_tail > 0) {
    LeaveOutTail(&*unit);
    fits = budget_.Take(*unit);
  }
  if (!fits) {
    LeaveOut(*unit, budget_.WhyNot(*unit));
    return false;
  }
  units_.push_back(*std::move(unit));
  return true;
}

bool SessionFill::HasRoomForOther() const {
  return format_ == nullptr ||
         others_ + blocks_ < format_->others() + format_->blocks();
}

void SessionFill::AddOther(std::optional<Unit> unit, const char* no_room) {
  if (!unit.has_value()) return;
  if (!HasRoomForOther()) {
    LeaveOut(*unit, no_room);
  } else if (Add(std::move(unit))) {
    ++others_;
  }
}

std::optional<Unit> SessionFill::StabilityBeside(const Unit& unit) {
  std::optional<Unit> stability = FirstStability();
  if (!stability.has_value()) return stability;
  budget_.Reserve(*stability);
  if (budget_.Fits(unit)) return stability;
  budget_.Reserve(unit);
  if (std::optional<Unit> shorter = ShortStability()) {
    builder_.Discard(*stability);
    stability = std::move(shorter);
  }
  return stability;
}

bool SessionFill::AddWithStability(Unit unit) {
  std::optional<Unit> stability = StabilityBeside(unit);
  // What it trains last may be all the stability that there is.
  while (!stability.has_value() && unit.optional_tail > 0 &&
         !budget_.Fits(unit)) {
    LeaveOutTail(&unit);
    stability = StabilityBeside(unit);
  }
  if (stability.has_value()) budget_.Reserve(*stability);
  const bool added = Add(std::move(unit));
  budget_.ClearReservation();
  if (added) {
    Add(std::move(stability));
  } else if (stability.has_value()) {
    builder_.Discard(*stability);
  }
  return added;
}

void SessionFill::LeavePartners() {
  for (const DecisionGroup& pair : groups_) {
    const auto serves = [&](const DecisionGroup& other) {
      return other.partner == pair.partner && other.muscle != pair.muscle &&
             TrainsSidesOf(other, pair);
    };
    if (pair.partner.empty() || absl::c_none_of(groups_, serves) ||
        builder_.CanRelease(pair)) {
      continue;
    }
    const auto* const other =
        absl::c_find_if(groups_, [&](const DecisionGroup& candidate) {
          return serves(candidate) && builder_.CanRelease(candidate);
        });
    if (other == groups_.end()) {
      if (!builder_.HasSafeRelease(pair)) unreleased_.push_back(&pair);
    } else {
      without_.insert(&pair);
      left_to_.emplace_back(&pair, &*other);
    }
  }
}

// What became of the partners of pairs that have no safe release.
void SessionFill::TellPartners() {
  const auto is_trained = [&](const DecisionGroup& pair, bool in_block) {
    return absl::c_any_of(units_, [&](const Unit& unit) {
      return (!in_block || unit.stage == Stage::kBlock) &&
             absl::c_any_of(unit.items, [&](const v1::SessionItem& item) {
               const auto& exercise = *knowledge_.FindExercise(item.exercise());
               return pair.Has(item.decision()) &&
                      PurposeOf(exercise) == Purpose::kLoad &&
                      Lists(exercise, pair.partner);
             });
    });
  };
  for (const auto& [pair, other] : left_to_) {
    if (is_trained(*other, /*in_block=*/true)) {
      builder_.LeavePartner(*pair, *other);
    } else {
      builder_.NoRelease(*pair, is_trained(*other, /*in_block=*/false)
                                    ? "; its weak partner is trained directly."
                                    : ".");
    }
  }
  for (const DecisionGroup* pair : unreleased_) builder_.NoRelease(*pair, ".");
}

void SessionFill::AddBlocksAndStability() {
  const int most =
      format_ == nullptr ? spot_.week->max_pairs() : format_->blocks();
  const int before = most == 1 ? spot_.week->first_session() - 1 : 0;
  pairs_ = PairsOfSession(groups_, before + spot_.position, most, without_);
  std::vector<Unit> blocks = builder_.Blocks(pairs_, groups_);
  if (!blocks.empty() && AddWithStability(std::move(blocks.front()))) {
    ++blocks_;
  } else {
    Add(FirstStability());
  }
  for (size_t i = 1; i < blocks.size(); ++i) {
    blocks_ += Add(std::move(blocks[i])) ? 1 : 0;
  }
}

std::vector<Unit> SessionFill::UnitsOf(
    absl::Span<const DecisionGroup* const> finding) {
  if (!finding.front()->partner.empty()) {
    return builder_.Blocks(finding, groups_);
  }
  std::vector<Unit> units;
  if (std::optional<Unit> unit = builder_.Single(*finding.front(), groups_)) {
    units.push_back(*std::move(unit));
  }
  return units;
}

// A finding for which nothing is safe, or that takes too long, leaves its turn
// to the next one.
void SessionFill::AddTurnAndStability() {
  const int turn =
      spot_.by_rank ? 0 : spot_.week->first_session() - 1 + spot_.position;
  bool added = false;
  for (const auto& finding : FindingsInTurn(groups_, turn, without_)) {
    std::vector<Unit> units = UnitsOf(finding);
    if (units.empty()) continue;
    added = AddWithStability(std::move(units.front()));
    for (size_t i = 1; i < units.size(); ++i) {
      if (added) {
        Add(std::move(units[i]));
      } else {
        LeaveOut(units[i], kTurnReason);
      }
    }
    if (!added) continue;
    ++blocks_;
    in_turn_.insert(finding.begin(), finding.end());
    break;
  }
  if (!added) Add(FirstStability());
  const auto findings = FindingsInTurn(groups_, /*position=*/0, without_);
  if (!findings.empty()) AddBesideTurn(findings.front());
}

bool SessionFill::AddBesideTurn(
    const std::vector<const DecisionGroup*>& finding) {
  const DecisionGroup& first = *finding.front();
  const bool has_block = absl::c_any_of(
      units_, [](const Unit& unit) { return unit.stage == Stage::kBlock; });
  if (in_turn_.contains(&first) || IsServedYet(first) ||
      (has_block && !first.partner.empty())) {
    return false;
  }
  std::vector<Unit> units = UnitsOf(finding);
  bool added = false;
  for (size_t i = 0; i < units.size(); ++i) {
    if (i > 0 && !added) {
      builder_.Discard(units[i]);
    } else if (budget_.Fits(units[i])) {
      added = Add(std::move(units[i]));
    } else {
      builder_.Discard(units[i]);
    }
  }
  if (added) in_turn_.insert(finding.begin(), finding.end());
  return added;
}

void SessionFill::AddMoreFindings() {
  if (format_ == nullptr) return;
  const int turn = spot_.week->first_session() - 1 + spot_.position;
  for (const auto& finding : FindingsInTurn(groups_, turn, without_)) {
    if (Exercises() >= knowledge_.pack().session().min_exercises()) return;
    AddBesideTurn(finding);
  }
}

void SessionFill::AddSingles(bool nerves) {
  for (const DecisionGroup& group : groups_) {
    const bool nerve = group.action == knowledge::v1::DECISION_ACTION_FLOSS;
    if (group.partner.empty() && nerve == nerves &&
        !in_turn_.contains(&group) && group.IsIn(spot_.position)) {
      AddOther(builder_.Single(group, groups_), kTurnReason);
    }
  }
}

bool SessionFill::IsServedYet(const DecisionGroup& group) const {
  std::vector<const v1::SessionItem*> items;
  for (const Unit& unit : units_) {
    for (const v1::SessionItem& item : unit.items) items.push_back(&item);
  }
  return absl::c_any_of(items,
                        [&](const v1::SessionItem* item) {
                          return group.Has(item->decision());
                        }) ||
         IsServed(knowledge_, group, items);
}

// What was taken by something that was left out after all is free again.
void SessionFill::AddTaken() {
  std::vector<TakenFor> still_taken;
  for (TakenFor& taken : builder_.TakeTaken()) {
    const DecisionGroup& group = *taken.group;
    if (IsServedYet(group)) continue;
    if (group.partner.empty()) {
      AddOther(builder_.Single(group, groups_), kTurnReason);
    } else if (format_ == nullptr || blocks_ < format_->blocks()) {
      for (Unit& unit : builder_.Blocks({&group}, groups_, pairs_)) {
        blocks_ += Add(std::move(unit)) ? 1 : 0;
      }
    } else {
      still_taken.push_back(std::move(taken));
    }
  }
  for (TakenFor& taken : builder_.TakeTaken()) {
    still_taken.push_back(std::move(taken));
  }
  for (const TakenFor& taken : still_taken) {
    if (!IsServedYet(*taken.group)) NoteTaken(taken);
  }
}

void SessionFill::NoteTaken(const TakenFor& taken) {
  v1::Dropped note;
  note.set_decision(taken.group->decisions.front()->id());
  note.set_rule("R-732");
  for (const knowledge::v1::Exercise* exercise : taken.exercises) {
    const std::string place = builder_.PlaceOf(exercise->id());
    if (Contains(place)) {
      note.set_reason(StandsForMore(*knowledge_.FindExercise(place)));
      taken_.push_back(note);
      return;
    }
    const auto waits = absl::c_find_if(pairs_, [&](const auto* pair) {
      return pair->muscle != taken.group->muscle &&
             pair->partner == exercise->targets(0);
    });
    if (!exercise->targets().empty() && waits != pairs_.end()) {
      note.set_rule("R-504");
      note.set_reason(absl::StrCat(
          ExerciseName(*exercise), " would serve it and trains the ",
          TargetName(knowledge_, (*waits)->partner,
                     knowledge::v1::SIDE_MIDLINE),
          " first, which waits for its own release in this session."));
      taken_.push_back(note);
      return;
    }
    if (spot_.pool != nullptr && !spot_.pool->contains(exercise->id())) {
      note.set_reason(
          "What would serve it is new, and this week begins nothing new.");
    }
  }
  if (!note.reason().empty()) taken_.push_back(note);
}

void SessionFill::AddMeanwhile() {
  std::string last;
  for (const v1::Decision& decision : interpretation_.decisions()) {
    if (decision.action() != knowledge::v1::DECISION_ACTION_RETEST ||
        decision.muscle() == last) {
      continue;
    }
    last = decision.muscle();
    AddOther(builder_.Meanwhile(decision), kShortReason);
  }
}

void SessionFill::AddPostStretches() {
  int room = format_ == nullptr ? static_cast<int>(groups_.size())
                                : format_->post_stretches();
  for (const DecisionGroup& group : groups_) {
    if (room == 0) return;
    const knowledge::v1::DecisionAction action = group.action;
    if (action == knowledge::v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER ||
        action == knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE) {
      const bool there =
          std::any_of(units_.begin(), units_.end(), [&](const Unit& unit) {
            return unit.stage == Stage::kPost &&
                   knowledge_.FindExercise(unit.items.front().exercise())
                           ->targets(0) == group.muscle;
          });
      if (!there && Add(builder_.PostStretch(group))) --room;
    }
  }
}

void SessionFill::AddNamedExercises() {
  for (const std::string& id : interpretation_.limits().added_exercises()) {
    const knowledge::v1::Exercise* exercise = knowledge_.FindExercise(id);
    if (exercise == nullptr) continue;
    AddOther(builder_.Work({exercise}, "R-731",
                           "Added to every session for this person.",
                           LooseSlot(*exercise)),
             kShortReason);
  }
}

void SessionFill::ReserveStabilityBesidePins() {
  const std::optional<Unit> stability = FirstStability();
  if (!stability.has_value()) return;
  builder_.Discard(*stability);
  // One that is pinned has its own room.
  const auto* pin =
      eligibility_.overrides().Pin(stability->items.front().exercise());
  if (pin == nullptr) budget_.Reserve(*stability);
}

void SessionFill::SetPinsAside() {
  const std::vector<const storage::v1::OverrideFact*> pins =
      eligibility_.overrides().Pins();
  if (pins.empty()) return;
  ReserveStabilityBesidePins();
  Unit all;
  for (const auto* fact : pins) {
    const std::optional<Unit> unit = builder_.Pinned(*fact);
    if (!unit.has_value()) continue;
    all.items.push_back(unit->items.front());
    builder_.Discard(*unit);
    if (budget_.Fits(all)) {
      pins_.push_back(fact);
    } else {
      builder_.RefusePin(*fact, budget_.WhyNot(all));
      all.items.pop_back();
    }
  }
  budget_.ClearReservation();
  budget_.SetAside(all);
}

void SessionFill::AddPins() {
  for (const auto* fact : pins_) {
    if (Contains(fact->override().pin_exercise())) continue;
    std::optional<Unit> unit = builder_.Pinned(*fact);
    if (!unit.has_value()) continue;
    if (budget_.Take(*unit)) {
      units_.push_back(*std::move(unit));
    } else {
      builder_.RefusePin(*fact, budget_.WhyNot(*unit));
      builder_.Discard(*unit);
    }
  }
  budget_.SetAside(Unit());
}

bool SessionFill::Contains(const std::string& exercise) const {
  return std::any_of(units_.begin(), units_.end(), [&](const Unit& unit) {
    return std::any_of(unit.items.begin(), unit.items.end(),
                       [&](const v1::SessionItem& item) {
                         return item.exercise() == exercise;
                       });
  });
}

int SessionFill::Exercises() const {
  absl::flat_hash_set<absl::string_view> exercises;
  for (const Unit& unit : units_) {
    for (const v1::SessionItem& item : unit.items) {
      exercises.insert(item.exercise());
    }
  }
  return static_cast<int>(exercises.size());
}

void SessionFill::Run() {
  Add(builder_.WarmUp());
  SetPinsAside();
  LeavePartners();
  AddSingles(/*nerves=*/true);
  if (format_ != nullptr && format_->blocks() == 1) {
    AddTurnAndStability();
  } else {
    AddBlocksAndStability();
  }
  AddNamedExercises();
  for (int i = 0; i <= interpretation_.limits().more_strength(); ++i) {
    Add(Strength());
  }
  AddBreathing();
  AddMoreFindings();
  AddSingles(/*nerves=*/false);
  AddMeanwhile();
  AddPins();
  AddTaken();
  AddPostStretches();
  const bool second =
      format_ == nullptr ? !IsBasePlan() : format_->stability() > 1;
  if (second) Add(Stability());
  FillUp();
  TellPartners();
  ForgetWhatStands();
  TellNoStability();
}

}  // namespace tonus::engine
