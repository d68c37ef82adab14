// SPDX-License-Identifier: Apache-2.0
#include "services/patient/alert_records.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/engine/alert_causes.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/interpretation.h"
#include "services/keys.h"
#include "services/patient/due_outline.h"
#include "services/patient/resting_block.h"
#include "services/patient/state_excerpts.h"
#include "services/resource_names.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

using storage::v1::AlertRecord;

// What is known in `state`, with the names of what it is about.
std::vector<engine::AlertCause> CausesOf(const PatientRef& ref,
                                         const engine::Knowledge& knowledge,
                                         const v1::Interpretation& read,
                                         const storage::v1::PatientState& state,
                                         absl::Time now) {
  const absl::TimeZone zone = ZoneOf(state.facts().time_zone());
  const absl::CivilDay today = absl::ToCivilDay(now, zone);
  // No day on which the block rests is missed.
  std::vector<engine::AlertCause> causes = engine::AlertCauses(
      {knowledge, state.facts(), state.outline(),
       DueOutline(knowledge, CurrentRoutineOf(knowledge, state), today),
       BlockOutline(state), FactsWhileResting(state), read, today, zone});
  for (engine::AlertCause& cause : causes) {
    int64_t revision = 0;
    if (absl::SimpleAtoi(cause.alert.adverse_event(), &revision)) {
      cause.alert.set_adverse_event(
          AdverseEventName{ref.patient, revision}.ToString());
    }
  }
  const int64_t waiting = state.head().pending_proposal();
  if (waiting > 0) {
    engine::AlertCause& cause = causes.emplace_back();
    // One that takes the place of another is no other cause.
    cause.key = "proposal";
    cause.subject = cause.key;
    cause.alert = engine::ProposalAlert(knowledge);
    cause.alert.set_proposal(ProposalName{ref.patient, waiting}.ToString());
  }
  return causes;
}

// The keys of the causes that `event` corrected away: those that would be there
// at `now` without it. Only a correction does so.
std::set<std::string> UndoneBy(const PatientRef& ref,
                               const engine::Knowledge& knowledge,
                               const storage::v1::Event& event,
                               const storage::v1::PatientState& before,
                               const std::vector<engine::AlertCause>& causes,
                               absl::Time now) {
  if (!event.has_log_amended() && !event.has_assessment_amended()) return {};
  std::set<std::string> undone;
  const v1::Interpretation read = engine::Interpret(
      knowledge, before.facts(), DayIn(before.facts().time_zone(), now));
  for (const engine::AlertCause& cause :
       CausesOf(ref, knowledge, read, before, now)) {
    undone.insert(cause.key);
  }
  for (const engine::AlertCause& cause : causes) undone.erase(cause.key);
  return undone;
}

// Where an alert is found beside its own key.
class Places {
 public:
  Places(const PatientRef& ref, const AlertRecord& record) {
    const v1::Alert& alert = record.alert();
    const std::string id = AlertName::Parse(alert.name())->alert;
    own = keys::Alert(ref.tenant, ref.patient, id);
    if (alert.state() == v1::ALERT_STATE_OPEN) {
      open =
          keys::OpenAlert(ref.tenant, alert.urgency(),
                          {std::max<int64_t>(1, alert.raise_time().seconds()),
                           ref.patient, id});
    }
    change = ChangeOf(ref, alert, id);
    for (const storage::v1::LaterAlert& next : record.later()) {
      later.push_back(ChangeOf(ref, next.alert(), id));
    }
  }

  std::string own;
  std::string open;  // Empty for a closed one.
  std::string change;
  std::vector<std::string> later;  // As in the record.

 private:
  static std::string ChangeOf(const PatientRef& ref, const v1::Alert& alert,
                              const std::string& id) {
    return keys::AlertChange(ref.tenant,
                             {ChangeMicros(alert), ref.patient, id});
  }
};

