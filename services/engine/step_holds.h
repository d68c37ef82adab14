// SPDX-License-Identifier: Apache-2.0
// Times in which exercises do not go a step up.

#ifndef TONUS_SERVICES_ENGINE_STEP_HOLDS_H_
#define TONUS_SERVICES_ENGINE_STEP_HOLDS_H_

#include <vector>

#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"
#include "services/engine/row_count.h"

namespace tonus::engine {

// Reads them from what was logged. What it is made from must outlive it.
class StepHolds {
 public:
  StepHolds(const Knowledge& knowledge, const BlockDone& block,
            const RowCount& counts);

  // Whether the step up of `row` is not taken after that session.
  bool IsHeld(const knowledge::v1::AdaptationRule& row, int position) const;

 private:
  // Sessions after which an exercise does not go a step up.
  struct Held {
    const knowledge::v1::Hold* hold = nullptr;
    int from = 0;
    int to = 0;
  };

  void Add(const knowledge::v1::Hold& hold, int position);
  void AddAll(const knowledge::v1::AdaptationRule& row,
              const knowledge::v1::Hold& hold);

  const BlockDone& block_;
  const RowCount& counts_;
  std::vector<Held> held_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_STEP_HOLDS_H_
