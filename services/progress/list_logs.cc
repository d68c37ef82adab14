// SPDX-License-Identifier: Apache-2.0
// ProgressService.ListLogs: what was logged, with what follows from it.

#include <string>

#include "services/patient/event_chain.h"
#include "services/patient/event_list.h"
#include "services/patient/state_excerpts.h"
#include "services/progress/logged_fact.h"
#include "services/progress/planned_session.h"
#include "services/progress/progress_service.h"
#include "services/resource_names.h"
#include "services/validation/number.h"

namespace tonus {
namespace {

bool IsOfKind(const storage::v1::LoggedFact& fact, v1::LogKind kind) {
  switch (kind) {
    case v1::LOG_KIND_MORNING:
      return fact.has_morning();
    case v1::LOG_KIND_HOME:
      return fact.has_home();
    default:
      return fact.has_session();
  }
}

void Add(v1::LogEntry entry, v1::ListLogsResponse* response) {
  if (entry.has_session_log()) {
    *response->add_session_logs() = std::move(*entry.mutable_session_log());
  } else if (entry.has_morning()) {
    *response->add_mornings() = std::move(*entry.mutable_morning());
  } else if (entry.has_home_log()) {
    *response->add_home_logs() = std::move(*entry.mutable_home_log());
  }
}

}  // namespace

absl::StatusOr<v1::ListLogsResponse> ProgressService::ListLogs(
    Call& call, const v1::ListLogsRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const PatientName parent,
                         PatientName::Parse(request.parent(), "parent"));
  Violations violations;
  CheckEnum("kind", request.kind(), &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());
  const PatientRef ref = RefOf(call, parent.patient);
  TONUS_ASSIGN_OR_RETURN(const storage::v1::PatientState state,
                         log_.ReadState(ref));
  const auto matches = [&](const storage::v1::Event& event) {
    const auto fact = LoggedFactIn(event);
    return fact.has_value() && IsOfKind(*fact, request.kind()) &&
           (request.show_superseded() ||
            FindSupersededLog(state.head(), event.revision()) == nullptr);
  };
  TONUS_ASSIGN_OR_RETURN(
      const EventPage page,
      ListEvents(log_.records(), call, parent.patient,
                 {.list = absl::StrCat("ListLogs/", request.kind(), "/",
                                       request.show_superseded()),
                  .matches = matches,
                  .page_size = request.page_size(),
                  .page_token = request.page_token()}));
  TONUS_ASSIGN_OR_RETURN(const SharedPack pack, log_.ReadPack(ref, state));
  IssuedRoutines routines(&log_.records(), ref);
  v1::ListLogsResponse response;
  for (const StoredEvent& stored : page.events) {
    v1::LogEntry entry =
        LogEntryOf(parent.patient, stored.event,
                   Etag(stored.event.revision(), stored.sha256));
    TellSupersededLog(parent.patient, state.head(), stored.event.revision(),
                      &entry);
    TONUS_RETURN_IF_ERROR(
        TellDerived({*pack, state.facts(), ZoneOf(state.facts().time_zone())},
                    &routines, *LoggedFactIn(stored.event), &entry));
    Add(std::move(entry), &response);
  }
  response.set_next_page_token(page.next_page_token);
  return response;
}

}  // namespace tonus
