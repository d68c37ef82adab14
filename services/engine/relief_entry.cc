// SPDX-License-Identifier: Apache-2.0
#include "services/engine/relief_entry.h"

#include <optional>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/measurement.h"

namespace tonus::engine {
namespace {

// Whether every question that is asked again was answered no.
bool AllDenied(const Knowledge& knowledge, const v1::Screening& recheck) {
  if (absl::c_any_of(recheck.answers(), [](const v1::RedFlagAnswer& answer) {
        return answer.present();
      })) {
    return false;
  }
  return recheck.others_denied() ||
         absl::c_all_of(
             knowledge.pack().red_flags(), [&](const auto& red_flag) {
               return red_flag.recheck_group() == 0 ||
                      absl::c_any_of(recheck.answers(),
                                     [&](const v1::RedFlagAnswer& answer) {
                                       return answer.red_flag() ==
                                              red_flag.id();
                                     });
             });
}

std::vector<PlayedRun> Before(const std::vector<PlayedRun>& runs,
                              const PlayedRun& run) {
  std::vector<PlayedRun> before;
  for (const PlayedRun& other : runs) {
    if (other.run == run.run) break;
    before.push_back(other);
  }
  return before;
}

}  // namespace

ReliefEntry EnterRelief(const ReliefSetting& setting,
                        const std::vector<PlayedRun>& runs,
                        const PlayedRun& run) {
  const auto& constants = setting.knowledge.pack().relief();
  const storage::v1::ReliefBegun& begun = run.begun->begun();
  if (setting.interpretation.gate() != v1::GATE_OK) {
    return {v1::RELIEF_STATE_BLOCKED, "R-800",
            "Exercise has to wait, so relief has to wait too."};
  }
  if (!AllDenied(setting.knowledge, begun.recheck())) {
    return {v1::RELIEF_STATE_BLOCKED, "R-800",
            "Relief begins only when every red-flag question was asked again "
            "and answered no."};
  }
  if (begun.base_pain() <= constants.relieved_at()) {
    return {v1::RELIEF_STATE_RELIEVED, "R-801",
            absl::StrCat("Pain is ", begun.base_pain(),
                         ": there is nothing to relieve.")};
  }
  if (RunsOnDay(Before(runs, run), ToTime(run.begun->effective_time()),
                setting.zone, absl::Minutes(constants.max_minutes())) >=
      constants.runs_per_day()) {
    return {v1::RELIEF_STATE_BLOCKED, "R-809",
            absl::StrCat("There were ", constants.runs_per_day(),
                         " runs today already, and more do not help.")};
  }
  return {v1::RELIEF_STATE_STEP, "R-800", "Relief may begin."};
}

}  // namespace tonus::engine
