// SPDX-License-Identifier: Apache-2.0
// Kept decisions that no session of a block serves on their side: none of them
// vanishes without a word.

#ifndef TONUS_SERVICES_ENGINE_NEVER_SERVED_H_
#define TONUS_SERVICES_ENGINE_NEVER_SERVED_H_

#include "absl/container/flat_hash_set.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Adds to `routine` why each of its sessions leaves out a kept decision that
// none of them serves, unless it tells that already. Sessions whose numbers are
// in `done` stay as they are.
void TellNeverServed(const Knowledge& knowledge,
                     const v1::Interpretation& interpretation,
                     const absl::flat_hash_set<int>& done,
                     v1::Routine* routine);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_NEVER_SERVED_H_
