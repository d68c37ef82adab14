// SPDX-License-Identifier: Apache-2.0
#include "tests/property/told_precedence.h"

#include <algorithm>
#include <cctype>

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

// Of what has another turn than this one, comes after pairs, or needs more.
constexpr char kTurn[] = "another one has its turn here.";
constexpr char kPairsFirst[] = "come before single findings.";
constexpr char kNeedsLess[] =
    "what needs less room has the place that is left.";
// Of what yields to what matters more.
constexpr char kLess[] = "what matters more comes first.";
constexpr char kLeast[] = "A short session keeps to what matters most.";
constexpr char kForMore[] = "stands in this session for what matters more.";
// Of the partner of a pair.
constexpr char kPartner[] = "Its partner is trained ";
constexpr char kAfterRelease[] = "after the release of the ";

bool Targets(const Exercise& exercise, const std::string& muscle) {
  return std::find(exercise.targets().begin(), exercise.targets().end(),
                   muscle) != exercise.targets().end();
}

// Sides of one muscle or pair count as one.
bool IsSame(const Decision& one, const Decision& other) {
  return one.action() == other.action() && one.muscle() == other.muscle() &&
         one.partner() == other.partner();
}

class Precedence {
 public:
  Precedence(const CheckedPerson& person, const Routine& routine)
      : person_(person), routine_(routine) {}

  std::vector<std::string> CheckAll() {
    for (const Session& session : routine_.sessions()) Check(session);
    return std::move(complaints_);
  }

  std::vector<std::string> CheckOne(const Session& session) {
    Check(session);
    return std::move(complaints_);
  }

 private:
  void Check(const Session& session) {
    if (session.relief()) return;
    for (const Dropped& dropped : session.dropped()) {
      const Decision* decision = FindKept(dropped.decision());
      if (decision == nullptr) continue;
      const std::string& reason = dropped.reason();
      if (IsSo(session, *decision, reason)) continue;
      complaints_.push_back(
          absl::StrCat("precedence: session ", session.number(), " ",
                       session.short_format(), " says of ", dropped.exercise(),
                       " for ", dropped.decision(), ", untruly: ", reason));
    }
  }

  bool IsSo(const Session& session, const Decision& decision,
            const std::string& reason) const {
    if (absl::EndsWith(reason, kTurn)) {
      return HasTurn(decision) && HasLess(session, decision);
    }
    if (absl::EndsWith(reason, kPairsFirst)) {
      return decision.partner().empty() &&
             HasLess(session, decision, /*pairs_alone=*/true);
    }
    if (absl::EndsWith(reason, kNeedsLess)) return HasLess(session, decision);
    if (absl::EndsWith(reason, kLess) || reason == kLeast) {
      return !HasLess(session, decision);
    }
    if (absl::EndsWith(reason, kForMore)) {
      return StandsForMore(session, decision, reason);
    }
    return !absl::StartsWith(reason, kPartner) ||
           PartnerIsTaken(session, decision, reason);
  }

  const Decision* FindKept(const std::string& id) const {
    for (const Decision& decision : routine_.decisions()) {
      if (decision.kept() && decision.id() == id) return &decision;
    }
    return nullptr;
  }

  // That of its most important side.
  int RankOf(const Decision& decision) const {
    int rank = decision.rank();
    for (const Decision& other : routine_.decisions()) {
      if (other.kept() && IsSame(other, decision)) {
        rank = std::min(rank, other.rank());
      }
    }
    return rank;
  }

  // Whether a session has something that is there for it, or trains what is
  // weak on the way. A release alone is not all of it.
  bool HasTurn(const Decision& decision) const {
    return std::any_of(routine_.sessions().begin(), routine_.sessions().end(),
                       [&](const Session& session) {
                         return session.relief() ||
                                HasItem(session, decision) ||
                                (decision.action() ==
                                     knowledge::v1::DECISION_ACTION_ACTIVATE &&
                                 Trains(session, decision));
                       });
  }

