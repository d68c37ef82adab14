// SPDX-License-Identifier: Apache-2.0
// What was considered for a target and rejected, and why.

#ifndef TONUS_SERVICES_ENGINE_REJECTIONS_H_
#define TONUS_SERVICES_ENGINE_REJECTIONS_H_

#include <vector>

#include "services/engine/finding_table.h"
#include "services/engine/finding_traits.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// A set of actions.
class ActionSet {
 public:
  void Insert(knowledge::v1::Action action) { bits_ |= Bit(action); }
  bool Contains(knowledge::v1::Action action) const {
    return (bits_ & Bit(action)) != 0;
  }

 private:
  static unsigned Bit(knowledge::v1::Action action) {
    return 1U << static_cast<unsigned>(action);
  }
  unsigned bits_ = 0;
};

// Returns the actions that the pack considers for such a target and that
// `covered` leaves out, each group with the rule and the reason why it is not
// taken.
std::vector<v1::RejectedAction> RejectedFor(const Knowledge& knowledge,
                                            const FindingTraits& traits,
                                            const knowledge::v1::Muscle& muscle,
                                            const v1::Finding& finding,
                                            ActionSet covered);

// Returns the partners of a tight `finding` that are not trained with it, each
// with the reason: only a partner that tests weak makes a pair.
std::vector<v1::RejectedAction> RejectedPartners(
    const Knowledge& knowledge, const FindingTable& findings,
    const knowledge::v1::Muscle& muscle, const v1::Finding& finding);

// Returns the muscles that may hold a weak `finding` back and are not released
// for it, each with the reason.
std::vector<v1::RejectedAction> RejectedInhibitors(
    const Knowledge& knowledge, const FindingTable& findings,
    const knowledge::v1::Muscle& muscle, const v1::Finding& finding);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_REJECTIONS_H_
