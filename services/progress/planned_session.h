// SPDX-License-Identifier: Apache-2.0
// What was planned for a session or a day at home when it was due: the target
// beside what was done.

#ifndef TONUS_SERVICES_PROGRESS_PLANNED_SESSION_H_
#define TONUS_SERVICES_PROGRESS_PLANNED_SESSION_H_

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/engine/told_zones.h"
#include "services/patient/patient_records.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/log_entry.pb.h"
#include "tonus/v1/progress.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// The routines that were issued to a patient, the latest first, each read once.
class IssuedRoutines {
 public:
  // `records` outlives this.
  IssuedRoutines(const PatientRecords* records, PatientRef ref)
      : records_(*records), ref_(std::move(ref)) {}

  // Returns the session that `choose` takes of the last routine that was issued
  // by `time` and from which it takes one; nullopt when there is none. Besides,
  // the errors of reading routines.
  absl::StatusOr<std::optional<v1::Session>> FindSession(
      absl::Time time,
      const std::function<const v1::Session*(const v1::Routine&)>& choose);

 private:
  const PatientRecords& records_;
  const PatientRef ref_;
  std::vector<v1::Routine> read_;
  bool all_read_ = false;
};

// Fills what was planned for each exercise of `log`, which is that of `fact`:
// as the last routine says that was issued by the time of the session, made to
// fit its check-in. Nothing when there was no such session. Besides, the errors
// of reading routines.
absl::Status TellPlanned(const engine::ToldSetting& setting,
                         IssuedRoutines* routines,
                         const storage::v1::LogFact& fact, v1::SessionLog* log);

// The same for a day at home: as its week says.
absl::Status TellPlanned(const engine::ToldSetting& setting,
                         IssuedRoutines* routines,
                         const storage::v1::HomeFact& fact, v1::HomeLog* log);

// Fills everything of `entry`, which is that of `fact`, that is derived from
// other facts: zones of pain, and what was planned. Errors as above.
absl::Status TellDerived(const engine::ToldSetting& setting,
                         IssuedRoutines* routines,
                         const storage::v1::LoggedFact& fact,
                         v1::LogEntry* entry);

}  // namespace tonus

#endif  // TONUS_SERVICES_PROGRESS_PLANNED_SESSION_H_
