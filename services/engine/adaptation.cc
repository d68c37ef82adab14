// SPDX-License-Identifier: Apache-2.0
#include "services/engine/adaptation.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/measurement.h"
#include "services/engine/retest_effects.h"
#include "services/engine/step_room.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// The stricter of both.
void Add(const kv1::Lighter& more, Lighter* lighter) {
  lighter->percent_off = std::max(lighter->percent_off, more.percent());
  lighter->fewer_sets = std::max(lighter->fewer_sets, more.fewer_sets());
}

// Whether `exercise` is one of those that go out together with `judged`.
bool IsLike(const kv1::LeaveOut& out, const kv1::Exercise& judged,
            const kv1::Exercise& exercise) {
  const bool same_target =
      out.same_first_target() && !judged.targets().empty() &&
      !exercise.targets().empty() && exercise.targets(0) == judged.targets(0);
  return exercise.id() == judged.id() || same_target ||
         absl::c_any_of(exercise.tags(), [&](const std::string& tag) {
           return absl::c_linear_search(out.tags(), tag);
         });
}

// The stricter of two limits; 0 is none.
int Stricter(int a, int b) {
  return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b);
}

// Told where an earlier week that is done again only moves what follows.
constexpr char kFollowsLater[] =
    "An earlier week was done again, so this session is like those of the week "
    "before it.";

// Adds the causes of `told` to what tells the same of another week, if any
// does.
bool JoinLike(const v1::AppliedAdaptation& told,
              std::vector<v1::AppliedAdaptation>* all) {
  const auto same =
      absl::c_find_if(*all, [&](const v1::AppliedAdaptation& other) {
        return other.rule() == told.rule() && other.reason() == told.reason();
      });
  if (same == all->end()) return false;
  for (int i = 0; i < told.sessions_size(); ++i) {
    if (absl::c_linear_search(same->logs(), told.logs(i))) continue;
    same->add_sessions(told.sessions(i));
    same->add_logs(told.logs(i));
  }
  return true;
}

// When it was last said what equipment is at hand.
absl::Time EquipmentSaid(const storage::v1::PatientFacts& facts) {
  absl::Time said = absl::InfinitePast();
  for (const auto& profile : facts.profiles()) {
    said = std::max(said, ToTime(profile.effective_time()));
  }
  for (const auto& fact : facts.overrides()) {
    if (!fact.override().has_equipment()) continue;
    said = std::max(said, ToTime(fact.effective_time()));
  }
  return said;
}

// The day of the last log of `session` that tells a symptom at which exercise
// stops; that of the session where none does.
absl::CivilDay StoppedOn(const SessionDone& session, absl::TimeZone zone) {
  const auto stops = [](const storage::v1::LogFact* fact) {
    return absl::c_any_of(
        fact->log().exercises(), [](const v1::ExerciseLog& log) {
          return log.stop_symptom() != v1::STOP_SYMPTOM_UNSPECIFIED;
        });
  };
  const auto last =
      std::find_if(session.logs.rbegin(), session.logs.rend(), stops);
  return last == session.logs.rend()
             ? session.day
             : absl::ToCivilDay(ToTime((*last)->effective_time()), zone);
}

// Whether the effect is no matter of safety: harder, shorter, a slower pace, or
// in the place of what was skipped.
bool IsConvenience(const kv1::AdaptationRule& row,
                   const kv1::AdaptationEffect& effect) {
  return effect.step() > 0 || effect.has_short_format() ||
         effect.equipment_missing() || effect.has_fewer_exercises() ||
         (effect.has_fall_back() && !row.when().has_min_closed_days()) ||
         (effect.has_leave_out() && !row.when().skip_reason().empty());
}

}  // namespace

