// SPDX-License-Identifier: Apache-2.0
// Lists those events that match, the latest recorded first.

#ifndef TONUS_SERVICES_PATIENT_EVENT_LIST_H_
#define TONUS_SERVICES_PATIENT_EVENT_LIST_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/call.h"
#include "services/patient/patient_records.h"

namespace tonus {

// Which events, and which page of them.
struct EventListQuery {
  std::string list;  // Name of the list, to which its page tokens are bound.
  std::function<bool(const storage::v1::Event&)> matches;
  int page_size = 0;  // As in the request: in [0, 500], 0 means 50.
  std::string page_token;
};

struct EventPage {
  std::vector<StoredEvent> events;
  std::string next_page_token;  // Empty on the last page.
};

// Returns a page of the patient's events and sets `call.revision`.
//   INVALID_ARGUMENT  the page size or token is wrong.
//   NOT_FOUND         no such patient.
absl::StatusOr<EventPage> ListEvents(const PatientRecords& records, Call& call,
                                     const std::string& patient,
                                     const EventListQuery& query);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_EVENT_LIST_H_
