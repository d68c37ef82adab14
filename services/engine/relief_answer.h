// SPDX-License-Identifier: Apache-2.0
// What the answer after a step of the relief ladder means.

#ifndef TONUS_SERVICES_ENGINE_RELIEF_ANSWER_H_
#define TONUS_SERVICES_ENGINE_RELIEF_ANSWER_H_

#include <string>

#include "services/engine/pain_zone.h"
#include "tonus/knowledge/v1/programme.pb.h"
#include "tonus/v1/relief.pb.h"

namespace tonus::engine {

enum class ReliefVerdict { kRelief, kPartial, kSame, kWorse, kAbort };

// Where a run stood before the answer.
struct ReliefPain {
  int base = 0;         // At the start.
  int previous = 0;     // At the last answer, or at the start.
  int times_worse = 0;  // Rungs that were left as worse.
};

struct ReliefReading {
  ReliefVerdict verdict = ReliefVerdict::kSame;
  std::string rule;
  std::string reason;  // One sentence.
};

// Reads one answer to a step of `technique` by the numbers of the ladder and
// the zones of pain. What ends the run for safety comes before everything else,
// relief before any other change. A peak that was not told ends nothing.
ReliefReading ReadReliefAnswer(const knowledge::v1::ReliefConstants& constants,
                               const PainZones& zones,
                               knowledge::v1::Technique technique,
                               const ReliefPain& pain,
                               const v1::ReliefFeedback& answer);

// Returns the pain that the answer tells; that `before` it where it tells none,
// as harm may.
int PainAfter(const v1::ReliefFeedback& answer, int before);

// Whether the answer tells a symptom of a nerve.
bool IsNeural(const v1::ReliefFeedback& answer);

// Whether the answer tells a symptom or sharp pain, which ends a run at once.
bool TellsHarm(const v1::ReliefFeedback& answer);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RELIEF_ANSWER_H_
