// SPDX-License-Identifier: Apache-2.0
#include "services/engine/relief_exposures.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/measurement.h"
#include "services/engine/pain_zone.h"
#include "services/engine/relief_answer.h"
#include "services/engine/relief_history.h"

namespace tonus::engine {
namespace {

using knowledge::v1::Side;
using storage::v1::ReliefFact;

v1::ExerciseLog LogOf(const storage::v1::ReliefAnswer& answer) {
  const v1::ReliefFeedback& feedback = answer.feedback();
  v1::ExerciseLog log;
  log.set_exercise(answer.exercise());
  if (feedback.has_peak_pain()) log.set_pain_during_max(feedback.peak_pain());
  log.set_neuro_symptom(IsNeural(feedback));
  log.set_stop_symptom(feedback.stop_symptom());
  log.set_sharp_pain(feedback.sharp_pain());
  log.set_painful_sound(feedback.painful_sound());
  return log;
}

// Whether `session` was before `time`, which falls on `day`.
bool IsBefore(const SessionDone& session, absl::CivilDay day, absl::Time time) {
  if (session.day != day || session.logs.empty()) return session.day <= day;
  return ToTime(session.logs.back()->effective_time()) <= time;
}

// Makes room for a session at `position`.
void MoveOn(int position, BlockDone* history) {
  for (auto& [subject, exposures] : history->exposures) {
    for (Exposure& exposure : exposures) {
      if (exposure.session >= position) ++exposure.session;
    }
  }
}

// Adds what `log` tells of one side, in the order of the sessions.
void Tell(const v1::ExerciseLog& log, const v1::ZoneReading& zone, int position,
          std::vector<Exposure>* exposures) {
  auto place = absl::c_find_if(*exposures, [&](const Exposure& exposure) {
    return exposure.session >= position;
  });
  if (place == exposures->end() || place->session != position) {
    place = exposures->emplace(place);
    place->session = position;
    place->zone = zone;
  }
  if (zone.level() > place->zone.level()) place->zone = zone;
  place->logs.push_back(&log);
}

void AddRun(const Knowledge& knowledge, const PlayedRun& run,
            absl::TimeZone zone, BlockDone* history) {
  const absl::Time time = ToTime(run.last->effective_time());
  SessionDone session;
  session.day = absl::ToCivilDay(time, zone);
  session.relief_run = run.run;
  session.pain_before = run.begun->begun().base_pain();
  session.morning.set_level(knowledge::v1::ZONE_LEVEL_UNKNOWN);
  const auto next =
      absl::c_find_if(history->sessions, [&](const SessionDone& other) {
        return !IsBefore(other, session.day, time);
      });
  const auto position = static_cast<int>(next - history->sessions.begin());
  session.number = 1;
  session.week = 1;
  if (!history->sessions.empty()) {
    const SessionDone& beside =
        history->sessions[position > 0 ? position - 1 : 0];
    session.number = beside.number;
    session.week = beside.week;
    session.attempt = beside.attempt;
  }
  MoveOn(position, history);
  history->sessions.insert(next, session);
  for (const ReliefFact* fact : run.answers) {
    const auto* exercise = knowledge.FindExercise(fact->answer().exercise());
    if (exercise == nullptr) continue;
    const auto& log = *history->told_in_relief.emplace_back(
        std::make_shared<v1::ExerciseLog>(LogOf(fact->answer())));
    const v1::ZoneReading level = ReadExerciseZone(
        knowledge.pack().pain_zones(), exercise->technique(),
        PainOf(log, session.pain_before), PeakLimit::kUnlessBegunThere);
    for (const Side side :
         exercise->per_side()
             ? std::vector<Side>{knowledge::v1::SIDE_LEFT,
                                 knowledge::v1::SIDE_RIGHT}
             : std::vector<Side>{knowledge::v1::SIDE_MIDLINE}) {
      Tell(log, level, position,
           &history->exposures[{fact->answer().exercise(), side}]);
    }
  }
}

}  // namespace

void AddReliefRuns(const Knowledge& knowledge,
                   const storage::v1::PatientFacts& facts, absl::TimeZone zone,
                   BlockDone* history) {
  for (const PlayedRun& run : PlayedRuns(facts)) {
    if (!run.answers.empty()) AddRun(knowledge, run, zone, history);
  }
}

}  // namespace tonus::engine
