// SPDX-License-Identifier: Apache-2.0
#include "services/engine/unit_builder.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engine/block_time.h"
#include "services/engine/dose.h"
#include "services/engine/finding.h"
#include "services/engine/served_side.h"
#include "services/engine/side_order.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::Side;
using v1::SessionItem;

namespace {

// Single findings that are released when their target stands in a block.
bool IsRelease(knowledge::v1::DecisionAction action) {
  return action == knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE ||
         action == knowledge::v1::DECISION_ACTION_RELEASE_AND_STRENGTHEN;
}

// Single findings whose release is followed by a movement.
bool IsMovement(knowledge::v1::DecisionAction action) {
  return action == knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE ||
         action == knowledge::v1::DECISION_ACTION_MOBILISE;
}

}  // namespace

UnitBuilder::UnitBuilder(const Knowledge& knowledge,
                         const v1::Interpretation& interpretation,
                         const Eligibility& eligibility,
                         const SessionSpot& spot)
    : knowledge_(knowledge),
      interpretation_(interpretation),
      eligibility_(eligibility),
      spot_(spot),
      chooser_(knowledge, interpretation, eligibility, spot) {}

std::vector<Side> UnitBuilder::WorseFirst(const DecisionGroup& group,
                                          bool partner) const {
  std::vector<Side> sides;
  for (const v1::Decision* decision : group.decisions) {
    const Side side = partner ? decision->partner_side() : decision->side();
    if (std::find(sides.begin(), sides.end(), side) == sides.end()) {
      sides.push_back(side);
    }
  }
  PutWorseFirst(eligibility_.findings(), partner ? group.partner : group.muscle,
                &sides);
  return sides;
}

std::vector<Side> UnitBuilder::ReleaseSides(
    absl::string_view muscle, absl::Span<const DecisionGroup* const> pairs,
    absl::Span<const DecisionGroup> groups) const {
  DecisionGroup all;
  all.muscle = std::string(muscle);
  for (const DecisionGroup* pair : pairs) {
    if (pair->muscle != muscle) continue;
    all.decisions.insert(all.decisions.end(), pair->decisions.begin(),
                         pair->decisions.end());
  }
  for (const DecisionGroup& group : groups) {
    if (group.muscle != muscle || !IsRelease(group.action)) continue;
    all.decisions.insert(all.decisions.end(), group.decisions.begin(),
                         group.decisions.end());
  }
  return WorseFirst(all, /*partner=*/false);
}

// The sides of `group`, and those on which pairs release the same muscle: what
// has no block in this session is released on both sides all the same.
std::vector<Side> UnitBuilder::SidesWithPairs(
    const DecisionGroup& group, absl::Span<const DecisionGroup> groups) const {
  DecisionGroup all = group;
  for (const DecisionGroup& other : groups) {
    if (other.muscle != group.muscle ||
        (other.partner.empty() && !IsRelease(other.action))) {
      continue;
    }
    all.decisions.insert(all.decisions.end(), other.decisions.begin(),
                         other.decisions.end());
  }
  return WorseFirst(all, /*partner=*/false);
}

std::optional<SessionItem> UnitBuilder::Release(const DecisionGroup& group,
                                                const std::vector<Side>& sides,
                                                absl::string_view rule) {
  ItemRequest request;
  request.candidates = ReleaseCandidates(knowledge_, group.muscle);
  PutSwitchedFirst(knowledge_, interpretation_.limits(), group.muscle, sides,
                   spot_.number, &request.candidates);
  request.sides = sides;
  request.target = group.muscle;
  request.decision = group.decisions.front()->id();
  request.rule = std::string(rule);
  const bool one_is_worse = absl::c_any_of(sides, [&](Side side) {
    return HasQualifier(eligibility_.findings().Find(group.muscle, side),
                        knowledge::v1::QUALIFIER_ASYMMETRIC);
  });
  request.reason = absl::StrCat(
      "Releases the ", TargetNames(knowledge_, group.muscle, sides),
      sides.size() > 1 && one_is_worse ? ", the worse side first." : ".");
  request.max_side_seconds =
      knowledge_.pack().session().static_before_strength_seconds();
  std::optional<SessionItem> item = chooser_.Choose(request);
  if (!item.has_value()) return item;
  released_with_[group.muscle] = item->exercise();
  held_seconds_[item->exercise()] = StaticSeconds(*item);
  return item;
}

