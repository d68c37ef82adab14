// SPDX-License-Identifier: Apache-2.0
#include "services/engine/relief_run.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/engine/adaptation.h"
#include "services/engine/dose.h"
#include "services/engine/eligibility.h"
#include "services/engine/facts.h"
#include "services/engine/ladder.h"
#include "services/engine/measurement.h"
#include "services/engine/progress.h"
#include "services/engine/relief_answer.h"
#include "services/engine/relief_entry.h"
#include "services/engine/relief_history.h"
#include "services/engine/relief_words.h"
#include "services/engine/session_today.h"

namespace tonus::engine {
namespace {

using knowledge::v1::Exercise;
using knowledge::v1::LadderStep;
using storage::v1::ReliefFact;

constexpr int kSecondsPerMinute = 60;

// A place on the ladder.
struct Place {
  std::string id;
  int rung = 0;
  const LadderStep* step = nullptr;    // Of the pack, or
  const Exercise* movement = nullptr;  // a movement in the easing direction.
};

class Run {
 public:
  Run(const ReliefSetting& setting, const std::vector<PlayedRun>& runs,
      const PlayedRun& played);

  v1::ReliefRun Read();

 private:
  std::vector<Place> Places() const;
  int PositionOf(absl::string_view step) const;
  void TakeAnswers();
  void Take(const ReliefFact& fact);
  void End(v1::ReliefState state, absl::string_view rule,
           absl::string_view reason);
  bool IsOver() const { return run_.state() != v1::RELIEF_STATE_STEP; }
  void EndAsTold();
  void EndFromOutside();
  void GoOn();
  std::optional<v1::Dropped> Offer(const Place& place, bool repeated);
  void Offer();
  int LeftSeconds() const;
  void TellPassedOver();

  const ReliefSetting& setting_;
  const Knowledge& knowledge_;
  const knowledge::v1::ReliefConstants& constants_;
  const PlayedRun& played_;
  const ReliefEntry entry_;
  const bool followed_;
  const SessionAdaptation adaptation_;
  const Eligibility eligibility_;
  const Ladder ladder_;
  const std::vector<Place> places_;