Lighter SessionAdaptation::LighterFor(const Knowledge& knowledge,
                                      const kv1::Exercise& exercise) const {
  Lighter result = lighter;
  const kv1::Muscle* target = exercise.targets().empty()
                                  ? nullptr
                                  : knowledge.FindMuscle(exercise.targets(0));
  if (target == nullptr) return result;
  const auto found = lighter_regions.find(target->region());
  if (found == lighter_regions.end()) return result;
  result.percent_off = std::max(result.percent_off, found->second.percent_off);
  result.fewer_sets = std::max(result.fewer_sets, found->second.fewer_sets);
  return result;
}

bool SessionAdaptation::IsMissing(const kv1::Exercise& exercise) const {
  return absl::c_any_of(exercise.equipment(), [&](const std::string& id) {
    return missing_equipment.contains(id);
  });
}

void SessionAdaptation::Lighten(const kv1::Lighter& more,
                                const kv1::AdaptationRule& row) {
  Add(more, &lighter);
  fewer_levels = std::max(fewer_levels, more.fewer_levels());
  max_level = Stricter(max_level, more.max_level());
  for (const int technique : more.without_techniques()) {
    without_techniques.emplace(technique, &row);
  }
}

bool IsForSafety(const Knowledge& knowledge,
                 const v1::AppliedAdaptation& applied) {
  return absl::c_any_of(knowledge.pack().adaptation_rules(),
                        [&](const kv1::AdaptationRule& row) {
                          return row.rule() == applied.rule() &&
                                 row.reason() == applied.reason() &&
                                 absl::c_none_of(
                                     row.effects(),
                                     [&](const kv1::AdaptationEffect& effect) {
                                       return IsConvenience(row, effect);
                                     });
                        }) ||
         IsRetestSafety(knowledge, applied);
}

const SessionAdaptation::Step* SessionAdaptation::StepOf(
    const std::string& exercise) const {
  const auto found = steps.find(exercise);
  return found == steps.end() || found->second.step == 0 ? nullptr
                                                         : &found->second;
}

Adaptation::Adaptation(const Knowledge& knowledge,
                       const storage::v1::PatientFacts& facts,
                       const v1::Routine& outline, absl::CivilDay today,
                       absl::TimeZone zone)
    : knowledge_(&knowledge), equipment_said_(EquipmentSaid(facts)) {
  const BlockDone history = ReadHistory(knowledge, facts, outline, today, zone);
  StepRoom room(knowledge, facts, today);
  fired_ = ReadFiredRows(knowledge, history, &room);
  for (const SessionDone& session : history.sessions) {
    Turn& turn = turns_.emplace_back();
    turn.number = session.number;
    turn.week = session.week;
    turn.attempt = session.attempt;
    turn.day = session.day;
    turn.stopped = StoppedOn(session, zone);
    turn.relief_run = session.relief_run;
    turn.home_logs = session.home_logs;
    if (!session.logs.empty()) {
      turn.log = session.logs.back()->fact_id();
      turn.time = ToTime(session.logs.back()->effective_time());
    }
    turn.done = session.begun;
  }
  for (const auto& [subject, exposures] : history.exposures) {
    const kv1::Exercise* exercise = knowledge.FindExercise(subject.exercise);
    for (const Exposure& exposure : exposures) {
      Turn& turn = turns_[exposure.session];
      turn.exercises.insert(exercise->id());
      if (exercise->targets().empty()) continue;
      turn.targets.insert(exercise->targets(0));
    }
  }
  for (const v1::Session& session : outline.sessions()) {
    numbers_.push_back(session.number());
  }
}

bool Adaptation::WasDone(int number) const {
  return absl::c_any_of(turns_, [&](const Turn& turn) {
    return turn.number == number && turn.done;
  });
}

Adaptation::Place Adaptation::PlaceOf(int number, absl::CivilDay day) const {
  Place place;
  place.number = number;
  place.block = BlockOf(*knowledge_, number);
  place.week = knowledge_->WeekOfSession(number).week();
  place.day = day;
  const auto turn = absl::c_find_if(turns_, [&](const Turn& candidate) {
    return candidate.number == number && candidate.done;
  });
  place.position = static_cast<int>(turn - turns_.begin());
  if (turn != turns_.end()) place.day = turn->day;
  return place;
}