// Replaces `before` by `after`; either may be absent.
void AddReplacement(const PatientRef& ref, const AlertRecord* before,
                    const AlertRecord* after,
                    std::vector<storage::Mutation>* mutations) {
  std::map<std::string, std::string> writes;
  if (after != nullptr) {
    const Places places(ref, *after);
    const std::string bytes = engine::DeterministicBytes(after->alert());
    writes[places.own] = engine::DeterministicBytes(*after);
    writes[places.change] = bytes;
    if (!places.open.empty()) writes[places.open] = bytes;
    for (size_t i = 0; i < places.later.size(); ++i) {
      const v1::Alert& alert = after->later(static_cast<int>(i)).alert();
      writes[places.later[i]] = engine::DeterministicBytes(alert);
    }
  }
  if (before != nullptr) {
    const Places places(ref, *before);
    std::set<std::string> keys(places.later.begin(), places.later.end());
    keys.insert({places.own, places.open, places.change});
    for (const std::string& key : keys) {
      if (!key.empty() && !writes.contains(key)) {
        mutations->push_back(storage::Mutation::Delete(key));
      }
    }
  }
  for (auto& [key, bytes] : writes) {
    mutations->push_back(storage::Mutation::Write(key, std::move(bytes)));
  }
}

}  // namespace

int64_t ChangeMicros(const v1::Alert& alert) {
  const absl::Time time = std::max(FromTimestamp(alert.raise_time()),
                                   FromTimestamp(alert.update_time()));
  return std::max<int64_t>(1, absl::ToUnixMicros(time));
}

bool AddAlertMutations(const PatientRef& ref,
                       const engine::Knowledge& knowledge,
                       const storage::v1::Event& event,
                       const v1::Interpretation& read,
                       const storage::v1::PatientState& before,
                       bool is_of_batch, storage::v1::PatientState* after,
                       std::vector<storage::Mutation>* mutations) {
  const absl::Time now = FromTimestamp(event.record_time());
  const Alerts old = AlertsIn(after->head());
  const std::vector<engine::AlertCause> causes =
      CausesOf(ref, knowledge, read, *after, now);
  const bool rests =
      read.gate() != v1::GATE_OK || after->outline().sessions().empty();
  const Alerts alerts = AlertsAfter(
      old, {ref.patient, event, causes,
            UndoneBy(ref, knowledge, event, before, causes, now), rests,
            is_of_batch, now, ZoneOf(after->facts().time_zone())});
  std::map<std::string, std::pair<const AlertRecord*, const AlertRecord*>> all;
  for (const AlertRecord& record : old.records) {
    all[record.alert().name()].first = &record;
  }
  for (const AlertRecord& record : alerts.records) {
    all[record.alert().name()].second = &record;
  }
  bool changed = false;
  for (const auto& [name, pair] : all) {
    const auto& [was, is] = pair;
    if (was != nullptr && is != nullptr &&
        engine::DeterministicBytes(*was) == engine::DeterministicBytes(*is)) {
      continue;
    }
    AddReplacement(ref, was, is, mutations);
    changed = true;
  }
  SetAlerts(alerts, after->mutable_head());
  return changed;
}

Alerts AlertsIn(const storage::v1::Head& head) {
  Alerts alerts;
  alerts.records = head.alerts();
  for (const storage::v1::ClosedAlerts& closed : head.closed_alerts()) {
    alerts.closed[closed.subject()] = closed.count();
  }
  return alerts;
}

void AddStored(const AlertRecord& record, Alerts* alerts) {
  *alerts->records.Add() = record;
  if (IsClosed(record)) ++alerts->closed[record.subject()];
}

void SetAlerts(const Alerts& alerts, storage::v1::Head* head) {
  head->clear_alerts();
  for (const AlertRecord& record : alerts.records) {
    if (MayMatter(record)) *head->add_alerts() = record;
  }
  head->clear_closed_alerts();
  for (const auto& [subject, count] : alerts.closed) {
    if (count == 0) continue;
    storage::v1::ClosedAlerts* closed = head->add_closed_alerts();
    closed->set_subject(subject);
    closed->set_count(count);
  }
}

}  // namespace tonus
