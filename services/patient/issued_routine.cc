// SPDX-License-Identifier: Apache-2.0
#include "services/patient/issued_routine.h"

#include "absl/container/flat_hash_set.h"
#include "services/engine/deterministic_bytes.h"
#include "services/keys.h"
#include "services/resource_names.h"

namespace tonus {

void StampRoutine(const std::string& patient, const storage::v1::Event& event,
                  const std::string& etag, v1::Routine* routine) {
  routine->set_name(RoutineName{patient}.ToString());
  routine->set_revision(event.revision());
  routine->set_etag(etag);
  *routine->mutable_create_time() = event.record_time();
  for (v1::Session& session : *routine->mutable_sessions()) {
    session.set_name(SessionName{patient, session.number()}.ToString());
    session.set_revision(event.revision());
  }
}

std::vector<storage::Mutation> RoutineMutations(const PatientRef& ref,
                                                const v1::Routine& before,
                                                const v1::Routine& routine) {
  std::vector<storage::Mutation> mutations;
  mutations.push_back(storage::Mutation::Write(
      keys::Routine(ref.tenant, ref.patient, routine.revision()),
      engine::DeterministicBytes(routine), storage::kAbsent));
  absl::flat_hash_set<int> written;
  for (const v1::Session& session : routine.sessions()) {
    written.insert(session.number());
    mutations.push_back(storage::Mutation::Write(
        keys::Session(ref.tenant, ref.patient, session.number()),
        engine::DeterministicBytes(session)));
  }
  for (const v1::Session& session : before.sessions()) {
    if (written.contains(session.number())) continue;
    mutations.push_back(storage::Mutation::Delete(
        keys::Session(ref.tenant, ref.patient, session.number())));
  }
  return mutations;
}

}  // namespace tonus
