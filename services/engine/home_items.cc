// SPDX-License-Identifier: Apache-2.0
#include "services/engine/home_items.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/adaptation.h"
#include "services/engine/bedtime_dose.h"
#include "services/engine/candidates.h"
#include "services/engine/considered_reason.h"
#include "services/engine/dose.h"
#include "services/engine/dose_cap.h"
#include "services/engine/fusion.h"
#include "services/engine/side_order.h"
#include "services/engine/target_name.h"
#include "services/engine/tempo.h"

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::HomeConstants;
using knowledge::v1::Side;
using v1::SessionItem;

namespace {

constexpr int kSecondsPerMinute = 60;
constexpr int kDaysPerWeek = 7;
constexpr int kAll = 100;  // Percent.
// What is done at home beside the sessions.
constexpr char kHomeRule[] = "R-733";

// Whether the decision wants length: only then is bedtime used.
bool WantsLength(const DecisionGroup& group) {
  return group.action ==
             knowledge::v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER ||
         group.action == knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE;
}

// What loads or moves its target and may be done often.
bool MayBeDoneOften(const DecisionGroup& group) {
  return group.action == knowledge::v1::DECISION_ACTION_ACTIVATE ||
         group.action == knowledge::v1::DECISION_ACTION_MOBILISE;
}

// What speaks against an exercise at home.
struct Objection {
  std::string rule;
  std::string reason;
};

class HomePlanner {
 public:
  HomePlanner(const Knowledge& knowledge,
              const v1::Interpretation& interpretation,
              const Eligibility& eligibility,
              absl::Span<const DecisionGroup> groups, const HomeWeek& week)
      : knowledge_(knowledge),
        home_(knowledge.pack().home()),
        interpretation_(interpretation),
        eligibility_(eligibility),
        groups_(groups),
        week_(week) {
    spot_.week = week.week;
  }

  HomePlan Plan();

 private:
  bool HasRoom() const {
    return week_.wanted &&
           plan_.items.size() < static_cast<size_t>(home_.max_items());
  }
  std::optional<Objection> ObjectionTo(const Exercise& exercise,
                                       const std::vector<Side>& sides) const;
  bool MayBeUsed(const Exercise& exercise, const std::vector<Side>& sides,
                 SessionItem* item) const;
  bool IsKnown(const Exercise& exercise) const;
  v1::Considered WhyLater(const Exercise& chosen, const Exercise& other,
                          const std::string& rule) const;
  void ConsiderLater(absl::Span<const Exercise* const> later,
                     const std::vector<Side>& sides, SessionItem* item) const;
  void PutKnownFirst(Candidates* candidates) const;
  int PercentOff(const Exercise& exercise) const;
  bool IsLighter(const SessionItem& item) const;
  int DaysFor(const Exercise& exercise, int days) const;
  SessionItem MakeItem(const Exercise& exercise, const DecisionGroup& group,
                       knowledge::v1::Slot slot, std::vector<v1::Dose> doses,
                       SessionItem considered) const;
  void AddMicro(const DecisionGroup& group, const Candidates& candidates,
                absl::string_view rule, const std::string& reason);
  void AddOften(const DecisionGroup& group);
  void AddFloss(const DecisionGroup& group);
  std::vector<Side> TightSides(const std::string& muscle) const;
  Candidates BedtimeStretches(const std::string& muscle) const;
  void AddBedtime(const DecisionGroup& group);
  bool ChooseBedtime(const DecisionGroup& group, const std::vector<Side>& sides,
                     const StaticTime& all, int* planned);
  std::string WhatGoesBefore() const;
  void TellShortfall(const DecisionGroup& group, int seconds,
                     absl::string_view why_no_more);
  bool CanStretch(const DecisionGroup& group) const;
  bool ReachesOnlyTight(const Exercise& exercise,
                        const std::string& muscle) const;

