// SPDX-License-Identifier: Apache-2.0
#include "services/engine/served_side.h"

#include "absl/algorithm/container.h"
#include "services/engine/candidates.h"

namespace tonus::engine {

using knowledge::v1::Side;

namespace {

// Whether something of `purpose` works on `target` on `side`.
bool Works(const Knowledge& knowledge, Purpose purpose,
           const std::string& target, Side side, const v1::Session& session) {
  const auto works = [&](const v1::SessionItem& item) {
    const auto& exercise = *knowledge.FindExercise(item.exercise());
    return PurposeOf(exercise) == purpose && Lists(exercise, target) &&
           IsDoneOn(item, side);
  };
  return absl::c_any_of(session.items(), works) ||
         absl::c_any_of(session.home_items(), [&](const v1::HomeItem& home) {
           return works(home.item());
         });
}

}  // namespace

bool IsMate(const v1::Decision& one, const v1::Decision& other) {
  return one.action() == other.action() && one.muscle() == other.muscle() &&
         one.partner() == other.partner() && one.side() != other.side();
}

bool IsDoneOn(const v1::SessionItem& item, Side side) {
  return side == knowledge::v1::SIDE_MIDLINE ||
         absl::c_any_of(item.doses(), [&](const v1::Dose& dose) {
           return dose.side() == side ||
                  dose.side() == knowledge::v1::SIDE_MIDLINE ||
                  dose.side() == knowledge::v1::SIDE_UNSPECIFIED;
         });
}

bool ReleasesSideOf(const Knowledge& knowledge, const v1::Decision& decision,
                    const v1::Session& session) {
  return Works(knowledge, Purpose::kRelease, decision.muscle(), decision.side(),
               session);
}

bool TrainsSideOf(const Knowledge& knowledge, const v1::Decision& decision,
                  const v1::Session& session) {
  return decision.partner().empty()
             ? Works(knowledge, Purpose::kLoad, decision.muscle(),
                     decision.side(), session)
             : Works(knowledge, Purpose::kLoad, decision.partner(),
                     decision.partner_side(), session);
}

bool ServesSideOf(const Knowledge& knowledge, const v1::Decision& decision,
                  const v1::Session& session) {
  switch (decision.action()) {
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER:
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_STRENGTHEN:
      return ReleasesSideOf(knowledge, decision, session) &&
             TrainsSideOf(knowledge, decision, session);
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE:
    case knowledge::v1::DECISION_ACTION_MOBILISE:
    case knowledge::v1::DECISION_ACTION_MAINTAIN_LENGTH:
      return ReleasesSideOf(knowledge, decision, session);
    case knowledge::v1::DECISION_ACTION_FLOSS:
      return Works(knowledge, Purpose::kFloss, decision.muscle(),
                   decision.side(), session);
    default:
      return TrainsSideOf(knowledge, decision, session);
  }
}

}  // namespace tonus::engine
