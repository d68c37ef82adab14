// SPDX-License-Identifier: Apache-2.0
#include "services/patient/done_sessions.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/exposures.h"
#include "services/engine/missed_sessions.h"
#include "services/patient/resting_block.h"
#include "services/patient/sealed_storage.h"
#include "services/status_macros.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

std::set<std::string> DecisionsIn(const v1::Session& session) {
  std::set<std::string> ids;
  for (const v1::SessionItem& item : session.items()) {
    ids.insert(item.decision());
  }
  for (const v1::HomeItem& home : session.home_items()) {
    ids.insert(home.item().decision());
  }
  for (const v1::Dropped& dropped : session.dropped()) {
    ids.insert(dropped.decision());
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

// When the session was begun, at first, by `facts`; nullopt when it was not.
std::optional<absl::Time> BegunTime(const storage::v1::PatientFacts& facts,
                                    int number) {
  std::optional<absl::Time> begun;
  for (const storage::v1::LogFact& log : facts.logs()) {
    if (log.log().session_number() != number || !engine::WasBegun(log.log())) {
      continue;
    }
    const absl::Time time = FromTimestamp(log.effective_time());
    if (!begun.has_value() || time < *begun) begun = time;
  }
  return begun;
}

// Whether what was issued last is not by what `facts` tell of the session:
// nothing was issued since the block of `state` rests.
bool IsNewlyTold(const storage::v1::PatientState& state,
                 const storage::v1::PatientFacts& facts, int number) {
  return state.has_resting() ||
         BegunTime(facts, number) != BegunTime(state.facts(), number);
}

const v1::Session* FindSession(const v1::Routine& routine, int number) {
  const auto found = absl::c_find_if(
      routine.sessions(),
      [number](const v1::Session& one) { return one.number() == number; });
  return found != routine.sessions().end() ? &*found : nullptr;
}

void AddLacking(const v1::Decision& decision, v1::Routine* routine) {
  if (absl::c_none_of(routine->decisions(), [&](const v1::Decision& other) {
        return other.id() == decision.id();
      })) {
    *routine->add_decisions() = decision;
  }
}

// Puts into `issued` the session as it was issued by `time`, whatever was
// issued since, with the decisions that it serves. One of a day before all of
// them was done as it was issued first, whenever it is told.
absl::Status PutAsOf(absl::Time time, const PatientRecords& records,
                     const PatientRef& ref, v1::Session* session,
                     v1::Routine* issued) {
  v1::Routine then;
  TONUS_RETURN_IF_ERROR(records.VisitRoutinesBackward(
      ref, issued->revision(), [&](const v1::Routine& earlier) {
        if (FindSession(earlier, session->number()) == nullptr) return true;
        then = earlier;
        return FromTimestamp(earlier.create_time()) > time;
      }));
  if (then.sessions().empty()) return absl::OkStatus();
  *session = *FindSession(then, session->number());
  const std::set<std::string> named = DecisionsIn(*session);
  for (const v1::Decision& decision : then.decisions()) {
    if (named.contains(decision.id())) AddLacking(decision, issued);
  }
  return absl::OkStatus();
}

}  // namespace

v1::Routine DoneOf(const engine::Knowledge& knowledge,
                   const storage::v1::PatientFacts& facts,
                   const v1::Routine& routine) {
  const std::vector<int> open = engine::OpenSessions(facts, routine);
  v1::Routine done;
  std::set<std::string> named;
  for (const v1::Session& session : routine.sessions()) {
    if (absl::c_linear_search(open, session.number()) ||
        !IsKnown(knowledge, session)) {
      continue;
    }
    *done.add_sessions() = session;
    named.merge(DecisionsIn(session));
  }
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
  TONUS_ASSIGN_OR_RETURN(v1::Routine issued, ParseStored<v1::Routine>(bytes));
  for (v1::Session& session : *issued.mutable_sessions()) {
    const std::optional<absl::Time> begun = BegunTime(facts, session.number());
    if (begun.has_value() && *begun < FromTimestamp(issued.create_time()) &&
        IsNewlyTold(*state, facts, session.number())) {
      TONUS_RETURN_IF_ERROR(PutAsOf(*begun, records, ref, &session, &issued));
    }
  }
  *state->mutable_done() = DoneOf(knowledge, facts, issued);
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
  // In an order that does not tell which was done first.
  std::vector<v1::Decision> served(done.decisions().begin(),
                                   done.decisions().end());
  absl::c_sort(served, [](const v1::Decision& a, const v1::Decision& b) {
    return a.id() < b.id();
  });
  for (const v1::Decision& decision : served) AddLacking(decision, routine);
}

}  // namespace tonus
