// SPDX-License-Identifier: Apache-2.0
#include "services/engine/lost_again.h"

#include "absl/algorithm/container.h"

namespace tonus::engine {

bool IsLostAgain(const Knowledge& knowledge, const v1::PlanLimits& limits,
                 absl::string_view muscle, knowledge::v1::Side side) {
  const auto tells_loss = [&](const v1::MaintainedTarget& target) {
    return absl::c_any_of(knowledge.pack().retest_rules(),
                          [&](const knowledge::v1::RetestRule& row) {
                            return row.rule() == target.rule() &&
                                   row.when().confirmation().lost();
                          });
  };
  return absl::c_any_of(limits.maintained_targets(),
                        [&](const v1::MaintainedTarget& target) {
                          return target.muscle() == muscle &&
                                 target.side() == side && tells_loss(target);
                        });
}

}  // namespace tonus::engine
