// SPDX-License-Identifier: Apache-2.0
#include "services/engine/relief_answer.h"

#include "absl/strings/str_cat.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

using knowledge::v1::ReliefConstants;
using v1::ReliefFeedback;

ExercisePain PainOf(const ReliefPain& pain, const ReliefFeedback& answer) {
  ExercisePain told;
  if (answer.has_peak_pain()) told.peak = answer.peak_pain();
  told.base = pain.base;
  told.stop_symptom = answer.neuro_symptom() ||
                      answer.stop_symptom() != v1::STOP_SYMPTOM_UNSPECIFIED;
  told.sharp_pain = answer.sharp_pain();
  told.painful_sound = answer.painful_sound();
  return told;
}

// Why the answer ends the run, or "". `zone` is that of the step.
std::string ReasonToAbort(const ReliefConstants& constants,
                          const v1::ZoneReading& zone, const ReliefPain& pain,
                          const ReliefFeedback& answer) {
  const int now = PainAfter(answer, pain.previous);
  if (zone.level() >= constants.abort_level()) return zone.reason();
  if (now - pain.previous >= constants.abort_rise()) {
    return absl::StrCat("Pain rose from ", pain.previous, " to ", now,
                        " in one step.");
  }
  if (now - pain.base >= constants.abort_rise()) {
    return absl::StrCat("Pain rose from ", pain.base, " at the start to ", now,
                        ".");
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

bool TellsHarm(const ReliefFeedback& answer) {
  return answer.neuro_symptom() || answer.sharp_pain() ||
         answer.painful_sound() ||
         answer.stop_symptom() != v1::STOP_SYMPTOM_UNSPECIFIED;
}

int PainAfter(const ReliefFeedback& answer, int before) {
  return answer.has_pain_now() ? answer.pain_now() : before;
}

ReliefReading ReadReliefAnswer(const ReliefConstants& constants,
                               const PainZones& zones,
                               knowledge::v1::Technique technique,
                               const ReliefPain& pain,
                               const ReliefFeedback& answer) {
  const int now = PainAfter(answer, pain.previous);
  const v1::ZoneReading zone = ReadExerciseZone(
      zones, technique, PainOf(pain, answer), PeakLimit::kUnlessBegunThere);
  if (std::string reason = ReasonToAbort(constants, zone, pain, answer);
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
