// SPDX-License-Identifier: Apache-2.0
#include "services/patient/caseload.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/patient/alert_pages.h"
#include "services/resource_names.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

// Most alerts, and most patients, that are looked at for one page: what a page
// costs must not grow with the tenant, however few of them belong on it.
constexpr int kMostLookedAt = 1000;

// Where a page begins: among the alerts, or among the patients without one.
constexpr char kAlerts[] = "alerts ";
constexpr char kOthers[] = "others ";

bool IsAskedFor(const v1::ListPatientsRequest& request,
                const v1::Alert& alert) {
  return request.alert_kinds().empty() ||
         absl::c_linear_search(request.alert_kinds(), alert.kind());
}

class Reader {
 public:
  Reader(const PatientRecords& records, const Call& call,
         const v1::ListPatientsRequest& request, int limit)
      : records_(records), call_(call), request_(request), limit_(limit) {}

  // Returns whether the page is full.
  absl::StatusOr<bool> ReadAlerted(absl::string_view position);
  absl::Status ReadOthers(absl::string_view position);

  CaseloadPage Take() { return std::move(page_); }

 private:
  int room() const { return limit_ - page_.response.patients_size(); }
  absl::Status AddIfFirst(const v1::Alert& alert);
  void Add(v1::Patient patient, const std::vector<v1::Alert>& alerts);

  const PatientRecords& records_;
  const Call& call_;
  const v1::ListPatientsRequest& request_;
  const int limit_;
  CaseloadPage page_;
};

void Reader::Add(v1::Patient patient, const std::vector<v1::Alert>& alerts) {
  *page_.response.add_patients() = std::move(patient);
  v1::PatientNeed* need = page_.response.add_needs();
  for (const v1::Alert& alert : alerts) *need->add_alerts() = alert;
}

// Adds the patient of `alert`, unless an alert that comes before it does.
absl::Status Reader::AddIfFirst(const v1::Alert& alert) {
  TONUS_ASSIGN_OR_RETURN(const AlertName name, AlertName::Parse(alert.name()));
  TONUS_ASSIGN_OR_RETURN(const std::vector<v1::Alert> alerts,
                         OpenAlertsOf(records_, call_, name.patient));
  const auto first = absl::c_find_if(alerts, [&](const v1::Alert& candidate) {
    return IsAskedFor(request_, candidate);
  });
  if (first == alerts.end() || first->name() != alert.name()) {
    return absl::OkStatus();
  }
  TONUS_ASSIGN_OR_RETURN(v1::Patient patient,
                         records_.ReadPatient({call_.principal.tenant,
                                               name.patient, call_.deadline}));
  Add(std::move(patient), alerts);
  return absl::OkStatus();
}

absl::StatusOr<bool> Reader::ReadAlerted(absl::string_view position) {
  std::string next(position);
  for (int looked_at = 0; looked_at < kMostLookedAt;) {
    TONUS_ASSIGN_OR_RETURN(const AlertPage alerts,
                           OpenAlerts(records_, call_, next, room()));
    for (const v1::Alert& alert : alerts.alerts) {
      if (IsAskedFor(request_, alert)) TONUS_RETURN_IF_ERROR(AddIfFirst(alert));
    }
    looked_at += static_cast<int>(alerts.alerts.size());
    next = alerts.next;
    if (next.empty()) return false;
    if (room() == 0) break;
  }
  page_.next = absl::StrCat(kAlerts, next);
  return true;
}

absl::Status Reader::ReadOthers(absl::string_view position) {
  std::string after(position);
  for (int looked_at = 0; room() > 0 && looked_at < kMostLookedAt;) {
    // One more than there is room for tells whether there is another page.
    TONUS_ASSIGN_OR_RETURN(const std::vector<v1::Patient> patients,
                           records_.ListPatients(call_.principal.tenant, after,
                                                 room() + 1, call_.deadline));
    const size_t taken = std::min<size_t>(patients.size(), room());
    const bool more = patients.size() > taken;
    for (size_t i = 0; i < taken; ++i) {
      TONUS_ASSIGN_OR_RETURN(const PatientName name,
                             PatientName::Parse(patients[i].name()));
      after = name.patient;
      TONUS_ASSIGN_OR_RETURN(const std::vector<v1::Alert> alerts,
                             OpenAlertsOf(records_, call_, name.patient));
      if (alerts.empty()) Add(patients[i], alerts);
    }
    if (!more) return absl::OkStatus();
    looked_at += static_cast<int>(taken);
  }
  page_.next = absl::StrCat(kOthers, after);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CaseloadPage> ReadCaseload(
    const PatientRecords& records, const Call& call,
    const v1::ListPatientsRequest& request, const std::string& position,
    int limit) {
  Reader reader(records, call, request, limit);
  absl::string_view rest = position;
  bool full = false;
  if (!absl::ConsumePrefix(&rest, kOthers)) {
    absl::ConsumePrefix(&rest, kAlerts);
    TONUS_ASSIGN_OR_RETURN(full, reader.ReadAlerted(rest));
    rest = "";
  }
  // Who has no alert has none of any kind.
  if (!full && request.alert_kinds().empty()) {
    TONUS_RETURN_IF_ERROR(reader.ReadOthers(rest));
  }
  return reader.Take();
}

}  // namespace tonus
