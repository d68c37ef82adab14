// SPDX-License-Identifier: Apache-2.0
// The retests of all blocks that are open, by what was logged.

#ifndef TONUS_SERVICES_ENGINE_RETESTS_H_
#define TONUS_SERVICES_ENGINE_RETESTS_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"

namespace tonus::engine {

// A retest whose session was done; with `after_session` 0 the days before the
// first one of its block.
struct OpenRetest {
  // Which block, from 0, and the number within it of the session after which it
  // is taken.
  int block = 0;
  int after_session = 0;
  // The day of the first session of the block.
  absl::CivilDay begin;
  // Days whose values are its: from the day of that session on, and before that
  // of the next retest.
  absl::CivilDay open;
  absl::CivilDay end = absl::CivilDay::max();
  // Share of the sessions of the block up to it that were done without being
  // replaced by relief, in [0, 100].
  int adherence_pct = 0;

  bool Covers(absl::CivilDay day) const { return open <= day && day < end; }
};

// Returns them in the order of time. One is open from the day of the first
// session that was done from its own on, since one that was dropped has none.
std::vector<OpenRetest> ReadOpenRetests(const Knowledge& knowledge,
                                        const BlockDone& history);

// Returns of every block the days after its first one and before a retest
// opens: a test that is taken then is compared with its start as well.
std::vector<OpenRetest> ReadDaysBeforeRetests(
    const Knowledge& knowledge, const BlockDone& history,
    const std::vector<OpenRetest>& retests);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RETESTS_H_
