// SPDX-License-Identifier: Apache-2.0
#include "tests/property/kept_decisions.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/property/checked_dose.h"

namespace tonus::testing {

using knowledge::v1::Exercise;
using knowledge::v1::Side;
using v1::Decision;
using v1::Routine;
using v1::Session;
using v1::SessionItem;

namespace {

bool Touches(const SessionItem& item, Side side) {
  return side == knowledge::v1::SIDE_MIDLINE ||
         std::any_of(item.doses().begin(), item.doses().end(),
                     [&](const v1::Dose& dose) {
                       return dose.side() == side ||
                              dose.side() == knowledge::v1::SIDE_MIDLINE ||
                              dose.side() == knowledge::v1::SIDE_UNSPECIFIED;
                     });
}

bool Targets(const Exercise& exercise, const std::string& muscle) {
  return std::find(exercise.targets().begin(), exercise.targets().end(),
                   muscle) != exercise.targets().end();
}

class KeptDecisions {
 public:
  KeptDecisions(const CheckedPerson& person, const Routine& routine)
      : person_(person), routine_(routine) {}

  std::vector<std::string> Check() const;

 private:
  bool Releases(const Session& session, const Decision& decision) const;
  bool Trains(const Session& session, const std::string& muscle,
              Side side) const;
  bool Glides(const Session& session, const Decision& decision) const;
  bool Stands(const Session& session, const Decision& decision) const;
  bool IsTold(const Decision& decision) const;
  bool IsUncovered(const Decision& decision) const;
  template <typename Is>
  bool AnyItem(const Session& session, Is is) const;

  const CheckedPerson& person_;
  const Routine& routine_;
};

template <typename Is>
bool KeptDecisions::AnyItem(const Session& session, Is is) const {
  const auto item_is = [&](const SessionItem& item) {
    return is(item, person_.ExerciseOf(item));
  };
  return std::any_of(session.items().begin(), session.items().end(), item_is) ||
         std::any_of(
             session.home_items().begin(), session.home_items().end(),
             [&](const v1::HomeItem& home) { return item_is(home.item()); });
}

bool KeptDecisions::Releases(const Session& session,
                             const Decision& decision) const {
  return AnyItem(session, [&](const SessionItem& item, const Exercise& it) {
    return IsRelease(it) && Targets(it, decision.muscle()) &&
           Touches(item, decision.side());
  });
}

bool KeptDecisions::Trains(const Session& session, const std::string& muscle,
                           Side side) const {
  return AnyItem(session, [&](const SessionItem& item, const Exercise& it) {
    return IsLoad(it) && Targets(it, muscle) && Touches(item, side);
  });
}

bool KeptDecisions::Glides(const Session& session,
                           const Decision& decision) const {
  return AnyItem(session, [&](const SessionItem& item, const Exercise& it) {
    return it.technique() == knowledge::v1::TECHNIQUE_NEURAL_FLOSS &&
           Targets(it, decision.muscle()) && Touches(item, decision.side());
  });
}

bool KeptDecisions::Stands(const Session& session,
                           const Decision& decision) const {
  switch (decision.action()) {
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER:
      return Releases(session, decision) &&
             Trains(session, decision.partner(), decision.partner_side());
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_STRENGTHEN:
      return Releases(session, decision) &&
             Trains(session, decision.muscle(), decision.side());
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE:
    case knowledge::v1::DECISION_ACTION_MOBILISE:
    case knowledge::v1::DECISION_ACTION_MAINTAIN_LENGTH:
      return Releases(session, decision);
    case knowledge::v1::DECISION_ACTION_FLOSS:
      return Glides(session, decision);
    default:
      return Trains(session, decision.muscle(), decision.side());
  }
}

// That it takes turns is no reason to have none in six weeks.
bool KeptDecisions::IsTold(const Decision& decision) const {
  for (const Session& session : routine_.sessions()) {
    for (const v1::Dropped& dropped : session.dropped()) {
      if (dropped.decision() == decision.id() && dropped.rule() != "R-714" &&
          !absl::StrContains(dropped.reason(), "take turns")) {
        return true;
      }
    }
  }
  return false;
}

bool KeptDecisions::IsUncovered(const Decision& decision) const {
  return std::any_of(routine_.uncovered().begin(), routine_.uncovered().end(),
                     [&](const v1::Uncovered& uncovered) {
                       return uncovered.decision() == decision.id();
                     });
}

std::vector<std::string> KeptDecisions::Check() const {
  std::vector<std::string> complaints;
  for (const Decision& decision : routine_.decisions()) {
    if (!decision.kept()) continue;
    const bool stands =
        std::any_of(routine_.sessions().begin(), routine_.sessions().end(),
                    [&](const Session& session) {
                      return session.relief() || Stands(session, decision);
                    });
    if (!stands && !IsTold(decision) && !IsUncovered(decision)) {
      complaints.push_back(
          absl::StrCat("kept: ", decision.id(),
                       " stands in no session, and nothing says why"));
    }
  }
  return complaints;
}

}  // namespace

std::vector<std::string> KeptComplaints(const CheckedPerson& person,
                                        const Routine& routine) {
  return KeptDecisions(person, routine).Check();
}

}  // namespace tonus::testing
