// SPDX-License-Identifier: Apache-2.0
// Findings by target and side, and the questions the deciding half asks them.

#ifndef TONUS_SERVICES_ENGINE_FINDING_TABLE_H_
#define TONUS_SERVICES_ENGINE_FINDING_TABLE_H_

#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/engine/finding.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

bool IsTight(const v1::Finding& finding);  // TIGHT or TIGHT_AND_WEAK.
bool IsWeak(const v1::Finding& finding);   // WEAK or TIGHT_AND_WEAK.

// An index of the findings of an interpretation, which must outlive it
// unchanged.
class FindingTable {
 public:
  explicit FindingTable(const v1::Interpretation& interpretation);

  // Returns the finding, or one with status UNKNOWN when there is none.
  const v1::Finding& Find(absl::string_view muscle,
                          knowledge::v1::Side side) const;

  // Returns the findings that work on `side` of `muscle` touches: both sides
  // of a two-sided target for work in the midline, the midline of a midline
  // target for any side.
  std::vector<const v1::Finding*> Touched(const Knowledge& knowledge,
                                          absl::string_view muscle,
                                          knowledge::v1::Side side) const;

 private:
  absl::flat_hash_map<std::pair<absl::string_view, knowledge::v1::Side>,
                      const v1::Finding*>
      by_target_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_FINDING_TABLE_H_
