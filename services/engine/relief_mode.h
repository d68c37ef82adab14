// SPDX-License-Identifier: Apache-2.0
// Relief mode: which sessions are relief because pain or disability was high at
// the start, and when that has lasted too long.

#ifndef TONUS_SERVICES_ENGINE_RELIEF_MODE_H_
#define TONUS_SERVICES_ENGINE_RELIEF_MODE_H_

#include <set>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/case.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Id of the rule of relief that takes the place of sessions.
inline constexpr char kReliefMode[] = "R-813";

// How the relief mode of one block went so far, if the person is in it.
class ReliefMode {
 public:
  // `first_session` is the number of the first session of the block, `zone`
  // that of the person.
  ReliefMode(const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
             int first_session, absl::CivilDay today, absl::TimeZone zone);

  // Whether session `number` is relief: one that was done when it was then; one
  // that was not while the mode has not ended, if it is one of the first ones
  // or all of those were done in vain.
  bool Holds(int number) const;

  // Whether as many sessions as it is meant for were done and it did not end.
  bool IsStuck() const { return !ended_ && done_in_it_ >= planned_; }

  // The day of the last session that was done in it.
  absl::CivilDay last_day() const { return last_day_; }

  // The sessions that were done in it.
  const std::set<int>& sessions() const { return relief_; }

 private:
  const int first_session_;
  const int planned_;
  std::set<int> relief_;  // Sessions that were done in it.
  std::set<int> done_;    // Every session of the block that was done.
  int done_in_it_ = 0;
  bool ended_ = false;
  absl::CivilDay last_day_ = absl::CivilDay::min();
};

// Adds the referrals for a relief mode that does not end, and for sessions that
// were replaced by relief time after time. They fade with the days that
// the pack gives.
void ReferAfterReliefDays(Case* the_case);

// Returns the sessions because of which R-813 refers on `today`, in order:
// those that relief took the place of, or those that were done in a relief mode
// that does not end. Empty when it does not refer.
std::vector<int> SessionsBehindReliefDays(
    const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
    const v1::PlanLimits& limits, absl::CivilDay today);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RELIEF_MODE_H_
