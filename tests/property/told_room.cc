// SPDX-License-Identifier: Apache-2.0
#include "tests/property/told_room.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/property/checked_dose.h"

namespace tonus::testing {

using knowledge::v1::Exercise;
using v1::Decision;
using v1::Dropped;
using v1::Routine;
using v1::Session;
using v1::SessionItem;

namespace {

constexpr int kFirstOfLastWeek = 16;
constexpr int kHomeItems = 2;

bool Targets(const Exercise& exercise, const std::string& muscle) {
  return std::find(exercise.targets().begin(), exercise.targets().end(),
                   muscle) != exercise.targets().end();
}

const Decision* FindKept(const Routine& routine, const std::string& id) {
  for (const Decision& decision : routine.decisions()) {
    if (decision.kept() && decision.id() == id) return &decision;
  }
  return nullptr;
}

// Whether it shares what room there is, one place after the other.
bool TakesTurns(const Decision& decision) {
  return decision.partner().empty() && decision.sessions_per_week() == 0 &&
         decision.action() != knowledge::v1::DECISION_ACTION_FLOSS;
}

bool IsSame(const Decision& one, const Decision& other) {
  return one.action() == other.action() && one.muscle() == other.muscle() &&
         one.partner() == other.partner();
}

bool IsOn(const SessionItem& item, knowledge::v1::Side side) {
  return side == knowledge::v1::SIDE_MIDLINE ||
         std::any_of(item.doses().begin(), item.doses().end(),
                     [&](const v1::Dose& dose) {
                       return dose.side() == side ||
                              dose.side() == knowledge::v1::SIDE_MIDLINE;
                     });
}

// What trains the muscle on every side on which it is to be trained; nullptr
// for nothing.
const Exercise* TrainerOf(const CheckedPerson& person, const Routine& routine,
                          const Session& session, const Decision& decision) {
  for (const SessionItem& item : session.items()) {
    const Exercise& exercise = person.ExerciseOf(item);
    if (IsLoad(exercise) && Targets(exercise, decision.muscle()) &&
        std::all_of(routine.decisions().begin(), routine.decisions().end(),
                    [&](const Decision& other) {
                      return !other.kept() || !IsSame(other, decision) ||
                             IsOn(item, other.side());
                    })) {
      return &exercise;
    }
  }
  return nullptr;
}

int LeftOut(const Session& session, const Dropped& dropped) {
  return static_cast<int>(
      std::count_if(session.dropped().begin(), session.dropped().end(),
                    [&](const Dropped& other) {
                      return other.decision() == dropped.decision() &&
                             !other.exercise().empty();
                    }));
}

bool Has(const Session& session, const std::string& exercise) {
  return std::any_of(
      session.items().begin(), session.items().end(),
      [&](const SessionItem& item) { return item.exercise() == exercise; });
}

// Whether the movement that is left out is that of a release which the session
// has.
bool IsHalf(const CheckedPerson& person, const Session& session,
            const Dropped& dropped) {
  const Exercise* movement = person.FindExercise(dropped.exercise());
  return movement != nullptr && IsLoad(*movement) &&
         !Has(session, dropped.exercise()) &&
         std::any_of(session.items().begin(), session.items().end(),
                     [&](const SessionItem& item) {
                       return item.decision() == dropped.decision() &&
                              item.block() == 0 &&
                              item.slot() != knowledge::v1::SLOT_POST &&
                              IsRelease(person.ExerciseOf(item));
                     });
}

class Turns {
 public:
  Turns(const CheckedPerson& person, const Routine& routine)
      : person_(person), routine_(routine) {}

  std::vector<std::string> Check() {
    std::set<std::string> released;
    for (const Session& session : routine_.sessions()) {
      if (session.relief()) continue;
      if (session.short_format().empty()) CheckHalves(session, released);
      for (const SessionItem& item : session.items()) {
        released.insert(item.decision());
      }
    }
    CheckStability();
    CheckLastWeek();
    CheckHome();
    return std::move(complaints_);
  }

 private:
  // A release without its movement takes the place of a whole finding of higher
  // rank in its first turn alone.
  void CheckHalves(const Session& session,
                   const std::set<std::string>& released) {
    for (const Dropped& half : session.dropped()) {
      const Decision* lower = FindKept(routine_, half.decision());
      if (lower == nullptr || !TakesTurns(*lower) ||
          released.count(half.decision()) == 0 ||
          !IsHalf(person_, session, half)) {
        continue;
      }
      for (const Dropped& whole : session.dropped()) {
        const Decision* higher = FindKept(routine_, whole.decision());
        if (higher == nullptr || !TakesTurns(*higher) ||
            higher->rank() > lower->rank() || IsSame(*higher, *lower) ||
            !absl::StartsWith(whole.reason(), "This session has room") ||
            LeftOut(session, whole) != 1 || Has(session, whole.exercise())) {
          continue;
        }
        const bool served =
            std::any_of(session.items().begin(), session.items().end(),
                        [&](const SessionItem& item) {
                          return item.decision() == whole.decision();
                        });
        if (served) continue;
        complaints_.push_back(absl::StrCat("turn: session ", session.number(),
                                           " has half of ", lower->id(),
                                           " in the place of ", higher->id()));
      }
    }
  }

