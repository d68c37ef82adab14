// SPDX-License-Identifier: Apache-2.0
#include "services/routine/missed_blocks.h"

#include <vector>

#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/missed_sessions.h"
#include "services/patient/sealed_storage.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

// Whether what is planned in `left_out` may still be done on the day of
// `session`, which is open.
bool HoldsOn(const v1::Session& left_out, const v1::Session& session) {
  return !session.items().empty() &&
         (!left_out.has_expire_date() ||
          engine::ToCivilDay(session.date()) <
              engine::ToCivilDay(left_out.expire_date()));
}

}  // namespace

absl::StatusOr<std::string> WithMissed(const engine::Knowledge& knowledge,
                                       const RoutineToday& today,
                                       const PatientRecords& records,
                                       const PatientRef& ref, int number,
                                       std::string planned) {
  const storage::v1::CurrentRoutine& current = today.current;
  if (current.missed_sessions() != engine::kMergeMissed) return planned;
  const std::vector<int> missed = engine::MissedBefore(
      current.outline(),
      {current.open_sessions().begin(), current.open_sessions().end()}, number);
  if (missed.empty()) return planned;
  TONUS_ASSIGN_OR_RETURN(v1::Session session,
                         ParseStored<v1::Session>(planned));
  for (const int other : missed) {
    TONUS_ASSIGN_OR_RETURN(const std::vector<std::string> stored,
                           SessionsOf(today, records, ref, other, 1));
    if (stored.empty()) continue;
    TONUS_ASSIGN_OR_RETURN(const v1::Session left_out,
                           ParseStored<v1::Session>(stored.front()));
    if (left_out.number() == other && HoldsOn(left_out, session)) {
      engine::TakeOverBlocks(knowledge, left_out, &session);
    }
  }
  return engine::DeterministicBytes(session);
}

}  // namespace tonus
