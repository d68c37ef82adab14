// SPDX-License-Identifier: Apache-2.0
#include "services/engine/adaptation.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/measured_by.h"
#include "services/engine/measurement.h"
#include "services/engine/missed_sessions.h"
#include "services/engine/retest_effects.h"
#include "services/engine/row_effects.h"
#include "services/engine/step_room.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Whether its exercise is left out for the rest of the block by the same rule,
// so that it does not come back sooner.
bool IsOutdone(const FiredRow& fired, const SessionAdaptation& result) {
  const auto out = result.left_out.find(fired.subject.exercise);
  return out != result.left_out.end() && IsForBlock(*out->second) &&
         out->second != fired.row && out->second->rule() == fired.row->rule();
}

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
  for (const std::string& log : told.morning_logs()) {
    if (!absl::c_linear_search(same->morning_logs(), log)) {
      same->add_morning_logs(log);
    }
  }
  return true;
}

// What is found out comes before the next session alone.
bool FindsOutFirst(const kv1::AdaptationRule& row) {
  return absl::c_any_of(row.effects(), [](const kv1::AdaptationEffect& effect) {
    return effect.has_check_first();
  });
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

// The last day of the tests that end what logs put in force.
std::map<std::string, absl::CivilDay> EndingTests(
    const Knowledge& knowledge, const storage::v1::PatientFacts& facts) {
  std::map<std::string, absl::CivilDay> tested;
  for (const kv1::AdaptationRule& row : knowledge.pack().adaptation_rules()) {
    for (const kv1::AdaptationEffect& effect : row.effects()) {
      const auto day = LastMeasured(facts, effect.set_condition().until_test());
      if (day.has_value()) tested[effect.set_condition().until_test()] = *day;
    }
  }
  return tested;
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

}  // namespace

Adaptation::Adaptation(const Knowledge& knowledge,
                       const storage::v1::PatientFacts& facts,
                       const v1::Routine& outline, absl::CivilDay today,
                       absl::TimeZone zone)
    : knowledge_(&knowledge),
      today_(today),
      late_(ReadLateBegin(knowledge, facts, outline)),
      equipment_said_(EquipmentSaid(facts)),
      tested_(EndingTests(knowledge, facts)) {
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
  passed_ = PassedSessions(knowledge, facts, outline, today);
  ReadLikeWeeks();
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

v1::AppliedAdaptation Adaptation::Told(const FiredRow& fired) const {
  v1::AppliedAdaptation told;
  told.set_rule(fired.row->rule());
  told.set_exercise(fired.subject.exercise);
  told.set_side(fired.subject.side);
  told.set_reason(fired.row->reason());
  told.set_finding(fired.row->finding());
  for (const int cause : fired.causes) {
    if (fired.of_mornings) break;
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
  for (std::string& log : fired.MorningLogs()) {
    if (absl::c_linear_search(told.logs(), log)) continue;
    told.add_morning_logs(std::move(log));
  }
  return told;
}

SessionAdaptation Adaptation::For(int number, absl::CivilDay day) const {
  SessionAdaptation result;
  if (turns_.empty() && passed_.empty() && !late_.has_value()) return result;
  const Place place = PlaceOf(number, day);
  // Positions of rows, each with the exercise whose step it made, if any.
  std::map<int, std::string> applied;
  std::set<int> only_later;  // Those that only make sessions follow later.
  for (size_t i = 0; i < fired_.rows.size(); ++i) {
    const FiredRow& fired = fired_.rows[i];
    if (fired.session >= place.position) continue;
    bool any = false;
    bool later = true;
    for (const kv1::AdaptationEffect& effect : fired.row->effects()) {
      if (!Apply(fired, effect, place, &result)) continue;
      any = true;
      later &= effect.has_fall_back() && FollowsLater(fired, place);
    }
    if (any && IsForBlock(*fired.row)) {
      result.left_out[fired.subject.exercise] = fired.row;
    }
    if (any) applied.emplace(static_cast<int>(i), "");
    if (any && later) only_later.insert(static_cast<int>(i));
  }
  ApplySteps(place, &applied, &result);
  RestWithEasier(&result);
  KeepHarderOut(&result);
  Tell(applied, only_later, &result);
  BeginLate(place, &result);
  AskIfLate(place, &result);
  return result;
}

// Whether a session that falls back does so only since earlier ones did.
bool Adaptation::FollowsLater(const FiredRow& fired, const Place& place) const {
  return PlaceAfter(fired, place) >=
         (FindsOutFirst(*fired.row)
              ? 1
              : knowledge_->pack().session().sessions_per_week());
}

void Adaptation::Tell(const std::map<int, std::string>& applied,
                      const std::set<int>& only_later,
                      SessionAdaptation* result) const {
  for (const auto& [i, of] : applied) {
    if (IsOutdone(fired_.rows[i], *result)) continue;
    v1::AppliedAdaptation told = Told(fired_.rows[i]);
    if (only_later.contains(i)) {
      const std::string& moved = fired_.rows[i].row->moved_reason();
      if (!moved.empty()) told.set_reason(moved);
      // Said once, whatever weeks were done again.
      if (absl::c_any_of(result->applied, [&](const auto& applied) {
            return applied.reason() == told.reason();
          })) {
        continue;
      }
    }
    if (!of.empty()) {
      told.set_reason(result->steps.at(of).reason);
      result->only_steps.emplace(result->applied.size(), of);
    }
    if (fired_.rows[i].week < 0 || !JoinLike(told, &result->applied)) {
      result->applied.push_back(std::move(told));
    }
  }
}

}  // namespace tonus::engine