int UnitBuilder::StaticSeconds(const SessionItem& item) const {
  const Exercise& exercise = *knowledge_.FindExercise(item.exercise());
  int most = 0;
  if (exercise.technique() != knowledge::v1::TECHNIQUE_STATIC_STRETCH) {
    return most;
  }
  for (const v1::Dose& dose : item.doses()) {
    most = std::max(most, HeldSeconds(exercise, dose));
  }
  return most;
}

std::optional<SessionItem> UnitBuilder::Activation(const DecisionGroup& pair,
                                                   bool released) {
  ItemRequest request;
  if (released) request.released = pair.muscle;
  request.candidates = ActivationCandidates(knowledge_, eligibility_,
                                            pair.partner, request.released);
  request.sides = WorseFirst(pair, /*partner=*/true);
  request.target = pair.partner;
  request.decision = pair.decisions.front()->id();
  request.rule = released ? "R-514" : "R-505";
  request.reason = absl::StrCat(
      "Trains the ", TargetNames(knowledge_, pair.partner, request.sides),
      released ? absl::StrCat(" at once after the release of the ",
                              TargetName(knowledge_, pair.muscle,
                                         knowledge::v1::SIDE_MIDLINE),
                              ".")
               : " directly.");
  return chooser_.Choose(request);
}

Unit UnitBuilder::UnitOf(Stage stage, const DecisionGroup& group,
                         std::vector<SessionItem> items) const {
  Unit unit;
  unit.stage = stage;
  unit.score = group.score();
  const knowledge::v1::Muscle* muscle = knowledge_.FindMuscle(group.muscle);
  unit.lumbar =
      muscle != nullptr && muscle->region() == knowledge::v1::REGION_LUMBAR;
  for (const SessionItem& item : items) {
    const Exercise* exercise = knowledge_.FindExercise(item.exercise());
    unit.level = std::max(unit.level, exercise->level());
  }
  unit.items = std::move(items);
  return unit;
}

// Whether `items` train the partner of `pair` on every side that needs it
// besides their own targets, while no exercise has it as first target.
bool UnitBuilder::IsTrained(const DecisionGroup& pair,
                            const std::vector<SessionItem>& items) const {
  const Candidates candidates =
      ActivationCandidates(knowledge_, eligibility_, pair.partner, pair.muscle);
  if (candidates.empty() || candidates.front()->targets(0) == pair.partner) {
    return false;
  }
  return absl::c_all_of(pair.decisions, [&](const v1::Decision* decision) {
    return absl::c_any_of(items, [&](const SessionItem& item) {
      const Exercise* exercise = knowledge_.FindExercise(item.exercise());
      return PurposeOf(*exercise) == Purpose::kLoad &&
             Lists(*exercise, pair.partner) &&
             IsDoneOn(item, decision->partner_side());
    });
  });
}

void UnitBuilder::Uncover(const DecisionGroup& group, absl::string_view rule,
                          absl::string_view what, absl::string_view is_not) {
  if (!chooser_.taken().empty()) {
    taken_.push_back({&group, chooser_.taken()});
    return;
  }
  const Exercise* harder = chooser_.above_cap();
  TellUncovered(
      group, rule,
      harder == nullptr
          ? absl::StrCat("No safe ", what, " ", is_not, ".")
          : absl::StrCat("No ", what, " is possible within the level cap: ",
                         ExerciseName(*harder), " is level ", harder->level(),
                         "."));
}

void UnitBuilder::TellUncovered(const DecisionGroup& group,
                                absl::string_view rule,
                                const std::string& reason) {
  for (const v1::Decision* decision : group.decisions) {
    v1::Uncovered& uncovered = uncovered_.emplace_back();
    uncovered.set_decision(decision->id());
    uncovered.set_rule(std::string(rule));
    uncovered.set_reason(reason);
  }
}

std::vector<TakenFor> UnitBuilder::TakeTaken() {
  return std::exchange(taken_, {});
}

