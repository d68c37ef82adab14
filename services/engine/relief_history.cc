// SPDX-License-Identifier: Apache-2.0
#include "services/engine/relief_history.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/measurement.h"

namespace tonus::engine {

using storage::v1::ReliefFact;

std::vector<PlayedRun> PlayedRuns(const storage::v1::PatientFacts& facts) {
  std::vector<PlayedRun> runs;
  for (const ReliefFact& fact : facts.relief()) {
    if (!fact.has_begun()) continue;
    PlayedRun& run = runs.emplace_back();
    run.run = fact.run();
    run.begun = &fact;
    run.last = &fact;
  }
  for (const ReliefFact& fact : facts.relief()) {
    if (fact.has_begun()) continue;
    const auto run = absl::c_find_if(
        runs, [&](const PlayedRun& r) { return r.run == fact.run(); });
    if (run == runs.end()) continue;
    if (fact.has_answer()) run->answers.push_back(&fact);
    run->last = &fact;
  }
  return runs;
}

int RunsOnDay(const std::vector<PlayedRun>& runs, absl::Time now,
              absl::TimeZone zone, absl::Duration open) {
  const absl::CivilDay day = absl::ToCivilDay(now, zone);
  const PlayedRun* last = nullptr;
  int reported = 0;
  for (const PlayedRun& run : runs) {
    if (run.begun->state() != v1::RELIEF_STATE_STEP) continue;
    last = &run;
    const absl::Time begun = ToTime(run.begun->effective_time());
    if (!run.answers.empty() && absl::ToCivilDay(begun, zone) == day) {
      ++reported;
    }
  }
  if (last == nullptr || !last->answers.empty() ||
      last->state() != v1::RELIEF_STATE_STEP) {
    return reported;
  }
  const absl::Time begun = ToTime(last->begun->effective_time());
  return absl::ToCivilDay(begun, zone) == day && now - begun < open
             ? reported + 1
             : reported;
}

std::vector<const PlayedRun*> LastClusterOf(const std::vector<PlayedRun>& runs,
                                            v1::ReliefState state, int count,
                                            int days, absl::CivilDay from) {
  std::vector<const PlayedRun*> ended;
  const auto end_of = [](const PlayedRun* run) {
    return ToTime(run->last->effective_time());
  };
  for (const PlayedRun& run : runs) {
    if (run.state() == state && UtcDay(run.last->effective_time()) >= from) {
      ended.push_back(&run);
    }
  }
  if (count < 1) return {};
  absl::c_stable_sort(ended, [&](const PlayedRun* a, const PlayedRun* b) {
    return end_of(a) < end_of(b);
  });
  const absl::Duration longest = days * absl::Hours(24);
  for (int last = static_cast<int>(ended.size()) - 1; last >= count - 1;
       --last) {
    const int first = last - count + 1;
    if (end_of(ended[last]) - end_of(ended[first]) >= longest) continue;
    return {ended.begin() + first, ended.begin() + last + 1};
  }
  return {};
}

}  // namespace tonus::engine
