// SPDX-License-Identifier: Apache-2.0
#include "services/engine/session_builder.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/engine/dose.h"
#include "services/engine/general_work.h"
#include "services/engine/session_budget.h"
#include "services/engine/taper.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

using knowledge::v1::DecisionAction;

namespace {

constexpr char kStabilityReason[] =
    "Every session trains the trunk to stay quiet under load.";
constexpr char kStrengthReason[] =
    "Strength goes with the release from the first week on.";
constexpr char kBreathingReason[] =
    "Long exhales settle the ribs before the work.";
constexpr char kShortReason[] = "A short session keeps to what matters most.";
constexpr char kBaseReason[] =
    "Part of the base plan: nothing that was measured asks for more.";
constexpr char kFillReason[] = "Safe general work completes the session.";

int MaxItems(const Knowledge& knowledge, const v1::PlanLimits& limits,
             const knowledge::v1::WeekShape& week) {
  const auto& constants = knowledge.pack().session();
  int most = week.week() == 1 ? constants.first_week_exercises()
                              : constants.max_exercises();
  if (limits.max_exercises() > 0) most = std::min(most, limits.max_exercises());
  return most;
}

// Whether the base plan applies.
bool NothingFound(const v1::Interpretation& interpretation) {
  return std::none_of(
      interpretation.findings().begin(), interpretation.findings().end(),
      [](const v1::Finding& finding) {
        return IsTight(finding) || IsWeak(finding) ||
               finding.status() == knowledge::v1::STATUS_STIFF ||
               finding.status() == knowledge::v1::STATUS_NEURAL_POSITIVE ||
               finding.status() == knowledge::v1::STATUS_OVERLENGTHENED;
      });
}

int DosesSeconds(const knowledge::v1::SessionConstants& constants,
                 const knowledge::v1::Exercise& exercise,
                 const std::vector<v1::Dose>& doses) {
  int seconds = 0;
  for (const v1::Dose& dose : doses) {
    seconds += DoseSeconds(constants, exercise, dose);
  }
  return seconds;
}

// Where work stands that belongs to no block.
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

class Fill {
 public:
  Fill(const Knowledge& knowledge, const v1::Interpretation& interpretation,
       const Eligibility& eligibility, absl::Span<const DecisionGroup> groups,
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
                MaxItems(knowledge, interpretation.limits(), *spot.week),
                spot.length.minutes) {}

  BuiltSession Run();

 private:
  std::optional<Unit> Stability();
  // One that fits into what is left of a short session.
  std::optional<Unit> ShortStability();
  // The first of a session: above the level cap where it would have none.
  std::optional<Unit> FirstStability();
  // Says why a session has no stability exercise, if so.
  void TellNoStability();
  std::optional<Unit> Strength();
  int TurnOfPairs(int most) const;
  void AddBlocksAndStability();
  void AddBreathing();
  // Adds work for a finding that belongs to no block.
  void AddOther(std::optional<Unit> unit);
  void AddSingles(bool nerves);
  void AddMeanwhile();
  void AddPostStretches();
  void AddNamedExercises();
  // Keeps room for what a clinician pinned, which may serve a finding, as far
  // as warm-up and stability leave some.
  void SetPinsAside();
  void AddPins();
  int Enough() const;
  // How many there are; one that returns after the main part counts once.
  int Exercises() const;
  void FillUp();
  void FillUpTo(int enough, const Candidates& fillers, const char* rule,
                const char* reason);
  bool Contains(const std::string& exercise) const;
  bool IsAllowed(const knowledge::v1::Exercise& exercise,
                 bool keeps_stability = false) const;
  // Adds `unit` if it fits, if need be without its optional tail; otherwise
  // takes it back and notes what was left out. Returns whether it was added.
  bool Add(std::optional<Unit> unit);
  // Takes back `unit` and notes that it was left out.
  void LeaveOut(const Unit& unit, const std::string& reason);
  bool HasRoomForOther() const;
  void TellWarmUp();
  int Taper();
  void Drop(const v1::SessionItem& item, const std::string& reason);

