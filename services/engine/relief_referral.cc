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

// Why a run was ended for safety, in words that follow "because of".
const char* WhatEnded(const v1::ReliefFeedback& answer) {
  if (answer.stop_symptom() != v1::STOP_SYMPTOM_UNSPECIFIED) return "a symptom";
  if (answer.sharp_pain()) return "sharp pain";
  if (answer.painful_sound()) return "a sound with pain";
  return "rising pain";
}

// One run that was ended is told while a second one would count with it. What
// nerve symptoms ask for is told on its own.
void TellAborted(const std::vector<PlayedRun>& runs, absl::CivilDay from,
                 Case* the_case) {
  const int days = the_case->knowledge.pack().relief().aborted_days();
  const auto is_told = [&](const PlayedRun& run) {
    const absl::CivilDay end = UtcDay(run.last->effective_time());
    return run.state() == v1::RELIEF_STATE_ABORTED && end >= from &&
           the_case->today - end < days && !run.answers.empty() &&
           !IsNeural(run.answers.back()->answer().feedback());
  };
  const auto last = std::find_if(runs.rbegin(), runs.rend(), is_told);
  if (last == runs.rend()) return;
  the_case->referrals.push_back(
      {knowledge::v1::SAFETY_ACTION_REFER_ROUTINE, "R-807",
       absl::StrCat("a relief run was ended for safety because of ",
                    WhatEnded(last->answers.back()->answer().feedback()))});
}

}  // namespace

void ReferAfterRelief(Case* the_case) {
  const auto& constants = the_case->knowledge.pack().relief();
  const std::vector<PlayedRun> runs = PlayedRuns(the_case->facts);
  if (runs.empty()) return;
  const absl::CivilDay unsettled = FirstUnsettledDay(*the_case);
  TellAborted(runs, unsettled, the_case);
  if (LastCluster(runs, v1::RELIEF_STATE_ABORTED, constants.aborted_runs(),
                  constants.aborted_days(),
                  unsettled) != absl::CivilDay::min()) {
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
}

}  // namespace tonus::engine
