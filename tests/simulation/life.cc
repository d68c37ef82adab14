// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/life.h"

#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "tests/simulation/assumptions.h"
#include "tests/simulation/clinic.h"
#include "tests/simulation/measuring.h"
#include "tests/simulation/person.h"
#include "tests/simulation/technique_truth.h"
#include "tests/simulation/training.h"

namespace tonus::simulation {
namespace {

namespace kv1 = knowledge::v1;

using storage::v1::AssessmentFact;

constexpr absl::CivilDay kFirstDay(2026, 1, 5);  // A Monday.
constexpr int kDaysPerWeek = 7;
constexpr int kBlockDays = 6 * kDaysPerWeek;
// Sessions are on Monday, Wednesday and Friday of the block.
constexpr int kTrainingDays[] = {0, 2, 4};

int ToPoints(double pain) { return static_cast<int>(std::round(pain)); }

// Tests that show lengths and strengths.
bool IsOfBody(const kv1::Test& test) {
  return !test.has_derivation() &&
         (test.kind() == kv1::TEST_KIND_MUSCLE_LENGTH ||
          test.kind() == kv1::TEST_KIND_ROM ||
          test.kind() == kv1::TEST_KIND_STRENGTH ||
          test.kind() == kv1::TEST_KIND_ENDURANCE);
}

// Nobody in the model has an irritated nerve that tests find, nor a direction
// that makes it worse.
constexpr const char* kNegativeTests[] = {"slump", "slr_neural", "femoral_pkb",
                                          "rep_flexion", "rep_extension"};

class Course {
 public:
  Course(const engine::Knowledge& knowledge, uint64_t seed, Arm arm)
      : knowledge_(knowledge),
        arm_(arm),
        person_(knowledge, seed),
        measuring_(knowledge, person_.profile(), person_.chance()),
        clinic_(knowledge, person_.profile(), kFirstDay) {}

  Life Live(int weeks);

 private:
  absl::CivilDay Today() const { return kFirstDay + day_; }
  void LiveDay();
  void LiveAdapted();
  void LiveUnadapted();
  bool IsTrainingDay(absl::CivilDay start) const;
  AssessmentFact NewAssessment() const;
  AssessmentFact FullAssessment() const;
  void Retest(int after_session);
  void TellMorning();
  void Measure(bool after, v1::SessionLog* log) const;
  void TrainAdapted(const v1::Session& planned);
  void Skip(const v1::Session& planned);
  void Count(const Trained& trained);
  void NoteFindings();
  double Gained(const std::vector<Place>& places, double Capacity::*axis) const;

