// SPDX-License-Identifier: Apache-2.0
#include "services/engine/relief_answer.h"

#include "absl/strings/str_cat.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

using knowledge::v1::ReliefConstants;
using v1::ReliefFeedback;

// Why the answer ends the run, or "".
std::string ReasonToAbort(const ReliefConstants& constants,
                          const ReliefPain& pain,
                          const ReliefFeedback& answer) {
  const int now = answer.pain_now();
  if (answer.neuro_symptom() ||
      answer.stop_symptom() != v1::STOP_SYMPTOM_UNSPECIFIED) {
    return "A symptom came up at which every exercise stops.";
  }
  if (answer.sharp_pain()) return "The pain was sharp or catching.";
  if (now - pain.previous >= constants.abort_rise()) {
    return absl::StrCat("Pain rose from ", pain.previous, " to ", now,
                        " in one step.");
  }
  if (now - pain.base >= constants.abort_rise()) {
    return absl::StrCat("Pain rose from ", pain.base, " at the start to ", now,
                        ".");
  }
  if (answer.has_peak_pain()) {
    const int peak = answer.peak_pain();
    if (peak - pain.base >= constants.abort_peak_rise() ||
        (peak >= constants.abort_peak() &&
         pain.base < constants.abort_peak())) {
      return absl::StrCat("Pain peaked at ", peak, " during the step.");
    }
  }
  if (now - pain.previous >= constants.worse_rise() &&
      pain.times_worse >= constants.worse_limit()) {
    return "Pain got worse again.";
  }
  return "";
}

bool IsRelief(const ReliefConstants& constants, int base, int now) {
  const int drop = base - now;
  return now <= constants.relieved_at() || drop >= constants.relief_drop() ||
         (base >= constants.relief_share_from() &&
          AtLeast(drop, constants.relief_share() * base));
}

}  // namespace

bool IsNeural(const ReliefFeedback& answer) {
  switch (answer.stop_symptom()) {
    case v1::STOP_SYMPTOM_LIMB_NEURAL:
    case v1::STOP_SYMPTOM_WEAKNESS:
    case v1::STOP_SYMPTOM_SADDLE:
      return true;
    default:
      return answer.neuro_symptom();
  }
}

ReliefReading ReadReliefAnswer(const ReliefConstants& constants,
                               const ReliefPain& pain,
                               const ReliefFeedback& answer) {
  const int now = answer.pain_now();
  if (std::string reason = ReasonToAbort(constants, pain, answer);
      !reason.empty()) {
    return {ReliefVerdict::kAbort, "R-807", std::move(reason)};
  }
  if (IsRelief(constants, pain.base, now)) {
    return {ReliefVerdict::kRelief, "R-803",
            absl::StrCat("Pain went from ", pain.base, " to ", now,
                         ": that is relief.")};
  }
  if (pain.previous - now >= constants.partial_drop()) {
    return {ReliefVerdict::kPartial, "R-804",
            absl::StrCat("Pain eased from ", pain.previous, " to ", now,
                         ", not yet enough.")};
  }
  if (now - pain.previous >= constants.worse_rise()) {
    return {ReliefVerdict::kWorse, "R-806",
            absl::StrCat("Pain rose from ", pain.previous, " to ", now,
                         ", so the rest of this kind is left out.")};
  }
  return {ReliefVerdict::kSame, "R-805",
          absl::StrCat("Pain stayed at ", now, ".")};
}

}  // namespace tonus::engine