// Sessions after what fired: those that were done since, then those that are
// open, in their order.
int Adaptation::PlaceAfter(const FiredRow& fired, const Place& place) const {
  std::vector<int> next;
  for (size_t i = fired.session + 1; i < turns_.size(); ++i) {
    if (turns_[i].done) next.push_back(turns_[i].number);
  }
  for (const int number : numbers_) {
    if (!WasDone(number)) next.push_back(number);
  }
  const auto found = absl::c_find(next, place.number);
  return found == next.end() ? -1 : static_cast<int>(found - next.begin());
}

// Whether the session is one of the next so many after what fired.
bool Adaptation::IsAmongNext(const FiredRow& fired, int sessions,
                             const Place& place) const {
  const int after = PlaceAfter(fired, place);
  return after >= 0 && after < sessions;
}

// After a week that was judged, the next week is that of as many sessions.
bool Adaptation::HasFormat(const FiredRow& fired, const Place& place) const {
  return fired.week < 0
             ? IsInNextWeek(fired, place)
             : IsAmongNext(fired,
                           knowledge_->pack().session().sessions_per_week(),
                           place);
}

bool Adaptation::IsInNextWeek(const FiredRow& fired, const Place& place) const {
  const Turn& turn = turns_[fired.session];
  return BlockOf(*knowledge_, turn.number) == place.block &&
         place.week == turn.week + 1;
}

bool Adaptation::IsLeftOutIn(const FiredRow& fired, const kv1::LeaveOut& out,
                             const Place& place) const {
  if (out.sessions() > 0) return IsAmongNext(fired, out.sessions(), place);
  const Turn& turn = turns_[fired.session];
  if (out.days() > 0) return place.day <= turn.day + out.days();
  return BlockOf(*knowledge_, turn.number) == place.block;
}

void Adaptation::LeaveOutLike(const FiredRow& fired, const kv1::LeaveOut& out,
                              SessionAdaptation* result) const {
  const kv1::Exercise& judged =
      *knowledge_->FindExercise(fired.subject.exercise);
  for (const kv1::Exercise& exercise : knowledge_->pack().exercises()) {
    if (IsLike(out, judged, exercise)) {
      result->left_out.emplace(exercise.id(), fired.row);
    }
  }
}

bool Adaptation::Lighten(const FiredRow& fired, const kv1::Lighter& lighter,
                         const Place& place, SessionAdaptation* result) const {
  const bool holds = lighter.sessions() > 0
                         ? IsAmongNext(fired, lighter.sessions(), place)
                         : IsInNextWeek(fired, place);
  if (!holds) return false;
  if (!lighter.same_region()) {
    result->Lighten(lighter, *fired.row);
    return true;
  }
  result->fewer_levels = std::max(result->fewer_levels, lighter.fewer_levels());
  for (const std::string& target : turns_[fired.session].targets) {
    const kv1::Muscle* muscle = knowledge_->FindMuscle(target);
    if (muscle != nullptr) {
      Add(lighter, &result->lighter_regions[muscle->region()]);
    }
  }
  return true;
}

// Each week has its shape at the earliest so many sessions later.
bool Adaptation::FallBack(const FiredRow& fired, const kv1::FallBack& back,
                          const Place& place, SessionAdaptation* result) const {
  const Turn& last = turns_[fired.session];
  const int after = PlaceAfter(fired, place);
  const bool again = absl::c_any_of(fired_.rows, [&](const FiredRow& other) {
    return other.row == fired.row && other.week == fired.week - 1;
  });
  if (after < 0 || (back.once() && again) ||
      BlockOf(*knowledge_, last.number) != place.block) {
    return false;
  }
  const int week = std::max(1, last.week - back.weeks()) +
                   after / knowledge_->pack().session().sessions_per_week();
  if (week >= place.week) return false;
  result->like_week = Stricter(result->like_week, week);
  return true;
}

