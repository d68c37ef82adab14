// SPDX-License-Identifier: Apache-2.0
#include "services/engine/relief_session.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/engine/candidates.h"
#include "services/engine/dose.h"
#include "services/engine/morning_advice.h"
#include "services/engine/selection.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::LadderStep;
using v1::SessionItem;

namespace {

constexpr int kSecondsPerMinute = 60;

bool HasTag(const Exercise& exercise, absl::string_view tag) {
  return !tag.empty() &&
         std::find(exercise.tags().begin(), exercise.tags().end(), tag) !=
             exercise.tags().end();
}

class Relief {
 public:
  Relief(const Knowledge& knowledge, const v1::Interpretation& interpretation,
         const Eligibility& eligibility, const knowledge::v1::WeekShape& week,
         absl::string_view rule)
      : knowledge_(knowledge),
        interpretation_(interpretation),
        eligibility_(eligibility),
        rule_(rule),
        bending_waits_(IsBendingSensitive(knowledge, interpretation)) {
    spot_.week = &week;
    spot_.relief = true;
    if (interpretation.directional_preference() ==
        knowledge::v1::DIRECTIONAL_PREFERENCE_FLEXION) {
      easing_ = knowledge.pack().session().flexion_tag();
      opposite_ = knowledge.pack().session().extension_tag();
    } else if (interpretation.directional_preference() ==
               knowledge::v1::DIRECTIONAL_PREFERENCE_EXTENSION) {
      easing_ = knowledge.pack().session().extension_tag();
      opposite_ = knowledge.pack().session().flexion_tag();
    }
  }

  void Fill(v1::Session* session);

 private:
  bool Allowed(const Exercise& exercise) const;
  const Exercise* Resolve(const LadderStep& step) const;
  Candidates Matching() const;
  bool WarmUp();
  void AddStep(const Exercise& exercise, const std::string& reason);
  void AddEasingMovements(bool* warm);
  void AddWalk();
  SessionItem MakeItem(const Exercise& exercise, const std::string& reason,
                       int* seconds) const;
  int Limit() const;
  int WalkSeconds() const;

