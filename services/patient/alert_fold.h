// SPDX-License-Identifier: Apache-2.0
// What a change of a patient makes of the patient's alerts.
//
// An alert stands for causes. It is raised with the first, joined by more of
// the same while it is open, left by what is corrected away, and never raised
// again by a cause that it stood for.

#ifndef TONUS_SERVICES_PATIENT_ALERT_FOLD_H_
#define TONUS_SERVICES_PATIENT_ALERT_FOLD_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/engine/alert_causes.h"
#include "tonus/storage/v1/alert.pb.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/alert.pb.h"

namespace tonus {

using AlertRecords =
    google::protobuf::RepeatedPtrField<storage::v1::AlertRecord>;

// The change that alerts follow from.
struct AlertChange {
  const std::string& patient;
  const storage::v1::Event& event;
  const std::vector<engine::AlertCause>& causes;  // After it, at `now`, named.
  // Keys of causes that it corrected away.
  std::set<std::string> undone;
  // Whether the programme rests, so that nobody is asked for its retests.
  bool rests;
  // Whether more of the same may follow at once: what is planned waits for it.
  bool is_of_batch;
  absl::Time now;
  absl::TimeZone zone;  // That of the person.
};

// The alerts of a patient.
struct Alerts {
  AlertRecords records;               // By name.
  std::map<std::string, int> closed;  // How many were, by subject.
};

// Returns `stored`, the alerts that may still matter, as they are after
// `change`. An alert that is closed and of which no cause is left is among them
// once more, so that it can be stored.
Alerts AlertsAfter(const Alerts& stored, const AlertChange& change);

// Returns the alert of `record` as it is read at `now`, also when nothing was
// written since it came to say more with a day.
v1::Alert AlertAt(const storage::v1::AlertRecord& record, absl::Time now);

// Whether an alert may still change, or keep its causes from raising another.
bool MayMatter(const storage::v1::AlertRecord& record);

// Whether an alert is closed for good. One about a retest is not while the
// programme rests: it is open again afterwards.
bool IsClosed(const storage::v1::AlertRecord& record);

// Whether a clinician sees it: it was raised at `now` or before.
bool IsRaised(const v1::Alert& alert, absl::Time now);

// Closes `alert` as the acknowledgement in `event` says.
void Acknowledge(const storage::v1::Event& event, v1::Alert* alert);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_ALERT_FOLD_H_
