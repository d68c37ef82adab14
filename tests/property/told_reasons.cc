// SPDX-License-Identifier: Apache-2.0
#include "tests/property/told_reasons.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/property/checked_dose.h"
#include "tests/property/told_considered.h"
#include "tests/property/told_room.h"
#include "tests/property/told_weeks.h"

namespace tonus::testing {

using knowledge::v1::Exercise;
using v1::Decision;
using v1::Dropped;
using v1::Routine;
using v1::Session;
using v1::SessionItem;

namespace {

// Figures of the invariants, deliberately not read from the pack.
constexpr int kMost = 10;
constexpr int kMostInFirstWeek = 6;
constexpr int kFirstTapered = 17;
constexpr int kMinute = 60;
constexpr int kActivationSeconds = 120;

bool Targets(const Exercise& exercise, const std::string& muscle) {
  return std::find(exercise.targets().begin(), exercise.targets().end(),
                   muscle) != exercise.targets().end();
}

// The first number in `text`, or -1.
int NumberIn(const std::string& text) {
  for (absl::string_view word : absl::StrSplit(text, ' ')) {
    int number = 0;
    if (absl::SimpleAtoi(word, &number)) return number;
  }
  return -1;
}

class Reasons {
 public:
  Reasons(const CheckedPerson& person, const Routine& routine)
      : person_(person), routine_(routine) {}

  std::vector<std::string> Check();

 private:
  template <typename... Parts>
  void Complain(const Parts&... parts) {
    complaints_.push_back(absl::StrCat(parts...));
  }

  void CheckDropped(const Session& session, const Dropped& dropped);
  bool IsTrue(const Session& session, const Dropped& dropped) const;
  bool StandsForAnother(const Session& session, const Dropped& dropped) const;
  bool StretchesTooMuch(const Exercise& exercise,
                        const Decision& decision) const;
  bool StandsIn(const Session& session, const Dropped& dropped) const;
  bool NothingIsSafe(const Session& session, const Dropped& dropped) const;
  bool NothingStrengthens(const Dropped& dropped) const;
  bool IsAboveCap(const Session& session, const Dropped& dropped) const;
  bool WaitsForRelease(const Session& session, const Dropped& dropped) const;
  bool WaitsForItsTurn(const Session& session, const Dropped& dropped) const;
  bool BeginsLate(const Session& session, const Dropped& dropped) const;
  bool ComesAfterOthers(const Session& session, const Dropped& dropped) const;
  bool StandsOnce(const Session& session, const Dropped& dropped) const;
  bool TakesPartner(const Dropped& dropped) const;
  void CheckWork(const Session& session, const SessionItem& item);
  void CheckStandIn(const Session& session, const SessionItem& item);