  const Knowledge& knowledge_;
  const HomeConstants& home_;
  const v1::Interpretation& interpretation_;
  const Eligibility& eligibility_;
  const absl::Span<const DecisionGroup> groups_;
  const HomeWeek week_;
  Spot spot_;
  HomePlan plan_;
};

std::optional<Objection> HomePlanner::ObjectionTo(
    const Exercise& exercise, const std::vector<Side>& sides) const {
  if (week_.pool != nullptr && !week_.pool->contains(exercise.id())) {
    return Objection{kHomeRule, "It is new, and this week begins nothing new."};
  }
  const auto* step = eligibility_.adaptation().StepOf(exercise.id());
  if (step != nullptr && step->step < 0) {
    return Objection{kHomeRule,
                     "It went a step down and is done in sessions alone."};
  }
  const auto refusal =
      eligibility_.Refuse(exercise, WorkedSides(exercise, sides), spot_);
  if (!refusal.has_value()) return std::nullopt;
  return Objection{refusal->rule, refusal->reason};
}

// Whether nothing speaks against `exercise`; otherwise notes in `item` what
// does.
bool HomePlanner::MayBeUsed(const Exercise& exercise,
                            const std::vector<Side>& sides,
                            SessionItem* item) const {
  const std::optional<Objection> objection = ObjectionTo(exercise, sides);
  if (!objection.has_value()) return true;
  Consider(exercise.id(), objection->rule, objection->reason, item);
  return false;
}

bool HomePlanner::IsKnown(const Exercise& exercise) const {
  return absl::c_any_of(week_.sessions, [&](const v1::Session& session) {
    return absl::c_any_of(session.items(), [&](const SessionItem& item) {
      return item.exercise() == exercise.id();
    });
  });
}

// Why `other`, which would do, comes behind `chosen`, which `rule` put there.
v1::Considered HomePlanner::WhyLater(const Exercise& chosen,
                                     const Exercise& other,
                                     const std::string& rule) const {
  v1::Considered considered;
  considered.set_rule(rule);
  const auto& disliked = week_.wishes->disliked;
  if (disliked.contains(other.id()) && !disliked.contains(chosen.id())) {
    considered.set_rule("A-051");
    considered.set_reason("It is disliked.");
  } else if (other.level() > chosen.level()) {
    considered.set_reason(absl::StrCat("Harder: level ", other.level(),
                                       ", not ", chosen.level(), "."));
  } else {
    considered.set_reason("It would do as well; one is enough at home.");
  }
  return considered;
}

// Notes in `item` what comes behind it.
void HomePlanner::ConsiderLater(absl::Span<const Exercise* const> later,
                                const std::vector<Side>& sides,
                                SessionItem* item) const {
  const Exercise& chosen = *knowledge_.FindExercise(item->exercise());
  for (const Exercise* other : later) {
    if (!MayBeUsed(*other, sides, item)) continue;
    const v1::Considered why = WhyLater(chosen, *other, item->rule());
    Consider(other->id(), why.rule(), why.reason(), item);
  }
}

// Exercises of this week's sessions first, so that there is little to learn;
// disliked ones last.
void HomePlanner::PutKnownFirst(Candidates* candidates) const {
  PutLikedFirst(
      *week_.wishes, eligibility_,
      [](const Exercise&, const Exercise&) { return true; }, candidates);
  const auto key = [&](const Exercise* exercise) {
    return std::make_pair(week_.wishes->disliked.contains(exercise->id()),
                          !IsKnown(*exercise));
  };
  absl::c_stable_sort(*candidates, [&](const auto* a, const auto* b) {
    return key(a) < key(b);
  });
}

int HomePlanner::PercentOff(const Exercise& exercise) const {
  return eligibility_.adaptation().LighterFor(knowledge_, exercise).percent_off;
}

bool HomePlanner::IsLighter(const SessionItem& item) const {
  return PercentOff(*knowledge_.FindExercise(item.exercise())) > 0;
}

// Volume that is lowered takes days off: a dose at home is the least that does
// something.
int HomePlanner::DaysFor(const Exercise& exercise, int days) const {
  return std::max(1, days * (kAll - PercentOff(exercise)) / kAll);
}

SessionItem HomePlanner::MakeItem(const Exercise& exercise,
                                  const DecisionGroup& group,
                                  knowledge::v1::Slot slot,
                                  std::vector<v1::Dose> doses,
                                  SessionItem considered) const {
  SessionItem item = std::move(considered);
  item.set_order(static_cast<int>(plan_.items.size()) + 1);
  item.set_exercise(exercise.id());
  item.set_slot(slot);
  item.set_decision(group.decisions.front()->id());
  item.set_caution(eligibility_.NeedsCaution(exercise));
  item.set_source(exercise.source());
  int seconds = 0;
  for (v1::Dose& dose : doses) {
    seconds += DoseSeconds(knowledge_.pack().session(), exercise, dose);
    *item.add_doses() = std::move(dose);
  }
  item.set_minutes(ToMinutes(seconds));
  *item.mutable_tempo() = TempoOf(knowledge_, exercise, item.doses(0), slot);
  return item;
}

void HomePlanner::AddMicro(const DecisionGroup& group,
                           const Candidates& candidates, absl::string_view rule,
                           const std::string& reason) {
  std::vector<Side> sides;
  for (const v1::Decision* decision : group.decisions) {
    sides.push_back(decision->side());
  }
  PutWorseFirst(eligibility_.findings(), group.muscle, &sides);
  SessionItem considered;
  for (size_t i = 0; i < candidates.size(); ++i) {
    const Exercise* exercise = candidates[i];
    if (!MayBeUsed(*exercise, sides, &considered)) continue;
    DoseSpot dose;
    dose.week = week_.week;
    dose.sides = sides;
    dose.one_set = true;
    dose.fixed = eligibility_.NeedsCaution(*exercise);
    std::vector<v1::Dose> doses =
        PlanDose(knowledge_.pack().session(), *exercise, dose);
    CapDoses(*exercise, eligibility_.overrides().LimitOf(exercise->id()),
             &doses);
    v1::HomeItem item;
    *item.mutable_item() = MakeItem(*exercise, group, knowledge::v1::SLOT_MICRO,
                                    std::move(doses), considered);
    if (item.item().minutes() > home_.micro_minutes().high()) {
      Consider(exercise->id(), kHomeRule, "It takes too long for home.",
               &considered);
      continue;
    }
    item.mutable_item()->set_rule(std::string(rule));
    item.mutable_item()->set_reason(reason);
    ConsiderLater(absl::MakeConstSpan(candidates).subspan(i + 1), sides,
                  item.mutable_item());
    item.set_times_per_day(home_.micro_times().low());
    item.set_days_per_week(DaysFor(*exercise, kDaysPerWeek));
    plan_.items.push_back(std::move(item));
    return;
  }
}

void HomePlanner::AddFloss(const DecisionGroup& group) {
  Candidates candidates = FlossCandidates(knowledge_, group.muscle);
  PutKnownFirst(&candidates);
  AddMicro(group, candidates, "R-718",
           absl::StrCat("Glides the ",
                        TargetName(knowledge_, group.muscle,
                                   knowledge::v1::SIDE_MIDLINE),
                        " often and gently; it must settle within 10 seconds "
                        "after each set."));
}

// An easy movement for a finding; its session trains it too. What is weak is
// not released, and what is stiff is not loaded.
void HomePlanner::AddOften(const DecisionGroup& group) {
  const Purpose unwanted =
      group.action == knowledge::v1::DECISION_ACTION_ACTIVATE
          ? Purpose::kRelease
          : Purpose::kLoad;
  Candidates candidates;
  for (const Exercise* exercise : knowledge_.ExercisesFor(group.muscle)) {
    if (PurposeOf(*exercise) == unwanted) continue;
    const bool easy = !absl::c_linear_search(home_.easy_micro_techniques(),
                                             exercise->technique()) ||
                      exercise->level() <= 1;
    if (easy && absl::c_linear_search(home_.micro_techniques(),
                                      exercise->technique())) {
      candidates.push_back(exercise);
    }
  }
  PutKnownFirst(&candidates);
  AddMicro(group, candidates, "R-705",
           absl::StrCat("Works on the ",
                        TargetName(knowledge_, group.muscle,
                                   knowledge::v1::SIDE_MIDLINE),
                        " a little and often, as you like."));
}

// Sides of `muscle` that test tight and for which length is wanted.
std::vector<Side> HomePlanner::TightSides(const std::string& muscle) const {
  std::vector<Side> sides;
  for (const DecisionGroup& group : groups_) {
    if (group.muscle != muscle || !WantsLength(group)) continue;
    for (const v1::Decision* decision : group.decisions) {
      const bool tight =
          eligibility_.findings().Find(muscle, decision->side()).status() ==
          knowledge::v1::STATUS_TIGHT;
      if (tight && !absl::c_linear_search(sides, decision->side())) {
        sides.push_back(decision->side());
      }
    }
  }
  PutWorseFirst(eligibility_.findings(), muscle, &sides);
  return sides;
}

std::string HomePlanner::WhatGoesBefore() const {
  const Exercise* warm_up = knowledge_.FindExercise(home_.bedtime_warm_up());
  if (warm_up == nullptr ||
      eligibility_.Refuse(*warm_up, {}, spot_).has_value()) {
    return "Take a warm shower.";
  }
  return absl::StrCat(warm_up->display_name(), " for ",
                      home_.bedtime_warm_up_seconds() / kSecondsPerMinute,
                      " minutes, or take a warm shower.");
}

// Whether no side is stretched beside those that test tight. One that is weak
// too is released shortly and then strengthened, not held at bedtime.
bool HomePlanner::ReachesOnlyTight(const Exercise& exercise,
                                   const std::string& muscle) const {
  return exercise.per_side() ||
         absl::c_all_of(
             SidesOf(*knowledge_.FindMuscle(muscle)), [&](Side side) {
               return eligibility_.findings().Find(muscle, side).status() ==
                      knowledge::v1::STATUS_TIGHT;
             });
}

// Stretches of `muscle` that are done at bedtime and reach nothing that is not
// tight, in the order of the pack.
Candidates HomePlanner::BedtimeStretches(const std::string& muscle) const {
  Candidates stretches = PostStretchCandidates(knowledge_, muscle);
  const auto is_other = [&](const Exercise* exercise) {
    return exercise->technique() != knowledge::v1::TECHNIQUE_STATIC_STRETCH ||
           !absl::c_linear_search(home_.bedtime_techniques(),
                                  exercise->technique()) ||
           !ReachesOnlyTight(*exercise, muscle);
  };
  stretches.erase(std::remove_if(stretches.begin(), stretches.end(), is_other),
                  stretches.end());
  return stretches;
}

// Adds the first stretch with a dose that fits. Returns whether there is one;
// `planned` is what it adds in a week.
bool HomePlanner::ChooseBedtime(const DecisionGroup& group,
                                const std::vector<Side>& sides,
                                const StaticTime& all, int* planned) {
  StaticTime done;
  for (const Side side : sides) done[side] = all.at(side);
  Candidates candidates = BedtimeStretches(group.muscle);
  PutCautionLast(eligibility_, group.muscle, &candidates);
  PutKnownFirst(&candidates);
  SessionItem considered;
  for (size_t i = 0; i < candidates.size(); ++i) {
    const Exercise* exercise = candidates[i];
    if (!MayBeUsed(*exercise, sides, &considered)) continue;
    std::optional<BedtimeDose> dose = DoseAtBedtime(
        knowledge_, *exercise, sides, exercise->per_side() ? done : all,
        interpretation_.limits().max_hold_seconds(),
        /*one_set=*/eligibility_.NeedsCaution(*exercise));
    if (!dose.has_value()) {
      Consider(exercise->id(), "R-714", "No dose of it fits at bedtime.",
               &considered);
      continue;
    }
    CapDoses(*exercise, eligibility_.overrides().LimitOf(exercise->id()),
             &dose->doses);
    const int days = DaysFor(*exercise, dose->days);
    *planned = days * HeldSeconds(*exercise, dose->doses.front());
    v1::HomeItem item;
    *item.mutable_item() =
        MakeItem(*exercise, group, knowledge::v1::SLOT_BEDTIME,
                 std::move(dose->doses), std::move(considered));
    item.mutable_item()->set_rule("R-714");
    item.mutable_item()->set_reason(absl::StrCat(
        week_.week->week() < home_.static_minimum_week() ? "An offer: brings "
                                                         : "Brings ",
        "the time under stretch of the ",
        TargetNames(knowledge_, group.muscle, sides), " to ",
        home_.static_minimum_seconds() / kSecondsPerMinute,
        " minutes a week or nearer to it."));
    ConsiderLater(absl::MakeConstSpan(candidates).subspan(i + 1), sides,
                  item.mutable_item());
    item.set_times_per_day(1);
    item.set_days_per_week(days);
    item.set_before(WhatGoesBefore());
    plan_.items.push_back(std::move(item));
    return true;
  }
  return false;
}

// `seconds` in minutes and tenths of them, never more than they are.
double Tenths(int seconds) {
  return std::floor(seconds * 10.0 / kSecondsPerMinute) / 10;
}

void HomePlanner::TellShortfall(const DecisionGroup& group, int seconds,
                                absl::string_view why_no_more) {
  if (week_.week->week() < home_.static_minimum_week()) return;
  v1::Dropped& dropped = plan_.short_of.emplace_back();
  dropped.set_decision(group.decisions.front()->id());
  dropped.set_rule("R-714");
  dropped.set_reason(absl::StrCat(
      "Stretches meant for the ",
      TargetName(knowledge_, group.muscle, knowledge::v1::SIDE_MIDLINE),
      " take ", Tenths(seconds), " of at least ",
      home_.static_minimum_seconds() / kSecondsPerMinute,
      " minutes this week: ",
      !week_.wanted       ? "nothing is done at home."
      : !week_.bedtime    ? "nothing is stretched at bedtime."
      : CanStretch(group) ? why_no_more
                          : "none is allowed and possible at home."));
}

// Whether a stretch of the muscle may be done at all on a side that is tight.
bool HomePlanner::CanStretch(const DecisionGroup& group) const {
  const std::vector<Side> sides = TightSides(group.muscle);
  const Candidates candidates = BedtimeStretches(group.muscle);
  return absl::c_any_of(candidates, [&](const Exercise* exercise) {
    return !eligibility_.Refuse(*exercise, WorkedSides(*exercise, sides), spot_)
                .has_value();
  });
}

void HomePlanner::AddBedtime(const DecisionGroup& group) {
  const std::vector<Side> tight = TightSides(group.muscle);
  const StaticTime all =
      StaticTimeOf(knowledge_, group.muscle, tight, week_.sessions);
  std::vector<Side> sides;
  int least = home_.static_minimum_seconds();
  for (const Side side : tight) {
    if (all.at(side) >= home_.static_minimum_seconds()) continue;
    sides.push_back(side);
    least = std::min(least, all.at(side));
  }
  if (sides.empty()) return;
  int planned = 0;
  absl::string_view why_no_more = "nothing more has a place at home.";
  if (week_.bedtime && HasRoom()) {
    why_no_more = !ChooseBedtime(group, sides, all, &planned)
                      ? "no dose of what is allowed fits at bedtime."
                  : IsLighter(plan_.items.back().item())
                      ? "less is done for now."
                      : "more does not fit at bedtime.";
  }
  if (least + planned < home_.static_minimum_seconds()) {
    TellShortfall(group, least + planned, why_no_more);
  }
}

HomePlan HomePlanner::Plan() {
  for (const DecisionGroup& group : groups_) {
    if (group.action == knowledge::v1::DECISION_ACTION_FLOSS && HasRoom()) {
      AddFloss(group);
    }
  }
  absl::flat_hash_set<std::string> seen;
  for (const DecisionGroup& group : groups_) {
    if (WantsLength(group) && seen.insert(group.muscle).second) {
      AddBedtime(group);
    }
  }
  for (const DecisionGroup& group : groups_) {
    if (!HasRoom()) break;
    if (!MayBeDoneOften(group)) continue;
    const size_t before = plan_.items.size();
    AddOften(group);
    if (plan_.items.size() > before) break;
  }
  return std::move(plan_);
}

}  // namespace

HomePlan PlanHome(const Knowledge& knowledge,
                  const v1::Interpretation& interpretation,
                  const Eligibility& eligibility,
                  absl::Span<const DecisionGroup> groups,
                  const HomeWeek& week) {
  return HomePlanner(knowledge, interpretation, eligibility, groups, week)
      .Plan();
}

}  // namespace tonus::engine
