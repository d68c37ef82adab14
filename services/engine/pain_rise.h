// SPDX-License-Identifier: Apache-2.0
// Whether pain has risen since a block began.

#ifndef TONUS_SERVICES_ENGINE_PAIN_RISE_H_
#define TONUS_SERVICES_ENGINE_PAIN_RISE_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"

namespace tonus::engine {

// Scores of pain when each block began, and the mornings since.
class PainHistory {
 public:
  // Nothing was told.
  PainHistory() = default;

  // `zone` is that of the person; `history` has all sessions that were logged.
  PainHistory(const Knowledge& knowledge,
              const storage::v1::PatientFacts& facts, absl::TimeZone zone,
              const BlockDone& history);

  // Returns the positions in `history` of the sessions around which the values
  // were told whose median rose so far, as of the session at `position` and the
  // mornings before the next one; nothing when it did not, or too little is
  // known.
  std::vector<int> RisenBy(const Knowledge& knowledge,
                           const knowledge::v1::PainRise& rise,
                           const BlockDone& history, int position) const;

 private:
  // By the number of the block and the measure.
  std::map<std::pair<int, std::string>, double> at_start_;
  std::map<absl::CivilDay, int> mornings_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PAIN_RISE_H_