  v1::ReliefRun run_;
  Ladder::Ids used_;
  absl::flat_hash_set<int> left_rungs_;
  int times_worse_ = 0;
  int position_ = -1;   // Of the last place that was done.
  bool again_ = false;  // The last place is due a second time.
  bool warm_ = false;
  bool out_of_time_ = false;
  int seconds_ = 0;  // Planned time of what was done.
};

v1::Dropped LeftAsWorse(const Place& place) {
  v1::Dropped dropped;
  dropped.set_exercise(place.step == nullptr ? place.movement->id()
                                             : place.step->exercise());
  dropped.set_rule("R-806");
  dropped.set_reason("Pain got worse at this rung, so the rest is left out.");
  return dropped;
}

absl::CivilDay DayOf(const ReliefSetting& setting, const ReliefFact& fact) {
  return absl::ToCivilDay(ToTime(fact.effective_time()), setting.zone);
}

// Whether a later run began; one that was refused is none.
bool IsFollowed(const std::vector<PlayedRun>& runs, const PlayedRun& played) {
  const auto after = absl::c_find_if(
      runs, [&](const PlayedRun& run) { return run.run == played.run; });
  return std::any_of(after + 1, runs.end(), [](const PlayedRun& run) {
    return run.begun->state() == v1::RELIEF_STATE_STEP;
  });
}

// What was logged, and told in runs, holds here as in the session that is next:
// above all, what brought a symptom of a nerve rests.
SessionAdaptation AdaptationFor(const ReliefSetting& setting) {
  const v1::Routine outline =
      setting.outline == nullptr ? v1::Routine() : *setting.outline;
  const absl::CivilDay day = absl::ToCivilDay(setting.now, setting.zone);
  int number = NextSession(setting.facts, outline);
  if (number == 0) {
    number = outline.sessions().empty()
                 ? setting.week.first_session()
                 : outline.sessions(outline.sessions_size() - 1).number();
  }
  return Adaptation(setting.knowledge, setting.facts, outline, day,
                    setting.zone)
      .For(number, day);
}

Run::Run(const ReliefSetting& setting, const std::vector<PlayedRun>& runs,
         const PlayedRun& played)
    : setting_(setting),
      knowledge_(setting.knowledge),
      constants_(knowledge_.pack().relief()),
      played_(played),
      entry_(EnterRelief(setting, runs, played)),
      followed_(IsFollowed(runs, played)),
      adaptation_(AdaptationFor(setting)),
      eligibility_(knowledge_, setting.facts, setting.interpretation,
                   DayOf(setting, *played.begun), &adaptation_),
      ladder_(knowledge_, setting.interpretation, eligibility_, setting.week),
      places_(Places()),
      warm_(played.begun->begun().warm()) {}

// The ladder in the order of this person.
std::vector<Place> Run::Places() const {
  std::vector<Place> places;
  const int movement_rung = knowledge_.pack().session().movement_rung();
  for (const int rung :
       RungOrder(knowledge_, PlayedRuns(setting_.facts), played_.run,
                 UtcDay(played_.begun->effective_time()))) {
    if (rung == movement_rung) {
      for (const Exercise* movement : ladder_.EasingMovements({})) {
        places.push_back(
            {absl::StrCat("EASE_", movement->id()), rung, nullptr, movement});
      }
    }
    for (const LadderStep& step : knowledge_.pack().ladder_steps()) {
      if (step.rung() == rung) places.push_back({step.id(), rung, &step, {}});
    }
  }
  return places;
}

int Run::PositionOf(absl::string_view step) const {
  const auto place = absl::c_find_if(
      places_, [&](const Place& other) { return other.id == step; });
  return place == places_.end() ? -1
                                : static_cast<int>(place - places_.begin());
}

void Run::End(v1::ReliefState state, absl::string_view rule,
              absl::string_view reason) {
  run_.set_state(state);
  run_.set_rule(std::string(rule));
  run_.set_reason(std::string(reason));
}

void Run::Take(const ReliefFact& fact) {
  const auto& answer = fact.answer();
  const Exercise* done = knowledge_.FindExercise(answer.exercise());
  const ReliefReading reading = ReadReliefAnswer(
      constants_, knowledge_.pack().pain_zones(),
      done == nullptr ? knowledge::v1::TECHNIQUE_UNSPECIFIED
                      : done->technique(),
      {run_.base_pain(), run_.pain_now(), times_worse_}, answer.feedback());
  v1::ReliefStepTaken* taken = run_.add_taken();
  taken->set_step(answer.step());
  taken->set_exercise(answer.exercise());
  taken->set_pain_before(run_.pain_now());
  *taken->mutable_feedback() = answer.feedback();
  taken->set_rule(reading.rule);
  run_.set_pain_now(PainAfter(answer.feedback(), run_.pain_now()));
  run_.set_rule(reading.rule);
  run_.set_reason(reading.reason);

  const int position = PositionOf(answer.step());
  const bool repeated = again_ && position == position_;
  position_ = std::max(position_, position);
  again_ = reading.verdict == ReliefVerdict::kPartial && !repeated;
  used_.insert(answer.exercise());
  const int rung = position < 0 ? 0 : places_[position].rung;
  if (done != nullptr) {
    if (ladder_.NeedsWarmth(rung, *done) && !warm_) {
      warm_ = true;
      if (const Exercise* warm_up = ladder_.WarmUp({})) {
        seconds_ += ladder_.MakeItem(*warm_up, "", "").seconds;
      }
    }
    seconds_ +=
        ladder_.MakeItem(*done, "", "").seconds + constants_.wait_seconds();
  }
  switch (reading.verdict) {
    case ReliefVerdict::kAbort:
      run_.set_state(v1::RELIEF_STATE_ABORTED);
      break;
    case ReliefVerdict::kRelief:
      run_.set_state(v1::RELIEF_STATE_RELIEVED);
      break;
    case ReliefVerdict::kWorse:
      ++times_worse_;
      left_rungs_.insert(rung);
      break;
    default:
      break;
  }
}

void Run::TakeAnswers() {
  for (const ReliefFact* fact : played_.answers) Take(*fact);
  if (played_.last->stopped()) {
    End(v1::RELIEF_STATE_STOPPED, "", "The person ended it.");
  }
}

// What ended at the time stays so, whatever is known now.
void Run::EndAsTold() {
  const v1::ReliefState told = played_.state();
  if (told == v1::RELIEF_STATE_UNSPECIFIED || told == v1::RELIEF_STATE_STEP ||
      told == run_.state()) {
    return;
  }
  // It is likely to end for the same reason once more.
  if (told == v1::RELIEF_STATE_EXHAUSTED) GoOn();
  run_.clear_step();
  if (told != run_.state()) End(told, run_.rule(), ReasonOfOldEnd(told));
}

// What ends a run that its answers leave open.
void Run::EndFromOutside() {
  if (followed_) {
    End(v1::RELIEF_STATE_STOPPED, "", "Another run began after it.");
  } else if (setting_.interpretation.gate() != v1::GATE_OK) {
    End(v1::RELIEF_STATE_BLOCKED, "R-800",
        "Exercise has to wait, so relief has to wait too.");
  } else if (setting_.now > ToTime(played_.last->effective_time()) &&
             setting_.now - ToTime(played_.begun->effective_time()) >=
                 absl::Minutes(constants_.max_minutes())) {
    End(v1::RELIEF_STATE_STOPPED, "R-809",
        "The time for the run has passed without an answer.");
  }
}

// Time that the run may still take: neither what was planned nor what passed
// may exceed the limit.
int Run::LeftSeconds() const {
  const auto passed = static_cast<int>(
      absl::ToInt64Seconds(ToTime(played_.last->effective_time()) -
                           ToTime(played_.begun->effective_time())));
  return constants_.max_minutes() * kSecondsPerMinute -
         std::max(seconds_, passed);
}

// Makes the place the step to do, or says why it is left out.
std::optional<v1::Dropped> Run::Offer(const Place& place, bool repeated) {
  StepChoice choice;
  if (repeated) {
    choice.exercise =
        knowledge_.FindExercise(run_.taken(run_.taken_size() - 1).exercise());
  } else if (place.step != nullptr) {
    choice = ladder_.Choose(*place.step, used_);
  } else if (auto refusal = ladder_.Refuse(*place.movement, used_)) {
    choice.refusal = *std::move(refusal);
  } else {
    choice.exercise = place.movement;
  }
  if (choice.exercise == nullptr) return choice.refusal;

  v1::Dropped dropped;
  dropped.set_exercise(choice.exercise->id());
  v1::ReliefStep step;
  int seconds = constants_.wait_seconds();
  if (ladder_.NeedsWarmth(place.rung, *choice.exercise) && !warm_) {
    const Exercise* warm_up = ladder_.WarmUp({});
    if (warm_up == nullptr) {
      dropped.set_rule("R-810");
      dropped.set_reason("No warm-up is possible, and it is not done cold.");
      return dropped;
    }
    TimedItem timed =
        ladder_.MakeItem(*warm_up, "R-810", "Warms up before this step.");
    timed.item.set_order(1);
    seconds += timed.seconds;
    *step.add_warm_up() = std::move(timed.item);
  }
  TimedItem timed = ladder_.MakeItem(
      *choice.exercise, place.step == nullptr ? "R-811" : "R-802",
      place.step == nullptr
          ? "Moves in the direction that eases."
          : absl::StrCat("Step ", place.step->order(),
                         " of the relief ladder: stop at the first relief."));
  seconds += timed.seconds;
  if (seconds > LeftSeconds()) {
    dropped.set_rule("R-809");
    dropped.set_reason("The time for one run does not last for it.");
    return dropped;
  }
  if (place.step != nullptr &&
      choice.exercise->id() != place.step->exercise()) {
    timed.item.set_substitutes(place.step->exercise());
  }
  timed.item.set_order(step.warm_up_size() + 1);
  step.set_step(place.id);
  step.set_rung(place.rung);
  step.set_repeated_step(repeated);
  step.set_wait_seconds(constants_.wait_seconds());
  *step.mutable_item() = std::move(timed.item);
  *run_.mutable_step() = std::move(step);
  return std::nullopt;
}

// Says why places before the last one were left out.
void Run::TellPassedOver() {
  for (int i = 0; i < position_; ++i) {
    const Place& place = places_[i];
    if (absl::c_any_of(run_.taken(), [&](const v1::ReliefStepTaken& taken) {
          return taken.step() == place.id;
        })) {
      continue;
    }
    const StepChoice choice = place.step == nullptr
                                  ? StepChoice()
                                  : ladder_.Choose(*place.step, used_);
    if (choice.exercise == nullptr && !choice.refusal.exercise().empty()) {
      *run_.add_skipped() = choice.refusal;
    } else if (left_rungs_.contains(place.rung)) {
      *run_.add_skipped() = LeftAsWorse(place);
    }
  }
}

// Goes to the next step that may be done.
void Run::GoOn() {
  if (again_ && !Offer(places_[position_], /*repeated=*/true).has_value()) {
    return;
  }
  for (int next = position_ + 1; next < static_cast<int>(places_.size());
       ++next) {
    const Place& place = places_[next];
    if (left_rungs_.contains(place.rung)) {
      *run_.add_skipped() = LeftAsWorse(place);
      continue;
    }
    const auto refusal = Offer(place, /*repeated=*/false);
    if (!refusal.has_value()) return;
    out_of_time_ = out_of_time_ || refusal->rule() == "R-809";
    *run_.add_skipped() = *refusal;
  }
  const std::string rule = run_.taken().empty() ? "R-808" : run_.rule();
  End(v1::RELIEF_STATE_EXHAUSTED, out_of_time_ ? "R-809" : rule,
      out_of_time_ ? "The time for one run is used up, and nothing helped "
                     "enough."
                   : "Nothing of the ladder is left, and nothing helped "
                     "enough.");
}

// What is offered when nothing helped, and when the person should be seen.
void Run::Offer() {
  for (const std::string& id : constants_.when_exhausted()) {
    const Exercise* exercise = knowledge_.FindExercise(id);
    if (exercise == nullptr || !ladder_.Allows(*exercise, {})) continue;
    TimedItem timed = ladder_.MakeItem(
        *exercise, "R-809", "May ease pain when the ladder did not.");
    if (id == knowledge_.pack().session().walk()) {
      const auto& walk = knowledge_.pack().session().relief_walk_minutes();
      v1::Dose* dose = timed.item.mutable_doses(0);
      dose->set_hold_seconds(walk.low() * kSecondsPerMinute);
      dose->set_max_hold_seconds(walk.high() * kSecondsPerMinute);
      timed.item.set_minutes(walk.high());
    }
    timed.item.set_order(run_.offered_size() + 1);
    *run_.add_offered() = std::move(timed.item);
  }
}

v1::ReliefRun Run::Read() {
  run_.set_state(entry_.state);
  run_.set_rule(entry_.rule);
  run_.set_reason(entry_.reason);
  run_.set_base_pain(played_.begun->begun().base_pain());
  run_.set_pain_now(run_.base_pain());
  *run_.mutable_create_time() = played_.begun->effective_time();
  run_.set_gate(setting_.interpretation.gate());
  *run_.mutable_notices() = setting_.interpretation.notices();

  // A run that began is not blocked by what came later.
  if (!played_.answers.empty() ||
      played_.begun->state() == v1::RELIEF_STATE_STEP) {
    run_.set_state(v1::RELIEF_STATE_STEP);
  }
  TakeAnswers();
  TellPassedOver();
  EndAsTold();
  if (!IsOver()) EndFromOutside();
  if (!IsOver()) GoOn();
  if (run_.state() == v1::RELIEF_STATE_EXHAUSTED &&
      run_.gate() == v1::GATE_OK) {
    Offer();
  }
  if (IsOver()) *run_.mutable_end_time() = played_.last->effective_time();
  AddReliefAdvice(knowledge_, &run_);
  return std::move(run_);
}

}  // namespace

v1::ReliefRun ReadReliefRun(const ReliefSetting& setting, int64_t run) {
  const std::vector<PlayedRun> runs = PlayedRuns(setting.facts);
  const auto played = absl::c_find_if(
      runs, [&](const PlayedRun& other) { return other.run == run; });
  return Run(setting, runs, *played).Read();
}

int64_t LastReliefRun(const Knowledge& knowledge,
                      const storage::v1::PatientFacts& facts) {
  const std::vector<PlayedRun> runs = PlayedRuns(facts);
  if (runs.empty()) return 0;
  const PlayedRun& last = runs.back();
  if (last.begun->state() == v1::RELIEF_STATE_STEP) return last.run;
  const auto open = absl::Minutes(knowledge.pack().relief().max_minutes());
  const auto under_way =
      std::find_if(runs.rbegin(), runs.rend(), [&](const PlayedRun& run) {
        return run.state() == v1::RELIEF_STATE_STEP && !IsFollowed(runs, run) &&
               ToTime(last.begun->effective_time()) -
                       ToTime(run.begun->effective_time()) <
                   open;
      });
  return under_way == runs.rend() ? last.run : under_way->run;
}

storage::v1::PatientFacts WithReliefEquipment(storage::v1::PatientFacts facts,
                                              int64_t run) {
  const storage::v1::ReliefBegun* begun = nullptr;
  for (const ReliefFact& fact : facts.relief()) {
    if (fact.run() == run && fact.has_begun()) begun = &fact.begun();
  }
  if (begun != nullptr && begun->has_equipment()) {
    storage::v1::CheckInFact at_hand;
    *at_hand.mutable_equipment_today() = begun->equipment();
    return WithEquipmentOf(at_hand, facts);
  }
  return facts;
}

}  // namespace tonus::engine
