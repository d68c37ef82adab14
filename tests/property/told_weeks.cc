// SPDX-License-Identifier: Apache-2.0
#include "tests/property/told_weeks.h"

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

// Figures of the invariants, deliberately not read from the pack.
constexpr int kMostInFirstWeek = 6;
constexpr size_t kFindingsWithTurns = 9;

bool Targets(const Exercise& exercise, const std::string& muscle) {
  return std::find(exercise.targets().begin(), exercise.targets().end(),
                   muscle) != exercise.targets().end();
}

// Decisions that count as one: the sides of a muscle or pair.
struct Kept {
  const Decision* first = nullptr;
  std::set<std::string> ids;
};

class Weeks {
 public:
  Weeks(const CheckedPerson& person, const Routine& routine)
      : person_(person), routine_(routine) {}

  std::vector<std::string> Check() {
    std::map<int, Week> weeks;
    for (const Session& session : routine_.sessions()) {
      weeks[session.week()].push_back(&session);
    }
    for (const Kept& kept : AllKept()) {
      CheckBlock(kept);
      for (const auto& [number, week] : weeks) {
        CheckWeek(kept, week);
        CheckPartner(kept, week);
      }
    }
    return std::move(complaints_);
  }

 private:
  using Week = std::vector<const Session*>;

  template <typename... Parts>
  void Complain(const Parts&... parts) {
    complaints_.push_back(absl::StrCat(parts...));
  }

  std::vector<Kept> AllKept() const;
  bool Serves(const Kept& kept, const Session& session) const;
  bool IsUncovered(const Kept& kept) const;
  void CheckWeek(const Kept& kept, const Week& week);
  void CheckBlock(const Kept& kept);
  bool IsSmall() const;
  void CheckPartner(const Kept& kept, const Week& week);

  const CheckedPerson& person_;
  const Routine& routine_;
  std::vector<std::string> complaints_;
};

std::vector<Kept> Weeks::AllKept() const {
  std::map<std::string, Kept> found;
  for (const Decision& decision : routine_.decisions()) {
    if (!decision.kept()) continue;
    Kept& kept = found[absl::StrCat(decision.action(), decision.muscle(), ">",
                                    decision.partner())];
    if (kept.first == nullptr) kept.first = &decision;
    kept.ids.insert(decision.id());
  }
  std::vector<Kept> all;
  for (auto& [key, kept] : found) all.push_back(kept);
  return all;
}

// By an exercise for it, or by others that do the same on the way.
bool Weeks::Serves(const Kept& kept, const Session& session) const {
  bool released = false;
  bool trained = false;
  bool partner_trained = false;
  std::vector<const SessionItem*> items;
  for (const SessionItem& item : session.items()) items.push_back(&item);
  for (const auto& home : session.home_items()) items.push_back(&home.item());
  for (const SessionItem* item : items) {
    if (kept.ids.count(item->decision()) > 0) return true;
    const Exercise& exercise = person_.ExerciseOf(*item);
    const bool it = Targets(exercise, kept.first->muscle());
    released = released || (it && IsRelease(exercise));
    trained = trained || (it && IsLoad(exercise));
    partner_trained =
        partner_trained ||
        (IsLoad(exercise) && Targets(exercise, kept.first->partner()));
  }
  switch (kept.first->action()) {
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER:
      return released && partner_trained;
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_STRENGTHEN:
      return released && trained;
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE:
    case knowledge::v1::DECISION_ACTION_MOBILISE:
      return released;
    case knowledge::v1::DECISION_ACTION_FLOSS:
      return false;
    default:
      return trained;
  }
}

bool Weeks::IsUncovered(const Kept& kept) const {
  return std::any_of(routine_.uncovered().begin(), routine_.uncovered().end(),
                     [&](const v1::Uncovered& uncovered) {
                       return kept.ids.count(uncovered.decision()) > 0;
                     });
}

void Weeks::CheckWeek(const Kept& kept, const Week& week) {
  for (const Session* session : week) {
    if (session->relief() || Serves(kept, *session)) return;
    for (const Dropped& dropped : session->dropped()) {
      // That a week has too little of it says nothing of having none.
      if (kept.ids.count(dropped.decision()) > 0 && dropped.rule() != "R-714") {
        return;
      }
    }
  }
  if (IsUncovered(kept)) return;
  Complain("left out: ", kept.first->id(), " has nothing in week ",
           week.front()->week(), " and nothing says why");
}

// Whether all sessions are so small that findings take turns, few enough for
// the block.
bool Weeks::IsSmall() const {
  const int most = person_.limits().max_exercises();
  return most > 0 && most <= kMostInFirstWeek &&
         AllKept().size() <= kFindingsWithTurns;
}

// That it waits for its turn is no reason to have nothing in six weeks.
void Weeks::CheckBlock(const Kept& kept) {
  if (IsUncovered(kept)) return;
  for (const Session& session : routine_.sessions()) {
    if (session.relief() || Serves(kept, session)) return;
    for (const Dropped& dropped : session.dropped()) {
      if (kept.ids.count(dropped.decision()) > 0 && dropped.rule() != "R-714" &&
          !absl::StartsWith(dropped.reason(), "A short session") &&
          !absl::StrContains(dropped.reason(), "they take turns") &&
          !(IsSmall() &&
            absl::StartsWith(dropped.reason(), "This session has room"))) {
        return;
      }
    }
  }
  Complain("left out: ", kept.first->id(), " has no turn in the whole block");
}

// A week that releases for a partner and does not train it says why.
void Weeks::CheckPartner(const Kept& kept, const Week& week) {
  const std::string& partner = kept.first->partner();
  if (partner.empty() || IsUncovered(kept)) return;
  for (const Session* session : week) {
    if (session->relief()) return;
    for (const SessionItem& item : session->items()) {
      const Exercise& exercise = person_.ExerciseOf(item);
      const Exercise* instead_of = person_.FindExercise(item.substitutes());
      // One that stands in says so itself.
      const bool stands_in =
          (instead_of != nullptr && Targets(*instead_of, partner)) ||
          (kept.ids.count(item.decision()) > 0 &&
           absl::StartsWith(item.reason(), "Stands in for work on the "));
      if (IsLoad(exercise) && (Targets(exercise, partner) || stands_in)) return;
    }
    for (const Dropped& dropped : session->dropped()) {
      if (kept.ids.count(dropped.decision()) > 0 && dropped.rule() != "R-714") {
        return;
      }
    }
  }
  Complain("left out: ", kept.first->id(), " trains no partner in week ",
           week.front()->week(), " and nothing says why");
}

}  // namespace

std::vector<std::string> WeekComplaints(const CheckedPerson& person,
                                        const Routine& routine) {
  return Weeks(person, routine).Check();
}

}  // namespace tonus::testing