std::optional<SessionItem> UnitBuilder::ActivationOf(
    const DecisionGroup& pair, absl::Span<const DecisionGroup* const> pairs,
    bool released) {
  // Partners of other blocks wait for their own release.
  for (const auto& waiting : {pairs, others_}) {
    for (const DecisionGroup* other : waiting) {
      if (other->muscle != pair.muscle) {
        chooser_.passed_over().first_targets.insert(other->partner);
      }
    }
  }
  std::optional<SessionItem> activation = Activation(pair, released);
  chooser_.passed_over().first_targets.clear();
  if (!activation.has_value()) {
    Uncover(pair, "G-07",
            absl::StrCat("activation of the ",
                         TargetName(knowledge_, pair.partner,
                                    knowledge::v1::SIDE_MIDLINE)),
            "is left");
  }
  return activation;
}

// As a tight muscle without a weak partner: its release, and the movement that
// uses the new range.
std::optional<Unit> UnitBuilder::ReleaseAlone(
    const DecisionGroup& pair, absl::Span<const DecisionGroup> groups) {
  return SingleAs(knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE, "R-506",
                  pair, groups);
}

void UnitBuilder::LeaveOutLate(const DecisionGroup& first,
                               const std::vector<SessionItem>& late,
                               Unit* block) {
  for (const SessionItem& item : late) {
    v1::Dropped& dropped = block->left_out.emplace_back();
    dropped.set_exercise(item.exercise());
    dropped.set_decision(item.decision());
    dropped.set_rule("R-504");
    dropped.set_reason(WhyLate(knowledge_, first.muscle));
    Discard(UnitOf(Stage::kBlock, first, {item}));
  }
}

std::optional<Unit> UnitBuilder::Block(
    const DecisionGroup& first, absl::Span<const DecisionGroup* const> pairs,
    absl::Span<const DecisionGroup> groups, SessionItem release) {
  std::vector<SessionItem> items;
  for (const DecisionGroup* pair : pairs) {
    if (pair->muscle != first.muscle || IsTrained(*pair, items)) continue;
    std::optional<SessionItem> activation =
        ActivationOf(*pair, pairs, /*released=*/true);
    if (activation.has_value()) items.push_back(*std::move(activation));
  }
  const int turn =
      spot_.by_rank ? 0 : spot_.week->first_session() + spot_.position;
  const std::vector<SessionItem> late = TakeLate(knowledge_, turn, &items);
  items.insert(items.begin(), std::move(release));
  Unit block = UnitOf(Stage::kBlock, first, std::move(items));
  LeaveOutLate(first, late, &block);
  if (block.items.size() < 2) {
    Discard(block);
    // What is only taken may be free later.
    const bool waits = absl::c_any_of(taken_, [&](const TakenFor& taken) {
      return taken.group->muscle == first.muscle;
    });
    return waits ? std::nullopt : ReleaseAlone(first, groups);
  }
  block.optional_tail = static_cast<int>(block.items.size()) - 2;
  return block;
}

std::optional<Unit> UnitBuilder::IntoBlock(const Unit& block,
                                           const DecisionGroup& pair) {
  const auto released = released_with_.find(pair.muscle);
  const SessionItem& release = block.items.front();
  if (released == released_with_.end() ||
      released->second != release.exercise() ||
      !absl::c_all_of(pair.decisions, [&](const v1::Decision* decision) {
        return IsDoneOn(release, decision->side());
      })) {
    return std::nullopt;
  }
  std::optional<SessionItem> activation = Activation(pair, /*released=*/true);
  if (!activation.has_value()) return std::nullopt;
  Unit more = UnitOf(Stage::kBlock, pair, {*std::move(activation)});
  std::vector<SessionItem> all(block.items.begin() + 1, block.items.end());
  all.push_back(more.items.front());
  if (TakeLate(knowledge_, /*turn=*/0, &all).empty()) return more;
  Discard(more);
  return std::nullopt;
}

