// SPDX-License-Identifier: Apache-2.0
#include "services/engine/relief_referral.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"
#include "services/engine/relief_answer.h"
#include "services/engine/relief_history.h"

namespace tonus::engine {
namespace {

// The first day whose runs no clearance has settled.
absl::CivilDay FirstUnsettledDay(const Case& the_case) {
  absl::CivilDay first = absl::CivilDay::min();
  for (const v1::Clearance& clearance : the_case.facts.clearances()) {
    const absl::CivilDay given = ToCivilDay(clearance.date());
    if (clearance.subject() == kReliefLimits && given <= the_case.today) {
      first = std::max(first, given);
    }
  }
  return first;
}

bool HadNerveSymptom(const Case& the_case, const std::vector<PlayedRun>& runs) {
  const int days = the_case.knowledge.pack().relief().nerve_rest_days();
  return absl::c_any_of(runs, [&](const PlayedRun& run) {
    return absl::c_any_of(
        run.answers, [&](const storage::v1::ReliefFact* fact) {
          return IsNeural(fact->answer().feedback()) &&
                 the_case.today - UtcDay(fact->effective_time()) <= days;
        });
  });
}

}  // namespace

void ReferAfterRelief(Case* the_case) {
  const auto& constants = the_case->knowledge.pack().relief();
  const std::vector<PlayedRun> runs = PlayedRuns(the_case->facts);
  if (runs.empty()) return;
  if (LastCluster(runs, v1::RELIEF_STATE_ABORTED, constants.aborted_runs(),
                  constants.aborted_days(),
                  FirstUnsettledDay(*the_case)) != absl::CivilDay::min()) {
    the_case->referrals.push_back(
        {knowledge::v1::SAFETY_ACTION_REFER, kReliefLimits,
         absl::StrCat(constants.aborted_runs(), " relief runs within ",
                      constants.aborted_days(),
                      " days were ended for safety")});
  }
  const absl::CivilDay exhausted =
      LastCluster(runs, v1::RELIEF_STATE_EXHAUSTED, constants.exhausted_runs(),
                  constants.exhausted_days(), absl::CivilDay::min());
  if (exhausted != absl::CivilDay::min() &&
      the_case->today - exhausted < constants.exhausted_days()) {
    the_case->referrals.push_back(
        {knowledge::v1::SAFETY_ACTION_REFER_ROUTINE, kReliefLimits,
         absl::StrCat(constants.exhausted_runs(), " relief runs within ",
                      constants.exhausted_days(), " days did not help")});
  }
  if (HadNerveSymptom(*the_case, runs)) {
    the_case->referrals.push_back(
        {knowledge::v1::SAFETY_ACTION_REFER_ROUTINE, "A-040",
         "a nerve symptom came up in a relief run, so the nerves should be "
         "tested"});
  }
}

}  // namespace tonus::engine
