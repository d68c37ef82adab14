// SPDX-License-Identifier: Apache-2.0
// Folds a patient's events into the state.

#ifndef TONUS_SERVICES_ENGINE_REPLAY_H_
#define TONUS_SERVICES_ENGINE_REPLAY_H_

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/storage/v1/facts.pb.h"

namespace tonus::engine {

// Adds what `event` says to `facts`, which stay in the order of what they say:
// effective time, session number, fact id. A fact that is already there changes
// nothing, so any order and repetition of the same events gives the same bytes;
// only a correction has to follow what it corrects, and an end what it ends.
void AddFacts(const storage::v1::Event& event,
              storage::v1::PatientFacts* facts);

// Returns the facts of all `events`, in whatever order they are given.
storage::v1::PatientFacts FoldFacts(
    absl::Span<const storage::v1::Event> events);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_REPLAY_H_
