// SPDX-License-Identifier: Apache-2.0
#include "services/engine/exposures.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/measurement.h"
#include "services/engine/pain_zone.h"
#include "services/engine/pauses.h"
#include "services/engine/week_days.h"

namespace tonus::engine {

using knowledge::v1::Side;
using storage::v1::CheckInFact;
using storage::v1::LogFact;
using storage::v1::PatientFacts;

namespace {

// A session number and attempt.
using Turn = std::pair<int, int>;

Turn TurnOf(const v1::SessionLog& log) {
  return {log.session_number(), std::max(1, log.attempt())};
}

const v1::Session* FindSession(const v1::Routine& routine, int number) {
  const auto found = absl::c_find_if(
      routine.sessions(),
      [&](const v1::Session& session) { return session.number() == number; });
  return found == routine.sessions().end() ? nullptr : &*found;
}

void KeepHighest(bool told, int value, std::optional<int>* highest) {
  if (told) *highest = std::max(value, highest->value_or(value));
}

// Reads one block.
class Reader {
 public:
  Reader(const Knowledge& knowledge, const PatientFacts& facts,
         const v1::Routine& routine, absl::CivilDay today, absl::TimeZone zone)
      : knowledge_(knowledge),
        facts_(facts),
        routine_(routine),
        today_(today),
        zone_(zone),
        mornings_(knowledge, facts, zone) {}

  BlockDone Read();

 private:
  void AddSession(const LogFact& fact);
  void FinishSessions();
  void AddExercise(const v1::ExerciseLog& log, int position);
  void CountWeeks();
  void CountBlock();
  bool IsDue(const v1::Session& session) const;

