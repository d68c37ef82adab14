// SPDX-License-Identifier: Apache-2.0
#include "services/patient/alert_pages.h"

#include <cstdint>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/keys.h"
#include "services/patient/alert_fold.h"
#include "services/patient/sealed_storage.h"
#include "services/resource_names.h"
#include "services/status_macros.h"
#include "storage/key_range.h"

namespace tonus {
namespace {

constexpr int kRanks[] = {v1::ALERT_URGENCY_NOW, v1::ALERT_URGENCY_DAYS,
                          v1::ALERT_URGENCY_ROUTINE};

// Adds alerts of the range until there are `limit`. Returns whether another one
// is left.
absl::StatusOr<bool> FillPage(const PatientRecords& records, const Call& call,
                              storage::ScanRequest request, int limit,
                              AlertPage* page) {
  while (true) {
    request.limit = limit - static_cast<int>(page->alerts.size()) + 1;
    TONUS_ASSIGN_OR_RETURN(const storage::Page read,
                           records.ReadIndex(request, call.deadline));
    for (const storage::Record& record : read.records) {
      if (static_cast<int>(page->alerts.size()) == limit) return true;
      TONUS_ASSIGN_OR_RETURN(v1::Alert alert,
                             ParseStored<v1::Alert>(record.value));
      page->alerts.push_back(std::move(alert));
      page->next = record.key.substr(call.principal.tenant.size() + 1);
    }
    if (!read.more) return false;
    request = storage::ScanAfter(request, read.records.back().key);
  }
}

// Whether it may say more with a day.
bool MayAge(const v1::Alert& alert) {
  return alert.kind() == knowledge::v1::ALERT_KIND_RETEST ||
         alert.kind() == knowledge::v1::ALERT_KIND_ADHERENCE;
}

}  // namespace

absl::StatusOr<AlertPage> OpenAlerts(const PatientRecords& records,
                                     const Call& call,
                                     const std::string& position, int limit) {
  const std::string& tenant = call.principal.tenant;
  // Raised by now: the ranges end before what comes with a later second.
  const int64_t end = absl::ToUnixSeconds(call.time) + 1;
  // A position is a key without its tenant.
  const std::string after = absl::StrCat(tenant, "/", position);
  AlertPage page;
  for (const int rank : kRanks) {
    storage::ScanRequest request;
    request.begin = keys::OpenAlertPrefix(tenant, rank);
    request.end = keys::OpenAlertPrefix(tenant, rank, end);
    if (!position.empty() && after >= request.begin) {
      if (after >= request.end) continue;
      request = storage::ScanAfter(request, after);
    }
    TONUS_ASSIGN_OR_RETURN(
        const bool full,
        FillPage(records, call, std::move(request), limit, &page));
    if (full) return page;
  }
  page.next.clear();
  return page;
}

absl::Status BringUpToDay(const PatientRecords& records, const Call& call,
                          std::vector<v1::Alert>* alerts) {
  for (v1::Alert& alert : *alerts) {
    if (!MayAge(alert)) continue;
    TONUS_ASSIGN_OR_RETURN(const AlertName name,
                           AlertName::Parse(alert.name()));
    absl::StatusOr<v1::Alert> today =
        records.ReadAlert({call.principal.tenant, name.patient, call.deadline},
                          name.alert, call.time);
    // It may be gone or closed since the page was read.
    if (absl::IsNotFound(today.status())) continue;
    if (!today.ok()) return today.status();
    if (today->state() == v1::ALERT_STATE_OPEN) alert = *std::move(today);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Alert>> OpenAlertsOf(
    const PatientRecords& records, const Call& call,
    const std::string& patient) {
  TONUS_ASSIGN_OR_RETURN(
      std::vector<v1::Alert> alerts,
      records.ReadAlerts({call.principal.tenant, patient, call.deadline},
                         call.time));
  std::erase_if(alerts, [&](const v1::Alert& alert) {
    return alert.state() != v1::ALERT_STATE_OPEN || !IsRaised(alert, call.time);
  });
  absl::c_sort(alerts, [](const v1::Alert& a, const v1::Alert& b) {
    const auto order_of = [](const v1::Alert& alert) {
      return std::tuple<int, int64_t, const std::string&>(
          alert.urgency(), alert.raise_time().seconds(), alert.name());
    };
    return order_of(a) < order_of(b);
  });
  return alerts;
}

}  // namespace tonus
