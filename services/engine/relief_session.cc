// SPDX-License-Identifier: Apache-2.0
#include "services/engine/relief_session.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/dose.h"
#include "services/engine/ladder.h"
#include "services/engine/morning_advice.h"

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::LadderStep;
using v1::SessionItem;

namespace {

constexpr int kSecondsPerMinute = 60;
constexpr size_t kMostConsidered = 5;

class Relief {
 public:
  Relief(const Knowledge& knowledge, const v1::Interpretation& interpretation,
         const Eligibility& eligibility, const knowledge::v1::WeekShape& week,
         int minutes, absl::string_view rule)
      : knowledge_(knowledge),
        interpretation_(interpretation),
        ladder_(knowledge, interpretation, eligibility, week),
        minutes_(minutes),
        rule_(rule) {}

  void Fill(v1::Session* session);

 private:
  // Each returns false when there is no time for it.
  bool AddStep(const Exercise& exercise, const std::string& reason);
  bool WarmUp();

  void AddEasingMovements();
  void AddWalk();
  void Add(TimedItem timed);
  void Consider(v1::Dropped refused);
  int Limit() const { return minutes_ * kSecondsPerMinute; }
  int WalkSeconds() const;

  const Knowledge& knowledge_;
  const v1::Interpretation& interpretation_;
  const Ladder ladder_;
  const int minutes_;
  const std::string rule_;
  // What was left out since the last item.
  std::vector<v1::Considered> considered_;
  std::vector<SessionItem> items_;
  Ladder::Ids used_;
  bool warm_ = false;
  int seconds_ = 0;
};

int Relief::WalkSeconds() const {
  return knowledge_.pack().session().relief_walk_minutes().low() *
         kSecondsPerMinute;
}

void Relief::Add(TimedItem timed) {
  seconds_ += timed.seconds;
  used_.insert(timed.item.exercise());
  // A walk may have been too long for a warm-up and be the last item.
  considered_.erase(std::remove_if(considered_.begin(), considered_.end(),
                                   [&](const v1::Considered& considered) {
                                     return considered.exercise() ==
                                            timed.item.exercise();
                                   }),
                    considered_.end());
  const size_t most = std::min<size_t>(considered_.size(), kMostConsidered);
  for (size_t i = considered_.size() - most; i < considered_.size(); ++i) {
    *timed.item.add_considered() = considered_[i];
  }
  considered_.clear();
  items_.push_back(std::move(timed.item));
}

void Relief::Consider(v1::Dropped refused) {
  v1::Considered considered;
  considered.set_exercise(std::move(*refused.mutable_exercise()));
  considered.set_rule(std::move(*refused.mutable_rule()));
  considered.set_reason(std::move(*refused.mutable_reason()));
  considered_.push_back(std::move(considered));
}

bool Relief::AddStep(const Exercise& exercise, const std::string& reason) {
  TimedItem timed = ladder_.MakeItem(exercise, rule_, reason);
  if (seconds_ + timed.seconds + WalkSeconds() > Limit()) {
    v1::Dropped dropped;
    dropped.set_exercise(exercise.id());
    dropped.set_rule("R-730");
    dropped.set_reason("The time of the session does not last for it.");
    Consider(std::move(dropped));
    return false;
  }
  Add(std::move(timed));
  return true;
}

bool Relief::WarmUp() {
  if (warm_) return true;
  const Exercise* exercise = ladder_.WarmUp(used_);
  warm_ = exercise != nullptr &&
          AddStep(*exercise, "Warms up before anything is stretched.");
  return warm_;
}

void Relief::AddEasingMovements() {
  for (const Exercise* exercise : ladder_.EasingMovements(used_)) {
    if (ladder_.NeedsWarmth(0, *exercise) && !WarmUp()) continue;
    AddStep(*exercise, "Moves in the direction that eases.");
  }
}

void Relief::AddWalk() {
  const auto& constants = knowledge_.pack().session();
  const Exercise* walk = knowledge_.FindExercise(constants.walk());
  if (walk == nullptr || !ladder_.Allows(*walk, used_)) return;
  TimedItem timed =
      ladder_.MakeItem(*walk, rule_, "An easy walk, as long as it feels good.");
  const int longest =
      constants.relief_walk_minutes().high() * kSecondsPerMinute;
  // Whole minutes of what is left, as long as a walk may be.
  const int left = (Limit() - seconds_) / kSecondsPerMinute * kSecondsPerMinute;
  timed.seconds = std::clamp(left, WalkSeconds(), longest);
  timed.item.mutable_doses(0)->set_hold_seconds(timed.seconds);
  timed.item.set_minutes(ToMinutes(timed.seconds));
  Add(std::move(timed));
}

void Relief::Fill(v1::Session* session) {
  const int movement_rung = knowledge_.pack().session().movement_rung();
  int rung = 0;
  for (const LadderStep& step : knowledge_.pack().ladder_steps()) {
    if (step.rung() == movement_rung && rung != movement_rung) {
      AddEasingMovements();
    }
    rung = step.rung();
    StepChoice choice = ladder_.Choose(step, used_);
    const Exercise* exercise = choice.exercise;
    if (!choice.refusal.rule().empty()) Consider(std::move(choice.refusal));
    if (exercise == nullptr) continue;
    if (ladder_.NeedsWarmth(rung, *exercise) && !WarmUp()) continue;
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
  session->set_budget_minutes(minutes_);
  session->set_relief(true);
  session->clear_dropped();
  // What matters beside any session: a referral's word, for example.
  *session->mutable_advice() = interpretation_.limits().advice();
  session->add_advice(
      "Today is for relief, not for training: stop at the first step that "
      "helps. Feeling better after it is welcome and is not yet progress.");
  AddMorningAdvice(knowledge_, interpretation_, session);
}

}  // namespace

void MakeRelief(const Knowledge& knowledge,
                const v1::Interpretation& interpretation,
                const Eligibility& eligibility,
                const knowledge::v1::WeekShape& week, int minutes,
                absl::string_view rule, v1::Session* session) {
  Relief(knowledge, interpretation, eligibility, week, minutes, rule)
      .Fill(session);
}

std::vector<v1::Dropped> PinsBesideRelief(const Overrides& overrides,
                                          absl::string_view rule,
                                          const v1::Session& session) {
  std::vector<v1::Dropped> refused;
  for (const auto* fact : overrides.Pins()) {
    const std::string& pin = fact->override().pin_exercise();
    if (absl::c_any_of(session.items(), [&](const SessionItem& item) {
          return item.exercise() == pin;
        })) {
      continue;
    }
    v1::Dropped& dropped = refused.emplace_back();
    dropped.set_exercise(pin);
    dropped.set_rule(std::string(rule));
    dropped.set_reason(
        "A session of relief holds the ladder and a walk, nothing else.");
    dropped.set_override(OverrideId(*fact));
  }
  return refused;
}

}  // namespace tonus::engine
