// SPDX-License-Identifier: Apache-2.0
// Typed reads of what is stored of a patient.

#ifndef TONUS_SERVICES_PATIENT_PATIENT_RECORDS_H_
#define TONUS_SERVICES_PATIENT_PATIENT_RECORDS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/patient/sealed_storage.h"
#include "storage/storage.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/alert.pb.h"
#include "tonus/v1/patient.pb.h"
#include "tonus/v1/proposal.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// One patient and how long to wait for them.
struct PatientRef {
  std::string tenant;
  std::string patient;
  absl::Time deadline;
};

// An event and the SHA-256 of its bytes.
struct StoredEvent {
  storage::v1::Event event;
  std::string sha256;
};

// The bytes of a routine as it was issued.
struct IssuedRoutine {
  int64_t revision = 0;
  std::string bytes;
};

// Thread-safe. Besides the errors listed, every method returns those of
// storage, and DATA_LOSS for a value that does not parse.
class PatientRecords {
 public:
  // `storage` outlives this.
  explicit PatientRecords(const SealedStorage* storage) : storage_(storage) {}

  // Returns the patient as of the last commit.
  //   NOT_FOUND  no such patient.
  absl::StatusOr<v1::Patient> ReadPatient(const PatientRef& ref) const;

  // Returns up to `limit` patients with ids after `after`, in order.
  absl::StatusOr<std::vector<v1::Patient>> ListPatients(
      absl::string_view tenant, absl::string_view after, int limit,
      absl::Time deadline) const;

  // Returns what reads of the current routine need.
  //   NOT_FOUND  no such patient, or no routine yet.
  absl::StatusOr<storage::v1::CurrentRoutine> ReadCurrent(
      const PatientRef& ref) const;

  // Returns the bytes of the routine issued with that revision.
  absl::StatusOr<std::string> ReadRoutine(const PatientRef& ref,
                                          int64_t revision) const;

  // Calls `visit` with the routines of revisions before `before`, the latest
  // first, until it returns false.
  absl::Status VisitRoutinesBackward(
      const PatientRef& ref, int64_t before,
      const std::function<bool(const v1::Routine&)>& visit) const;

  // Returns the proposal that the event with that revision called for.
  //   NOT_FOUND  no such proposal.
  absl::StatusOr<v1::Proposal> ReadProposal(const PatientRef& ref,
                                            int64_t revision) const;

  // Calls `visit` with the proposals of revisions before `before`, the latest
  // first, until it returns false.
  absl::Status VisitProposalsBackward(
      const PatientRef& ref, int64_t before,
      const std::function<bool(const v1::Proposal&)>& visit) const;

  // Returns the first routine that was issued after revision `after`.
  //   NOT_FOUND  there is none.
  absl::StatusOr<IssuedRoutine> ReadRoutineAfter(const PatientRef& ref,
                                                 int64_t after) const;

  // Returns the bytes of up to `limit` current sessions from `number` on, as
  // they were at one moment.
  absl::StatusOr<std::vector<std::string>> ReadSessions(const PatientRef& ref,
                                                        int number,
                                                        int limit) const;

  // Returns the alert with that id as it is read at `now`.
  //   NOT_FOUND  no such alert, or no such patient.
  absl::StatusOr<v1::Alert> ReadAlert(const PatientRef& ref,
                                      absl::string_view alert,
                                      absl::Time now) const;

  // Returns every alert of the patient as it is read at `now`, in the order of
  // their ids.
  absl::StatusOr<std::vector<v1::Alert>> ReadAlerts(const PatientRef& ref,
                                                    absl::Time now) const;

  // Returns a page of an index, whose keys keys.h builds.
  absl::StatusOr<storage::Page> ReadIndex(const storage::ScanRequest& request,
                                          absl::Time deadline) const {
    return storage_->Scan(request, deadline);
  }

  // Returns the event with that revision.
  //   NOT_FOUND  no such event.
  absl::StatusOr<StoredEvent> ReadEvent(const PatientRef& ref,
                                        int64_t revision) const;

  // Calls `visit` with the events before revision `before`, the latest first,
  // until it returns false.
  absl::Status VisitEventsBackward(
      const PatientRef& ref, int64_t before,
      const std::function<bool(const StoredEvent&)>& visit) const;

 private:
  const SealedStorage* storage_;
};

// Returns NOT_FOUND for that patient.
absl::Status PatientNotFound(absl::string_view patient);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_PATIENT_RECORDS_H_
