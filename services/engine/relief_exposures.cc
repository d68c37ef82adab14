// SPDX-License-Identifier: Apache-2.0
#include "services/engine/relief_exposures.h"

#include <memory>

#include "services/engine/measurement.h"
#include "services/engine/pain_zone.h"
#include "services/engine/relief_answer.h"
#include "services/engine/relief_history.h"
#include "services/engine/told_beside.h"

namespace tonus::engine {
namespace {

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

void AddRun(const Knowledge& knowledge, const PlayedRun& run,
            absl::TimeZone zone, BlockDone* history) {
  const absl::Time time = ToTime(run.last->effective_time());
  SessionDone session;
  session.day = absl::ToCivilDay(time, zone);
  session.relief_run = run.run;
  session.pain_before = run.begun->begun().base_pain();
  const int position = AddBeside(session, time, history);
  for (const ReliefFact* fact : run.answers) {
    const auto* exercise = knowledge.FindExercise(fact->answer().exercise());
    if (exercise == nullptr) continue;
    const auto& log = *history->told_in_relief.emplace_back(
        std::make_shared<v1::ExerciseLog>(LogOf(fact->answer())));
    const v1::ZoneReading level = ReadExerciseZone(
        knowledge.pack().pain_zones(), exercise->technique(),
        PainOf(log, session.pain_before), PeakLimit::kUnlessBegunThere);
    TellBeside(knowledge, log, level, position, history);
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
