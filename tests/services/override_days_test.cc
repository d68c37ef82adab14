// SPDX-License-Identifier: Apache-2.0
// A session obeys the overrides of the day on which it is done, whatever day it
// was planned for: sessions are missed, paused, merged and begun ahead.
// TONUS_OVERRIDE_DAYS_LIVES lives are tried from TONUS_OVERRIDE_DAYS_SEED on.

#include "services/engine/override_days.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"
#include "services/engine/overrides.h"
#include "tests/services/override_fixture.h"

namespace tonus {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::tonus::testing::ExercisesOf;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::ReleasedKnowledge;

constexpr int kLives = 30;
constexpr int kDays = 24;

int FromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  int value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

class OverrideDaysTest : public testing::OverrideFixture {
 protected:
  static absl::CivilDay Day(int days) {
    return absl::ToCivilDay(CallOf().time, absl::UTCTimeZone()) + days;
  }

  static std::string Date(const std::string& field, int days) {
    const absl::CivilDay day = Day(days);
    return absl::StrCat(" ", field, " { year: ", day.year(),
                        " month: ", day.month(), " day: ", day.day(), " } ");
  }

  // Leaves an exercise of the routine out from day 14 to day 20, and returns
  // it.
  std::string ExcludeInTheThirdWeek(const std::string& patient) {
    const std::string excluded = testing::SomeExercise(RoutineOf(patient));
    EXPECT_THAT(Set(patient,
                    absl::StrCat("exclude_exercise: '", excluded, "'",
                                 Date("start_date", 14), Date("end_date", 20))),
                IsOk());
    return excluded;
  }

  static Call CallOn(int days) {
    Call call = CallOf();
    call.time += absl::Hours(24 * days);
    return call;
  }

  absl::Status Pause(const std::string& patient, int today, int first,
                     int last) {
    Call call = CallOn(today);
    auto request = ParseText<v1::PauseRoutineRequest>(absl::StrCat(
        "pause { reason: PAUSE_REASON_HOLIDAY", Date("start_date", first),
        last > 0 ? Date("end_date", last) : "", "}"));
    request.set_name(patient + "/routine");
    return routines_.PauseRoutine(call, request).status();
  }

  absl::Status Resume(const std::string& patient, int today) {
    Call call = CallOn(today);
    v1::ResumeRoutineRequest request;
    request.set_name(patient + "/routine");
    return routines_.ResumeRoutine(call, request).status();
  }

  v1::ListSessionsResponse List(const std::string& patient, int today) {
    Call call = CallOn(today);
    v1::ListSessionsRequest request;
    request.set_parent(patient + "/routine");
    return Parsed(*routines_.ListSessions(call, request));
  }

  v1::GetSessionResponse Next(const std::string& patient, int today) {
    Call call = CallOn(today);
    v1::GetSessionRequest request;
    request.set_name(patient + "/routine/sessions/today");
    request.set_count(3);
    return Parsed(*routines_.GetSession(call, request));
  }

  absl::StatusOr<v1::StartSessionResponse> Start(
      const std::string& patient, int today,
      const std::string& more = "pain_before: 2") {
    Call call = CallOn(today);
    auto request = ParseText<v1::StartSessionRequest>(
        "recheck { others_denied: true } " + more);
    request.set_name(patient + "/routine/sessions/today");
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           routines_.StartSession(call, request));
    return Parsed(reply);
  }

  void Log(const std::string& patient, int number, int today) {
    Call call = CallOn(today);
    auto request =
        ParseText<v1::LogSessionRequest>("session_log { completed_pct: 100 }");
    request.set_parent(patient);
    request.mutable_session_log()->set_session_number(number);
    EXPECT_THAT(progress_.LogSession(call, request), IsOk());
  }

  v1::Routine Routine(const std::string& patient, int today) {
    Call call = CallOn(today);
    v1::GetRoutineRequest request;
    request.set_name(patient + "/routine");
    return Parsed(*routines_.GetRoutine(call, request)).routine();
  }
};