  const Knowledge& knowledge_;
  const v1::Interpretation& interpretation_;
  const Eligibility& eligibility_;
  const absl::Span<const DecisionGroup> groups_;
  const SessionSpot spot_;
  // nullptr for a session of usual length.
  const knowledge::v1::ShortFormat* const format_;
  const GeneralWork work_;
  UnitBuilder builder_;
  SessionBudget budget_;
  std::vector<Unit> units_;
  std::vector<v1::Dropped> dropped_;
  // What was set aside.
  std::vector<const storage::v1::OverrideFact*> pins_;
  int blocks_ = 0;
  int others_ = 0;
};

void Fill::Drop(const v1::SessionItem& item, const std::string& reason) {
  v1::Dropped& dropped = dropped_.emplace_back();
  dropped.set_exercise(item.exercise());
  dropped.set_decision(item.decision());
  dropped.set_rule("R-732");
  dropped.set_reason(reason);
}

void Fill::LeaveOut(const Unit& unit, const std::string& reason) {
  for (const v1::SessionItem& item : unit.items) Drop(item, reason);
  builder_.Discard(unit);
}

bool Fill::Add(std::optional<Unit> unit) {
  if (!unit.has_value()) return false;
  bool fits = budget_.Take(*unit);
  while (!fits && unit->optional_tail > 0) {
    Drop(unit->items.back(), budget_.WhyNot(*unit));
    unit->items.pop_back();
    --unit->optional_tail;
    fits = budget_.Take(*unit);
  }
  if (!fits) {
    LeaveOut(*unit, budget_.WhyNot(*unit));
    return false;
  }
  units_.push_back(*std::move(unit));
  return true;
}

bool Fill::HasRoomForOther() const {
  return format_ == nullptr ||
         others_ + blocks_ < format_->others() + format_->blocks();
}

void Fill::AddOther(std::optional<Unit> unit) {
  if (!unit.has_value()) return;
  if (!HasRoomForOther()) {
    LeaveOut(*unit, kShortReason);
  } else if (Add(std::move(unit))) {
    ++others_;
  }
}

// General work leaves the movements that use a new range to their releases.
bool Fill::IsAllowed(const knowledge::v1::Exercise& exercise,
                     bool keeps_stability) const {
  for (const DecisionGroup& group : groups_) {
    if ((group.action == knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE ||
         group.action == knowledge::v1::DECISION_ACTION_MOBILISE) &&
        knowledge_.IntegrationMovement(group.muscle) == exercise.id()) {
      return false;
    }
  }
  Spot spot;
  spot.week = spot_.week;
  spot.keeps_stability = keeps_stability;
  return !eligibility_.Refuse(exercise, WorkedSides(exercise, {}), spot)
              .has_value();
}

std::optional<Unit> Fill::Stability() {
  const auto allowed = [&](const knowledge::v1::Exercise& exercise) {
    return IsAllowed(exercise);
  };
  const Candidates work = StabilityWork(work_, allowed);
  // Rather a disliked one than another kind of exercise.
  for (const bool may_be_disliked : {false, true}) {
    std::optional<Unit> unit =
        builder_.Work(work, "R-510", kStabilityReason,
                      knowledge::v1::SLOT_INTRA, may_be_disliked);
    if (!unit.has_value() || unit->stage == Stage::kStability) return unit;
    builder_.Discard(*unit);
  }
  return std::nullopt;
}

std::optional<Unit> Fill::ShortStability() {
  const auto allowed = [&](const knowledge::v1::Exercise& exercise) {
    return IsAllowed(exercise);
  };
  for (const knowledge::v1::Exercise* exercise :
       StabilityWork(work_, allowed)) {
    std::optional<Unit> unit =
        builder_.Work({exercise}, "R-510", kStabilityReason,
                      knowledge::v1::SLOT_INTRA, /*may_be_disliked=*/true);
    if (!unit.has_value()) continue;
    if (unit->stage == Stage::kStability && budget_.Fits(*unit)) return unit;
    builder_.Discard(*unit);
  }
  return std::nullopt;
}

std::optional<Unit> Fill::FirstStability() {
  if (auto unit = Stability()) {
    if (budget_.Fits(*unit)) return unit;
    builder_.Discard(*unit);
    if (auto shorter = ShortStability()) return shorter;
    return Stability();
  }
  const auto allowed = [&](const knowledge::v1::Exercise& exercise) {
    return IsAllowed(exercise, /*keeps_stability=*/true);
  };
  return builder_.StabilityAboveCap(
      EasiestStability(knowledge_, eligibility_, allowed), kStabilityReason);
}

void Fill::TellNoStability() {
  const auto any = [](const knowledge::v1::Exercise&) { return true; };
  const Candidates all = EasiestStability(knowledge_, eligibility_, any);
  if (all.empty() ||
      std::any_of(all.begin(), all.end(), [&](const auto* exercise) {
        return Contains(exercise->id());
      })) {
    return;
  }
  v1::Dropped& dropped = dropped_.emplace_back();
  dropped.set_exercise(all.front()->id());
  dropped.set_rule("R-510");
  dropped.set_reason(
      "Every session keeps a stability exercise, but none is safe and possible "
      "here, not even the easiest.");
}

std::optional<Unit> Fill::Strength() {
  if (format_ != nullptr && format_->strength() == 0) return std::nullopt;
  const auto allowed = [&](const knowledge::v1::Exercise& exercise) {
    return IsAllowed(exercise);
  };
  const Candidates work = StrengthWork(work_, allowed);
  // Rather a disliked one than another kind of exercise.
  for (const bool may_be_disliked : {false, true}) {
    std::optional<Unit> unit =
        builder_.Work(work, "R-513", kStrengthReason, knowledge::v1::SLOT_INTRA,
                      may_be_disliked);
    if (!unit.has_value() || unit->stage == Stage::kStrength) return unit;
    builder_.Discard(*unit);
  }
  return std::nullopt;
}

// Where there is room for one pair only, they take turns through the weeks.
int Fill::TurnOfPairs(int most) const {
  const int before = most == 1 ? spot_.week->first_session() - 1 : 0;
  return before + spot_.position;
}

void Fill::AddBlocksAndStability() {
  const int most =
      format_ == nullptr ? spot_.week->max_pairs() : format_->blocks();
  std::vector<Unit> blocks = builder_.Blocks(
      PairsOfSession(groups_, TurnOfPairs(most), most), groups_);
  std::optional<Unit> stability = FirstStability();
  if (stability.has_value()) budget_.Reserve(*stability);
  if (!blocks.empty()) blocks_ += Add(std::move(blocks.front())) ? 1 : 0;
  budget_.ClearReservation();
  Add(std::move(stability));
  for (size_t i = 1; i < blocks.size(); ++i) {
    blocks_ += Add(std::move(blocks[i])) ? 1 : 0;
  }
}

void Fill::AddBreathing() {
  if (format_ != nullptr && !format_->breathing()) return;
  Add(builder_.Work(BreathingWork(work_), "R-717", kBreathingReason,
                    knowledge::v1::SLOT_PRE));
}

void Fill::AddSingles(bool nerves) {
  for (const DecisionGroup& group : groups_) {
    const bool nerve = group.action == knowledge::v1::DECISION_ACTION_FLOSS;
    if (group.partner.empty() && nerve == nerves) {
      AddOther(builder_.Single(group));
    }
  }
}

void Fill::AddMeanwhile() {
  std::string last;
  for (const v1::Decision& decision : interpretation_.decisions()) {
    if (decision.action() != knowledge::v1::DECISION_ACTION_RETEST ||
        decision.muscle() == last) {
      continue;
    }
    last = decision.muscle();
    AddOther(builder_.Meanwhile(decision));
  }
}

void Fill::AddPostStretches() {
  int room = format_ == nullptr ? static_cast<int>(groups_.size())
                                : format_->post_stretches();
  for (const DecisionGroup& group : groups_) {
    if (room == 0) return;
    const DecisionAction action = group.action;
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

void Fill::AddNamedExercises() {
  for (const std::string& id : interpretation_.limits().added_exercises()) {
    const knowledge::v1::Exercise* exercise = knowledge_.FindExercise(id);
    if (exercise == nullptr) continue;
    AddOther(builder_.Work({exercise}, "R-731",
                           "Added to every session for this person.",
                           LooseSlot(*exercise)));
  }
}

void Fill::SetPinsAside() {
  const std::vector<const storage::v1::OverrideFact*> pins =
      eligibility_.overrides().Pins();
  if (pins.empty()) return;
  const std::optional<Unit> stability = FirstStability();
  if (stability.has_value()) {
    budget_.Reserve(*stability);
    builder_.Discard(*stability);
  }
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

void Fill::AddPins() {
  budget_.SetAside(Unit());
  for (const auto* fact : pins_) {
    if (!Contains(fact->override().pin_exercise())) Add(builder_.Pinned(*fact));
  }
}

bool Fill::Contains(const std::string& exercise) const {
  return std::any_of(units_.begin(), units_.end(), [&](const Unit& unit) {
    return std::any_of(unit.items.begin(), unit.items.end(),
                       [&](const v1::SessionItem& item) {
                         return item.exercise() == exercise;
                       });
  });
}

int Fill::Exercises() const {
  absl::flat_hash_set<absl::string_view> exercises;
  for (const Unit& unit : units_) {
    for (const v1::SessionItem& item : unit.items) {
      exercises.insert(item.exercise());
    }
  }
  return static_cast<int>(exercises.size());
}

void Fill::FillUpTo(int enough, const Candidates& fillers, const char* rule,
                    const char* reason) {
  Candidates ordered = fillers;
  std::stable_partition(
      ordered.begin(), ordered.end(),
      [&](const knowledge::v1::Exercise* exercise) {
        return !spot_.wishes->disliked.contains(exercise->id());
      });
  for (const knowledge::v1::Exercise* exercise : ordered) {
    if (Exercises() >= enough) return;
    if (Contains(exercise->id())) continue;
    std::optional<Unit> unit =
        builder_.Work({exercise}, rule, reason, LooseSlot(*exercise));
    if (!unit.has_value()) continue;
    if (budget_.Take(*unit)) {
      units_.push_back(*std::move(unit));
    } else {
      builder_.Discard(*unit);
    }
  }
}

// Exercises that make a session complete.
int Fill::Enough() const {
  const auto& constants = knowledge_.pack().session();
  if (format_ == nullptr) return constants.min_exercises();
  // The warm-up, a release and an activation, and the rest.
  const int enough = 1 + 2 * format_->blocks() + format_->stability() +
                     format_->strength() + format_->others();
  return std::min(enough, constants.min_exercises());
}

void Fill::FillUp() {
  const auto allowed = [&](const knowledge::v1::Exercise& exercise) {
    return IsAllowed(exercise);
  };
  if (NothingFound(interpretation_)) {
    const int most = format_ == nullptr
                         ? knowledge_.pack().session().max_exercises()
                         : Enough();
    FillUpTo(most, BasePlan(knowledge_, eligibility_, allowed), "R-512",
             kBaseReason);
  }
  FillUpTo(Enough(), Fillers(knowledge_, eligibility_, allowed), "R-731",
           kFillReason);
}

// A session without a stretch is not warmed up for one.
void Fill::TellWarmUp() {
  const auto stretches = [&](const v1::SessionItem& item) {
    const auto technique =
        knowledge_.FindExercise(item.exercise())->technique();
    return technique == knowledge::v1::TECHNIQUE_STATIC_STRETCH ||
           technique == knowledge::v1::TECHNIQUE_PNF;
  };
  for (const Unit& unit : units_) {
    if (std::any_of(unit.items.begin(), unit.items.end(), stretches)) return;
  }
  for (Unit& unit : units_) {
    if (unit.stage == Stage::kWarmUp) {
      unit.items.front().set_reason("Warms up for the work that follows.");
    }
  }
}

// The same exercises with less of each; a warm-up keeps its time. Returns by
// how many seconds the session is shorter.
int Fill::Taper() {
  const auto& constants = knowledge_.pack().session();
  int saved = 0;
  for (Unit& unit : units_) {
    if (unit.stage == Stage::kWarmUp) continue;
    for (v1::SessionItem& item : unit.items) {
      const auto& exercise = *knowledge_.FindExercise(item.exercise());
      std::vector<v1::Dose> doses(item.doses().begin(), item.doses().end());
      const int before = DosesSeconds(constants, exercise, doses);
      TaperDoses(exercise, spot_.taper_percent, &doses);
      const int after = DosesSeconds(constants, exercise, doses);
      item.mutable_doses()->Assign(doses.begin(), doses.end());
      item.set_minutes(ToMinutes(after));
      saved += before - after;
    }
  }
  return saved;
}

BuiltSession Fill::Run() {
  Add(builder_.WarmUp());
  SetPinsAside();
  AddSingles(/*nerves=*/true);
  AddBlocksAndStability();
  AddNamedExercises();
  Add(Strength());
  AddBreathing();
  AddSingles(/*nerves=*/false);
  AddMeanwhile();
  AddPins();
  AddPostStretches();
  const bool second = format_ == nullptr ? !NothingFound(interpretation_)
                                         : format_->stability() > 1;
  if (second) Add(Stability());
  FillUp();
  TellNoStability();

  BuiltSession built;
  built.too_few =
      Exercises() < knowledge_.pack().session().min_safe_exercises();
  TellWarmUp();
  const int saved = spot_.taper_percent > 0 ? Taper() : 0;
  std::vector<v1::SessionItem> items = InOrder(std::move(units_));
  builder_.AddAlternatives(&items);
  for (v1::SessionItem& item : items) {
    *built.session.add_items() = std::move(item);
  }
  built.session.set_total_minutes(ToMinutes(budget_.seconds() - saved));
  built.session.set_budget_minutes(spot_.length.minutes);
  if (format_ != nullptr) built.session.set_short_format(format_->id());
  built.session.mutable_dropped()->Assign(dropped_.begin(), dropped_.end());
  built.refused = builder_.refused_pins();
  built.refused.insert(built.refused.end(), builder_.refused().begin(),
                       builder_.refused().end());
  built.uncovered = builder_.uncovered();
  built.stepped = builder_.stepped();
  return built;
}

}  // namespace

BuiltSession BuildSession(const Knowledge& knowledge,
                          const v1::Interpretation& interpretation,
                          const Eligibility& eligibility,
                          absl::Span<const DecisionGroup> groups,
                          const SessionSpot& spot) {
  return Fill(knowledge, interpretation, eligibility, groups, spot).Run();
}

}  // namespace tonus::engine
