// SPDX-License-Identifier: Apache-2.0
// What the effects of a rule that fired are in one session.
#include <algorithm>

#include "absl/algorithm/container.h"
#include "services/engine/adaptation.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

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

}  // namespace

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
      result->lighter_regions[muscle->region()].Add(lighter);
    }
  }
  return true;
}

bool Adaptation::HoldLevel(const FiredRow& fired, const kv1::Hold& hold,
                           const Place& place,
                           SessionAdaptation* result) const {
  if (!IsAmongNext(fired, hold.sessions(), place)) return false;
  if (hold.level()) {
    result->max_level = StricterLimit(
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

// What the condition is about, as it is in force (logged_conditions.h).
bool Adaptation::LeaveOutUntilTested(const FiredRow& fired,
                                     const kv1::SetCondition& set,
                                     SessionAdaptation* result) const {
  const Turn& turn = turns_[fired.session];
  const absl::CivilDay day =
      turn.log.empty() ? turn.day
                       : absl::ToCivilDay(turn.time, absl::UTCTimeZone());
  const auto tested = tested_.find(set.until_test());
  if (tested != tested_.end() && tested->second > day) return false;
  result->left_out.emplace(fired.subject.exercise, fired.row);
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
      result->most_exercises = StricterLimit(result->most_exercises,
                                             effect.fewer_exercises().most());
      return true;
    case kv1::AdaptationEffect::kFallBack:
      return FallBack(fired, effect.fall_back(), place, result);
    case kv1::AdaptationEffect::kCheckFirst:
      if (!IsAmongNext(fired, 1, place) ||
          (HasPassed(place.number) && !fired.row->counts_relief())) {
        return false;
      }
      AskFirst(fired, effect.check_first(), result);
      return true;
    case kv1::AdaptationEffect::kSetCondition:
      return LeaveOutUntilTested(fired, effect.set_condition(), result);
    default:
      return false;
  }
}

}  // namespace tonus::engine
