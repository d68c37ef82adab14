// SPDX-License-Identifier: Apache-2.0
#include "tests/property/block_invariants.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "tests/property/checked_dose.h"

namespace tonus::testing {

using knowledge::v1::Exercise;
using v1::Dose;
using v1::Finding;
using v1::HomeItem;
using v1::Routine;
using v1::Session;
using v1::SessionItem;

namespace {

// Figures of the invariants, deliberately not read from the pack.
constexpr int kMostHomeItems = 2;
constexpr int kHomeSeconds = 180;
constexpr int kMicroSeconds = 120;
constexpr int kLeastBedtimeSeconds = 60;
constexpr int kMostBedtimeSeconds = 120;
constexpr int kBedtimePull = 5;
constexpr int kWeekMinimum = 300;
constexpr int kWeekMaximum = 600;
constexpr int kSessionMaximum = 240;
constexpr int kMinimumFromWeek = 3;
constexpr int kDaysPerWeek = 7;
constexpr int kLastNewSession = 16;

absl::CivilDay DayOf(const v1::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

// Static seconds by muscle and side.
using StaticTimes = std::map<std::pair<std::string, int>, int>;

class Block {
 public:
  Block(const CheckedPerson& person, const Routine& routine)
      : person_(person), routine_(routine) {}

  std::vector<std::string> Check() {
    CheckDays();
    CheckNothingNew();
    for (const Session& session : routine_.sessions()) CheckHome(session);
    std::map<int, std::vector<const Session*>> weeks;
    for (const Session& session : routine_.sessions()) {
      weeks[session.week()].push_back(&session);
    }
    for (const auto& [week, sessions] : weeks) CheckWeek(week, sessions);
    return std::move(complaints_);
  }

 private:
  template <typename... Parts>
  void Complain(const Parts&... parts) {
    complaints_.push_back(absl::StrCat(parts...));
  }

  void CheckDays();
  void CheckNothingNew();
  void CheckHome(const Session& session);
  void CheckHomeItem(const Session& session, const HomeItem& home);
  void CheckBedtime(const HomeItem& home);
  void CheckMicro(const HomeItem& home);
  void CheckWeek(int week, const std::vector<const Session*>& sessions);
  void AddStatic(const SessionItem& item, int times, StaticTimes* to) const;

  const CheckedPerson& person_;
  const Routine& routine_;
  std::vector<std::string> complaints_;
};

void Block::CheckDays() {
  const absl::CivilDay start = DayOf(routine_.start_date());
  std::set<int> allowed(person_.profile().training_days().begin(),
                        person_.profile().training_days().end());
  for (int i = 0; i < routine_.sessions_size(); ++i) {
    const Session& session = routine_.sessions(i);
    const absl::CivilDay day = DayOf(session.date());
    const int weekday = static_cast<int>(absl::GetWeekday(day)) + 1;
    if (!allowed.empty() && allowed.count(weekday) == 0) {
      Complain("days: session ", session.number(), " is on no training day");
    }
    if (day < start + kDaysPerWeek * (session.week() - 1) ||
        day >= start + kDaysPerWeek * session.week()) {
      Complain("days: session ", session.number(), " is outside its week");
    }
    if (i > 0 && day - DayOf(routine_.sessions(i - 1).date()) < 2) {
      Complain("days: no rest day before session ", session.number());
    }
  }
}

void Block::CheckNothingNew() {
  std::set<std::string> known;
  for (const Session& session : routine_.sessions()) {
    for (const SessionItem& item : session.items()) {
      if (known.insert(item.exercise()).second &&
          session.number() > kLastNewSession) {
        Complain("week: session ", session.number(), " brings ",
                 item.exercise());
      }
    }
    // What is done at home is for the whole week, so also after that session.
    for (const HomeItem& home : session.home_items()) {
      if (known.insert(home.item().exercise()).second &&
          session.number() >= kLastNewSession) {
        Complain("week: home items of session ", session.number(), " bring ",
                 home.item().exercise());
      }
    }
  }
}

void Block::CheckHome(const Session& session) {
  const v1::Profile& profile = person_.profile();
  const bool wanted = !profile.has_home_exercises() || profile.home_exercises();
  if (session.home_items().empty()) return;
  if (!wanted || session.relief()) {
    Complain("home: session ", session.number(), " has items for home");
  }
  if (session.home_items_size() > kMostHomeItems) {
    Complain("home: session ", session.number(), " has ",
             session.home_items_size(), " items for home");
  }
  for (const HomeItem& home : session.home_items()) {
    CheckHomeItem(session, home);
  }
}

void Block::CheckHomeItem(const Session& session, const HomeItem& home) {
  const SessionItem& item = home.item();
  const Exercise& exercise = person_.ExerciseOf(item);
  const int seconds = Seconds(exercise, item);
  if (!person_.Safe(exercise, session) || person_.WorksOnClosedSide(item)) {
    Complain("I-01 home: ", item.exercise(), " is forbidden for this person");
  }
  if (person_.NeedsCaution(exercise) != item.caution()) {
    Complain("I-01 home: ", item.exercise(), " has the wrong caution");
  }
  if (item.doses().empty() || seconds <= 0 || seconds > kHomeSeconds) {
    Complain("home: ", item.exercise(), " takes ", seconds, " s");
  }
  for (const Dose& dose : item.doses()) {
    const std::string wrong = WrongRange(exercise, dose);
    if (!wrong.empty()) Complain("home: ", item.exercise(), " has ", wrong);
    if (item.caution() && dose.sets() != 1) {
      Complain("I-01 home: ", item.exercise(), " takes more than one set");
    }
  }
  const v1::Decision* decision = person_.DecisionOf(item);
  if (decision == nullptr || !decision->kept() || item.rule().empty() ||
      item.reason().empty()) {
    Complain("home: ", item.exercise(), " serves no kept decision");
  }
  if (item.slot() == knowledge::v1::SLOT_BEDTIME) {
    CheckBedtime(home);
  } else if (item.slot() == knowledge::v1::SLOT_MICRO) {
    CheckMicro(home);
  } else {
    Complain("home: ", item.exercise(), " is neither at bedtime nor often");
  }
}

void Block::CheckBedtime(const HomeItem& home) {
  const SessionItem& item = home.item();
  const Exercise& exercise = person_.ExerciseOf(item);
  if (!IsStatic(exercise) || exercise.targets().empty()) {
    Complain("home: ", item.exercise(), " is not for bedtime");
    return;
  }
  if (home.before().empty()) {
    Complain("I-03 home: ", item.exercise(), " comes cold");
  }
  if (item.tempo().pull().high() > kBedtimePull) {
    Complain("home: ", item.exercise(), " pulls too strongly");
  }
  if (home.times_per_day() != 1 || home.days_per_week() < 1 ||
      home.days_per_week() > kDaysPerWeek) {
    Complain("home: ", item.exercise(), " has the wrong days");
  }
  for (const Dose& dose : item.doses()) {
    const int held = Held(exercise, dose);
    if (held < kLeastBedtimeSeconds || held > kMostBedtimeSeconds) {
      Complain("home: ", item.exercise(), " is held ", held, " s");
    }
    for (const Finding* finding :
         person_.Touched(exercise.targets(0), dose.side())) {
      if (finding->status() != knowledge::v1::STATUS_TIGHT) {
        Complain("I-04 home: ", item.exercise(),
                 " stretches what is not tight");
      }
      if (Has(*finding, knowledge::v1::QUALIFIER_DO_NOT_STRETCH)) {
        Complain("I-08 home: ", item.exercise(), " stretches what must not be");
      }
    }
  }
}

void Block::CheckMicro(const HomeItem& home) {
  const SessionItem& item = home.item();
  const Exercise& exercise = person_.ExerciseOf(item);
  const bool easy =
      exercise.level() == 1 &&
      (exercise.technique() == knowledge::v1::TECHNIQUE_ACTIVATION ||
       exercise.technique() == knowledge::v1::TECHNIQUE_DYNAMIC_MOBILITY);
  if (!easy && exercise.technique() != knowledge::v1::TECHNIQUE_NEURAL_FLOSS &&
      exercise.technique() != knowledge::v1::TECHNIQUE_BREATHING) {
    Complain("home: ", item.exercise(), " is not for several times a day");
  }
  if (home.times_per_day() < 3 || home.times_per_day() > 5 ||
      Seconds(exercise, item) > kMicroSeconds) {
    Complain("home: ", item.exercise(), " is done too seldom, often or long");
  }
}

void Block::AddStatic(const SessionItem& item, int times,
                      StaticTimes* to) const {
  const Exercise& exercise = person_.ExerciseOf(item);
  if (!IsStatic(exercise) || exercise.targets().empty()) return;
  for (const Dose& dose : item.doses()) {
    for (const Finding* finding :
         person_.Touched(exercise.targets(0), dose.side())) {
      (*to)[{exercise.targets(0), finding->side()}] +=
          times * Held(exercise, dose);
    }
  }
}

void Block::CheckWeek(int week, const std::vector<const Session*>& sessions) {
  StaticTimes in_week;
  bool told = false;
  bool relief = false;
  for (const Session* session : sessions) {
    relief = relief || session->relief();
    StaticTimes in_session;
    for (const SessionItem& item : session->items()) {
      AddStatic(item, 1, &in_session);
    }
    for (const auto& [target, seconds] : in_session) {
      in_week[target] += seconds;
      if (seconds > kSessionMaximum && !session->relief()) {
        Complain("week: session ", session->number(), " stretches ",
                 target.first, " ", seconds, " s");
      }
    }
    for (const v1::Dropped& dropped : session->dropped()) {
      told = told || dropped.rule() == "R-714";
    }
    if (session->home_items_size() != sessions.front()->home_items_size()) {
      Complain("home: week ", week, " has different items for home");
    }
  }
  for (const HomeItem& home : sessions.front()->home_items()) {
    if (home.item().slot() != knowledge::v1::SLOT_BEDTIME) continue;
    AddStatic(home.item(), home.days_per_week(), &in_week);
  }
  for (const auto& [target, seconds] : in_week) {
    if (seconds > kWeekMaximum && !relief) {
      Complain("week: ", target.first, " is stretched ", seconds, " s in week ",
               week);
    }
  }
  if (week < kMinimumFromWeek || relief) return;
  for (const v1::Decision& decision : routine_.decisions()) {
    const bool length =
        decision.action() ==
            knowledge::v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER ||
        decision.action() ==
            knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE;
    if (!decision.kept() || !length || told) continue;
    for (const Finding* finding :
         person_.Touched(decision.muscle(), decision.side())) {
      if (finding->status() == knowledge::v1::STATUS_TIGHT &&
          in_week[{decision.muscle(), finding->side()}] < kWeekMinimum) {
        Complain("week: ", decision.muscle(), " has too little in week ", week,
                 " and nothing says so");
      }
    }
  }
}

}  // namespace

std::vector<std::string> BlockComplaints(const CheckedPerson& person,
                                         const Routine& routine) {
  return Block(person, routine).Check();
}

}  // namespace tonus::testing
