// SPDX-License-Identifier: Apache-2.0
// What was told beside sessions, put among them.

#ifndef TONUS_SERVICES_ENGINE_TOLD_BESIDE_H_
#define TONUS_SERVICES_ENGINE_TOLD_BESIDE_H_

#include "absl/time/time.h"
#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/log_entry.pb.h"

namespace tonus::engine {

// Adds `beside` to `history` as a session of its own that is never done: after
// the sessions that were before `time` on its day, with the number and the week
// of the last one of them. Returns its position.
int AddBeside(SessionDone beside, absl::Time time, BlockDone* history);

// Adds what `log` tells of an exercise to what stands at `position`; the log
// must outlive `history`.
void TellBeside(const Knowledge& knowledge, const v1::ExerciseLog& log,
                const v1::ZoneReading& zone, int position, BlockDone* history);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TOLD_BESIDE_H_
