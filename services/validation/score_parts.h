// SPDX-License-Identifier: Apache-2.0
// Counts of items of a questionnaire beside other counts of them.

#ifndef TONUS_SERVICES_VALIDATION_SCORE_PARTS_H_
#define TONUS_SERVICES_VALIDATION_SCORE_PARTS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "services/engine/knowledge.h"
#include "services/error.h"

namespace tonus {

// The score of a measure at a time.
struct ScoreAt {
  // Of the request, that gives it.
  std::string field;
  std::string measure;
  std::pair<int64_t, int32_t> time;  // Seconds, nanoseconds.
  double value = 0;
  // How much higher it may be, for items without an answer.
  double above = 0;
};

// Adds a violation for each two counts of one questionnaire and time that can
// not both be right: one would leave more to the items that only the other
// counts than there are, or less than none. It names the field of the later.
void CheckScoreParts(const std::vector<ScoreAt>& scores,
                     const engine::Knowledge& knowledge,
                     Violations* violations);

}  // namespace tonus

#endif  // TONUS_SERVICES_VALIDATION_SCORE_PARTS_H_
