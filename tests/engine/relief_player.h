// SPDX-License-Identifier: Apache-2.0
// Plays relief runs on the facts of a made-up patient, as a server does: what
// an answer led to is stored with it.

#ifndef TONUS_TESTS_ENGINE_RELIEF_PLAYER_H_
#define TONUS_TESTS_ENGINE_RELIEF_PLAYER_H_

#include <string>
#include <utility>

#include "services/engine/interpretation.h"
#include "services/engine/measurement.h"
#include "services/engine/relief_run.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {

// Who may do everything at the ladder but what needs an opt-in.
inline constexpr char kAblePerson[] =
    "age_years: 40 user_level: 4 equipment: ['foam_roller', 'stick', 'strap', "
    "'bar', 'ball', 'med_ball', 'band']";

inline storage::v1::PatientFacts AblePerson() {
  return PatientFacts(kAblePerson)
      .Assessed(0, absl::StrCat(kDenied, Result("nrs_avg", kMidline, 3)))
      .facts();
}

class ReliefPlayer {
 public:
  // Plays from an hour after noon of today.
  explicit ReliefPlayer(storage::v1::PatientFacts facts = AblePerson(),
                        int session = 18)
      : facts_(std::move(facts)),
        session_(session),
        now_(absl::FromUnixSeconds(SecondsAt(0) + 3600)) {}

  ReliefPlayer& Wait(absl::Duration time) {
    now_ += time;
    return *this;
  }

  v1::ReliefRun Begin(int pain, const std::string& begun = "") {
    storage::v1::ReliefFact fact;
    *fact.mutable_begun() = testing::ParseText<storage::v1::ReliefBegun>(begun);
    if (!fact.begun().has_recheck()) {
      fact.mutable_begun()->mutable_recheck()->set_others_denied(true);
    }
    fact.mutable_begun()->set_base_pain(pain);
    ++run_;
    return Say(std::move(fact));
  }

  // Answers the step that is due.
  v1::ReliefRun Answer(int pain_now, const std::string& feedback = "") {
    const v1::ReliefRun at = Read();
    storage::v1::ReliefFact fact;
    fact.mutable_answer()->set_step(at.step().step());
    fact.mutable_answer()->set_exercise(at.step().item().exercise());
    auto* answer = fact.mutable_answer()->mutable_feedback();
    *answer = testing::ParseText<v1::ReliefFeedback>(feedback);
    answer->set_pain_now(pain_now);
    Wait(absl::Seconds(90));
    return Say(std::move(fact));
  }

  v1::ReliefRun Stop() {
    storage::v1::ReliefFact fact;
    fact.set_stopped(true);
    return Say(std::move(fact));
  }

  // The last run as it stands.
  v1::ReliefRun Read() const { return ReadRun(run_); }

  v1::ReliefRun ReadRun(int64_t run) const {
    const storage::v1::PatientFacts facts = WithReliefEquipment(facts_, run);
    const v1::Interpretation read = Interpretation();
    return ReadReliefRun({ReleasedKnowledge(), facts, read,
                          ReleasedKnowledge().WeekOfSession(session_),
                          absl::UTCTimeZone(), now_},
                         run);
  }

  v1::Interpretation Interpretation() const {
    return Interpret(ReleasedKnowledge(), facts_,
                     absl::ToCivilDay(now_, absl::UTCTimeZone()));
  }

  absl::Time now() const { return now_; }
  const storage::v1::PatientFacts& facts() const { return facts_; }
  storage::v1::PatientFacts* mutable_facts() { return &facts_; }

 private:
  v1::ReliefRun Say(storage::v1::ReliefFact fact) {
    fact.set_fact_id(absl::StrCat("relief", facts_.relief_size()));
    fact.set_run(run_);
    fact.mutable_effective_time()->set_seconds(absl::ToUnixSeconds(now_));
    *facts_.add_relief() = std::move(fact);
    facts_.mutable_relief(facts_.relief_size() - 1)->set_state(Read().state());
    return Read();
  }

  storage::v1::PatientFacts facts_;
  int session_;
  absl::Time now_;
  int64_t run_ = 0;
};

}  // namespace tonus::engine

#endif  // TONUS_TESTS_ENGINE_RELIEF_PLAYER_H_
