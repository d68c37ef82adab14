// SPDX-License-Identifier: Apache-2.0
// What holds for every relief run, on random persons with random answers: it
// ends, in time, without anything forbidden, rung after rung.

#include <algorithm>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "services/engine/interpretation.h"
#include "services/engine/relief_run.h"
#include "services/knowledge/released_pack.h"
#include "tests/property/invariant_checker.h"
#include "tests/property/random_patient.h"
#include "tests/testing/matchers.h"

namespace tonus {
namespace {

using storage::v1::ReliefFact;

constexpr absl::CivilDay kToday(2026, 11, 21);
constexpr int kPatients = 800;
constexpr int kRuns = 3;

const engine::Knowledge& Released() {
  static const auto* const kKnowledge =
      new absl::StatusOr<engine::Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

// Plays the runs of one person and complains about what must not be.
class Play {
 public:
  explicit Play(uint64_t seed)
      : random_(seed),
        facts_(testing::RandomPatient(Released().pack(), seed)),
        week_(Released().WeekOfSession(Draw(1, 18))),
        now_(absl::FromCivil(kToday, absl::UTCTimeZone())) {}

  // Returns how many steps were done.
  int Run(int64_t run);

  const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  int Draw(int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random_);
  }
  v1::ReliefRun Say(ReliefFact fact);
  ReliefFact RandomAnswer(const v1::ReliefRun& at);
  void CheckItems(const v1::ReliefRun& run);
  void CheckOrder(const v1::ReliefStep& step);
  void Expect(bool holds, const std::string& what) {
    if (!holds) complaints_.push_back(what);
  }

  std::mt19937_64 random_;
  storage::v1::PatientFacts facts_;
  const knowledge::v1::WeekShape& week_;
  absl::Time now_;
  std::vector<std::string> complaints_;
  v1::Session done_;  // Everything that was told to be done in the run.
  std::vector<int> rungs_;
  bool stubborn_ = false;  // Nothing changes the pain.
};

v1::ReliefRun Play::Say(ReliefFact fact) {
  fact.mutable_effective_time()->set_seconds(absl::ToUnixSeconds(now_));
  *facts_.add_relief() = std::move(fact);
  ReliefFact& last = *facts_.mutable_relief(facts_.relief_size() - 1);
  const auto read = [&] {
    const v1::Interpretation interpretation = engine::Interpret(
        Released(), facts_, absl::ToCivilDay(now_, absl::UTCTimeZone()));
    return engine::ReadReliefRun(
        {Released(), facts_, interpretation, week_, absl::UTCTimeZone(), now_},
        last.run());
  };
  const v1::ReliefRun run = read();
  last.set_state(run.state());
  const v1::ReliefRun again = read();
  Expect(
      run.state() == again.state() && run.step().step() == again.step().step(),
      "what was stored reads otherwise");
  return again;
}

ReliefFact Play::RandomAnswer(const v1::ReliefRun& at) {
  ReliefFact fact;
  auto* answer = fact.mutable_answer();
  answer->set_step(at.step().step());
  answer->set_exercise(at.step().item().exercise());
  v1::ReliefFeedback* feedback = answer->mutable_feedback();
  if (stubborn_) {
    feedback->set_pain_now(at.pain_now());
    return fact;
  }
  // Most answers change little, so that runs get far.
  const int change = Draw(0, 9) < 8 ? Draw(0, 1) : Draw(-2, 2);
  feedback->set_pain_now(
      std::clamp(at.pain_now() - change * Draw(-1, 1), 0, 10));
  if (Draw(0, 3) == 0) feedback->set_peak_pain(Draw(0, 10));
  feedback->set_sharp_pain(Draw(0, 60) == 0);
  feedback->set_neuro_symptom(Draw(0, 60) == 0);
  return fact;
}

// The independent checker judges what was told, as one session of relief.
void Play::CheckItems(const v1::ReliefRun& run) {
  const v1::Interpretation interpretation = engine::Interpret(
      Released(), facts_, absl::ToCivilDay(now_, absl::UTCTimeZone()));
  for (const v1::SessionItem& item : run.step().warm_up()) {
    *done_.add_items() = item;
  }
  *done_.add_items() = run.step().item();
  v1::Session session = done_;
  session.set_number(week_.first_session());
  session.set_week(week_.week());
  session.set_relief(true);
  session.set_gate(v1::GATE_OK);
  double minutes = 0;
  for (int i = 0; i < session.items_size(); ++i) {
    session.mutable_items(i)->set_order(i + 1);
    minutes += session.items(i).minutes();
  }
  session.set_total_minutes(minutes);
  const testing::InvariantChecker checker(Released().pack(), facts_,
                                          interpretation);
  for (const std::string& complaint :
       checker.CheckSession(session, /*fewer_allowed=*/true)) {
    // The time of a run is not that of a session, and is judged below.
    if (!absl::StrContains(complaint, " min")) complaints_.push_back(complaint);
  }
  const double waits =
      (run.taken_size() + 1) * Released().pack().relief().wait_seconds() / 60.0;
  Expect(minutes + waits <= Released().pack().relief().max_minutes() + 0.5,
         absl::StrCat("takes ", minutes + waits, " min"));
}

void Play::CheckOrder(const v1::ReliefStep& step) {
  const int rung = step.rung();
  if (rungs_.empty() || rungs_.back() != rung) {
    Expect(!absl::c_linear_search(rungs_, rung),
           absl::StrCat("comes back to rung ", rung));
    rungs_.push_back(rung);
  }
}

int Play::Run(int64_t run_number) {
  done_.Clear();
  rungs_.clear();
  stubborn_ = Draw(0, 2) == 0;
  ReliefFact begun;
  begun.set_fact_id(absl::StrCat("begun", run_number));
  begun.set_run(run_number);
  begun.mutable_begun()->mutable_recheck()->set_others_denied(true);
  begun.mutable_begun()->set_base_pain(Draw(0, 10));
  begun.mutable_begun()->set_warm(Draw(0, 4) == 0);
  const bool warm = begun.begun().warm();
  const absl::Time start = now_;
  v1::ReliefRun run = Say(std::move(begun));
  int steps = 0;
  for (; run.state() == v1::RELIEF_STATE_STEP; ++steps) {
    if (steps > 60) {
      complaints_.emplace_back("does not end");
      break;
    }
    Expect(run.gate() == v1::GATE_OK, "goes on behind a closed gate");
    Expect(
        now_ - start < absl::Minutes(Released().pack().relief().max_minutes()),
        "tells a step after the time is over");
    if (!warm) CheckItems(run);
    CheckOrder(run.step());
    now_ += absl::Seconds(Draw(60, 480));
    ReliefFact answer = RandomAnswer(run);
    answer.set_run(run_number);
    answer.set_fact_id(absl::StrCat("answer", run_number, "-", steps));
    run = Say(std::move(answer));
  }
  if (run.state() == v1::RELIEF_STATE_STEP) return steps;
  Expect(!run.has_step(), "a step after the end");
  Expect(!run.rule().empty() && !run.reason().empty(), "does not say why");
  Expect(run.state() == v1::RELIEF_STATE_EXHAUSTED || run.offered().empty(),
         "offers something else than after everything");
  Expect(now_ - start <= absl::Hours(4), "takes hours");
  now_ += absl::Hours(Draw(1, 30));
  return steps;
}

TEST(ReliefPropertiesTest, EveryRunEndsInTimeAndSafely) {
  std::set<std::string> complaints;
  int steps = 0;
  int longest = 0;
  for (uint64_t seed = 1; seed <= kPatients; ++seed) {
    Play play(seed);
    for (int run = 1; run <= kRuns; ++run) {
      const int done = play.Run(run);
      steps += done;
      longest = std::max(longest, done);
    }
    for (const std::string& complaint : play.complaints()) {
      complaints.insert(absl::StrCat("person ", seed, ": ", complaint));
    }
  }
  EXPECT_TRUE(complaints.empty()) << absl::StrJoin(complaints, "\n");
  // Otherwise nothing much was tried.
  EXPECT_GT(steps, 2 * kPatients);
  EXPECT_GT(longest, 8);
}

}  // namespace
}  // namespace tonus
