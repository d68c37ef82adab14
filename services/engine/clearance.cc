// SPDX-License-Identifier: Apache-2.0
#include "services/engine/clearance.h"

#include "services/engine/facts.h"

namespace tonus::engine {
namespace {

constexpr int kDaysPerWeek = 7;

bool HasStopSymptom(const v1::SessionLog& log) {
  for (const v1::ExerciseLog& exercise : log.exercises()) {
    if (exercise.stop_symptom() != v1::STOP_SYMPTOM_UNSPECIFIED) return true;
  }
  return false;
}

// News of the same day were known to who gave the clearance.
bool IsVoid(const Case& the_case, absl::CivilDay given) {
  for (const FlagAnswers& answers : the_case.flags) {
    if (answers.last_news.has_value() && *answers.last_news > given) {
      return true;
    }
  }
  for (const RaisedFlag& raised : the_case.raised_flags) {
    if (raised.day > given) return true;
  }
  for (const auto& log : the_case.facts.logs()) {
    if (HasStopSymptom(log.log()) && UtcDay(log.effective_time()) > given) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool IsCleared(const Case& the_case, absl::string_view subject,
               absl::CivilDay earliest) {
  const int days =
      the_case.knowledge.pack().session().clearance_weeks() * kDaysPerWeek;
  for (const v1::Clearance& clearance : the_case.facts.clearances()) {
    if (clearance.subject() != subject) continue;
    const absl::CivilDay given = ToCivilDay(clearance.date());
    if (given >= earliest && given <= the_case.today &&
        the_case.today < given + days && !IsVoid(the_case, given)) {
      return true;
    }
  }
  return false;
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
