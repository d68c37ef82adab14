// SPDX-License-Identifier: Apache-2.0
// The relief runs of a person, as their facts tell them.

#ifndef TONUS_SERVICES_ENGINE_RELIEF_HISTORY_H_
#define TONUS_SERVICES_ENGINE_RELIEF_HISTORY_H_

#include <cstdint>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/relief.pb.h"

namespace tonus::engine {

// One run. Points into the facts.
struct PlayedRun {
  int64_t run = 0;
  const storage::v1::ReliefFact* begun = nullptr;  // Never null.
  std::vector<const storage::v1::ReliefFact*> answers;
  const storage::v1::ReliefFact* last = nullptr;  // Never null.

  // Where it was left; STEP while it goes on.
  v1::ReliefState state() const { return last->state(); }
};

// Returns the runs, the first begun first. Facts of a run whose beginning is
// not there are passed over.
std::vector<PlayedRun> PlayedRuns(const storage::v1::PatientFacts& facts);

// Returns how many of `runs` count for the day of `now` in `zone`: those that
// began on it and in which a step was reported, and the last one while it is
// under way, `open` long. Without a report the next step is not told, so no
// more than the first can have been done.
int RunsOnDay(const std::vector<PlayedRun>& runs, absl::Time now,
              absl::TimeZone zone, absl::Duration open);

// Returns the latest of `runs` of which `count` had ended as `state` in less
// than `days` of 24 hours, whatever dates they fall on, in the order in which
// they ended; empty when there are none. Runs that ended on a day before
// `from`, in UTC, do not count.
std::vector<const PlayedRun*> LastClusterOf(const std::vector<PlayedRun>& runs,
                                            v1::ReliefState state, int count,
                                            int days, absl::CivilDay from);

// Returns the rungs in the order in which they come for this person in a run
// that begins on `day`, from those of `runs` that began before `run`: the first
// rung first, then as in the pack, or what helped best once enough runs are
// known.
std::vector<int> RungOrder(const Knowledge& knowledge,
                           const std::vector<PlayedRun>& runs, int64_t run,
                           absl::CivilDay day);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RELIEF_HISTORY_H_
