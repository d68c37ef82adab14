// SPDX-License-Identifier: Apache-2.0
#include "services/engine/alert_causes.h"

#include <tuple>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/engine/adverse_event_referral.h"
#include "services/engine/attendance_alerts.h"
#include "services/engine/logged_alerts.h"
#include "services/engine/notice_alerts.h"
#include "services/engine/referral_cause.h"
#include "services/engine/retest_alerts.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

void AddAdverseEvents(const AlertCase& of, std::vector<AlertCause>* causes) {
  for (const storage::v1::AdverseEventFact& fact : of.facts.adverse_events()) {
    const v1::AdverseEvent& event = fact.adverse_event();
    const kv1::AdverseEventRule* row = RowOf(of.knowledge, fact);
    if (row == nullptr || IsCleared(of.facts, of.today, *row, fact)) continue;
    const std::string key = absl::StrCat("adverse/", fact.fact_id());
    v1::Alert& alert = AddCause(key, key, kv1::ALERT_KIND_ADVERSE_EVENT,
                                UrgencyOf(row->action()), causes);
    alert.set_rule(row->rule());
    alert.set_text(absl::StrCat(Sentence(row->reason()), "."));
    alert.set_adverse_event(absl::StrCat(fact.revision()));
    alert.set_exercise(event.exercise());
    alert.set_side(event.side());
    if (event.session_number() > 0) alert.add_sessions(event.session_number());
    *alert.mutable_date() = event.onset_date();
  }
}

// Where alerts of that kind stand among those of one urgency.
int PlaceOf(const Knowledge& knowledge, kv1::AlertKind kind) {
  const auto& rows = knowledge.pack().alert_rules();
  const auto found = absl::c_find_if(
      rows, [&](const kv1::AlertRule& row) { return row.kind() == kind; });
  return static_cast<int>(found - rows.begin());
}

}  // namespace

std::vector<AlertCause> AlertCauses(const AlertCase& of) {
  std::vector<AlertCause> causes;
  AddNotices(of, AddLogged(of, &causes), &causes);
  AddAdverseEvents(of, &causes);
  AddAttendance(of, &causes);
  AddRetests(of, &causes);
  const auto order_of = [&](const AlertCause& cause) {
    return std::tuple(cause.alert.urgency(),
                      PlaceOf(of.knowledge, cause.alert.kind()),
                      absl::string_view(cause.subject));
  };
  // Those of one subject were added in the order in which they happened.
  absl::c_stable_sort(causes, [&](const AlertCause& a, const AlertCause& b) {
    return order_of(a) < order_of(b);
  });
  return causes;
}

v1::Alert ProposalAlert(const Knowledge& knowledge) {
  v1::Alert alert;
  alert.set_kind(kv1::ALERT_KIND_PROPOSAL);
  alert.set_urgency(v1::ALERT_URGENCY_ROUTINE);
  alert.set_text(AlertText(knowledge, alert.kind()));
  return alert;
}

std::string AlertText(const Knowledge& knowledge, kv1::AlertKind kind) {
  for (const kv1::AlertRule& row : knowledge.pack().alert_rules()) {
    if (row.kind() == kind) return row.text();
  }
  return "";
}

bool IsOfOneSession(absl::string_view key) {
  return absl::StartsWith(key, "log/");
}

bool EndsWithItsCause(const v1::Alert& alert) {
  // What relief did not do stays true when it is long ago.
  if (alert.kind() == kv1::ALERT_KIND_RELIEF) {
    return alert.urgency() != v1::ALERT_URGENCY_ROUTINE;
  }
  return alert.urgency() != v1::ALERT_URGENCY_ROUTINE ||
         !alert.red_flag().empty() || !alert.logs().empty() ||
         !alert.relief_runs().empty() || !alert.home_logs().empty() ||
         !alert.morning_logs().empty() ||
         alert.kind() == kv1::ALERT_KIND_ADHERENCE ||
         alert.kind() == kv1::ALERT_KIND_PROPOSAL ||
         alert.kind() == kv1::ALERT_KIND_RETEST;
}

}  // namespace tonus::engine
