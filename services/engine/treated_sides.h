// SPDX-License-Identifier: Apache-2.0
// Which sides of a muscle decisions treat: L and R of it are one finding,
// whatever is done on each.

#ifndef TONUS_SERVICES_ENGINE_TREATED_SIDES_H_
#define TONUS_SERVICES_ENGINE_TREATED_SIDES_H_

#include <string>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Releasing and training are told apart: a muscle may need both.
class TreatedSides {
 public:
  // Adds what `decision` releases and trains, its partner too.
  void Add(const v1::Decision& decision);

  // Whether what was added treats the muscle of `decision` in the same way on
  // its other side alone.
  bool LeaveSideOf(const v1::Decision& decision) const;

 private:
  enum class Treatment { kNone, kRelease, kTraining };
  using Target = std::pair<Treatment, std::string>;

  static Treatment TreatmentOf(knowledge::v1::DecisionAction action);

  absl::btree_map<Target, absl::btree_set<knowledge::v1::Side>> sides_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TREATED_SIDES_H_