  const CheckedPerson& person_;
  const Routine& routine_;
  std::map<std::string, const Decision*> decisions_;
  std::vector<std::string> complaints_;
};

// Whether the exercise that the reason names is in the session for something
// else.
bool Reasons::StandsForAnother(const Session& session,
                               const Dropped& dropped) const {
  return std::any_of(
      session.items().begin(), session.items().end(),
      [&](const SessionItem& item) {
        return item.decision() != dropped.decision() &&
               absl::StartsWith(
                   dropped.reason(),
                   absl::StrCat("\"", person_.ExerciseOf(item).display_name(),
                                "\" would serve it"));
      });
}

// Whether a pair of higher rank trains the same partner.
bool Reasons::TakesPartner(const Dropped& dropped) const {
  const Decision& decision = *decisions_.at(dropped.decision());
  return std::any_of(routine_.decisions().begin(), routine_.decisions().end(),
                     [&](const Decision& other) {
                       return other.kept() &&
                              other.partner() == decision.partner() &&
                              other.muscle() != decision.muscle() &&
                              other.rank() < decision.rank();
                     });
}

// Whether `exercise` stretches both sides of the muscle, of which one is not
// tight.
bool Reasons::StretchesTooMuch(const Exercise& exercise,
                               const Decision& decision) const {
  if (exercise.per_side() || !(IsStatic(exercise) || IsPnf(exercise))) {
    return false;
  }
  const std::vector<const v1::Finding*> both =
      person_.Touched(decision.muscle(), knowledge::v1::SIDE_MIDLINE);
  return std::any_of(both.begin(), both.end(), [](const v1::Finding* finding) {
    return !Tight(*finding);
  });
}

// Whether an exercise that does not train what the decision is about stands in
// the session for one that does.
bool Reasons::StandsIn(const Session& session, const Dropped& dropped) const {
  const Decision& decision = *decisions_.at(dropped.decision());
  const std::string& trained =
      decision.partner().empty() ? decision.muscle() : decision.partner();
  return std::any_of(
      session.items().begin(), session.items().end(),
      [&](const SessionItem& item) {
        const Exercise* instead_of = person_.FindExercise(item.substitutes());
        return instead_of != nullptr && Targets(*instead_of, trained) &&
               !Targets(person_.ExerciseOf(item), trained);
      });
}

// Whether the session may hold nothing that is first for the target that the
// reason is about.
bool Reasons::NothingIsSafe(const Session& session,
                            const Dropped& dropped) const {
  const Decision& decision = *decisions_.at(dropped.decision());
  const bool release = absl::StrContains(dropped.reason(), "release");
  const std::string& target = absl::StrContains(dropped.reason(), "activation")
                                  ? decision.partner()
                                  : decision.muscle();
  return std::none_of(
      person_.pack().exercises().begin(), person_.pack().exercises().end(),
      [&](const Exercise& exercise) {
        return !exercise.targets().empty() && exercise.targets(0) == target &&
               (release ? IsRelease(exercise) : IsLoad(exercise)) &&
               !(release && StretchesTooMuch(exercise, decision)) &&
               person_.Safe(exercise, session);
      });
}

bool Reasons::NothingStrengthens(const Dropped& dropped) const {
  const std::string& muscle = decisions_.at(dropped.decision())->muscle();
  return std::none_of(
      person_.pack().exercises().begin(), person_.pack().exercises().end(),
      [&](const Exercise& exercise) {
        return IsLoad(exercise) && exercise.targets_size() > 0 &&
               exercise.targets(0) == muscle;
      });
}

// Whether the exercise that the reason names is above the cap of the session.
bool Reasons::IsAboveCap(const Session& session, const Dropped& dropped) const {
  const auto& exercises = person_.pack().exercises();
  return std::any_of(
      exercises.begin(), exercises.end(), [&](const Exercise& exercise) {
        return exercise.level() > person_.Cap(session) &&
               absl::StrContains(
                   dropped.reason(),
                   absl::StrCat(": \"", exercise.display_name(), "\" is level ",
                                exercise.level(), "."));
      });
}

// Whether the exercise that the reason names trains first what another pair of
// the session trains.
bool Reasons::WaitsForRelease(const Session& session,
                              const Dropped& dropped) const {
  return std::any_of(
      session.items().begin(), session.items().end(),
      [&](const SessionItem& item) {
        const auto pair = decisions_.find(item.decision());
        if (pair == decisions_.end() || pair->second->partner().empty() ||
            pair->first == dropped.decision()) {
          return false;
        }
        return std::any_of(
            person_.pack().exercises().begin(),
            person_.pack().exercises().end(), [&](const Exercise& exercise) {
              return !exercise.targets().empty() &&
                     exercise.targets(0) == pair->second->partner() &&
                     absl::StartsWith(
                         dropped.reason(),
                         absl::StrCat("\"", exercise.display_name(),
                                      "\" would serve it"));
            });
      });
}

// Whether it is a pair that a session does not have, which has others.
bool Reasons::WaitsForItsTurn(const Session& session,
                              const Dropped& dropped) const {
  const Decision& decision = *decisions_.at(dropped.decision());
  return session.short_format().empty() && !decision.partner().empty() &&
         std::any_of(session.items().begin(), session.items().end(),
                     [&](const SessionItem& item) {
                       const auto other = decisions_.find(item.decision());
                       return other != decisions_.end() &&
                              !other->second->partner().empty();
                     });
}

// Whether what is left out, and what follows the same release, would not all
// begin in time in any order. The last week is shortened afterwards.
bool Reasons::BeginsLate(const Session& session, const Dropped& dropped) const {
  const Exercise* exercise = person_.FindExercise(dropped.exercise());
  if (exercise == nullptr) return false;
  const Decision& decision = *decisions_.at(dropped.decision());
  int longest = MostSeconds(*exercise);
  int all = longest;
  for (const SessionItem& item : session.items()) {
    const auto other = decisions_.find(item.decision());
    if (item.block() == 0 || other == decisions_.end() ||
        other->second->muscle() != decision.muscle() ||
        !IsLoad(person_.ExerciseOf(item))) {
      continue;
    }
    int seconds = 0;
    for (const v1::Dose& dose : item.doses()) {
      seconds += Seconds(person_.ExerciseOf(item), dose);
    }
    longest = std::max(longest, seconds);
    all += seconds;
  }
  return all - longest > kActivationSeconds ||
         session.number() >= kFirstTapered;
}

// Whether something else follows the same release, and more had no room.
bool Reasons::ComesAfterOthers(const Session& session,
                               const Dropped& dropped) const {
  const auto has_same_release = [&](const std::string& decision) {
    const auto other = decisions_.find(decision);
    return other != decisions_.end() &&
           other->second->muscle() ==
               decisions_.at(dropped.decision())->muscle();
  };
  return std::any_of(session.items().begin(), session.items().end(),
                     [&](const SessionItem& item) {
                       return item.block() > 0 &&
                              has_same_release(item.decision()) &&
                              IsLoad(person_.ExerciseOf(item));
                     }) &&
         std::any_of(session.dropped().begin(), session.dropped().end(),
                     [&](const Dropped& other) {
                       return has_same_release(other.decision()) &&
                              absl::StartsWith(other.reason(), "This session");
                     });
}

// Whether what is said to stand in the main part alone does.
bool Reasons::StandsOnce(const Session& session, const Dropped& dropped) const {
  return std::any_of(
      session.items().begin(), session.items().end(),
      [&](const SessionItem& item) {
        return absl::StartsWith(
                   dropped.reason(),
                   absl::StrCat("\"", person_.ExerciseOf(item).display_name(),
                                "\" stands in")) &&
               std::none_of(session.items().begin(), session.items().end(),
                            [&](const SessionItem& other) {
                              return other.exercise() == item.exercise() &&
                                     other.slot() == knowledge::v1::SLOT_POST;
                            });
      });
}

bool Reasons::IsTrue(const Session& session, const Dropped& dropped) const {
  const std::string& reason = dropped.reason();
  const bool ends_truly =
      SaysTrulyWhatTrains(person_, routine_, session, dropped);
  int left_out = 0;
  double minutes = 0;
  for (const Dropped& other : session.dropped()) {
    if (other.decision() != dropped.decision() || other.exercise().empty()) {
      continue;
    }
    ++left_out;
    const Exercise* exercise = person_.FindExercise(other.exercise());
    if (exercise != nullptr) {
      minutes += static_cast<double>(MostSeconds(*exercise)) / kMinute;
    }
  }
  if (absl::StartsWith(reason, "This session has room for")) {
    int room = session.week() == 1 ? kMostInFirstWeek : kMost;
    const int limit = person_.limits().max_exercises();
    if (limit > 0) room = std::min(room, limit);
    return NumberIn(reason) == room && session.items_size() + left_out > room &&
           ends_truly;
  }
  if (absl::StartsWith(reason, "This session lasts at most")) {
    return NumberIn(reason) == session.budget_minutes() &&
           session.total_minutes() + minutes > session.budget_minutes() &&
           ends_truly;
  }
  if (absl::StartsWith(reason, "A session has at most")) {
    return std::any_of(session.items().begin(), session.items().end(),
                       [&](const SessionItem& item) {
                         return IsMassage(person_.ExerciseOf(item));
                       });
  }
  if (absl::StartsWith(reason, "A short session keeps")) {
    return !session.short_format().empty();
  }
  if (absl::StartsWith(reason, "There was no time left")) {
    return session.number() >= kFirstTapered && ends_truly;
  }
  if (absl::StartsWith(reason, "A session of few exercises has room for one")) {
    return !decisions_.at(dropped.decision())->partner().empty() &&
           person_.limits().max_exercises() > 0 &&
           person_.limits().max_exercises() <= kMostInFirstWeek;
  }
  if (absl::StrContains(reason, "would serve it and stands in this session")) {
    return StandsForAnother(session, dropped);
  }
  if (absl::StartsWith(reason, "Nothing that is possible trains")) {
    return StandsIn(session, dropped);
  }
  if (absl::EndsWith(reason, " as its main target.")) {
    return NothingStrengthens(dropped);
  }
  if (absl::StartsWith(reason, "No safe ")) {
    return NothingIsSafe(session, dropped);
  }
  if (absl::StrContains(reason, "is possible within the level cap")) {
    return NothingIsSafe(session, dropped) && IsAboveCap(session, dropped);
  }
  if (absl::StrContains(reason, "waits for its own release")) {
    return WaitsForRelease(session, dropped);
  }
  if (absl::StrContains(reason, "it is trained once in a session")) {
    return TakesPartner(dropped);
  }
  if (absl::StartsWith(reason, "It would begin more than 2 minutes after")) {
    return BeginsLate(session, dropped);
  }
  if (absl::StartsWith(reason, "What else follows its release comes first")) {
    return ComesAfterOthers(session, dropped);
  }
  if (absl::StartsWith(reason, "The sessions of this week have no place")) {
    return true;  // As WeekComplaints finds.
  }
  if (absl::StartsWith(reason, "What would serve it is new")) {
    return session.week() == 6;
  }
  if (absl::StartsWith(reason, "A session has room for few pairs")) {
    return WaitsForItsTurn(session, dropped);
  }
  if (absl::StartsWith(reason, "Its partner is trained")) {
    return TakesPartner(dropped);
  }
  if (absl::StartsWith(reason, "A short session has room for one pair")) {
    return !session.short_format().empty();
  }
  return dropped.rule() == "R-714";
}

void Reasons::CheckDropped(const Session& session, const Dropped& dropped) {
  if (!dropped.decision().empty() &&
      decisions_.count(dropped.decision()) == 0) {
    Complain("left out: session ", session.number(), " names ",
             dropped.decision(), ", which is no kept decision");
  } else if (!IsTrue(session, dropped)) {
    Complain("left out: session ", session.number(), " says of ",
             dropped.exercise(), " for ", dropped.decision(),
             ", untruly: ", dropped.reason());
  }
}

// What is said to work on the target does.
void Reasons::CheckWork(const Session& session, const SessionItem& item) {
  const auto found = decisions_.find(item.decision());
  if (found == decisions_.end()) return;
  const Decision& decision = *found->second;
  const Exercise& exercise = person_.ExerciseOf(item);
  const bool releases = absl::StartsWith(item.reason(), "Releases the ");
  const bool trains = absl::StartsWith(item.reason(), "Trains the ") ||
                      absl::StartsWith(item.reason(), "Strengthens the ");
  const std::string& target = releases || decision.partner().empty()
                                  ? decision.muscle()
                                  : decision.partner();
  if ((releases || trains) && !Targets(exercise, target)) {
    Complain("reason: session ", session.number(), " says of ", exercise.id(),
             " for ", decision.id(), ", untruly: ", item.reason());
  }
}

// Nothing stands in for work on a target beside what trains the target itself.
void Reasons::CheckStandIn(const Session& session, const SessionItem& item) {
  const auto found = decisions_.find(item.decision());
  const Exercise& exercise = person_.ExerciseOf(item);
  const Exercise* instead_of = person_.FindExercise(item.substitutes());
  if (found == decisions_.end() || instead_of == nullptr || !IsLoad(exercise) ||
      session.relief()) {
    return;
  }
  const Decision& decision = *found->second;
  const std::string& target =
      decision.partner().empty() ? decision.muscle() : decision.partner();
  // What uses a new range does not train what was released.
  const bool movement =
      decision.action() ==
          knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE ||
      decision.action() == knowledge::v1::DECISION_ACTION_MOBILISE ||
      (item.block() == 0 &&
       std::any_of(session.items().begin(), session.items().end(),
                   [&](const SessionItem& other) {
                     return other.block() == 0 &&
                            other.decision() == item.decision() &&
                            IsRelease(person_.ExerciseOf(other));
                   }));
  if (movement || !Targets(*instead_of, target) || Targets(exercise, target)) {
    return;
  }
  for (const SessionItem& other : session.items()) {
    const Exercise& trains = person_.ExerciseOf(other);
    if (IsLoad(trains) && Targets(trains, target)) {
      Complain("stand-in: session ", session.number(), " has ", exercise.id(),
               " for ", decision.id(), ", which ", trains.id(), " trains");
    }
  }
}

std::vector<std::string> Reasons::Check() {
  for (const Decision& decision : routine_.decisions()) {
    if (decision.kept()) decisions_[decision.id()] = &decision;
  }
  // What is refused belongs to no week.
  for (const Dropped& refused : routine_.refused()) {
    if (absl::StrContains(refused.reason(), "this week")) {
      Complain("refused: ", refused.exercise(), ": ", refused.reason());
    }
  }
  for (const Session& session : routine_.sessions()) {
    for (const Dropped& dropped : session.dropped()) {
      if (!session.relief() && !dropped.decision().empty()) {
        CheckDropped(session, dropped);
      } else if (absl::StrContains(dropped.reason(),
                                   "stands in the main part;") &&
                 !StandsOnce(session, dropped)) {
        Complain("left out: session ", session.number(),
                 " says untruly: ", dropped.reason());
      }
    }
    for (const SessionItem& item : session.items()) {
      AddUntrulyConsidered(person_, session, item, &complaints_);
      CheckWork(session, item);
      CheckStandIn(session, item);
    }
    for (const auto& home : session.home_items()) {
      AddUntrulyConsidered(person_, session, home.item(), &complaints_);
    }
  }
  return std::move(complaints_);
}

}  // namespace

std::vector<std::string> ReasonComplaints(const CheckedPerson& person,
                                          const Routine& routine) {
  std::vector<std::string> complaints = Reasons(person, routine).Check();
  for (const auto& others :
       {WeekComplaints(person, routine), TurnComplaints(person, routine)}) {
    complaints.insert(complaints.end(), others.begin(), others.end());
  }
  return complaints;
}

}  // namespace tonus::testing
