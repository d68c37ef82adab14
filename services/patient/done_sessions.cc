// SPDX-License-Identifier: Apache-2.0
#include "services/patient/done_sessions.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/missed_sessions.h"
#include "services/patient/resting_block.h"
#include "services/patient/sealed_storage.h"
#include "services/status_macros.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

std::set<std::string> DecisionsIn(const v1::Routine& routine) {
  std::set<std::string> ids;
  for (const v1::Session& session : routine.sessions()) {
    for (const v1::SessionItem& item : session.items()) {
      ids.insert(item.decision());
    }
    for (const v1::HomeItem& home : session.home_items()) {
      ids.insert(home.item().decision());
    }
    for (const v1::Dropped& dropped : session.dropped()) {
      ids.insert(dropped.decision());
    }
  }
  return ids;
}

// Another pack may lack what was done with an earlier one.
bool IsKnown(const engine::Knowledge& knowledge, const v1::Session& session) {
  const auto is_known = [&](const v1::SessionItem& item) {
    return knowledge.FindExercise(item.exercise()) != nullptr;
  };
  return absl::c_all_of(session.items(), is_known) &&
         absl::c_all_of(session.home_items(), [&](const v1::HomeItem& home) {
           return is_known(home.item());
         });
}

// When a session was done of which `facts` tell and what was issued last does
// not know: nothing was issued since the block of `state` rests.
std::optional<absl::Time> NewlyToldTime(const storage::v1::PatientState& state,
                                        const storage::v1::PatientFacts& facts,
                                        int number) {
  const auto is_of = [number](const storage::v1::LogFact& log) {
    return log.log().session_number() == number;
  };
  if (!state.has_resting() && absl::c_any_of(state.facts().logs(), is_of)) {
    return std::nullopt;
  }
  const auto log = absl::c_find_if(facts.logs(), is_of);
  if (log == facts.logs().end()) return std::nullopt;
  return FromTimestamp(log->effective_time());
}

}  // namespace

v1::Routine DoneOf(const engine::Knowledge& knowledge,
                   const storage::v1::PatientFacts& facts,
                   const v1::Routine& routine) {
  const std::vector<int> open = engine::OpenSessions(facts, routine);
  v1::Routine done;
  for (const v1::Session& session : routine.sessions()) {
    if (absl::c_linear_search(open, session.number()) ||
        !IsKnown(knowledge, session)) {
      continue;
    }
    *done.add_sessions() = session;
  }
  const std::set<std::string> named = DecisionsIn(done);
  for (const v1::Decision& decision : routine.decisions()) {
    if (named.contains(decision.id())) *done.add_decisions() = decision;
  }
  return done;
}

absl::Status ReadDone(const engine::Knowledge& knowledge,
                      const PatientRecords& records, const PatientRef& ref,
                      const storage::v1::PatientFacts& facts,
                      storage::v1::PatientState* state) {
  const v1::Routine& block = BlockOutline(*state);
  if (state->has_done()) return absl::OkStatus();
  if (static_cast<int>(engine::OpenSessions(facts, block).size()) ==
      block.sessions_size()) {
    return absl::OkStatus();
  }
  TONUS_ASSIGN_OR_RETURN(const std::string bytes,
                         records.ReadRoutine(ref, block.revision()));
  TONUS_ASSIGN_OR_RETURN(const v1::Routine issued,
                         ParseStored<v1::Routine>(bytes));
  *state->mutable_done() = DoneOf(knowledge, facts, issued);
  for (v1::Session& session : *state->mutable_done()->mutable_sessions()) {
    const std::optional<absl::Time> time =
        NewlyToldTime(*state, facts, session.number());
    if (!time.has_value() || *time >= FromTimestamp(issued.create_time())) {
      continue;
    }
    TONUS_RETURN_IF_ERROR(records.VisitRoutinesBackward(
        ref, issued.revision(), [&](const v1::Routine& earlier) {
          const auto then = absl::c_find_if(
              earlier.sessions(), [&](const v1::Session& other) {
                return other.number() == session.number();
              });
          if (then == earlier.sessions().end()) return true;
          // One of a day before all of them was done as it was issued first,
          // whenever it is told.
          session = *then;
          return FromTimestamp(earlier.create_time()) > *time;
        }));
  }
  return absl::OkStatus();
}

void KeepDone(const v1::Routine& done, v1::Routine* routine) {
  bool any = false;
  for (const v1::Session& session : done.sessions()) {
    for (v1::Session& planned : *routine->mutable_sessions()) {
      if (planned.number() != session.number()) continue;
      planned = session;
      any = true;
    }
  }
  if (!any) return;
  for (const v1::Decision& decision : done.decisions()) {
    if (absl::c_none_of(routine->decisions(), [&](const v1::Decision& other) {
          return other.id() == decision.id();
        })) {
      *routine->add_decisions() = decision;
    }
  }
}

}  // namespace tonus
