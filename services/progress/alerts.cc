// SPDX-License-Identifier: Apache-2.0
// ListAlerts and AcknowledgeAlert.

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "services/error.h"
#include "services/page_token.h"
#include "services/patient/alert_fold.h"
#include "services/patient/alert_pages.h"
#include "services/patient/reply.h"
#include "services/progress/progress_service.h"
#include "services/resource_names.h"
#include "services/status_macros.h"
#include "services/timestamp.h"
#include "services/validation/number.h"
#include "services/validation/request_id.h"

namespace tonus {
namespace {

constexpr int kDefaultPageSize = 50;
constexpr int kMaxPageSize = 500;
constexpr int kMaxKinds = 10;

struct Query {
  int size = 0;
  std::string list;
  std::string position;
};

absl::StatusOr<Query> Check(const Call& call,
                            const v1::ListAlertsRequest& request) {
  Violations violations;
  Query query;
  CheckCount("kinds", request.kinds_size(), kMaxKinds, &violations);
  query.list =
      absl::StrCat("ListAlerts/", call.principal.tenant, "/", request.parent(),
                   "/", static_cast<int>(request.show_closed()));
  for (int i = 0; i < std::min(request.kinds_size(), kMaxKinds); ++i) {
    CheckEnum(absl::StrCat("kinds[", i, "]"), request.kinds(i), &violations);
    absl::StrAppend(&query.list, "/", request.kinds(i));
  }
  if (request.parent() == kAllPatients && request.show_closed()) {
    violations.Add("show_closed", "goes with one patient alone");
  }
  query.size = PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize,
                        &violations);
  query.position =
      ParsePageToken(query.list, request.page_token(), &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());
  return query;
}

bool IsAskedFor(const v1::ListAlertsRequest& request, const v1::Alert& alert) {
  return request.kinds().empty() ||
         absl::c_linear_search(request.kinds(), alert.kind());
}

// The closed alerts of a patient, the last changed first.
absl::StatusOr<std::vector<v1::Alert>> ClosedAlerts(
    const PatientRecords& records, const PatientRef& ref, absl::Time now) {
  TONUS_ASSIGN_OR_RETURN(std::vector<v1::Alert> alerts,
                         records.ReadAlerts(ref, now));
  std::erase_if(alerts, [](const v1::Alert& alert) {
    return alert.state() == v1::ALERT_STATE_OPEN;
  });
  // Those that changed together stay in the order of their ids.
  std::stable_sort(
      alerts.begin(), alerts.end(), [](const v1::Alert& a, const v1::Alert& b) {
        return FromTimestamp(a.update_time()) > FromTimestamp(b.update_time());
      });
  return alerts;
}

}  // namespace

absl::StatusOr<v1::ListAlertsResponse> ProgressService::ListAlerts(
    Call& call, const v1::ListAlertsRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const Query query, Check(call, request));
  v1::ListAlertsResponse response;
  if (request.parent() == kAllPatients) {
    TONUS_ASSIGN_OR_RETURN(
        AlertPage page,
        OpenAlerts(log_.records(), call, query.position, query.size));
    TONUS_RETURN_IF_ERROR(BringUpToDay(log_.records(), call, &page.alerts));
    for (v1::Alert& alert : page.alerts) {
      if (IsAskedFor(request, alert)) {
        *response.add_alerts() = std::move(alert);
      }
    }
    if (!page.next.empty()) {
      response.set_next_page_token(MakePageToken(query.list, page.next));
    }
    return response;
  }
  TONUS_ASSIGN_OR_RETURN(const PatientName parent,
                         PatientName::Parse(request.parent(), "parent"));
  const PatientRef ref = RefOf(call, parent.patient);
  TONUS_ASSIGN_OR_RETURN(const v1::Patient patient,
                         log_.records().ReadPatient(ref));
  call.revision = patient.revision();
  TONUS_ASSIGN_OR_RETURN(std::vector<v1::Alert> alerts,
                         OpenAlertsOf(log_.records(), call, parent.patient));
  if (request.show_closed()) {
    TONUS_ASSIGN_OR_RETURN(std::vector<v1::Alert> closed,
                           ClosedAlerts(log_.records(), ref, call.time));
    std::move(closed.begin(), closed.end(), std::back_inserter(alerts));
  }
  std::erase_if(alerts, [&](const v1::Alert& alert) {
    return !IsAskedFor(request, alert);
  });
  size_t first = 0;
  if (!absl::SimpleAtoi(query.position, &first)) first = 0;
  const size_t end = std::min(alerts.size(), first + query.size);
  for (size_t i = first; i < end; ++i) {
    *response.add_alerts() = std::move(alerts[i]);
  }
  if (end < alerts.size()) {
    response.set_next_page_token(MakePageToken(query.list, absl::StrCat(end)));
  }
  return response;
}

absl::StatusOr<Serialized<v1::AcknowledgeAlertResponse>>
ProgressService::AcknowledgeAlert(Call& call,
                                  const v1::AcknowledgeAlertRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const AlertName name,
                         AlertName::Parse(request.name()));
  const PatientRef ref = RefOf(call, name.patient);
  v1::Alert alert;
  Command command =
      CommandFor("tonus.v1.ProgressService.AcknowledgeAlert", request);
  command.check = [&](const engine::Knowledge&) {
    Violations violations;
    CheckOptionalId("request_id", request.request_id(), &violations);
    if (request.reason() == v1::ALERT_REASON_UNSPECIFIED) {
      violations.Add("reason", "is required: what came of it");
    } else {
      CheckEnum("reason", request.reason(), &violations);
    }
    return violations.ToStatus();
  };
  command.record =
      [&](const engine::Knowledge&,
          const storage::v1::PatientState&) -> absl::StatusOr<Record> {
    TONUS_ASSIGN_OR_RETURN(
        alert, log_.records().ReadAlert(ref, name.alert, call.time));
    if (!IsRaised(alert, call.time)) {
      return NotFound("tonus.v1.Alert", request.name());
    }
    if (alert.state() != v1::ALERT_STATE_OPEN) {
      return MakeError(absl::StatusCode::kFailedPrecondition, "ALERT_CLOSED",
                       "the alert is not open any more",
                       {{"resource", request.name()}});
    }
    Record record;
    auto* said = record.event.emplace().mutable_alert_acknowledged();
    said->set_alert(name.alert);
    said->set_reason(request.reason());
    record.event->set_reason_code(v1::AlertReason_Name(request.reason()));
    return record;
  };
  command.decide = [&](const Change& change) -> absl::StatusOr<Decision> {
    v1::AcknowledgeAlertResponse response;
    *response.mutable_alert() = alert;
    Acknowledge(change.event, response.mutable_alert());
    response.set_revision(change.event.revision());
    Decision decision;
    decision.response = engine::DeterministicBytes(response);
    return decision;
  };
  return WriteAndReply<v1::AcknowledgeAlertResponse>(log_, call, name.patient,
                                                     command);
}

}  // namespace tonus
