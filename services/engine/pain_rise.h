// SPDX-License-Identifier: Apache-2.0
// Whether pain has risen since a block began.

#ifndef TONUS_SERVICES_ENGINE_PAIN_RISE_H_
#define TONUS_SERVICES_ENGINE_PAIN_RISE_H_

#include <map>
#include <string>
#include <utility>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"
#include "services/engine/row_count.h"
#include "tonus/storage/v1/facts.pb.h"

namespace tonus::engine {

// Scores of pain when each block began.
class PainHistory {
 public:
  // Nothing was told.
  PainHistory() = default;

  // `zone` is that of the person; `history` has all that was logged.
  PainHistory(const Knowledge& knowledge,
              const storage::v1::PatientFacts& facts, absl::TimeZone zone,
              const BlockDone& history);

  // Returns the sessions in `history` around which the values were told whose
  // median rose so far, as of the session at `position` and the mornings before
  // the next one, and the mornings where those are of them; nothing when it did
  // not, or too little is known.
  Counted RisenBy(const Knowledge& knowledge,
                  const knowledge::v1::PainRise& rise, const BlockDone& history,
                  int position) const;

 private:
  // By the number of the block and the measure.
  std::map<std::pair<int, std::string>, double> at_start_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PAIN_RISE_H_
