// SPDX-License-Identifier: Apache-2.0
#include "services/patient/event_list.h"

#include <cstdint>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/page_token.h"
#include "services/patient/patient_log.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

constexpr int kDefaultPageSize = 50;
constexpr int kMaxPageSize = 500;

}  // namespace

absl::StatusOr<EventPage> ListEvents(const PatientRecords& records, Call& call,
                                     const std::string& patient,
                                     const EventListQuery& query) {
  TONUS_ASSIGN_OR_RETURN(
      const size_t size,
      PageSize(query.page_size, kDefaultPageSize, kMaxPageSize));
  const std::string list =
      absl::StrCat(query.list, "/", call.principal.tenant, "/", patient);
  TONUS_ASSIGN_OR_RETURN(const std::string position,
                         ParsePageToken(list, query.page_token));
  const PatientRef ref = RefOf(call, patient);
  TONUS_ASSIGN_OR_RETURN(const v1::Patient current, records.ReadPatient(ref));
  call.revision = current.revision();

  // The position is the last revision that was listed.
  int64_t before = current.revision() + 1;
  int64_t listed = 0;
  if (absl::SimpleAtoi(position, &listed) && listed > 0 && listed < before) {
    before = listed;
  }
  EventPage page;
  bool more = false;
  TONUS_RETURN_IF_ERROR(
      records.VisitEventsBackward(ref, before, [&](const StoredEvent& stored) {
        if (!query.matches(stored.event)) return true;
        more = page.events.size() == size;
        if (!more) page.events.push_back(stored);
        return !more;
      }));
  if (more) {
    page.next_page_token =
        MakePageToken(list, absl::StrCat(page.events.back().event.revision()));
  }
  return page;
}

}  // namespace tonus