  // Who is said to come in turn does so in a block.
  void CheckStability() {
    std::set<std::string> in_turn;
    std::set<std::string> chosen;
    std::set<std::string> there;
    for (const Session& session : routine_.sessions()) {
      if (session.relief()) return;
      for (const SessionItem& item : session.items()) {
        there.insert(item.exercise());
        if (item.rule() != "R-510" || !item.override().empty()) continue;
        chosen.insert(item.exercise());
        for (const auto& considered : item.considered()) {
          if (absl::StrContains(considered.reason(), "first in turn")) {
            in_turn.insert(considered.exercise());
          }
        }
      }
    }
    // It may have its turn for a finding.
    if (!in_turn.empty() && chosen.size() == 1 &&
        std::none_of(in_turn.begin(), in_turn.end(),
                     [&](const std::string& exercise) {
                       return there.count(exercise) > 0;
                     })) {
      complaints_.push_back(absl::StrCat("turn: ", *chosen.begin(),
                                         " has every turn, and ",
                                         *in_turn.begin(), " has none"));
    }
  }

  // Whether an item stands in for `exercise`: what that would serve first waits
  // for its own release there, and nothing else is stood in for.
  static bool StandsForElsewhere(const Session& session,
                                 const std::string& exercise) {
    return std::any_of(session.items().begin(), session.items().end(),
                       [&](const SessionItem& item) {
                         return item.substitutes() == exercise;
                       });
  }

  // The last sessions, which begin nothing new, say as those before them what
  // an exercise stands in for.
  void CheckLastWeek() {
    std::map<std::string, std::string> before;
    const auto key = [](const SessionItem& item) {
      return absl::StrCat(item.exercise(), " ", item.decision(), " ",
                          item.slot());
    };
    for (const Session& session : routine_.sessions()) {
      if (session.relief()) return;
      for (const SessionItem& item : session.items()) {
        // General work may take over what trained something, and may be there
        // for itself.
        if (item.rule() == "R-510" || item.rule() == "R-513" ||
            item.decision().empty()) {
          continue;
        }
        if (session.number() == kFirstOfLastWeek) {
          before[key(item)] = item.substitutes();
        } else if (session.number() > kFirstOfLastWeek &&
                   item.substitutes().empty() && before.count(key(item)) > 0 &&
                   !before[key(item)].empty() &&
                   !StandsForElsewhere(session, before[key(item)])) {
          complaints_.push_back(absl::StrCat(
              "turn: session ", session.number(), " has ", item.exercise(),
              " and forgets that it stands for ", before[key(item)]));
        }
      }
    }
  }

  // Where nothing more has a place at home, both places are taken.
  void CheckHome() {
    for (const Session& session : routine_.sessions()) {
      for (const Dropped& dropped : session.dropped()) {
        if (absl::EndsWith(dropped.reason(), "has a place at home.") &&
            session.home_items_size() < kHomeItems) {
          complaints_.push_back(absl::StrCat("turn: session ", session.number(),
                                             " has ", session.home_items_size(),
                                             " home items and no place left"));
        }
      }
    }
  }

  const CheckedPerson& person_;
  const Routine& routine_;
  std::vector<std::string> complaints_;
};

}  // namespace

bool SaysTrulyWhatTrains(const CheckedPerson& person, const Routine& routine,
                         const Session& session, const Dropped& dropped) {
  const Decision* decision = FindKept(routine, dropped.decision());
  const Exercise* exercise = person.FindExercise(dropped.exercise());
  if (decision == nullptr || exercise == nullptr) return true;
  const std::string& reason = dropped.reason();
  const Exercise* trainer = decision->partner().empty() && IsLoad(*exercise) &&
                                    Targets(*exercise, decision->muscle())
                                ? TrainerOf(person, routine, session, *decision)
                                : nullptr;
  if (!absl::EndsWith(reason, " in it, too.")) return trainer == nullptr;
  return trainer != nullptr &&
         std::any_of(
             session.items().begin(), session.items().end(),
             [&](const SessionItem& item) {
               const Exercise& other = person.ExerciseOf(item);
               return IsLoad(other) && Targets(other, decision->muscle()) &&
                      absl::StrContains(reason,
                                        absl::StrCat("\"", other.display_name(),
                                                     "\" trains the "));
             });
}

std::vector<std::string> TurnComplaints(const CheckedPerson& person,
                                        const Routine& routine) {
  return Turns(person, routine).Check();
}

}  // namespace tonus::testing
