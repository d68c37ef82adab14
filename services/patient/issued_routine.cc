// SPDX-License-Identifier: Apache-2.0
#include "services/patient/issued_routine.h"

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "services/keys.h"
#include "services/resource_names.h"

namespace tonus {

namespace {

void NameOverride(const std::string& patient, std::string* id) {
  if (!absl::StartsWith(*id, "overrides/")) return;
  *id = absl::StrCat(PatientName{patient}.ToString(), "/", *id);
}

}  // namespace

void NameOverrides(const std::string& patient, v1::Session* session) {
  for (v1::SessionItem& item : *session->mutable_items()) {
    NameOverride(patient, item.mutable_override());
  }
  for (v1::HomeItem& home : *session->mutable_home_items()) {
    NameOverride(patient, home.mutable_item()->mutable_override());
  }
}

void NameOverrides(const std::string& patient, v1::Routine* routine) {
  for (std::string& id : *routine->mutable_overrides()) {
    NameOverride(patient, &id);
  }
  for (v1::PolicyInForce& policy : *routine->mutable_policies()) {
    NameOverride(patient, policy.mutable_chosen_by());
  }
  for (v1::Dropped& refused : *routine->mutable_refused()) {
    NameOverride(patient, refused.mutable_override());
  }
  for (v1::Session& session : *routine->mutable_sessions()) {
    NameOverrides(patient, &session);
  }
}

void StampRoutine(const std::string& patient, const storage::v1::Event& event,
                  const std::string& etag, v1::Routine* routine) {
  v1::Routine stamp;
  stamp.set_revision(event.revision());
  stamp.set_etag(etag);
  *stamp.mutable_create_time() = event.record_time();
  RestampRoutine(patient, stamp, routine);
}

void RestampRoutine(const std::string& patient, const v1::Routine& stored,
                    v1::Routine* routine) {
  NameOverrides(patient, routine);
  routine->set_name(RoutineName{patient}.ToString());
  routine->set_revision(stored.revision());
  routine->set_etag(stored.etag());
  *routine->mutable_create_time() = stored.create_time();
  for (v1::Session& session : *routine->mutable_sessions()) {
    session.set_name(SessionName{patient, session.number()}.ToString());
    session.set_revision(stored.revision());
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
