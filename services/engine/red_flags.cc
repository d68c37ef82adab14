// SPDX-License-Identifier: Apache-2.0
#include "services/engine/red_flags.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/engine/facts.h"
#include "services/engine/measurement.h"
#include "services/engine/red_flag_news.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// One occasion on which red flags were spoken of.
struct Occasion {
  absl::Time time;
  // Either answers, or stop symptoms that count as a yes.
  const v1::Screening* answers = nullptr;
  std::vector<v1::StopSymptom> symptoms;
  bool check_in = false;
  // Which fact it is.
  std::string fact_id;
  const storage::v1::LogFact* log = nullptr;
  int64_t relief_run = 0;
  bool at_home = false;
  // The UTC day on which it was told; not before it.
  absl::CivilDay told = absl::CivilDay::min();
};

std::vector<v1::StopSymptom> SymptomsOf(const v1::SessionLog& log) {
  std::vector<v1::StopSymptom> symptoms;
  for (const v1::ExerciseLog& exercise : log.exercises()) {
    symptoms.push_back(exercise.stop_symptom());
  }
  return symptoms;
}

std::vector<v1::StopSymptom> SymptomsOf(const v1::HomeLog& log) {
  std::vector<v1::StopSymptom> symptoms;
  for (const v1::HomeItemLog& item : log.items()) {
    symptoms.push_back(item.exercise().stop_symptom());
  }
  return symptoms;
}

std::vector<Occasion> InOrder(const storage::v1::PatientFacts& facts) {
  std::vector<Occasion> occasions;
  for (const auto& assessment : facts.assessments()) {
    if (!assessment.has_screening()) continue;
    occasions.push_back({ToTime(assessment.effective_time()),
                         &assessment.screening(),
                         {},
                         false,
                         assessment.fact_id()});
  }
  for (const auto& check_in : facts.check_ins()) {
    occasions.push_back({ToTime(check_in.effective_time()),
                         &check_in.recheck(),
                         {},
                         true,
                         check_in.fact_id()});
  }
  for (const auto& log : facts.logs()) {
    occasions.push_back({ToTime(log.effective_time()), nullptr,
                         SymptomsOf(log.log()), false, log.fact_id(), &log});
    occasions.back().told = ToldDay(log, UtcDay(log.effective_time()));
  }
  for (const auto& home : facts.home_logs()) {
    occasions.push_back({ToTime(home.effective_time()), nullptr,
                         SymptomsOf(home.log()), false, home.fact_id()});
    occasions.back().at_home = true;
    occasions.back().told = ToldDay(home, UtcDay(home.effective_time()));
  }
  for (const auto& relief : facts.relief()) {
    const absl::Time time = ToTime(relief.effective_time());
    if (relief.has_begun()) {
      occasions.push_back({time,
                           &relief.begun().recheck(),
                           {},
                           true,
                           relief.fact_id(),
                           nullptr,
                           relief.run()});
    } else if (relief.has_answer()) {
      occasions.push_back({time,
                           nullptr,
                           {relief.answer().feedback().stop_symptom()},
                           false,
                           relief.fact_id(),
                           nullptr,
                           relief.run()});
    }
  }
  std::stable_sort(
      occasions.begin(), occasions.end(),
      [](const Occasion& a, const Occasion& b) { return a.time < b.time; });
  return occasions;
}

bool HasStopSymptom(const Occasion& occasion, absl::string_view name) {
  const std::string full_name = absl::StrCat("STOP_SYMPTOM_", name);
  return std::any_of(occasion.symptoms.begin(), occasion.symptoms.end(),
                     [&](v1::StopSymptom symptom) {
                       return v1::StopSymptom_Name(symptom) == full_name;
                     });
}

// Yes, no, or nothing said about a flag.
std::optional<bool> AnswerOf(const Occasion& occasion,
                             const kv1::RedFlag& red_flag) {
  if (occasion.answers == nullptr) {
    if (!red_flag.stop_symptom().empty() &&
        HasStopSymptom(occasion, red_flag.stop_symptom())) {
      return true;
    }
    return std::nullopt;
  }
  std::optional<bool> answer;
  for (const v1::RedFlagAnswer& given : occasion.answers->answers()) {
    if (given.red_flag() != red_flag.id()) continue;
    // Of two answers on one occasion the yes counts.
    answer = answer.value_or(false) || given.present();
  }
  if (answer.has_value()) return answer;
  const bool asked =
      red_flag.asked() && (!occasion.check_in || red_flag.recheck_group() != 0);
  if (asked && occasion.answers->others_denied()) return false;
  return std::nullopt;
}

// What the answers to one flag say, and which fact told the newest news.
struct FlagReading {
  FlagAnswers answers;
  std::optional<RedFlagNews> news;
};

FlagReading Read(const kv1::RedFlag& red_flag,
                 const std::vector<Occasion>& occasions) {
  FlagReading reading;
  FlagAnswers& answers = reading.answers;
  answers.red_flag = &red_flag;
  absl::Time told = absl::InfinitePast();
  for (const Occasion& occasion : occasions) {
    const std::optional<bool> answer = AnswerOf(occasion, red_flag);
    if (!answer.has_value()) continue;
    // Of two answers at the same time the yes counts.
    if (answers.present && !*answer && occasion.time == told) continue;
    // An intake asks each question alone and not in groups, so a check-in only
    // denies again what was answered before.
    const bool is_first = !answers.last_answer.has_value();
    if (occasion.check_in && !*answer && is_first) continue;
    told = occasion.time;
    const absl::CivilDay day =
        absl::ToCivilDay(occasion.time, absl::UTCTimeZone());
    if (*answer) {
      // What was told after a clearance is not cleared by it.
      const absl::CivilDay heard = std::max(day, occasion.told);
      answers.last_yes = std::max(heard, answers.last_yes.value_or(heard));
      if (!answers.present || LocksUntilCleared(red_flag)) {
        answers.last_news = std::max(heard, answers.last_news.value_or(heard));
        reading.news = {occasion.fact_id, day, occasion.log,
                        occasion.relief_run, occasion.at_home};
      }
    }
    answers.last_answer = day;
    answers.present = *answer;
  }
  return reading;
}

}  // namespace

bool LocksUntilCleared(const kv1::RedFlag& red_flag) {
  return red_flag.action() == kv1::SAFETY_ACTION_STOP_AND_REFER_URGENT ||
         red_flag.action() == kv1::SAFETY_ACTION_REFER;
}

std::vector<FlagAnswers> ReadAnswers(const Knowledge& knowledge,
                                     const storage::v1::PatientFacts& facts) {
  const std::vector<Occasion> occasions = InOrder(facts);
  std::vector<FlagAnswers> all;
  for (const kv1::RedFlag& red_flag : knowledge.pack().red_flags()) {
    all.push_back(Read(red_flag, occasions).answers);
  }
  return all;
}

std::optional<RedFlagNews> NewestYes(const kv1::RedFlag& red_flag,
                                     const storage::v1::PatientFacts& facts) {
  return Read(red_flag, InOrder(facts)).news;
}

}  // namespace tonus::engine
