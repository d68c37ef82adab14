// SPDX-License-Identifier: Apache-2.0
// The planned person with logs, and what they change.

#ifndef TONUS_TESTS_ENGINE_ADAPTED_PERSON_H_
#define TONUS_TESTS_ENGINE_ADAPTED_PERSON_H_

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/engine/adaptation.h"
#include "services/engine/facts.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {

// A log of session `number`, on the day `offset` after the start of the block.
struct Done {
  int number;
  int offset;
  std::string log;
};

// What a good session says beside its exercises.
inline constexpr char kGood[] = "completed_pct: 100 pain_before: 1 rpe: 5 ";

inline std::string Exercise(absl::string_view exercise,
                            absl::string_view more) {
  return absl::StrCat(" exercises { exercise: '", exercise, "' ", more, " } ");
}

inline std::string Good(absl::string_view exercise) {
  return absl::StrCat(
      kGood, "pain_next_morning: 1 ",
      Exercise(exercise,
               "completed_pct: 100 pain_during_max: 1 difficulty: 0"));
}

inline std::string Peak(absl::string_view exercise, int peak) {
  return absl::StrCat(
      kGood, Exercise(exercise, absl::StrCat("pain_during_max: ", peak)));
}

class AdaptationTest : public ::testing::Test {
 protected:
  // A morning before the block, so that it is known what is usual.
  AdaptationTest() {
    auto& fact = *person_.facts.add_mornings();
    fact.set_fact_id("morning");
    fact.mutable_effective_time()->set_seconds(absl::ToUnixSeconds(
        absl::FromCivil(absl::CivilHour(kMonday) + 7, absl::UTCTimeZone())));
    fact.mutable_morning()->set_pain(1);
  }

  // It is read on the day of the last log, unless `today_` is later.
  void Log(const Done& done) {
    today_ = std::max(today_, kMonday + done.offset);
    auto& fact = *person_.facts.add_logs();
    fact.set_fact_id(absl::StrCat("log", person_.facts.logs_size()));
    fact.mutable_effective_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(
            absl::CivilHour(kMonday + done.offset) + 12, absl::UTCTimeZone())));
    *fact.mutable_log() = testing::ParseText<v1::SessionLog>(done.log);
    fact.mutable_log()->set_session_number(done.number);
  }

  void CheckIn(int number, int offset, int pain) {
    auto& fact = *person_.facts.add_check_ins();
    fact.set_fact_id(absl::StrCat("check_in", number));
    fact.mutable_effective_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(
            absl::CivilHour(kMonday + offset) + 11, absl::UTCTimeZone())));
    fact.mutable_recheck()->set_others_denied(true);
    fact.set_session_number(number);
    fact.set_pain_before(pain);
  }

  void Log(const std::vector<Done>& all) {
    for (const Done& done : all) Log(done);
  }

  Adaptation Read() const {
    return Adaptation(ReleasedKnowledge(), person_.facts, person_.routine,
                      today_, absl::UTCTimeZone());
  }

  absl::CivilDay DayOf(int number) const {
    return ToCivilDay(person_.Session(number).date());
  }

  SessionAdaptation In(int number) const {
    return Read().For(number, DayOf(number));
  }

  // Rules in force in a session, each with what it judged.
  std::vector<std::string> Applied(int number) const {
    std::vector<std::string> applied;
    for (const v1::AppliedAdaptation& one : In(number).applied) {
      applied.push_back(one.exercise().empty()
                            ? one.rule()
                            : absl::StrCat(one.rule(), " ", one.exercise()));
    }
    return applied;
  }

  bool IsLeftOut(const std::string& exercise, int number) const {
    return In(number).left_out.count(exercise) > 0;
  }

  int StepOf(const std::string& exercise, int number) const {
    const SessionAdaptation adaptation = In(number);
    const auto* step = adaptation.StepOf(exercise);
    return step == nullptr ? 0 : step->step;
  }

  v1::Routine Plan() const {
    RunningBlock running;
    running.adaptation = Read();
    return PlanRoutine(ReleasedKnowledge(), person_.facts,
                       person_.interpretation, kMonday, std::nullopt, running);
  }

  PlannedPerson person_;
  absl::CivilDay today_ = kMonday;
};

inline const v1::SessionItem* Find(const v1::Session& session,
                                   absl::string_view exercise) {
  for (const v1::SessionItem& item : session.items()) {
    if (item.exercise() == exercise) return &item;
  }
  return nullptr;
}

}  // namespace tonus::engine

#endif  // TONUS_TESTS_ENGINE_ADAPTED_PERSON_H_
