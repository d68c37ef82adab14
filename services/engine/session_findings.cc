// SPDX-License-Identifier: Apache-2.0
// What a session holds for the findings: pairs, those whose turn it is, single
// ones, and what is done meanwhile.
#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/engine/considered_reason.h"
#include "services/engine/objective.h"
#include "services/engine/served_side.h"
#include "services/engine/session_fill.h"
#include "services/engine/shorter_session.h"
#include "services/engine/target_name.h"
#include "services/engine/week_pairs.h"
#include "services/engine/what_is_first.h"

namespace tonus::engine {
namespace {

constexpr char kTurnReason[] =
    "A short session keeps to few pairs and single findings, and they take "
    "turns.";

// Whether `other` trains the partner of `pair` on every side that needs it.
bool TrainsSidesOf(const DecisionGroup& other, const DecisionGroup& pair) {
  return absl::c_all_of(pair.decisions, [&](const v1::Decision* decision) {
    return absl::c_any_of(other.decisions, [&](const v1::Decision* one) {
      return one->partner_side() == decision->partner_side();
    });
  });
}

}  // namespace

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
                                    ? kTrainedDirectly
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
    // Strength comes before single findings where a session has no other limit
    // than its exercises.
    if (format_ == nullptr && finding.front()->partner.empty()) {
      builder_.Discard(units.front());
      turn_of_ = finding.front();
      break;
    }
    added = AddWithStability(std::move(units.front()));
    for (size_t i = 1; i < units.size(); ++i) {
      if (added) {
        Add(std::move(units[i]));
      } else if (format_ == nullptr) {
        builder_.Discard(units[i]);
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
  if (format_ == nullptr) return;
  const auto findings = FindingsInTurn(groups_, /*position=*/0, without_);
  if (!findings.empty()) AddBesideTurn(findings.front());
}

bool SessionFill::HasItem(const DecisionGroup& group) const {
  return absl::c_any_of(units_, [&](const Unit& unit) {
    return absl::c_any_of(unit.items, [&](const v1::SessionItem& item) {
      return group.Has(item.decision());
    });
  });
}

bool SessionFill::AddToBlock(const DecisionGroup& pair) {
  for (Unit& block : units_) {
    if (block.stage != Stage::kBlock) continue;
    std::optional<Unit> more = builder_.IntoBlock(block, pair);
    if (!more.has_value()) continue;
    if (!budget_.Take(*more)) {
      builder_.Discard(*more);
      return false;
    }
    block.items.push_back(std::move(more->items.front()));
    block.level = std::max(block.level, more->level);
    return true;
  }
  return false;
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
    if ((i == 0 || added) && budget_.Fits(units[i])) {
      added = Add(std::move(units[i]));
    } else {
      builder_.Discard(units[i]);
    }
  }
  if (added) in_turn_.insert(finding.begin(), finding.end());
  return added;
}

void SessionFill::AddMoreFindings() {
  if (!HasOneTurn() && format_ == nullptr) return;
  const int turn = spot_.week->first_session() - 1 + spot_.position;
  for (const auto& finding : FindingsInTurn(groups_, turn, without_)) {
    if (Exercises() >= knowledge_.pack().session().min_exercises()) return;
    if (AddBesideTurn(finding)) continue;
    for (const DecisionGroup* pair : finding) {
      // What is trained on the way is not trained at once after its release.
      if (!pair->partner.empty() && !in_turn_.contains(pair) &&
          !HasItem(*pair) && AddToBlock(*pair)) {
        in_turn_.insert(pair);
      }
    }
  }
}

bool SessionFill::YieldsTurn(
    const DecisionGroup& group, const Unit& unit,
    absl::Span<const DecisionGroup* const> others) const {
  return group.times > 0 && unit.optional_tail > 0 && !budget_.Fits(unit) &&
         absl::c_any_of(others, [&](const DecisionGroup* other) {
           return other->rank() < group.rank() && !other->is_maintenance();
         });
}

const DecisionGroup* SessionFill::TakesPartnerOf(
    const DecisionGroup& pair) const {
  if (pair.partner.empty() || format_ != nullptr || HasOneTurn() ||
      without_.contains(&pair) || Releases(pair.muscle)) {
    return nullptr;
  }
  for (const Unit& unit : units_) {
    if (unit.stage != Stage::kBlock) continue;
    for (const v1::SessionItem& item : unit.items) {
      const auto* const other =
          absl::c_find_if(groups_, [&](const DecisionGroup& group) {
            return group.partner == pair.partner && group.Has(item.decision());
          });
      if (other != groups_.end() && PurposeOf(*knowledge_.FindExercise(
                                        item.exercise())) == Purpose::kLoad) {
        return &*other;
      }
    }
  }
  return nullptr;
}

bool SessionFill::Releases(absl::string_view muscle) const {
  return absl::c_any_of(units_, [&](const Unit& unit) {
    return absl::c_any_of(unit.items, [&](const v1::SessionItem& item) {
      const auto& exercise = *knowledge_.FindExercise(item.exercise());
      return PurposeOf(exercise) == Purpose::kRelease &&
             Lists(exercise, muscle);
    });
  });
}

// What is left of a pair whose partner follows another release: it is tight.
std::optional<Unit> SessionFill::SingleOf(const DecisionGroup& group) {
  const DecisionGroup* other = TakesPartnerOf(group);
  if (other == nullptr) return builder_.Single(group, groups_);
  std::optional<Unit> unit = builder_.ReleaseAlone(group, groups_);
  if (!unit.has_value()) return unit;
  v1::SessionItem& release = unit->items.front();
  release.set_reason(absl::StrCat(
      release.reason(), " Its weak partner, the ",
      TargetName(knowledge_, group.partner, knowledge::v1::SIDE_MIDLINE),
      ", follows the release of the ",
      TargetName(knowledge_, other->muscle, knowledge::v1::SIDE_MIDLINE),
      " in this session."));
  return unit;
}

void SessionFill::AddSingles(bool nerves) {
  std::vector<const DecisionGroup*> singles;
  for (const DecisionGroup& group : groups_) {
    const bool nerve = group.action == knowledge::v1::DECISION_ACTION_FLOSS;
    if ((group.partner.empty() || TakesPartnerOf(group) != nullptr) &&
        nerve == nerves && !in_turn_.contains(&group) &&
        group.IsIn(spot_.position)) {
      singles.push_back(&group);
    }
  }
  std::stable_partition(
      singles.begin(), singles.end(),
      [&](const DecisionGroup* group) { return group == turn_of_; });
  while (!singles.empty()) {
    const DecisionGroup* group = singles.front();
    singles.erase(singles.begin());
    std::optional<Unit> unit = SingleOf(*group);
    if (!unit.has_value() || !YieldsTurn(*group, *unit, singles)) {
      AddOther(std::move(unit), kTurnReason);
      continue;
    }
    builder_.Discard(*unit);
    // Behind the last one that it yields to.
    const auto last = std::find_if(singles.rbegin(), singles.rend(),
                                   [&](const DecisionGroup* other) {
                                     return other->rank() < group->rank();
                                   });
    singles.insert(last.base(), group);
  }
}

void SessionFill::TellWhatIsFirst() {
  const std::vector<const v1::SessionItem*> items = Items();
  for (v1::Dropped& dropped : dropped_) {
    EndTruly(WhatIsFirst(groups_, dropped.decision(), items,
                         /*turns=*/!spot_.by_rank, /*shared=*/HasOneTurn()),
             &dropped);
  }
}

void SessionFill::TellTrained() {
  for (v1::Dropped& dropped : dropped_) {
    const std::string reason = dropped.reason();
    absl::string_view said = reason;
    if (!absl::ConsumeSuffix(&said, absl::StrCat("; ", kMattersMore, "."))) {
      continue;
    }
    const auto* const group =
        absl::c_find_if(groups_, [&](const DecisionGroup& one) {
          return one.partner.empty() && one.Has(dropped.decision());
        });
    const auto* exercise = knowledge_.FindExercise(dropped.exercise());
    if (group == groups_.end() || exercise == nullptr ||
        PurposeOf(*exercise) != Purpose::kLoad ||
        !Lists(*exercise, group->muscle)) {
      continue;
    }
    const v1::SessionItem* other = TrainerOf(*group);
    if (other == nullptr) continue;
    dropped.set_reason(absl::StrCat(
        said, "; ", ExerciseName(*knowledge_.FindExercise(other->exercise())),
        " trains the ",
        TargetName(knowledge_, group->muscle, knowledge::v1::SIDE_MIDLINE),
        " in it, too."));
  }
}

const v1::SessionItem* SessionFill::TrainerOf(
    const DecisionGroup& group) const {
  for (const Unit& unit : units_) {
    for (const v1::SessionItem& item : unit.items) {
      const auto& exercise = *knowledge_.FindExercise(item.exercise());
      if (PurposeOf(exercise) == Purpose::kLoad &&
          Lists(exercise, group.muscle) &&
          absl::c_all_of(group.decisions, [&](const v1::Decision* decision) {
            return IsDoneOn(item, decision->side());
          })) {
        return &item;
      }
    }
  }
  return nullptr;
}

std::vector<const v1::SessionItem*> SessionFill::Items() const {
  std::vector<const v1::SessionItem*> items;
  for (const Unit& unit : units_) {
    for (const v1::SessionItem& item : unit.items) items.push_back(&item);
  }
  return items;
}

bool SessionFill::IsServedYet(const DecisionGroup& group) const {
  const std::vector<const v1::SessionItem*> items = Items();
  return absl::c_any_of(items,
                        [&](const v1::SessionItem* item) {
                          return group.Has(item->decision());
                        }) ||
         IsServed(knowledge_, group, items);
}

// General work that trains what is weak says so.
void SessionFill::TellServed(const DecisionGroup& group) {
  if (group.action != knowledge::v1::DECISION_ACTION_ACTIVATE) return;
  for (Unit& unit : units_) {
    for (v1::SessionItem& item : unit.items) {
      const auto& exercise = *knowledge_.FindExercise(item.exercise());
      if (!item.decision().empty() || exercise.per_side() ||
          PurposeOf(exercise) != Purpose::kLoad ||
          !Lists(exercise, group.muscle)) {
        continue;
      }
      item.set_decision(group.decisions.front()->id());
      builder_.KeepAlternatives(item.exercise(), group.muscle);
      item.set_reason(absl::StrCat(
          item.reason(), " It trains the ",
          TargetName(knowledge_, group.muscle, knowledge::v1::SIDE_MIDLINE),
          ", too."));
      return;
    }
  }
  TellBesides(group);
}

// So does what stands there for another finding.
void SessionFill::TellBesides(const DecisionGroup& group) {
  for (Unit& unit : units_) {
    for (v1::SessionItem& item : unit.items) {
      const auto& exercise = *knowledge_.FindExercise(item.exercise());
      if (item.decision().empty() || group.Has(item.decision()) ||
          PurposeOf(exercise) != Purpose::kLoad ||
          !Lists(exercise, group.muscle) ||
          !absl::c_all_of(group.decisions, [&](const v1::Decision* decision) {
            return IsDoneOn(item, decision->side());
          })) {
        continue;
      }
      const std::string too = absl::StrCat(
          " It trains the ",
          TargetName(knowledge_, group.muscle, knowledge::v1::SIDE_MIDLINE),
          ", too.");
      if (!absl::StrContains(item.reason(), too)) {
        item.set_reason(item.reason() + too);
      }
      return;
    }
  }
}

// What was taken by something that was left out after all is free again.
void SessionFill::AddTaken() {
  std::vector<TakenFor> still_taken;
  for (TakenFor& taken : builder_.TakeTaken()) {
    const DecisionGroup& group = *taken.group;
    if (IsServedYet(group)) {
      TellServed(group);
      continue;
    }
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
      const auto& there = *knowledge_.FindExercise(place);
      note.set_reason(StandsAbove(groups_, note.decision(), place, Items())
                          ? StandsForMore(there)
                          : StandsForOther(there));
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

}  // namespace tonus::engine