TEST_F(OverrideDaysTest, APausedSessionObeysTheDayToWhichItMoves) {
  for (const bool paused_first : {true, false}) {
    SCOPED_TRACE(paused_first);
    const std::string patient = NewPatientWithRoutine();
    const std::string excluded = testing::SomeExercise(RoutineOf(patient));
    const auto exclude = [&] {
      ASSERT_THAT(Set(patient, absl::StrCat("exclude_exercise: '", excluded,
                                            "'", Date("start_date", 14),
                                            Date("end_date", 20))),
                  IsOk());
    };
    if (!paused_first) exclude();
    ASSERT_THAT(Pause(patient, 0, 0, 13), IsOk());
    if (paused_first) exclude();
    const v1::ListSessionsResponse list = List(patient, 0);
    for (int i = 0; i < 6; ++i) {
      const v1::Session& session = list.sessions(i);
      const absl::CivilDay day = engine::ToCivilDay(session.date());
      EXPECT_GE(day, Day(14));
      if (day <= Day(20)) {
        EXPECT_THAT(ExercisesOf(session), Not(Contains(excluded)));
      }
      EXPECT_EQ(ExercisesOf(session),
                ExercisesOf(RoutineOf(patient).sessions(i)));
    }
    EXPECT_EQ(list.sessions(0).date().day(), Day(14).day());
    EXPECT_EQ(list.sessions(3).date().day(), Day(21).day());
    // The end date does not overshoot.
    bool back = false;
    for (const v1::Session& session : list.sessions()) {
      back = back || absl::c_linear_search(ExercisesOf(session), excluded);
    }
    EXPECT_TRUE(back);
  }
}

TEST_F(OverrideDaysTest, AMissedSessionObeysTheDayOnWhichItIsBegun) {
  const std::string patient = NewPatientWithRoutine();
  const std::string excluded = ExcludeInTheThirdWeek(patient);
  EXPECT_THAT(ExercisesOf(List(patient, 12).sessions(0)), Contains(excluded));
  EXPECT_THAT(ExercisesOf(Next(patient, 14).sessions(0)),
              Not(Contains(excluded)));
  EXPECT_THAT(ExercisesOf(Routine(patient, 14).sessions(0)),
              Not(Contains(excluded)));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto started, Start(patient, 14));
  EXPECT_EQ(started.session().number(), 1);
  EXPECT_THAT(ExercisesOf(started.session()), Not(Contains(excluded)));
  Log(patient, 1, 14);
  // It stays as it was done.
  EXPECT_THAT(ExercisesOf(RoutineOf(patient).sessions(0)),
              Not(Contains(excluded)));
  EXPECT_THAT(ExercisesOf(List(patient, 20).sessions(1)),
              Not(Contains(excluded)));
  EXPECT_THAT(ExercisesOf(List(patient, 21).sessions(1)), Contains(excluded));
  ExpectRebuilt(patient);
}

TEST_F(OverrideDaysTest, ASessionBegunAheadObeysTheDayOnWhichItIsBegun) {
  const std::string patient = NewPatientWithRoutine();
  const std::string excluded = testing::SomeExercise(RoutineOf(patient));
  Log(patient, 1, 0);
  ASSERT_THAT(Set(patient, absl::StrCat("exclude_exercise: '", excluded, "'",
                                        Date("end_date", 1))),
              IsOk());
  EXPECT_THAT(ExercisesOf(Next(patient, 1).sessions(0)), Contains(excluded));
  for (const std::string more :
       {"pain_before: 2", "pain_before: 2 minutes_today: 15"}) {
    TONUS_ASSERT_OK_AND_ASSIGN(const auto started, Start(patient, 1, more));
    EXPECT_EQ(started.session().number(), 2);
    EXPECT_TRUE(started.rest_day());
    EXPECT_THAT(ExercisesOf(started.session()), Not(Contains(excluded)));
    EXPECT_THAT(ExercisesOf(Next(patient, 1).sessions(0)),
                Not(Contains(excluded)));
  }
}

