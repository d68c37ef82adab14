// SPDX-License-Identifier: Apache-2.0
// ProgressService.ListAdverseEvents: the register of a patient or of a tenant.

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/error.h"
#include "services/keys.h"
#include "services/page_token.h"
#include "services/patient/adverse_event_index.h"
#include "services/patient/event_list.h"
#include "services/patient/sealed_storage.h"
#include "services/progress/progress_service.h"
#include "services/resource_names.h"
#include "services/status_macros.h"
#include "storage/key_range.h"

namespace tonus {
namespace {

constexpr int kDefaultPageSize = 50;
constexpr int kMaxPageSize = 500;

}  // namespace

absl::StatusOr<v1::ListAdverseEventsResponse>
ProgressService::ListAdverseEvents(
    Call& call, const v1::ListAdverseEventsRequest& request) {
  v1::ListAdverseEventsResponse response;
  if (request.parent() != kAllPatients) {
    TONUS_ASSIGN_OR_RETURN(const PatientName parent,
                           PatientName::Parse(request.parent(), "parent"));
    TONUS_ASSIGN_OR_RETURN(
        const EventPage page,
        ListEvents(log_.records(), call, parent.patient,
                   {.list = "ListAdverseEvents",
                    .matches =
                        [](const storage::v1::Event& event) {
                          return event.has_adverse_event_recorded();
                        },
                    .page_size = request.page_size(),
                    .page_token = request.page_token()}));
    for (const StoredEvent& stored : page.events) {
      *response.add_adverse_events() =
          AdverseEventOf(parent.patient, stored.event);
    }
    response.set_next_page_token(page.next_page_token);
    return response;
  }
  const std::string& tenant = call.principal.tenant;
  const std::string list = absl::StrCat("ListAdverseEvents/", tenant);
  Violations violations;
  const int size = PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize,
                            &violations);
  const std::string position =
      ParsePageToken(list, request.page_token(), &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());
  storage::ScanRequest scan = storage::ScanPrefix(
      keys::AdverseEventPrefix(tenant), storage::Direction::kBackward, size);
  // A position is the end of a key of this tenant, whatever it says.
  if (!position.empty()) {
    scan.end =
        std::clamp(absl::StrCat(keys::AdverseEventPrefix(tenant), position),
                   scan.begin, scan.end);
  }
  TONUS_ASSIGN_OR_RETURN(const storage::Page page,
                         log_.records().ReadIndex(scan, call.deadline));
  for (const storage::Record& record : page.records) {
    TONUS_ASSIGN_OR_RETURN(*response.add_adverse_events(),
                           ParseStored<v1::AdverseEvent>(record.value));
  }
  if (page.more) {
    response.set_next_page_token(
        MakePageToken(list, page.records.back().key.substr(
                                keys::AdverseEventPrefix(tenant).size())));
  }
  return response;
}

}  // namespace tonus
