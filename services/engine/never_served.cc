// SPDX-License-Identifier: Apache-2.0
#include "services/engine/never_served.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/candidates.h"
#include "services/engine/considered_reason.h"
#include "services/engine/served_side.h"
#include "services/engine/taken_partner.h"
#include "services/engine/target_name.h"
#include "services/engine/week_pairs.h"

namespace tonus::engine {
namespace {

using v1::Decision;
using v1::Session;
using v1::SessionItem;

// Rules of what says nothing of the whole block: too little of a stretch in a
// week, and a turn in another one.
constexpr char kTooLittle[] = "R-714";
constexpr char kTurn[] = "R-515";

class NeverServed {
 public:
  NeverServed(const Knowledge& knowledge,
              const v1::Interpretation& interpretation,
              const absl::flat_hash_set<int>& done, v1::Routine* routine)
      : knowledge_(knowledge),
        interpretation_(interpretation),
        groups_(KeptGroups(interpretation)),
        routine_(*routine) {
    for (Session& session : *routine->mutable_sessions()) {
      if (!session.relief() && !done.contains(session.number())) {
        open_.push_back(&session);
      }
    }
  }

  void Tell() {
    for (const Decision& decision : interpretation_.decisions()) {
      if (!decision.kept() || IsServed(decision) || IsUncovered(decision) ||
          IsLeftOut(decision)) {
        continue;
      }
      if (!TellLikeMate(decision) && !TellPartner(decision) &&
          !TellTaken(decision) && !TellStandIn(decision)) {
        Drop(decision, "R-732",
             "The sessions of this block have no place for it.", open_.front());
      }
    }
  }

  bool HasOpen() const { return !open_.empty(); }

 private:
  bool IsServed(const Decision& decision) const {
    return absl::c_any_of(routine_.sessions(), [&](const Session& session) {
      return session.relief() || ServesSideOf(knowledge_, decision, session);
    });
  }

  bool IsUncovered(const Decision& decision) const {
    return absl::c_any_of(routine_.uncovered(),
                          [&](const v1::Uncovered& uncovered) {
                            return uncovered.decision() == decision.id();
                          });
  }

  // How `session` says that it leaves `decision` out; nullptr when it does not.
  static const v1::Dropped* DroppedFrom(const Session& session,
                                        const Decision& decision) {
    for (const v1::Dropped& dropped : session.dropped()) {
      if (dropped.decision() == decision.id() && dropped.rule() != kTooLittle &&
          dropped.rule() != kTurn) {
        return &dropped;
      }
    }
    return nullptr;
  }

  bool IsLeftOut(const Decision& decision) const {
    return absl::c_any_of(routine_.sessions(), [&](const Session& session) {
      return DroppedFrom(session, decision) != nullptr;
    });
  }

  static void Drop(const Decision& decision, const char* rule,
                   const std::string& reason, Session* session) {
    v1::Dropped* dropped = session->add_dropped();
    dropped->set_decision(decision.id());
    dropped->set_rule(rule);
    dropped->set_reason(reason);
  }

  // What was said of both sides by the name of one.
  bool TellLikeMate(const Decision& decision) {
    for (const Decision& mate : interpretation_.decisions()) {
      if (!mate.kept() || !IsMate(mate, decision)) continue;
      const bool is_served = IsServed(mate);
      for (const v1::Uncovered& uncovered : routine_.uncovered()) {
        if (is_served || uncovered.decision() != mate.id()) continue;
        v1::Uncovered also = uncovered;
        also.set_decision(decision.id());
        *routine_.add_uncovered() = also;
        return true;
      }
      for (Session* session : open_) {
        const v1::Dropped* dropped = DroppedFrom(*session, mate);
        // What is served elsewhere may have had no room here on both sides.
        if (dropped == nullptr || (is_served && dropped->exercise().empty())) {
          continue;
        }
        v1::Dropped also = *dropped;
        also.set_decision(decision.id());
        *session->add_dropped() = also;
        return true;
      }
    }
    return false;
  }

  const Decision* DecisionOf(const SessionItem& item) const {
    for (const Decision& decision : interpretation_.decisions()) {
      if (decision.id() == item.decision()) return &decision;
    }
    return nullptr;
  }

  // A partner is trained once in a session, for what matters more.
  bool TellPartner(const Decision& decision) {
    for (Session* session : open_) {
      const std::optional<v1::Dropped> taken =
          TakenPartner(knowledge_, groups_, decision, *session);
      if (!taken.has_value()) continue;
      *session->add_dropped() = *taken;
      return true;
    }
    return false;
  }

  // What would do it stands in the session for something else.
  bool TellTaken(const Decision& decision) {
    for (Session* session : open_) {
      const bool released = ReleasesSideOf(knowledge_, decision, *session);
      const bool trained = TrainsSideOf(knowledge_, decision, *session);
      for (const SessionItem& item : session->items()) {
        const auto& exercise = *knowledge_.FindExercise(item.exercise());
        const Decision* other = DecisionOf(item);
        const bool serves =
            (!released && PurposeOf(exercise) == Purpose::kRelease &&
             Lists(exercise, decision.muscle())) ||
            (!trained && PurposeOf(exercise) == Purpose::kLoad &&
             Lists(exercise, decision.partner().empty() ? decision.muscle()
                                                        : decision.partner()));
        if (!serves || (other != nullptr && IsMate(*other, decision))) continue;
        Drop(decision, "R-732",
             other == nullptr || other->rank() < decision.rank()
                 ? StandsForMore(exercise)
                 : StandsForOther(exercise),
             session);
        return true;
      }
    }
    return false;
  }

  // What stands in for work on it does not work on it itself.
  bool TellStandIn(const Decision& decision) {
    const std::string& trained =
        decision.partner().empty() ? decision.muscle() : decision.partner();
    for (Session* session : open_) {
      for (const SessionItem& item : session->items()) {
        const Decision* other = DecisionOf(item);
        const auto& exercise = *knowledge_.FindExercise(item.exercise());
        if (other == nullptr || item.substitutes().empty() ||
            other->muscle() != decision.muscle() ||
            other->partner() != decision.partner() ||
            PurposeOf(exercise) != Purpose::kLoad || Lists(exercise, trained)) {
          continue;
        }
        Drop(decision, "R-735",
             absl::StrCat(
                 "Nothing that is possible trains the ",
                 TargetName(knowledge_, trained, knowledge::v1::SIDE_MIDLINE),
                 " itself: ", ExerciseName(exercise), " stands in."),
             session);
        return true;
      }
    }
    return false;
  }

  const Knowledge& knowledge_;
  const v1::Interpretation& interpretation_;
  const std::vector<DecisionGroup> groups_;
  v1::Routine& routine_;
  std::vector<Session*> open_;
};

}  // namespace

void TellNeverServed(const Knowledge& knowledge,
                     const v1::Interpretation& interpretation,
                     const absl::flat_hash_set<int>& done,
                     v1::Routine* routine) {
  NeverServed never_served(knowledge, interpretation, done, routine);
  if (never_served.HasOpen()) never_served.Tell();
}

}  // namespace tonus::engine