// What a clinician said of a day waits for no review.
TEST_F(OverrideDaysTest, AMissedSessionObeysItsDayWhereChangesAreReviewed) {
  const std::string patient = NewPatientWithRoutine();
  const std::string excluded = testing::SomeExercise(RoutineOf(patient));
  ChoosePolicy(CallOf(), patient, "routine_changes", "review");
  ASSERT_THAT(
      Set(patient, absl::StrCat("exclude_exercise: '", excluded, "'",
                                Date("start_date", 14), Date("end_date", 20))),
      IsOk());
  EXPECT_THAT(ExercisesOf(Next(patient, 14).sessions(0)),
              Not(Contains(excluded)));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto started, Start(patient, 14));
  EXPECT_THAT(ExercisesOf(started.session()), Not(Contains(excluded)));
  EXPECT_EQ(log_.ReadState(RefOf(patient))->head().pending_proposal(), 0);
  Log(patient, 1, 14);
  const v1::ListSessionsResponse list = List(patient, 15);
  for (const v1::Session& session : list.sessions()) {
    const absl::CivilDay day = engine::ToCivilDay(session.date());
    if (session.number() > 1 && Day(14) <= day && day <= Day(20)) {
      EXPECT_THAT(ExercisesOf(session), Not(Contains(excluded)));
    }
  }
}

TEST_F(OverrideDaysTest, ASessionBuiltForTheDayNamesItsOverrides) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto set,
                             Set(patient, "pin_exercise: 'wall_slide'"));
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto started,
      Start(patient, 0, "pain_before: 2 minutes_today: 20"));
  for (const v1::Session& session :
       {started.session(), Next(patient, 0).sessions(0)}) {
    const v1::SessionItem* pinned = testing::FindItem(session, "wall_slide");
    ASSERT_NE(pinned, nullptr);
    EXPECT_EQ(pinned->override(), set.override().name());
  }
}

TEST_F(OverrideDaysTest, ASessionSaysHowLongItsOverridesHold) {
  const std::string patient = NewPatientWithRoutine();
  ExcludeInTheThirdWeek(patient);
  const v1::Routine routine = Routine(patient, 0);
  for (const v1::Session& session : routine.sessions()) {
    const absl::CivilDay day = engine::ToCivilDay(session.date());
    EXPECT_EQ(session.has_override_end_date(), day <= Day(20)) << day;
    if (day > Day(20)) continue;
    EXPECT_EQ(engine::ToCivilDay(session.override_end_date()),
              day < Day(14) ? Day(13) : Day(20))
        << day;
  }
  // It is missed until the exercise is left out, and then until it is not.
  for (const auto& [today, last] : {std::pair(15, 20), std::pair(20, 20)}) {
    const v1::Session next = Next(patient, today).sessions(0);
    EXPECT_EQ(next.number(), 1);
    EXPECT_EQ(engine::ToCivilDay(next.override_end_date()), Day(last));
  }
  EXPECT_FALSE(Next(patient, 21).sessions(0).has_override_end_date());
}

TEST_F(OverrideDaysTest, NothingMovesSoWhatIsStoredIsServed) {
  const std::string patient = NewPatientWithRoutine();
  const std::string excluded = ExcludeInTheThirdWeek(patient);
  for (const int day : {0, 1}) {
    const v1::ListSessionsResponse list = List(patient, day);
    const v1::Routine routine = RoutineOf(patient);
    for (int i = 0; i < list.sessions_size(); ++i) {
      EXPECT_FALSE(routine.sessions(i).has_override_date());
      if (day > 0) break;
      EXPECT_THAT(list.sessions(i),
                  testing::EqualsProto(routine.sessions(i).DebugString()));
    }
  }
}

// A random life with dated overrides.
class Life {
 public:
  explicit Life(uint64_t seed) : random_(seed) {}

  int Below(int limit) { return static_cast<int>(random_() % limit); }

  std::string Exercise(const v1::Routine& routine) {
    const v1::Session& session =
        routine.sessions(Below(routine.sessions_size()));
    return session.items(Below(session.items_size())).exercise();
  }