bool Adaptation::HoldLevel(const FiredRow& fired, const kv1::Hold& hold,
                           const Place& place,
                           SessionAdaptation* result) const {
  if (!IsAmongNext(fired, hold.sessions(), place)) return false;
  if (hold.level()) {
    result->max_level = Stricter(
        result->max_level,
        knowledge_->WeekOfSession(turns_[fired.session].number).level_cap());
  }
  result->as_before |= fired.row->subject() == kv1::ADAPTATION_SUBJECT_BREAK;
  return true;
}

// What the exercise needs and is not always there, until somebody said again
// what is at hand. Of several things it is not known which one was missing.
bool Adaptation::MissEquipment(const FiredRow& fired,
                               SessionAdaptation* result) const {
  if (turns_[fired.session].time <= equipment_said_) return false;
  const kv1::Exercise& exercise =
      *knowledge_->FindExercise(fired.subject.exercise);
  std::vector<std::string> missing;
  for (const std::string& id : exercise.equipment()) {
    const kv1::Equipment* equipment = knowledge_->FindEquipment(id);
    if (equipment == nullptr || equipment->always_available()) continue;
    missing.push_back(id);
  }
  if (missing.empty()) return false;
  if (missing.size() == 1) {
    result->missing_equipment.emplace(missing.front(), fired.row);
  } else {
    result->left_out.emplace(exercise.id(), fired.row);
  }
  return true;
}

// Of several things to find out the one with tests is the more.
void Adaptation::AskFirst(const FiredRow& fired, const kv1::CheckFirst& check,
                          SessionAdaptation* result) const {
  if (result->check_first == nullptr || !check.retest_set().empty()) {
    result->check_first = &check;
    result->check_rule = fired.row->rule();
  }
  result->check_at_once |= fired.row->counts_relief();
  const Turn& turn = turns_[fired.session];
  result->last_day = std::max(
      result->last_day,
      fired.row->when().stop_symptom().empty() ? turn.day : turn.stopped);
}

// Returns whether the effect holds in the session; steps are taken on their
// own.
bool Adaptation::Apply(const FiredRow& fired,
                       const kv1::AdaptationEffect& effect, const Place& place,
                       SessionAdaptation* result) const {
  switch (effect.kind_case()) {
    case kv1::AdaptationEffect::kLeaveOut:
      if (!IsLeftOutIn(fired, effect.leave_out(), place)) return false;
      LeaveOutLike(fired, effect.leave_out(), result);
      return true;
    case kv1::AdaptationEffect::kLighter:
      return Lighten(fired, effect.lighter(), place, result);
    case kv1::AdaptationEffect::kReliefSessions:
      if (!IsAmongNext(fired, effect.relief_sessions(), place)) return false;
      result->relief = fired.row;
      return true;
    case kv1::AdaptationEffect::kRemindSessions:
      if (!IsAmongNext(fired, effect.remind_sessions(), place)) return false;
      result->reminders.emplace(fired.subject.exercise, fired.row);
      return true;
    case kv1::AdaptationEffect::kShortFormat:
      if (!HasFormat(fired, place)) return false;
      result->short_format = effect.short_format();
      return true;
    case kv1::AdaptationEffect::kHold:
      return HoldLevel(fired, effect.hold(), place, result);
    case kv1::AdaptationEffect::kEquipmentMissing:
      return MissEquipment(fired, result);
    case kv1::AdaptationEffect::kFewerExercises:
      if (!IsAmongNext(fired, effect.fewer_exercises().sessions(), place)) {
        return false;
      }
      result->most_exercises =
          Stricter(result->most_exercises, effect.fewer_exercises().most());
      return true;
    case kv1::AdaptationEffect::kFallBack:
      return FallBack(fired, effect.fall_back(), place, result);
    case kv1::AdaptationEffect::kCheckFirst:
      if (!IsAmongNext(fired, 1, place)) return false;
      AskFirst(fired, effect.check_first(), result);
      return true;
    default:
      return false;
  }
}

