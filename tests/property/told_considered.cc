// SPDX-License-Identifier: Apache-2.0
#include "tests/property/told_considered.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/property/checked_dose.h"

namespace tonus::testing {

using knowledge::v1::Exercise;
using v1::Session;
using v1::SessionItem;

namespace {

// The order of R-514.
int LoadRank(const Exercise& exercise) {
  switch (exercise.technique()) {
    case knowledge::v1::TECHNIQUE_ACTIVATION:
      return 1;
    case knowledge::v1::TECHNIQUE_STRENGTH:
      return 2;
    default:
      return 3;
  }
}

// Whether the exercise uses the range of some muscle (table X1).
bool IsMovement(const CheckedPerson& person, const std::string& exercise) {
  const auto& movements = person.pack().integration_movements();
  return std::any_of(
      movements.begin(), movements.end(),
      [&](const auto& movement) { return movement.exercise() == exercise; });
}

}  // namespace

void AddUntrulyConsidered(const CheckedPerson& person, const Session& session,
                          const SessionItem& item,
                          std::vector<std::string>* complaints) {
  const Exercise& chosen = person.ExerciseOf(item);
  for (const v1::Considered& considered : item.considered()) {
    const Exercise* found = person.FindExercise(considered.exercise());
    if (found == nullptr) continue;
    const Exercise& other = *found;
    const std::string& reason = considered.reason();
    bool is_so = true;
    if (reason == "It would serve as well.") {
      is_so = person.Safe(other, session) &&
              other.technique() == chosen.technique() &&
              other.level() <= chosen.level() &&
              other.minutes() <= chosen.minutes() &&
              person.NeedsCaution(other) == person.NeedsCaution(chosen) &&
              (other.targets().empty() || chosen.targets().empty() ||
               other.targets(0) == chosen.targets(0));
    } else if (absl::StartsWith(reason, "The one that is chosen uses")) {
      is_so = IsMovement(person, chosen.id()) &&
              (other.level() <= chosen.level() ||
               other.technique() != chosen.technique());
    } else if (reason == "It takes longer.") {
      is_so = other.minutes() > chosen.minutes();
    } else if (absl::StartsWith(reason, "Harder: level")) {
      is_so = other.level() > chosen.level();
    } else if (reason == "The one that is chosen is liked.") {
      const auto& liked = person.profile().preferred_exercises();
      is_so = (other.technique() == chosen.technique() ||
               LoadRank(other) < LoadRank(chosen)) &&
              std::find(liked.begin(), liked.end(), chosen.id()) != liked.end();
    } else if (absl::StartsWith(reason, "Easier: level")) {
      is_so = other.level() < chosen.level() &&
              chosen.technique() == knowledge::v1::TECHNIQUE_STABILITY;
    } else if (absl::StrContains(reason, "comes first here")) {
      is_so = considered.rule() == "R-514"
                  ? LoadRank(chosen) < LoadRank(other)
                  : other.technique() != chosen.technique();
    } else if (reason == "Its first target is another one.") {
      is_so = other.targets(0) != chosen.targets(0);
    } else if (reason == "The one that is chosen comes first in turn.") {
      is_so = other.technique() == chosen.technique() &&
              (chosen.technique() == knowledge::v1::TECHNIQUE_STABILITY
                   ? other.level() == chosen.level()
                   : other.level() <= chosen.level());
    } else if (reason == "A clinician asked for the one that is chosen.") {
      is_so = !item.override().empty() || person.IsPinned(chosen.id());
    } else if (reason == "It is disliked.") {
      const auto& disliked = person.profile().disliked_exercises();
      is_so = std::find(disliked.begin(), disliked.end(), other.id()) !=
              disliked.end();
    }
    if (!is_so) {
      complaints->push_back(absl::StrCat(
          "considered: session ", session.number(), " says of ", other.id(),
          " beside ", chosen.id(), ", untruly: ", reason));
    }
  }
}

}  // namespace tonus::testing
