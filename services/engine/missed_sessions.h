// SPDX-License-Identifier: Apache-2.0
// What becomes of sessions that were missed: the switch `missed_sessions`.

#ifndef TONUS_SERVICES_ENGINE_MISSED_SESSIONS_H_
#define TONUS_SERVICES_ENGINE_MISSED_SESSIONS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Id of the switch and of its choices in the pack.
inline constexpr char kMissedSessions[] = "missed_sessions";
inline constexpr char kMergeMissed[] = "merge";
inline constexpr char kDropMissed[] = "drop";

// Returns the numbers of the sessions of `routine` of which nothing was done,
// in order. The turn of one that was begun is over, however little of it
// counts.
std::vector<int> OpenSessions(const storage::v1::PatientFacts& facts,
                              const v1::Routine& routine);

// Returns the number of the session that is next on `today`; 0 when none is.
// `open` are those that were not done, `choice` is that of the switch. When
// missed ones are dropped or merged, a session is missed once the one after it
// is due; otherwise the first open one is next, whenever it was due.
int NextSessionOn(const v1::Routine& outline, const std::vector<int>& open,
                  absl::string_view choice, absl::CivilDay today);

// Returns the open sessions of `outline` whose turn has passed on `today`, in
// order: none unless the choice of the person's switch drops or merges them.
std::vector<int> PassedSessions(const Knowledge& knowledge,
                                const storage::v1::PatientFacts& facts,
                                const v1::Routine& outline,
                                absl::CivilDay today);

// Returns the open sessions right before `number`, the latest first.
std::vector<int> MissedBefore(const v1::Routine& outline,
                              const std::vector<int>& open, int number);

// Adds the blocks of `missed` that `session` does not have, behind its own, as
// far as its time, its number of exercises and its self-massage allow. It names
// `missed` when it took a block over or has all of them anyway.
void TakeOverBlocks(const Knowledge& knowledge, const v1::Session& missed,
                    v1::Session* session);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_MISSED_SESSIONS_H_