  const engine::Knowledge& knowledge_;
  const Arm arm_;
  Person person_;
  const Measuring measuring_;
  Clinic clinic_;
  Life life_;
  v1::Routine first_routine_;
  std::vector<Place> tight_;
  std::vector<Place> weak_;
  TechniqueTruth truth_;
  int day_ = 0;
  int last_effort_ = 0;
  int done_of_routine_ = 0;  // Of the unadapted one.
  int closed_since_ = 0;
  std::optional<int> trained_yesterday_;  // Number of the session.
};

AssessmentFact Course::NewAssessment() const {
  AssessmentFact fact;
  fact.set_fact_id(absl::StrCat("assessment", day_));
  *fact.mutable_effective_time() = TimeOn(Today());
  fact.mutable_screening()->set_others_denied(true);
  v1::TestResult* pain = fact.add_results();
  pain->set_test("nrs_avg");
  pain->set_side(kv1::SIDE_MIDLINE);
  pain->set_value(ToPoints(person_.pain().Now()));
  v1::TestResult* function = fact.add_results();
  function->set_test("psfs");
  function->set_side(kv1::SIDE_MIDLINE);
  function->set_value(person_.Function());
  return fact;
}

AssessmentFact Course::FullAssessment() const {
  AssessmentFact fact = NewAssessment();
  std::set<std::string> retests;
  for (const kv1::RetestSet& set : knowledge_.pack().retest_sets()) {
    retests.insert(set.tests().begin(), set.tests().end());
  }
  for (const kv1::Test& test : knowledge_.pack().tests()) {
    const bool taken =
        IsOfBody(test) &&
        person_.chance().Uniform(Purpose::kTaken, test.id()) < kTestsTaken;
    if (taken || retests.contains(test.id())) {
      measuring_.Take(test, person_.body(), day_, fact.mutable_results());
    }
  }
  for (const char* id : kNegativeTests) {
    const kv1::Test* test = knowledge_.FindTest(id);
    for (const kv1::Side side : SidesOf(test->laterality())) {
      v1::TestResult* result = fact.add_results();
      result->set_test(id);
      result->set_side(side);
      result->set_value(0);
    }
  }
  return fact;
}

// The retest that the routine plans after that session, if it does.
void Course::Retest(int after_session) {
  const v1::Routine& routine = clinic_.routine();
  const auto retest =
      absl::c_find_if(routine.retests(), [&](const v1::Retest& candidate) {
        return candidate.after_session() == after_session;
      });
  if (retest == routine.retests().end()) return;
  AssessmentFact fact = NewAssessment();
  for (const std::string& id : retest->tests()) {
    measuring_.Take(*knowledge_.FindTest(id), person_.body(), day_,
                    fact.mutable_results());
  }
  clinic_.Assess(fact, Today());
}

// What the first day calls tight and weak.
void Course::NoteFindings() {
  for (const v1::Finding& finding : clinic_.routine().findings()) {
    const Place place(finding.muscle(), finding.side());
    const bool both = finding.status() == kv1::STATUS_TIGHT_AND_WEAK;
    if (both || finding.status() == kv1::STATUS_TIGHT ||
        finding.status() == kv1::STATUS_STIFF) {
      tight_.push_back(place);
    }
    if (both || finding.status() == kv1::STATUS_WEAK) weak_.push_back(place);
  }
}

double Course::Gained(const std::vector<Place>& places,
                      double Capacity::*axis) const {
  double sum = 0;
  int count = 0;
  for (const Place& place : places) {
    const auto now = person_.body().now().find(place);
    if (now == person_.body().now().end()) continue;
    sum += now->second.*axis - person_.body().before().at(place).*axis;
    ++count;
  }
  return count > 0 ? sum / count : 0;
}

bool Course::IsTrainingDay(absl::CivilDay start) const {
  const auto day = (Today() - start) % kDaysPerWeek;
  return absl::c_linear_search(kTrainingDays, day);
}

void Course::Count(const Trained& trained) {
  last_effort_ = trained.log.rpe();
  life_.outcome.flares += trained.flare ? 1 : 0;
  life_.outcome.sessions +=
      trained.log.completed_pct() >= knowledge_.pack().session().done_percent()
          ? 1
          : 0;
}

void Course::TellMorning() {
  if (!trained_yesterday_.has_value()) return;
  const int number = *std::exchange(trained_yesterday_, std::nullopt);
  if (person_.chance().Uniform(Purpose::kTells, "morning", day_) >=
      kTellsMorning) {
    return;
  }
  storage::v1::MorningFact fact;
  fact.set_fact_id(absl::StrCat("morning", day_));
  *fact.mutable_effective_time() = TimeOn(Today());
  fact.mutable_morning()->set_pain(ToPoints(person_.pain().Now()));
  fact.mutable_morning()->set_session_number(number);
  clinic_.TellMorning(fact, Today());
}

// Takes the self tests that the comparisons of techniques ask for, on all
// sides: before a session, and the same again right after it.
void Course::Measure(bool after, v1::SessionLog* log) const {
  if (person_.chance().Uniform(Purpose::kTells, "self test", day_) >=
      kSelfTests) {
    return;
  }
  std::set<std::string> asked;
  for (const v1::TechniqueTrial& trial : clinic_.trials()) {
    asked.insert(trial.test());
  }
  int place = 0;
  for (const std::string& id : asked) {
    const kv1::Test& test = *knowledge_.FindTest(id);
    for (const kv1::Side side : SidesOf(test.laterality())) {
      v1::SelfTest* told = after && place < log->self_tests_size()
                               ? log->mutable_self_tests(place)
                               : log->add_self_tests();
      ++place;
      told->set_test(id);
      told->set_side(side);
      const double value =
          measuring_.ReadSelfTest(test, side, person_.body(), day_, after);
      if (after) {
        told->set_after(value);
      } else {
        told->set_before(value);
      }
    }
  }
}

void Course::TrainAdapted(const v1::Session& planned) {
  const int number = planned.number();
  storage::v1::CheckInFact check_in;
  check_in.set_fact_id(absl::StrCat("check-in", day_));
  *check_in.mutable_effective_time() = TimeOn(Today());
  check_in.set_session_number(number);
  check_in.mutable_recheck()->set_others_denied(true);
  check_in.set_pain_before(ToPoints(person_.pain().Now()));
  const int minutes = person_.MinutesOn(day_);
  check_in.set_minutes_today(minutes);
  const v1::StartSessionResponse today =
      clinic_.Start(planned, check_in, Today());
  if (today.session().items().empty()) return;
  ++life_.handed_out;
  v1::SessionLog measured;
  Measure(/*after=*/false, &measured);
  const Trained trained =
      Train(knowledge_, today.session(), day_, minutes, &person_);
  Measure(/*after=*/true, &measured);
  Count(trained);
  truth_.Add(trained.gains);
  storage::v1::LogFact fact;
  fact.set_fact_id(absl::StrCat("log", day_));
  *fact.mutable_effective_time() = TimeOn(Today());
  *fact.mutable_log() = trained.log;
  *fact.mutable_log()->mutable_self_tests() = measured.self_tests();
  fact.mutable_log()->set_session_number(number);
  clinic_.Log(fact, Today());
  truth_.Judge(knowledge_, clinic_.TrialsOn(Today()));
  trained_yesterday_ = number;
  if (trained.log.completed_pct() >=
      knowledge_.pack().session().done_percent()) {
    Retest(number);
  }
}

// Who does not turn up may say why.
void Course::Skip(const v1::Session& planned) {
  const Chance& chance = person_.chance();
  if (chance.Uniform(Purpose::kTells, "skipped", day_) >= kTellsSkipped) return;
  storage::v1::LogFact fact;
  fact.set_fact_id(absl::StrCat("log", day_));
  *fact.mutable_effective_time() = TimeOn(Today());
  fact.mutable_log()->set_session_number(planned.number());
  fact.mutable_log()->set_completed_pct(0);
  fact.mutable_log()->set_skip_reason(
      chance.Uniform(Purpose::kTells, "time", day_) < kSkipsForTime
          ? v1::SKIP_REASON_TIME
          : v1::SKIP_REASON_OTHER);
  clinic_.Log(fact, Today());
}

void Course::LiveAdapted() {
  TellMorning();
  if (!clinic_.IsOpen()) {
    ++life_.outcome.closed_days;
    if (++closed_since_ < kClinicianDays) return;
    closed_since_ = 0;
    clinic_.ClearAll(Today());
    if (!clinic_.IsOpen()) return;
  }
  if (Today() >= clinic_.BlockStart() + kBlockDays) {
    clinic_.Assess(FullAssessment(), Today());
  }
  const v1::Session* next = clinic_.NextSession();
  if (next == nullptr || !IsTrainingDay(clinic_.BlockStart())) return;
  const v1::Session planned = *next;
  if (person_.TurnsUp(day_, last_effort_)) {
    TrainAdapted(planned);
  } else {
    Skip(planned);
  }
}

void Course::LiveUnadapted() {
  if (day_ % kBlockDays == 0) done_of_routine_ = 0;
  if (done_of_routine_ >= first_routine_.sessions_size() ||
      !IsTrainingDay(kFirstDay) || !person_.TurnsUp(day_, last_effort_)) {
    return;
  }
  const Trained trained =
      Train(knowledge_, first_routine_.sessions(done_of_routine_), day_,
            person_.MinutesOn(day_), &person_);
  const int before = life_.outcome.sessions;
  ++life_.handed_out;
  Count(trained);
  done_of_routine_ += life_.outcome.sessions - before;
}

void Course::LiveDay() {
  person_.body().Rest();
  person_.pain().BeginDay(day_, person_.body().Deficit());
  if (day_ == 0) {
    clinic_.Assess(FullAssessment(), Today());
    first_routine_ = clinic_.routine();
    life_.planned = clinic_.IsOpen();
    life_.first_pain = person_.pain().Now();
    NoteFindings();
  }
  switch (arm_) {
    case Arm::kAdapted:
      LiveAdapted();
      break;
    case Arm::kUnadapted:
      LiveUnadapted();
      break;
    case Arm::kNothing:
      break;
  }
}

Life Course::Live(int weeks) {
  const int days = weeks * kDaysPerWeek;
  for (day_ = 0; day_ < days; ++day_) {
    LiveDay();
    if (day_ < days - kDaysPerWeek) continue;
    life_.outcome.pain += person_.pain().Now() / kDaysPerWeek;
    life_.outcome.function += person_.Function() / kDaysPerWeek;
  }
  life_.outcome.length_gained = Gained(tight_, &Capacity::length);
  life_.outcome.strength_gained = Gained(weak_, &Capacity::strength);
  life_.complaints = clinic_.complaints();
  life_.comparisons = truth_.comparisons();
  life_.record =
      absl::StrCat(engine::DeterministicBytes(clinic_.state().facts()),
                   engine::DeterministicBytes(clinic_.routine()));
  return std::move(life_);
}

}  // namespace

Life Live(const engine::Knowledge& knowledge, uint64_t seed, Arm arm,
          int weeks) {
  return Course(knowledge, seed, arm).Live(weeks);
}

}  // namespace tonus::simulation
