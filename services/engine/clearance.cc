// SPDX-License-Identifier: Apache-2.0
#include "services/engine/clearance.h"

#include <algorithm>

#include "services/engine/facts.h"

namespace tonus::engine {
namespace {

constexpr int kDaysPerWeek = 7;

bool HasStopSymptom(const v1::SessionLog& log) {
  return std::any_of(log.exercises().begin(), log.exercises().end(),
                     [](const v1::ExerciseLog& exercise) {
                       return exercise.stop_symptom() !=
                              v1::STOP_SYMPTOM_UNSPECIFIED;
                     });
}

// What is no danger makes no clearance of something else void.
bool IsRoutine(const Knowledge& knowledge, absl::string_view red_flag) {
  const knowledge::v1::RedFlag* flag = knowledge.FindRedFlag(red_flag);
  return flag != nullptr &&
         flag->action() == knowledge::v1::SAFETY_ACTION_REFER_ROUTINE;
}

// A clearance has a day and no time, so news of that day may have come after
// it.
bool IsVoid(const Case& the_case, absl::CivilDay given) {
  const auto& logs = the_case.facts.logs();
  const auto& relief = the_case.facts.relief();
  return std::any_of(the_case.flags.begin(), the_case.flags.end(),
                     [&](const FlagAnswers& answers) {
                       return answers.last_news.has_value() &&
                              *answers.last_news >= given;
                     }) ||
         std::any_of(the_case.raised_flags.begin(), the_case.raised_flags.end(),
                     [&](const RaisedFlag& raised) {
                       return raised.day >= given &&
                              !IsRoutine(the_case.knowledge, raised.red_flag);
                     }) ||
         std::any_of(logs.begin(), logs.end(),
                     [&](const storage::v1::LogFact& log) {
                       return HasStopSymptom(log.log()) &&
                              ToldDay(log, UtcDay(log.effective_time())) >=
                                  given;
                     }) ||
         std::any_of(relief.begin(), relief.end(),
                     [&](const storage::v1::ReliefFact& fact) {
                       return fact.answer().feedback().stop_symptom() !=
                                  v1::STOP_SYMPTOM_UNSPECIFIED &&
                              UtcDay(fact.effective_time()) >= given;
                     });
}

}  // namespace

bool IsCleared(const Case& the_case, absl::string_view subject,
               absl::CivilDay earliest) {
  const int days =
      the_case.knowledge.pack().session().clearance_weeks() * kDaysPerWeek;
  const auto& clearances = the_case.facts.clearances();
  return std::any_of(
      clearances.begin(), clearances.end(),
      [&](const v1::Clearance& clearance) {
        const absl::CivilDay given = ToCivilDay(clearance.date());
        return clearance.subject() == subject && given >= earliest &&
               given <= the_case.today && the_case.today < given + days &&
               !IsVoid(the_case, given);
      });
}

bool IsRaised(const Case& the_case, const FlagAnswers& answers) {
  if (!answers.last_yes.has_value()) return false;
  if (!LocksUntilCleared(*answers.red_flag) && !answers.present) return false;
  return !IsCleared(the_case, answers.red_flag->id(), *answers.last_yes + 1);
}

bool IsRaised(const Case& the_case, const RaisedFlag& raised) {
  return !IsCleared(the_case, raised.red_flag, raised.day + 1);
}

}  // namespace tonus::engine
