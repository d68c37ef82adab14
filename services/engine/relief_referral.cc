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

// Id of the rule of one run that was ended for safety.
constexpr char kReliefAborted[] = "R-807";

// The runs of a person as a referral reads them.
class Runs {
 public:
  Runs(const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
       absl::CivilDay today)
      : constants_(knowledge.pack().relief()),
        facts_(facts),
        today_(today),
        runs_(PlayedRuns(facts)) {}

  const PlayedRun* Aborted() const;
  std::vector<const PlayedRun*> OftenAborted() const;
  std::vector<const PlayedRun*> OftenExhausted() const;

 private:
  absl::CivilDay FirstUnsettledDay() const;

  const knowledge::v1::ReliefConstants& constants_;
  const storage::v1::PatientFacts& facts_;
  const absl::CivilDay today_;
  const std::vector<PlayedRun> runs_;
};

// The first day whose runs no clearance has settled.
absl::CivilDay Runs::FirstUnsettledDay() const {
  absl::CivilDay first = absl::CivilDay::min();
  for (const v1::Clearance& clearance : facts_.clearances()) {
    const absl::CivilDay given = ToCivilDay(clearance.date());
    if (clearance.subject() == kReliefLimits && given <= today_) {
      first = std::max(first, given);
    }
  }
  return first;
}

// One run that was ended is told while a second one would count with it. What
// nerve symptoms ask for is told on its own.
const PlayedRun* Runs::Aborted() const {
  const absl::CivilDay from = FirstUnsettledDay();
  const auto is_told = [&](const PlayedRun& run) {
    const absl::CivilDay end = UtcDay(run.last->effective_time());
    return run.state() == v1::RELIEF_STATE_ABORTED && end >= from &&
           today_ - end <= constants_.aborted_days() && !run.answers.empty() &&
           !IsNeural(run.answers.back()->answer().feedback());
  };
  const auto last = std::find_if(runs_.rbegin(), runs_.rend(), is_told);
  return last == runs_.rend() ? nullptr : &*last;
}

std::vector<const PlayedRun*> Runs::OftenAborted() const {
  return LastClusterOf(runs_, v1::RELIEF_STATE_ABORTED,
                       constants_.aborted_runs(), constants_.aborted_days(),
                       FirstUnsettledDay());
}

std::vector<const PlayedRun*> Runs::OftenExhausted() const {
  std::vector<const PlayedRun*> runs = LastClusterOf(
      runs_, v1::RELIEF_STATE_EXHAUSTED, constants_.exhausted_runs(),
      constants_.exhausted_days(), absl::CivilDay::min());
  const bool is_told =
      !runs.empty() && today_ - UtcDay(runs.back()->last->effective_time()) <
                           constants_.exhausted_days();
  if (!is_told) runs.clear();
  return runs;
}

// Why a run was ended for safety, in words that follow "because of".
const char* WhatEnded(const v1::ReliefFeedback& answer) {
  if (answer.stop_symptom() != v1::STOP_SYMPTOM_UNSPECIFIED) return "a symptom";
  if (answer.sharp_pain()) return "sharp pain";
  if (answer.painful_sound()) return "a sound with pain";
  return "rising pain";
}

}  // namespace

void ReferAfterRelief(Case* the_case) {
  const auto& constants = the_case->knowledge.pack().relief();
  const Runs runs(the_case->knowledge, the_case->facts, the_case->today);
  if (const PlayedRun* aborted = runs.Aborted()) {
    the_case->referrals.push_back(
        {knowledge::v1::SAFETY_ACTION_REFER_ROUTINE, kReliefAborted,
         absl::StrCat(
             "a relief run was ended for safety because of ",
             WhatEnded(aborted->answers.back()->answer().feedback()))});
  }
  if (!runs.OftenAborted().empty()) {
    the_case->referrals.push_back(
        {knowledge::v1::SAFETY_ACTION_REFER, kReliefLimits,
         absl::StrCat(constants.aborted_runs(), " relief runs within ",
                      constants.aborted_days(),
                      " days were ended for safety")});
  }
  if (!runs.OftenExhausted().empty()) {
    the_case->referrals.push_back(
        {knowledge::v1::SAFETY_ACTION_REFER_ROUTINE, kReliefLimits,
         absl::StrCat(constants.exhausted_runs(), " relief runs within ",
                      constants.exhausted_days(), " days did not help")});
  }
}

std::vector<int64_t> RunsBehind(const Knowledge& knowledge,
                                const storage::v1::PatientFacts& facts,
                                absl::CivilDay today, absl::string_view rule,
                                knowledge::v1::SafetyAction action) {
  const Runs runs(knowledge, facts, today);
  std::vector<const PlayedRun*> behind;
  if (rule == kReliefAborted && runs.Aborted() != nullptr) {
    behind.push_back(runs.Aborted());
  } else if (rule == kReliefLimits) {
    behind = action == knowledge::v1::SAFETY_ACTION_REFER
                 ? runs.OftenAborted()
                 : runs.OftenExhausted();
  }
  std::vector<int64_t> numbers;
  numbers.reserve(behind.size());
  for (const PlayedRun* run : behind) numbers.push_back(run->run);
  return numbers;
}

}  // namespace tonus::engine