  const Knowledge& knowledge_;
  const v1::Interpretation& interpretation_;
  const Eligibility& eligibility_;
  const std::string rule_;
  // The time of rising is not known, so bending may fall inside the wait.
  const bool bending_waits_;
  Spot spot_;
  absl::string_view easing_;
  absl::string_view opposite_;
  std::vector<SessionItem> items_;
  int seconds_ = 0;
};

int Relief::Limit() const {
  return knowledge_.pack().session().max_minutes() * kSecondsPerMinute;
}

int Relief::WalkSeconds() const {
  return knowledge_.pack().session().relief_walk_minutes().low() *
         kSecondsPerMinute;
}

bool Relief::Allowed(const Exercise& exercise) const {
  if (HasTag(exercise, opposite_)) return false;
  if (bending_waits_ && BendsAfterRising(knowledge_, exercise)) return false;
  for (const SessionItem& item : items_) {
    if (item.exercise() == exercise.id()) return false;
  }
  return !eligibility_.Refuse(exercise, WorkedSides(exercise, {}), spot_)
              .has_value();
}

const Exercise* Relief::Resolve(const LadderStep& step) const {
  if (step.needs_opt_in()) return nullptr;
  const Exercise* exercise = knowledge_.FindExercise(step.exercise());
  if (exercise == nullptr) return nullptr;
  const auto refusal =
      eligibility_.Refuse(*exercise, WorkedSides(*exercise, {}), spot_);
  if (refusal.has_value()) {
    if (refusal->kind != Refusal::Kind::kLevel &&
        refusal->kind != Refusal::Kind::kEquipment) {
      return nullptr;
    }
    for (const Exercise* easier : Easier(knowledge_, *exercise)) {
      if (Allowed(*easier)) return easier;
    }
    if (refusal->kind == Refusal::Kind::kLevel) return nullptr;
    for (const Exercise* other :
         knowledge_.ExercisesFor(exercise->targets(0))) {
      if (other->technique() == exercise->technique() && Allowed(*other)) {
        return other;
      }
    }
    return nullptr;
  }
  if (eligibility_.NeedsCaution(*exercise)) {
    const Exercise* easier = knowledge_.FindExercise(exercise->regression());
    if (easier != nullptr && Allowed(*easier)) return easier;
  }
  return Allowed(*exercise) ? exercise : nullptr;
}

// Low-back movements in the direction that eases, easiest first.
Candidates Relief::Matching() const {
  Candidates matching;
  if (easing_.empty()) return matching;
  for (const Exercise& exercise : knowledge_.pack().exercises()) {
    if (PurposeOf(exercise) != Purpose::kRelease ||
        !HasTag(exercise, easing_) || exercise.targets().empty()) {
      continue;
    }
    const knowledge::v1::Muscle* target =
        knowledge_.FindMuscle(exercise.targets(0));
    if (target != nullptr && target->region() == knowledge::v1::REGION_LUMBAR &&
        Allowed(exercise)) {
      matching.push_back(&exercise);
    }
  }
  std::sort(matching.begin(), matching.end(),
            [](const Exercise* a, const Exercise* b) {
              return std::make_pair(a->level(), absl::string_view(a->id())) <
                     std::make_pair(b->level(), absl::string_view(b->id()));
            });
  if (matching.size() > 1) matching.resize(1);
  if (!matching.empty()) {
    const Exercise* easier =
        knowledge_.FindExercise(matching.front()->regression());
    if (easier != nullptr && PurposeOf(*easier) == Purpose::kRelease &&
        Allowed(*easier)) {
      matching.insert(matching.begin(), easier);
    }
  }
  return matching;
}

SessionItem Relief::MakeItem(const Exercise& exercise,
                             const std::string& reason, int* seconds) const {
  DoseSpot dose_spot;
  dose_spot.week = spot_.week;
  dose_spot.one_set = true;
  dose_spot.max_hold_seconds = interpretation_.limits().max_hold_seconds();
  SessionItem item;
  item.set_exercise(exercise.id());
  item.set_slot(knowledge::v1::SLOT_RELIEF);
  const auto& constants = knowledge_.pack().session();
  *seconds = 0;
  for (v1::Dose& dose : PlanDose(constants, exercise, dose_spot)) {
    *seconds += DoseSeconds(constants, exercise, dose);
    *item.add_doses() = std::move(dose);
  }
  item.set_minutes(ToMinutes(*seconds));
  item.set_rule(rule_);
  item.set_reason(reason);
  item.set_caution(eligibility_.NeedsCaution(exercise));
  return item;
}

void Relief::AddStep(const Exercise& exercise, const std::string& reason) {
  int seconds = 0;
  SessionItem item = MakeItem(exercise, reason, &seconds);
  if (seconds_ + seconds + WalkSeconds() > Limit()) return;
  seconds_ += seconds;
  items_.push_back(std::move(item));
}

// Returns whether the person is warm now.
bool Relief::WarmUp() {
  for (const std::string& id : knowledge_.pack().session().warm_up()) {
    const Exercise* exercise = knowledge_.FindExercise(id);
    if (exercise == nullptr) continue;
    for (const SessionItem& item : items_) {
      if (item.exercise() == id) return true;
    }
    if (!Allowed(*exercise)) continue;
    const size_t before = items_.size();
    AddStep(*exercise, "Warms up before anything is stretched.");
    return items_.size() > before;
  }
  return false;
}

void Relief::AddWalk() {
  const auto& constants = knowledge_.pack().session();
  const Exercise* walk = knowledge_.FindExercise(constants.walk());
  if (walk != nullptr && Allowed(*walk)) {
    int ignored = 0;
    SessionItem item =
        MakeItem(*walk, "An easy walk, as long as it feels good.", &ignored);
    const int longest =
        constants.relief_walk_minutes().high() * kSecondsPerMinute;
    const int seconds = seconds_ + longest <= Limit() ? longest : WalkSeconds();
    item.mutable_doses(0)->set_hold_seconds(seconds);
    item.set_minutes(ToMinutes(seconds));
    seconds_ += seconds;
    items_.push_back(std::move(item));
  }
}

void Relief::AddEasingMovements(bool* warm) {
  Candidates easing = Matching();
  for (const Exercise* named :
       CandidatesById(knowledge_, interpretation_.limits().added_exercises())) {
    if (named->relief_only() && Allowed(*named)) AddOnce(named, &easing);
  }
  for (const Exercise* exercise : easing) {
    const bool stretch =
        exercise->technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH;
    if (stretch && !*warm) *warm = WarmUp();
    if (!stretch || *warm) {
      AddStep(*exercise, "Moves in the direction that eases.");
    }
  }
}

void Relief::Fill(v1::Session* session) {
  const auto& constants = knowledge_.pack().session();
  bool warm = false;
  int rung = 0;
  for (const LadderStep& step : knowledge_.pack().ladder_steps()) {
    if (step.rung() == constants.movement_rung() &&
        rung != constants.movement_rung()) {
      AddEasingMovements(&warm);
    }
    rung = step.rung();
    const Exercise* exercise = Resolve(step);
    if (exercise == nullptr) continue;
    const bool needs_warmth =
        rung >= constants.warm_rung() ||
        exercise->technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH ||
        exercise->technique() == knowledge::v1::TECHNIQUE_PNF;
    if (needs_warmth && !warm) warm = WarmUp();
    if (needs_warmth && !warm) continue;
    AddStep(*exercise, absl::StrCat("Step ", step.order(),
                                    " of the relief ladder: stop at the first "
                                    "relief."));
  }

  AddWalk();
  session->clear_items();
  for (SessionItem& item : items_) {
    item.set_order(session->items_size() + 1);
    *session->add_items() = std::move(item);
  }
  session->set_total_minutes(ToMinutes(seconds_));
  session->set_relief(true);
  session->clear_dropped();
  session->clear_advice();
  session->add_advice(
      "Today is for relief, not for training: stop at the first step that "
      "helps. Feeling better after it is welcome and is not yet progress.");
  AddMorningAdvice(knowledge_, interpretation_, session);
}

}  // namespace

void MakeRelief(const Knowledge& knowledge,
                const v1::Interpretation& interpretation,
                const Eligibility& eligibility,
                const knowledge::v1::WeekShape& week, absl::string_view rule,
                v1::Session* session) {
  Relief(knowledge, interpretation, eligibility, week, rule).Fill(session);
}

}  // namespace tonus::engine