  const Knowledge& knowledge_;
  const PatientFacts& facts_;
  const v1::Routine& routine_;
  const absl::CivilDay today_;
  const absl::TimeZone zone_;
  const Mornings mornings_;
  BlockDone block_;
};

void Reader::AddSession(const LogFact& fact) {
  const v1::SessionLog& log = fact.log();
  const v1::Session* planned = FindSession(routine_, log.session_number());
  if (planned == nullptr) return;
  auto session =
      absl::c_find_if(block_.sessions, [&](const SessionDone& other) {
        return Turn(other.number, other.attempt) == TurnOf(log);
      });
  if (session == block_.sessions.end()) {
    session = block_.sessions.emplace(session);
    std::tie(session->number, session->attempt) = TurnOf(log);
    session->week = planned->week();
  }
  session->day = absl::ToCivilDay(ToTime(fact.effective_time()), zone_);
  KeepHighest(log.has_completed_pct(), log.completed_pct(),
              &session->completed_pct);
  if (log.has_rpe()) session->rpe = log.rpe();
  if (!session->pain_before.has_value()) {
    session->pain_before = PainBefore(facts_, zone_, fact);
  }
  if (log.has_pain_after()) session->pain_after = log.pain_after();
  if (log.has_duration_minutes()) {
    session->duration_minutes = log.duration_minutes();
  }
  if (log.skip_reason() != v1::SKIP_REASON_UNSPECIFIED) {
    session->skip_reason = log.skip_reason();
  }
  session->relief |= WasRelief(knowledge_, facts_, zone_, fact);
  session->logs.push_back(&fact);
}

// Sessions by when they were done last, and what follows from all their logs.
void Reader::FinishSessions() {
  absl::c_stable_sort(
      block_.sessions,
      [](const SessionDone& a, const SessionDone& b) { return a.day < b.day; });
  for (SessionDone& session : block_.sessions) {
    session.done = session.completed_pct.value_or(0) >=
                   knowledge_.pack().session().done_percent();
    session.begun = absl::c_any_of(session.logs, [](const LogFact* fact) {
      return WasBegun(fact->log());
    });
    session.morning = mornings_.ZoneOn(session.day + 1);
    session.morning_told = mornings_.ToldOn(session.day + 1);
    session.told = session.day;
    for (const LogFact* fact : session.logs) {
      session.told = std::max(session.told, ToldDay(*fact, session.day));
    }
  }
}

void Reader::AddExercise(const v1::ExerciseLog& log, int position) {
  const SessionDone& session = block_.sessions[position];
  const auto* exercise = knowledge_.FindExercise(log.exercise());
  if (exercise == nullptr) return;
  v1::ZoneReading zone;
  zone.set_level(knowledge::v1::ZONE_LEVEL_UNKNOWN);
  if (WasDone(log)) {
    zone = ReadExerciseZone(
        knowledge_.pack().pain_zones(), exercise->technique(),
        PainOf(log, session.pain_before), PeakLimitOf(session.relief));
  }
  for (const Side side : LoggedSides(*exercise, log.side())) {
    std::vector<Exposure>& exposures = block_.exposures[{log.exercise(), side}];
    if (exposures.empty() || exposures.back().session != position) {
      exposures.emplace_back().session = position;
    }
    Exposure& exposure = exposures.back();
    KeepHighest(log.has_completed_pct(), log.completed_pct(),
                &exposure.completed_pct);
    if (exposure.logs.empty() || zone.level() > exposure.zone.level()) {
      exposure.zone = zone;
    }
    if (log.has_difficulty()) exposure.difficulty = log.difficulty();
    if (log.has_ease()) exposure.ease = log.ease();
    if (log.skip_reason() != v1::SKIP_REASON_UNSPECIFIED) {
      exposure.skip_reason = log.skip_reason();
    }
    exposure.logs.push_back(&log);
  }
}

bool Reader::IsDue(const v1::Session& session) const {
  // Nobody misses a session on a day of a pause.
  const absl::CivilDay date = ToCivilDay(session.date());
  return date <= today_ && PauseOn(facts_, date) == nullptr;
}

void Reader::CountWeeks() {
  for (const auto& [number, days] : DaysOfWeeks(routine_)) {
    WeekDone week;
    week.week = number;
    week.over = days.end <= today_;
    for (const v1::Session& planned : routine_.sessions()) {
      if (planned.week() == number && IsDue(planned)) ++week.scheduled;
    }
    for (const SessionDone& session : block_.sessions) {
      if (!days.Has(session.day)) continue;
      week.done += session.done ? 1 : 0;
      week.begun += session.begun ? 1 : 0;
    }
    if (week.scheduled > 0) block_.weeks.push_back(week);
  }
}

void Reader::CountBlock() {
  for (const v1::Session& planned : routine_.sessions()) {
    const auto is_of_it = [&](const SessionDone& session) {
      return session.number == planned.number() && session.begun;
    };
    const bool attended = absl::c_any_of(block_.sessions, is_of_it);
    const bool trained =
        absl::c_any_of(block_.sessions, [&](const SessionDone& session) {
          return is_of_it(session) && session.done && !session.relief;
        });
    // The day of one that is due today is not over.
    const bool was_due = IsDue(planned) && ToCivilDay(planned.date()) < today_;
    block_.scheduled += attended || was_due ? 1 : 0;
    block_.done += trained ? 1 : 0;
  }
}

BlockDone Reader::Read() {
  for (const LogFact& fact : facts_.logs()) AddSession(fact);
  FinishSessions();
  for (size_t i = 0; i < block_.sessions.size(); ++i) {
    for (const LogFact* fact : block_.sessions[i].logs) {
      for (const v1::ExerciseLog& exercise : fact->log().exercises()) {
        AddExercise(exercise, static_cast<int>(i));
      }
    }
  }
  CountWeeks();
  CountBlock();
  block_.mornings = mornings_.told();
  block_.usual_morning = mornings_.UsualBefore(today_);
  return std::move(block_);
}

bool TellsPain(const v1::ExerciseLog& log) {
  const ExercisePain pain = PainOf(log, std::nullopt);
  return pain.peak.has_value() || pain.stop_symptom || pain.sharp_pain ||
         pain.painful_sound;
}

}  // namespace

const CheckInFact* CheckInOf(const PatientFacts& facts, absl::TimeZone zone,
                             const LogFact& fact) {
  const CheckInFact* last = nullptr;
  const auto day_of = [&](const google::protobuf::Timestamp& time) {
    return absl::ToCivilDay(ToTime(time), zone);
  };
  for (const CheckInFact& check_in : facts.check_ins()) {
    if (check_in.session_number() == fact.log().session_number() &&
        day_of(check_in.effective_time()) == day_of(fact.effective_time())) {
      last = &check_in;
    }
  }
  return last;
}

std::optional<int> PainBefore(const PatientFacts& facts, absl::TimeZone zone,
                              const LogFact& fact) {
  if (fact.log().has_pain_before()) return fact.log().pain_before();
  const CheckInFact* check_in = CheckInOf(facts, zone, fact);
  if (check_in == nullptr) return std::nullopt;
  return check_in->pain_before();
}

bool WasRelief(const Knowledge& knowledge, const PatientFacts& facts,
               absl::TimeZone zone, const LogFact& fact) {
  const CheckInFact* check_in = CheckInOf(facts, zone, fact);
  return check_in != nullptr &&
         check_in->pain_before() >= knowledge.pack().session().relief_pain();
}

bool WasDone(const v1::ExerciseLog& log) {
  if (TellsPain(log)) return true;
  if (log.has_completed_pct()) return log.completed_pct() > 0;
  return log.skip_reason() == v1::SKIP_REASON_UNSPECIFIED;
}

bool WasBegun(const v1::SessionLog& log) {
  if (log.has_completed_pct()) return log.completed_pct() > 0;
  if (log.skip_reason() == v1::SKIP_REASON_UNSPECIFIED) return true;
  return absl::c_any_of(log.exercises(), [](const v1::ExerciseLog& exercise) {
    return WasDone(exercise);
  });
}

bool WasDoneAtHome(const v1::HomeItemLog& item) {
  return item.times() > 0 ? WasDone(item.exercise())
                          : TellsPain(item.exercise());
}

std::vector<Side> LoggedSides(const knowledge::v1::Exercise& exercise,
                              Side side) {
  if (!exercise.per_side()) return {knowledge::v1::SIDE_MIDLINE};
  if (side == knowledge::v1::SIDE_LEFT || side == knowledge::v1::SIDE_RIGHT) {
    return {side};
  }
  return {knowledge::v1::SIDE_LEFT, knowledge::v1::SIDE_RIGHT};
}

BlockDone ReadBlock(const Knowledge& knowledge, const PatientFacts& facts,
                    const v1::Routine& routine, absl::CivilDay today,
                    absl::TimeZone zone) {
  return Reader(knowledge, facts, routine, today, zone).Read();
}

}  // namespace tonus::engine
