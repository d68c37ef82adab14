// SPDX-License-Identifier: Apache-2.0
#include "services/patient/alert_records.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/engine/alert_causes.h"
#include "services/engine/deterministic_bytes.h"
#include "services/keys.h"
#include "services/patient/alert_fold.h"
#include "services/patient/state_excerpts.h"
#include "services/resource_names.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

using storage::v1::AlertRecord;

// What is known at the end of `event`, with the names of what it is about.
std::vector<engine::AlertCause> CausesOf(const PatientRef& ref,
                                         const engine::Knowledge& knowledge,
                                         const v1::Interpretation& read,
                                         const storage::v1::PatientState& after,
                                         absl::Time now) {
  const absl::TimeZone zone = ZoneOf(after.facts().time_zone());
  std::vector<engine::AlertCause> causes =
      engine::AlertCauses({knowledge, after.facts(), after.outline(), read,
                           absl::ToCivilDay(now, zone), zone});
  for (engine::AlertCause& cause : causes) {
    int64_t revision = 0;
    if (absl::SimpleAtoi(cause.alert.adverse_event(), &revision)) {
      cause.alert.set_adverse_event(
          AdverseEventName{ref.patient, revision}.ToString());
    }
  }
  const int64_t waiting = after.head().pending_proposal();
  if (waiting > 0) {
    engine::AlertCause& cause = causes.emplace_back();
    cause.key = absl::StrCat("proposal/", waiting);
    cause.alert = engine::ProposalAlert(knowledge);
    cause.alert.set_proposal(ProposalName{ref.patient, waiting}.ToString());
  }
  return causes;
}

// Where an alert is found beside its own key.
class Places {
 public:
  Places(const PatientRef& ref, const v1::Alert& alert) {
    const std::string id = AlertName::Parse(alert.name())->alert;
    own = keys::Alert(ref.tenant, ref.patient, id);
    if (alert.state() == v1::ALERT_STATE_OPEN) {
      open =
          keys::OpenAlert(ref.tenant, alert.urgency(),
                          {std::max<int64_t>(1, alert.raise_time().seconds()),
                           ref.patient, id});
    }
    change =
        keys::AlertChange(ref.tenant, {ChangeMicros(alert), ref.patient, id});
  }

  std::string own;
  std::string open;  // Empty for a closed one.
  std::string change;
};

// Replaces `before` by `after`; either may be absent.
void AddReplacement(const PatientRef& ref, const AlertRecord* before,
                    const AlertRecord* after,
                    std::vector<storage::Mutation>* mutations) {
  std::map<std::string, std::string> writes;
  if (after != nullptr) {
    const Places places(ref, after->alert());
    const std::string bytes = engine::DeterministicBytes(after->alert());
    writes[places.own] = engine::DeterministicBytes(*after);
    writes[places.change] = bytes;
    if (!places.open.empty()) writes[places.open] = bytes;
  }
  if (before != nullptr) {
    const Places places(ref, before->alert());
    for (const std::string& key : {places.own, places.open, places.change}) {
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
                       storage::v1::PatientState* after,
                       std::vector<storage::Mutation>* mutations) {
  const absl::Time now = FromTimestamp(event.record_time());
  const AlertRecords before = after->head().alerts();
  const AlertRecords alerts =
      AlertsAfter(before, {ref.patient, event, after->facts(),
                           CausesOf(ref, knowledge, read, *after, now), now,
                           ZoneOf(after->facts().time_zone())});
  std::map<std::string, std::pair<const AlertRecord*, const AlertRecord*>> all;
  for (const AlertRecord& record : before) {
    all[record.alert().name()].first = &record;
  }
  for (const AlertRecord& record : alerts) {
    all[record.alert().name()].second = &record;
  }
  bool changed = false;
  for (const auto& [name, pair] : all) {
    const auto& [old, now_is] = pair;
    if (old != nullptr && now_is != nullptr &&
        engine::DeterministicBytes(*old) ==
            engine::DeterministicBytes(*now_is)) {
      continue;
    }
    AddReplacement(ref, old, now_is, mutations);
    changed = true;
  }
  after->mutable_head()->clear_alerts();
  for (const AlertRecord& record : alerts) {
    FoldAlert(record, after->mutable_head());
  }
  return changed;
}

void FoldAlert(const AlertRecord& record, storage::v1::Head* head) {
  if (MayMatter(record)) *head->add_alerts() = record;
}

}  // namespace tonus