  std::string Change(const v1::Routine& routine) {
    const auto& all = ReleasedKnowledge().pack().exercises();
    switch (Below(8)) {
      case 0:
        return absl::StrCat("level_cap: ", 1 + Below(3));
      case 1:
        return absl::StrCat("dose_cap { max_sets: ", 1 + Below(2), " }");
      case 2:
        return "equipment { equipment: 'mat' }";
      case 3:
        return absl::StrCat("pin_exercise: '", all.Get(Below(all.size())).id(),
                            "'");
      case 4: {
        const auto& decision =
            routine.decisions(Below(routine.decisions_size()));
        return absl::StrCat(
            "mute_verdict { muscle: '", decision.muscle(),
            "' side: ", knowledge::v1::Side_Name(decision.side()), " }");
      }
      case 5:
        return absl::StrCat("replace_exercise { exercise: '", Exercise(routine),
                            "' replacement: '", Exercise(routine), "' }");
      default:
        return absl::StrCat("exclude_exercise: '", Exercise(routine), "'");
    }
  }

 private:
  std::mt19937_64 random_;
};

// What of `session` breaks `override` on a day on which that holds and counts.
std::vector<std::string> Broken(const v1::Override& override,
                                const v1::Session& session) {
  std::vector<v1::SessionItem> items(session.items().begin(),
                                     session.items().end());
  for (const v1::HomeItem& home : session.home_items()) {
    items.push_back(home.item());
  }
  std::vector<std::string> broken;
  for (const v1::SessionItem& item : items) {
    const auto& exercise = *ReleasedKnowledge().FindExercise(item.exercise());
    const bool wrong =
        (override.has_exclude_exercise() &&
         override.exclude_exercise() == item.exercise()) ||
        // A session keeps a stability exercise.
        (override.has_level_cap() && exercise.level() > override.level_cap() &&
         exercise.technique() != knowledge::v1::TECHNIQUE_STABILITY) ||
        (override.has_dose_cap() &&
         absl::c_any_of(item.doses(),
                        [&](const v1::Dose& dose) {
                          return dose.sets() > override.dose_cap().max_sets();
                        })) ||
        (override.has_equipment() &&
         absl::c_any_of(exercise.equipment(),
                        [&](const std::string& id) {
                          const auto& equipment =
                              *ReleasedKnowledge().FindEquipment(id);
                          return !equipment.always_available() &&
                                 !equipment.usually_available() &&
                                 !absl::c_linear_search(
                                     override.equipment().equipment(), id);
                        })) ||
        (override.has_mute_verdict() &&
         absl::c_linear_search(
             std::vector<std::string>{
                 "activate:", "mobilise:", "release:", "strengthen:"},
             item.decision().substr(0, item.decision().find(':') + 1)) &&
         absl::EndsWith(
             item.decision(),
             absl::StrCat(
                 ":", override.mute_verdict().muscle(),
                 override.mute_verdict().side() == knowledge::v1::SIDE_LEFT
                     ? ".L"
                 : override.mute_verdict().side() == knowledge::v1::SIDE_RIGHT
                     ? ".R"
                     : "")));
    if (wrong) {
      broken.push_back(absl::StrCat("session ", session.number(), " has ",
                                    item.exercise(), " for ", item.decision()));
    }
  }
  return broken;
}

// The overrides of one person, as they were set.
struct Said {
  storage::v1::PatientFacts facts;
  std::vector<std::string> names;
};

// What of `session` is not as is said for `day`.
std::vector<std::string> Disobeys(const Said& said, const v1::Session& session,
                                  absl::CivilDay day) {
  std::vector<std::string> all;
  const engine::Overrides overrides(said.facts, day);
  const std::vector<engine::Overruled> overruled = overrides.AllOverruled();
  for (const storage::v1::OverrideFact* fact : overrides.all()) {
    if (absl::c_any_of(overruled, [&](const engine::Overruled& one) {
          return one.fact == fact;
        })) {
      continue;
    }
    for (std::string& broken : Broken(fact->override(), session)) {
      all.push_back(absl::StrCat(std::move(broken), " against ",
                                 fact->override().ShortDebugString()));
    }
  }
  // What an app that has it offline is told of later days.
  const absl::CivilDay last =
      session.has_override_end_date()
          ? engine::ToCivilDay(session.override_end_date())
          : day + kDays;
  for (absl::CivilDay later = day; later <= last; ++later) {
    if (!engine::SameOverridesOn(said.facts, day, later)) {
      all.push_back(absl::StrCat("session ", session.number(),
                                 " does not say what changes before ",
                                 absl::FormatCivilTime(later)));
      break;
    }
  }
  for (const v1::SessionItem& item : session.items()) {
    if (item.override().empty()) continue;
    const auto name = absl::c_find(said.names, item.override());
    const int i = static_cast<int>(name - said.names.begin());
    if (name == said.names.end() ||
        !engine::IsInForce(said.facts.overrides(i), day)) {
      all.push_back(absl::StrCat("session ", session.number(), " has ",
                                 item.exercise(), " by ", item.override(),
                                 ", which does not hold"));
    }
  }
  return all;
}

