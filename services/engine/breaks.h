// SPDX-License-Identifier: Apache-2.0
// How long nothing was done between the sessions of the running block.

#ifndef TONUS_SERVICES_ENGINE_BREAKS_H_
#define TONUS_SERVICES_ENGINE_BREAKS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Returns the break after each session of the block of `outline` that was done,
// in order; after the last one it lasts until `today`.
std::vector<BreakTaken> ReadBreaks(const Knowledge& knowledge,
                                   const storage::v1::PatientFacts& facts,
                                   const v1::Routine& outline,
                                   const BlockDone& history,
                                   absl::CivilDay today);

// The row about a break after which all is found out anew, and what that is;
// nullptr where the pack has none.
struct LongBreak {
  const knowledge::v1::AdaptationRule* row = nullptr;
  const knowledge::v1::CheckFirst* check = nullptr;
};

LongBreak FindLongBreak(const Knowledge& knowledge);

// When a block that nobody began is a long break, and what is found out then.
struct LateBegin {
  // Why it is one.
  std::string reason;
  std::string finding;
  const knowledge::v1::AdaptationRule* row = nullptr;
  const knowledge::v1::CheckFirst* check = nullptr;
  // The day since which nothing was done: of the last session of the block
  // before, or else on which the first session was due.
  absl::CivilDay since;
  // From this day on.
  absl::CivilDay day;
};

// Returns that of the block of `outline`, as the row about a long break has it,
// pauses or not; nullopt without a row or a day.
std::optional<LateBegin> ReadLateBegin(const Knowledge& knowledge,
                                       const storage::v1::PatientFacts& facts,
                                       const v1::Routine& outline);

// Whether a session of `outline` was begun so short a time before `day` that no
// long break followed, as the row about one has it; false without a row.
bool IsTrainedOn(const Knowledge& knowledge,
                 const storage::v1::PatientFacts& facts,
                 const v1::Routine& outline, absl::CivilDay day);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_BREAKS_H_