std::vector<Unit> UnitBuilder::DirectWork(
    const DecisionGroup& first, absl::Span<const DecisionGroup* const> pairs) {
  std::vector<Unit> units;
  const Candidates taken = chooser_.taken();
  for (const DecisionGroup* pair : pairs) {
    if (pair->muscle != first.muscle) continue;
    std::optional<SessionItem> activation =
        ActivationOf(*pair, pairs, /*released=*/false);
    if (!taken.empty()) {
      taken_.push_back({pair, taken});
    } else {
      NoRelease(*pair, activation.has_value() ? kTrainedDirectly : ".");
    }
    if (!activation.has_value()) continue;
    const Exercise* exercise = knowledge_.FindExercise(activation->exercise());
    units.push_back(
        UnitOf(StageOf(*exercise), *pair, {*std::move(activation)}));
  }
  return units;
}

bool UnitBuilder::HasSafeRelease(const DecisionGroup& pair) {
  return CanRelease(pair) || !chooser_.taken().empty();
}

bool UnitBuilder::CanRelease(const DecisionGroup& pair) {
  std::optional<SessionItem> release =
      Release(pair, ReleaseSides(pair.muscle, {&pair}, {}), "R-504");
  if (!release.has_value()) return false;
  Discard(UnitOf(Stage::kBlock, pair, {*std::move(release)}));
  return true;
}

void UnitBuilder::NoRelease(const DecisionGroup& pair,
                            absl::string_view what_then) {
  TellUncovered(pair, "R-735",
                absl::StrCat("No safe release of the ",
                             TargetName(knowledge_, pair.muscle,
                                        knowledge::v1::SIDE_MIDLINE),
                             " was found", what_then));
}

void UnitBuilder::LeavePartner(const DecisionGroup& pair,
                               const DecisionGroup& other) {
  NoRelease(pair,
            absl::StrCat("; its weak partner is trained after that of the ",
                         TargetName(knowledge_, other.muscle,
                                    knowledge::v1::SIDE_MIDLINE),
                         " in the sessions that have a place for it."));
}

std::vector<Unit> UnitBuilder::Blocks(
    absl::Span<const DecisionGroup* const> pairs,
    absl::Span<const DecisionGroup> groups,
    absl::Span<const DecisionGroup* const> others) {
  others_ = others;
  std::vector<Unit> units;
  absl::flat_hash_set<std::string> seen;
  for (const DecisionGroup* first : pairs) {
    if (!seen.insert(first->muscle).second) continue;
    std::optional<SessionItem> release =
        Release(*first, ReleaseSides(first->muscle, pairs, groups), "R-504");
    if (!release.has_value()) {
      for (Unit& unit : DirectWork(*first, pairs)) {
        units.push_back(std::move(unit));
      }
    } else if (auto block = Block(*first, pairs, groups, *std::move(release))) {
      units.push_back(*std::move(block));
    }
  }
  return units;
}

std::optional<Unit> UnitBuilder::Single(
    const DecisionGroup& group, absl::Span<const DecisionGroup> groups) {
  return SingleAs(group.action, group.decisions.front()->rule(), group, groups);
}

void UnitBuilder::UncoverWork(const DecisionGroup& group,
                              const std::string& name,
                              const ItemRequest& request) {
  if (request.candidates.empty() &&
      group.action != knowledge::v1::DECISION_ACTION_ACTIVATE) {
    TellUncovered(group, "R-735",
                  absl::StrCat("Nothing that strengthens has the ", name,
                               " as its main target."));
  } else {
    Uncover(group, "R-735", absl::StrCat("exercise for the ", name),
            "was found");
  }
}