TEST_F(OverrideDaysTest, EverySessionThatIsHandedOutObeysItsDay) {
  const int first = FromEnvironment("TONUS_OVERRIDE_DAYS_SEED", 1);
  const int lives = FromEnvironment("TONUS_OVERRIDE_DAYS_LIVES", kLives);
  int moved = 0;
  int begun = 0;
  for (int seed = first; seed < first + lives; ++seed) {
    Life life(seed);
    const std::string patient = NewPatientWithRoutine();
    const v1::Routine planned = RoutineOf(patient);
    const int policy = life.Below(4);
    if (policy < 2) {
      ChoosePolicy(CallOf(), patient, "missed_sessions",
                   policy == 0 ? "merge" : "drop");
    }
    if (life.Below(5) == 0) {
      ChoosePolicy(CallOf(), patient, "routine_changes", "review");
    }
    Said said;
    int set_from = 0;
    bool paused = false;
    for (int today = 0; today < kDays && !HasFailure(); ++today) {
      SCOPED_TRACE(absl::StrCat("seed ", seed, ", day ", today));
      if (set_from < 4 && life.Below(3) == 0) {
        ++set_from;
        const int start = today + life.Below(12);
        const auto set =
            Set(patient,
                absl::StrCat(life.Change(planned), Date("start_date", start),
                             life.Below(3) > 0
                                 ? Date("end_date", start + life.Below(9))
                                 : ""),
                absl::Hours(24 * today));
        if (set.ok()) {
          *said.facts.add_overrides()->mutable_override() = set->override();
          said.names.push_back(set->override().name());
        }
      }
      if (life.Below(8) == 0) {
        const int start = today + life.Below(4);
        paused = Pause(patient, today, start,
                       life.Below(3) == 0 ? 0 : start + life.Below(9))
                     .ok() ||
                 paused;
      }
      if (paused && life.Below(5) == 0) (void)Resume(patient, today);
      const v1::ListSessionsResponse list = List(patient, today);
      const v1::Routine stored = RoutineOf(patient);
      const v1::GetSessionResponse next = Next(patient, today);
      const int number =
          next.sessions().empty() ? 0 : next.sessions(0).number();
      for (int i = 0; i < list.sessions_size(); ++i) {
        const v1::Session& session = list.sessions(i);
        if (number == 0 || session.number() < number || !session.has_date()) {
          continue;
        }
        moved += ExercisesOf(session) != ExercisesOf(stored.sessions(i));
        EXPECT_THAT(
            Disobeys(said, session,
                     std::max(engine::ToCivilDay(session.date()), Day(today))),
            IsEmpty());
      }
      for (const v1::Session& session : next.sessions()) {
        if (!session.has_date()) continue;
        EXPECT_THAT(
            Disobeys(said, session,
                     std::max(engine::ToCivilDay(session.date()), Day(today))),
            IsEmpty());
      }
      if (number == 0 || life.Below(3) > 0) continue;
      const auto started =
          Start(patient, today,
                life.Below(4) == 0 ? "pain_before: 2 minutes_today: 20"
                                   : "pain_before: 2");
      if (!started.ok() || started->session().items().empty()) continue;
      ++begun;
      EXPECT_THAT(Disobeys(said, started->session(), Day(today)), IsEmpty());
      if (life.Below(4) > 0) Log(patient, started->session().number(), today);
    }
  }
  EXPECT_GT(begun, lives);
  EXPECT_GT(moved, lives / 4) << "hardly a session is planned again";
  RecordProperty("begun", begun);
  RecordProperty("moved", moved);
}

}  // namespace
}  // namespace tonus