// Whether the exercise was done since it took the step, before the session.
bool Adaptation::WasReached(const StepTaken& step, const Place& place) const {
  for (int i = fired_.rows[step.fired].session + 1;
       i < std::min<int>(place.position, static_cast<int>(turns_.size()));
       ++i) {
    if (turns_[i].IsSession() && turns_[i].exercises.contains(step.exercise)) {
      return true;
    }
  }
  return false;
}

// The last step of each exercise before the session holds; one up that was not
// done yet waits where the session is as before.
void Adaptation::ApplySteps(const Place& place, std::set<int>* applied,
                            SessionAdaptation* result) const {
  std::map<std::string, const StepTaken*> last;
  for (const StepTaken& step : fired_.steps) {
    const int session = fired_.rows[step.fired].session;
    if (session < place.position &&
        BlockOf(*knowledge_, turns_[session].number) == place.block &&
        (!result->as_before || step.step <= 0 || WasReached(step, place))) {
      last[step.exercise] = &step;
    }
  }
  for (const auto& [exercise, step] : last) {
    if (step->step == 0) continue;
    const kv1::AdaptationRule& row = *fired_.rows[step->fired].row;
    result->steps[exercise] = {
        step->step, row.rule(), row.reason(),
        absl::c_any_of(row.effects(),
                       [](const kv1::AdaptationEffect& effect) {
                         return effect.step() > 0;
                       }),
        static_cast<int>(step - fired_.steps.data())};
    applied->insert(step->fired);
  }
}

v1::AppliedAdaptation Adaptation::Told(const FiredRow& fired) const {
  v1::AppliedAdaptation told;
  told.set_rule(fired.row->rule());
  told.set_exercise(fired.subject.exercise);
  told.set_side(fired.subject.side);
  told.set_reason(fired.row->reason());
  told.set_finding(fired.row->finding());
  for (const int cause : fired.causes) {
    const Turn& turn = turns_[cause];
    if (turn.relief_run > 0) {
      told.add_relief_runs(turn.relief_run);
      continue;
    }
    if (!turn.home_logs.empty()) {
      told.mutable_home_logs()->Add(turn.home_logs.begin(),
                                    turn.home_logs.end());
      continue;
    }
    told.add_sessions(turn.number);
    told.add_logs(turn.log);
  }
  return told;
}

SessionAdaptation Adaptation::For(int number, absl::CivilDay day) const {
  SessionAdaptation result;
  if (turns_.empty()) return result;
  const Place place = PlaceOf(number, day);
  std::set<int> applied;
  std::set<int> only_later;  // Those that only make sessions follow later.
  for (size_t i = 0; i < fired_.rows.size(); ++i) {
    const FiredRow& fired = fired_.rows[i];
    if (fired.session >= place.position) continue;
    bool any = false;
    bool later = true;
    for (const kv1::AdaptationEffect& effect : fired.row->effects()) {
      if (!Apply(fired, effect, place, &result)) continue;
      any = true;
      later &= effect.has_fall_back() &&
               PlaceAfter(fired, place) >=
                   knowledge_->pack().session().sessions_per_week();
    }
    if (any) applied.insert(static_cast<int>(i));
    if (any && later) only_later.insert(static_cast<int>(i));
  }
  const std::set<int> without_steps = applied;
  ApplySteps(place, &applied, &result);
  for (const int i : applied) {
    if (!without_steps.contains(i)) {
      result.only_steps.insert(result.applied.size());
    }
    v1::AppliedAdaptation told = Told(fired_.rows[i]);
    if (only_later.contains(i)) told.set_reason(kFollowsLater);
    if (fired_.rows[i].week < 0 || !JoinLike(told, &result.applied)) {
      result.applied.push_back(std::move(told));
    }
  }
  return result;
}

}  // namespace tonus::engine