std::optional<Unit> UnitBuilder::SingleAs(
    knowledge::v1::DecisionAction action, absl::string_view rule,
    const DecisionGroup& group, absl::Span<const DecisionGroup> groups) {
  const std::vector<Side> sides = WorseFirst(group, /*partner=*/false);
  const std::string name = TargetNames(knowledge_, group.muscle, sides);
  ItemRequest request;
  request.sides = sides;
  request.target = group.muscle;
  request.decision = group.decisions.front()->id();
  request.rule = std::string(rule);
  bool needs_release = false;
  switch (action) {
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE:
    case knowledge::v1::DECISION_ACTION_MOBILISE:
      needs_release = true;
      request.candidates = IntegrationCandidates(knowledge_, group.muscle);
      request.target.clear();
      request.one_set = true;
      // A block that released it has its own activations first.
      request.reason = absl::StrCat(
          "Uses the new range of the ", name,
          released_with_.contains(group.muscle) ? "." : " at once.");
      break;
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_STRENGTHEN:
      needs_release = true;
      request.candidates = StrengthCandidates(knowledge_, group.muscle);
      request.reason =
          absl::StrCat("Strengthens the ", name, " through its range.");
      break;
    case knowledge::v1::DECISION_ACTION_ACTIVATE:
      request.candidates = ActivationCandidates(knowledge_, eligibility_,
                                                group.muscle, /*released=*/"");
      request.reason = absl::StrCat("Trains the ", name, " directly.");
      break;
    case knowledge::v1::DECISION_ACTION_STRENGTHEN_SHORTENED:
      request.candidates = StrengthCandidates(knowledge_, group.muscle);
      request.reason =
          absl::StrCat("Strengthens the ", name, " and does not lengthen it.");
      break;
    case knowledge::v1::DECISION_ACTION_MAINTAIN_LENGTH:
      needs_release = true;
      break;
    case knowledge::v1::DECISION_ACTION_MAINTAIN_STRENGTH:
      request.candidates = StrengthCandidates(knowledge_, group.muscle);
      for (const Exercise* exercise :
           ActivationCandidates(knowledge_, eligibility_, group.muscle,
                                /*released=*/"")) {
        AddOnce(exercise, &request.candidates);
      }
      request.reason = absl::StrCat("Keeps the strength of the ", name, ".");
      break;
    case knowledge::v1::DECISION_ACTION_FLOSS:
      request.candidates = FlossCandidates(knowledge_, group.muscle);
      request.slot = knowledge::v1::SLOT_MICRO;
      request.reason = absl::StrCat(
          "Glides the ", name,
          ": ease it first by the posture that relieves, small range, never "
          "hold at the end; also 3 to 5 times a day.");
      break;
    default:
      return std::nullopt;
  }
  std::vector<SessionItem> items;
  // A block may have released it already.
  if (needs_release && !released_with_.contains(group.muscle)) {
    const std::vector<Side> all_sides = SidesWithPairs(group, groups);
    std::optional<SessionItem> release = Release(group, all_sides, rule);
    if (!release.has_value() && all_sides.size() > sides.size()) {
      release = Release(group, sides, rule);
    }
    if (!release.has_value()) {
      Uncover(group, "R-735", absl::StrCat("release of the ", name),
              "was found");
      if (IsMovement(action)) return std::nullopt;
    } else {
      items.push_back(*std::move(release));
    }
  }
  std::optional<SessionItem> work = chooser_.Choose(request);
  if (work.has_value()) {
    items.push_back(*std::move(work));
  } else if (!needs_release ||
             action == knowledge::v1::DECISION_ACTION_RELEASE_AND_STRENGTHEN) {
    UncoverWork(group, name, request);
  }
  if (items.empty()) return std::nullopt;
  const Exercise* first = knowledge_.FindExercise(items.front().exercise());
  const Stage stage = items.size() > 1 || PurposeOf(*first) == Purpose::kRelease
                          ? Stage::kRelease
                          : StageOf(*first);
  Unit unit = UnitOf(stage, group, std::move(items));
  // A release is worth its place also without the movement that uses it.
  if (unit.items.size() > 1 && IsMovement(action)) unit.optional_tail = 1;
  return unit;
}

void UnitBuilder::Discard(const Unit& unit) {
  // A stretch that returns after the main part stays used by it.
  if (unit.post_stretch) {
    const v1::SessionItem& item = unit.items.front();
    held_seconds_[item.exercise()] -= StaticSeconds(item);
    return;
  }
  for (const SessionItem& item : unit.items) {
    chooser_.Free(item.exercise());
    for (auto it = released_with_.begin(); it != released_with_.end(); ++it) {
      if (it->second != item.exercise()) continue;
      held_seconds_.erase(it->second);
      released_with_.erase(it);
      break;
    }
  }
}

}  // namespace tonus::engine