  bool HasItem(const Session& session, const Decision& decision) const {
    return std::any_of(session.items().begin(), session.items().end(),
                       [&](const SessionItem& item) {
                         const Decision* other = FindKept(item.decision());
                         return other != nullptr && IsSame(*other, decision);
                       });
  }

  bool Trains(const Session& session, const Decision& decision) const {
    return std::any_of(
        session.items().begin(), session.items().end(),
        [&](const SessionItem& item) {
          const Exercise& exercise = person_.ExerciseOf(item);
          return IsLoad(exercise) && Targets(exercise, decision.muscle()) &&
                 std::any_of(item.doses().begin(), item.doses().end(),
                             [&](const v1::Dose& dose) {
                               return dose.side() == decision.side() ||
                                      dose.side() ==
                                          knowledge::v1::SIDE_MIDLINE;
                             });
        });
  }

  // Whether an item is there for what matters less; general work and what a
  // clinician wants are in every session.
  bool HasLess(const Session& session, const Decision& decision,
               bool pairs_alone = false) const {
    return std::any_of(session.items().begin(), session.items().end(),
                       [&](const SessionItem& item) {
                         const Decision* other = FindKept(item.decision());
                         return other != nullptr && !IsSame(*other, decision) &&
                                RankOf(*other) > RankOf(decision) &&
                                (!pairs_alone || !other->partner().empty()) &&
                                item.override().empty() &&
                                item.rule() != "R-510" &&
                                item.rule() != "R-513";
                       });
  }

  bool StandsForMore(const Session& session, const Decision& decision,
                     const std::string& reason) const {
    return std::any_of(
        session.items().begin(), session.items().end(),
        [&](const SessionItem& item) {
          const Decision* other = FindKept(item.decision());
          return absl::StartsWith(
                     reason,
                     absl::StrCat("\"", person_.ExerciseOf(item).display_name(),
                                  "\" would serve it")) &&
                 (other == nullptr || RankOf(*other) <= decision.rank());
        });
  }

  // Whether the partner is trained in the session for the muscle that is named,
  // and after its release where that is said.
  bool PartnerIsTaken(const Session& session, const Decision& decision,
                      const std::string& reason) const {
    return std::any_of(session.items().begin(), session.items().end(),
                       [&](const SessionItem& item) {
                         const Decision* other = FindKept(item.decision());
                         const Exercise& trains = person_.ExerciseOf(item);
                         return other != nullptr &&
                                other->partner() == decision.partner() &&
                                other->muscle() != decision.muscle() &&
                                Names(reason, other->muscle()) &&
                                IsLoad(trains) &&
                                (RankOf(*other) < decision.rank() ||
                                 !absl::StrContains(reason, "matters more")) &&
                                (!absl::StrContains(reason, kAfterRelease) ||
                                 Releases(session, other->muscle()));
                       });
  }

  bool Names(const std::string& reason, const std::string& muscle) const {
    for (const auto& known : person_.pack().muscles()) {
      if (known.id() != muscle) continue;
      std::string rest = known.display_name().substr(1);
      return absl::StrContains(reason, rest);
    }
    return false;
  }

  bool Releases(const Session& session, const std::string& muscle) const {
    return std::any_of(session.items().begin(), session.items().end(),
                       [&](const SessionItem& item) {
                         const Exercise& exercise = person_.ExerciseOf(item);
                         return IsRelease(exercise) &&
                                Targets(exercise, muscle);
                       });
  }

  const CheckedPerson& person_;
  const Routine& routine_;
  std::vector<std::string> complaints_;
};

}  // namespace

std::vector<std::string> PrecedenceComplaints(const CheckedPerson& person,
                                              const Routine& routine) {
  return Precedence(person, routine).CheckAll();
}

std::vector<std::string> PrecedenceComplaints(const CheckedPerson& person,
                                              const Routine& routine,
                                              const Session& session) {
  return Precedence(person, routine).CheckOne(session);
}

}  // namespace tonus::testing
