// SPDX-License-Identifier: Apache-2.0
#include "services/patient/patient_records.h"

#include <utility>

#include "services/digest.h"
#include "services/error.h"
#include "services/keys.h"
#include "services/patient/alert_fold.h"
#include "services/resource_names.h"
#include "storage/key_range.h"
#include "tonus/storage/v1/alert.pb.h"

namespace tonus {
namespace {

// Calls `visit` with the messages of the keys that begin with `prefix` and come
// before `end`, the last first, until it returns false.
template <typename Message>
absl::Status VisitBackward(const SealedStorage& storage,
                           const std::string& prefix, const std::string& end,
                           absl::Time deadline,
                           const std::function<bool(const Message&)>& visit) {
  // They are large, so few of them are read ahead.
  storage::ScanRequest request =
      storage::ScanPrefix(prefix, storage::Direction::kBackward, /*limit=*/4);
  request.end = end;
  while (true) {
    TONUS_ASSIGN_OR_RETURN(const storage::Page page,
                           storage.Scan(request, deadline));
    for (const storage::Record& record : page.records) {
      TONUS_ASSIGN_OR_RETURN(const Message message,
                             ParseStored<Message>(record.value));
      if (!visit(message)) return absl::OkStatus();
    }
    if (!page.more) return absl::OkStatus();
    request = storage::ScanAfter(request, page.records.back().key);
  }
}

}  // namespace

absl::Status PatientNotFound(absl::string_view patient) {
  return NotFound("tonus.v1.Patient",
                  PatientName{std::string(patient)}.ToString());
}

absl::StatusOr<v1::Patient> PatientRecords::ReadPatient(
    const PatientRef& ref) const {
  absl::StatusOr<v1::Patient> patient = ReadMessage<v1::Patient>(
      *storage_, keys::Patient(ref.tenant, ref.patient), ref.deadline);
  if (absl::IsNotFound(patient.status())) return PatientNotFound(ref.patient);
  return patient;
}

absl::StatusOr<std::vector<v1::Patient>> PatientRecords::ListPatients(
    absl::string_view tenant, absl::string_view after, int limit,
    absl::Time deadline) const {
  std::vector<v1::Patient> patients;
  storage::ScanRequest request =
      storage::ScanPrefix(keys::PatientPrefix(tenant));
  if (!after.empty()) {
    request = storage::ScanAfter(request, keys::Patient(tenant, after));
  }
  while (static_cast<int>(patients.size()) < limit) {
    request.limit = limit - static_cast<int>(patients.size());
    TONUS_ASSIGN_OR_RETURN(const storage::Page page,
                           storage_->Scan(request, deadline));
    for (const storage::Record& record : page.records) {
      TONUS_ASSIGN_OR_RETURN(v1::Patient patient,
                             ParseStored<v1::Patient>(record.value));
      patients.push_back(std::move(patient));
    }
    if (!page.more) break;
    request = storage::ScanAfter(request, page.records.back().key);
  }
  return patients;
}

absl::StatusOr<storage::v1::CurrentRoutine> PatientRecords::ReadCurrent(
    const PatientRef& ref) const {
  absl::StatusOr<storage::v1::CurrentRoutine> current =
      ReadMessage<storage::v1::CurrentRoutine>(
          *storage_, keys::Current(ref.tenant, ref.patient), ref.deadline);
  if (!absl::IsNotFound(current.status())) return current;
  TONUS_RETURN_IF_ERROR(ReadPatient(ref).status());
  return NotFound("tonus.v1.Routine", RoutineName{ref.patient}.ToString());
}

absl::StatusOr<std::string> PatientRecords::ReadRoutine(
    const PatientRef& ref, int64_t revision) const {
  absl::StatusOr<storage::Record> record = storage_->Read(
      keys::Routine(ref.tenant, ref.patient, revision), ref.deadline);
  if (absl::IsNotFound(record.status())) {
    return absl::DataLossError("the current routine is not stored");
  }
  if (!record.ok()) return record.status();
  return std::move(record->value);
}

absl::Status PatientRecords::VisitRoutinesBackward(
    const PatientRef& ref, int64_t before,
    const std::function<bool(const v1::Routine&)>& visit) const {
  return VisitBackward<v1::Routine>(
      *storage_, keys::RoutinePrefix(ref.tenant, ref.patient),
      keys::Routine(ref.tenant, ref.patient, before), ref.deadline, visit);
}

absl::StatusOr<v1::Proposal> PatientRecords::ReadProposal(
    const PatientRef& ref, int64_t revision) const {
  absl::StatusOr<v1::Proposal> proposal = ReadMessage<v1::Proposal>(
      *storage_, keys::Proposal(ref.tenant, ref.patient, revision),
      ref.deadline);
  if (!absl::IsNotFound(proposal.status())) return proposal;
  return NotFound("tonus.v1.Proposal",
                  ProposalName{ref.patient, revision}.ToString());
}

absl::Status PatientRecords::VisitProposalsBackward(
    const PatientRef& ref, int64_t before,
    const std::function<bool(const v1::Proposal&)>& visit) const {
  return VisitBackward<v1::Proposal>(
      *storage_, keys::ProposalPrefix(ref.tenant, ref.patient),
      keys::Proposal(ref.tenant, ref.patient, before), ref.deadline, visit);
}

absl::StatusOr<IssuedRoutine> PatientRecords::ReadRoutineAfter(
    const PatientRef& ref, int64_t after) const {
  storage::ScanRequest request =
      storage::ScanPrefix(keys::RoutinePrefix(ref.tenant, ref.patient),
                          storage::Direction::kForward, /*limit=*/1);
  request.begin = keys::Routine(ref.tenant, ref.patient, after + 1);
  TONUS_ASSIGN_OR_RETURN(storage::Page page,
                         storage_->Scan(request, ref.deadline));
  if (page.records.empty()) {
    return absl::NotFoundError("no routine was issued after that revision");
  }
  const auto key = keys::Parse(page.records[0].key);
  if (!key.has_value()) {
    return absl::DataLossError("the key of a routine does not parse");
  }
  return IssuedRoutine{key->number, std::move(page.records[0].value)};
}

absl::StatusOr<std::vector<std::string>> PatientRecords::ReadSessions(
    const PatientRef& ref, int number, int limit) const {
  storage::ScanRequest request =
      storage::ScanPrefix(keys::SessionPrefix(ref.tenant, ref.patient));
  request.begin = keys::Session(ref.tenant, ref.patient, number);
  request.limit = limit;
  TONUS_ASSIGN_OR_RETURN(storage::Page page,
                         storage_->Scan(request, ref.deadline));
  std::vector<std::string> sessions;
  for (storage::Record& record : page.records) {
    sessions.push_back(std::move(record.value));
  }
  return sessions;
}

absl::StatusOr<v1::Alert> PatientRecords::ReadAlert(const PatientRef& ref,
                                                    absl::string_view alert,
                                                    absl::Time now) const {
  absl::StatusOr<storage::v1::AlertRecord> record =
      ReadMessage<storage::v1::AlertRecord>(
          *storage_, keys::Alert(ref.tenant, ref.patient, alert), ref.deadline);
  if (absl::IsNotFound(record.status())) {
    return NotFound("tonus.v1.Alert",
                    AlertName{ref.patient, std::string(alert)}.ToString());
  }
  if (!record.ok()) return record.status();
  return AlertAt(*record, now);
}

absl::StatusOr<std::vector<v1::Alert>> PatientRecords::ReadAlerts(
    const PatientRef& ref, absl::Time now) const {
  std::vector<v1::Alert> alerts;
  storage::ScanRequest request =
      storage::ScanPrefix(keys::AlertPrefix(ref.tenant, ref.patient));
  while (true) {
    TONUS_ASSIGN_OR_RETURN(const storage::Page page,
                           storage_->Scan(request, ref.deadline));
    for (const storage::Record& stored : page.records) {
      TONUS_ASSIGN_OR_RETURN(
          const storage::v1::AlertRecord record,
          ParseStored<storage::v1::AlertRecord>(stored.value));
      alerts.push_back(AlertAt(record, now));
    }
    if (!page.more) return alerts;
    request = storage::ScanAfter(request, page.records.back().key);
  }
}

absl::StatusOr<StoredEvent> PatientRecords::ReadEvent(const PatientRef& ref,
                                                      int64_t revision) const {
  TONUS_ASSIGN_OR_RETURN(
      const storage::Record record,
      storage_->Read(keys::Event(ref.tenant, ref.patient, revision),
                     ref.deadline));
  TONUS_ASSIGN_OR_RETURN(storage::v1::Event event,
                         ParseStored<storage::v1::Event>(record.value));
  return StoredEvent{std::move(event), Sha256(record.value)};
}

absl::Status PatientRecords::VisitEventsBackward(
    const PatientRef& ref, int64_t before,
    const std::function<bool(const StoredEvent&)>& visit) const {
  storage::ScanRequest request =
      storage::ScanPrefix(keys::EventPrefix(ref.tenant, ref.patient),
                          storage::Direction::kBackward, /*limit=*/100);
  request.end = keys::Event(ref.tenant, ref.patient, before);
  while (true) {
    TONUS_ASSIGN_OR_RETURN(const storage::Page page,
                           storage_->Scan(request, ref.deadline));
    for (const storage::Record& record : page.records) {
      TONUS_ASSIGN_OR_RETURN(storage::v1::Event event,
                             ParseStored<storage::v1::Event>(record.value));
      if (!visit({std::move(event), Sha256(record.value)})) {
        return absl::OkStatus();
      }
    }
    if (!page.more) return absl::OkStatus();
    request = storage::ScanAfter(request, page.records.back().key);
  }
}

}  // namespace tonus
