// SPDX-License-Identifier: Apache-2.0
#include "services/patient/alert_fold.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/digest.h"
#include "services/resource_names.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

using storage::v1::AlertRecord;

constexpr int kIdBytes = 8;

bool IsOpen(const v1::Alert& alert) {
  return alert.state() == v1::ALERT_STATE_OPEN;
}

// Whether a cause like that of `alert` joins `open`.
bool IsLike(const v1::Alert& open, const v1::Alert& alert) {
  return open.kind() == alert.kind() && open.rule() == alert.rule() &&
         open.red_flag() == alert.red_flag() &&
         open.exercise() == alert.exercise() && open.side() == alert.side() &&
         open.urgency() == alert.urgency() &&
         open.proposal() == alert.proposal() &&
         open.adverse_event() == alert.adverse_event();
}

template <typename Values>
void AddMissing(const Values& from, Values* to) {
  for (const auto& value : from) {
    if (!absl::c_linear_search(*to, value)) *to->Add() = value;
  }
}

// Whether all logs that it tells of were withdrawn.
bool IsWithdrawn(const v1::Alert& alert,
                 const storage::v1::PatientFacts& facts) {
  if (alert.logs().empty() || !alert.relief_runs().empty()) return false;
  return absl::c_none_of(alert.logs(), [&](const std::string& id) {
    return absl::c_any_of(facts.logs(), [&](const storage::v1::LogFact& fact) {
      return fact.fact_id() == id;
    });
  });
}

// Follows one change.
class Fold {
 public:
  Fold(const AlertRecords& before, const AlertChange& change)
      : change_(change), now_(ToTimestamp(change.now)) {
    for (const AlertRecord& record : before) {
      records_[record.alert().name()] = record;
    }
  }

  void ForgetCauses();
  void AddCause(const engine::AlertCause& cause);
  void AcknowledgeOne();
  void Settle();

  AlertRecords Take() {
    AlertRecords after;
    for (auto& [name, record] : records_) after.Add()->Swap(&record);
    return after;
  }

 private:
  bool IsAhead(const v1::Alert& alert) const {
    return !IsRaised(alert, change_.now);
  }
  AlertRecord* StandingFor(const engine::AlertCause& cause);
  AlertRecord* Like(const engine::AlertCause& cause);
  google::protobuf::Timestamp RaiseTime(const engine::AlertCause& cause) const;
  void Raise(const engine::AlertCause& cause);
  void Join(const engine::AlertCause& cause, AlertRecord* record) const;

  const AlertChange& change_;
  const google::protobuf::Timestamp now_;
  std::map<std::string, AlertRecord> records_;
};

// Causes that are not there any more can come again, and what was to come with
// a day and does not was never told.
void Fold::ForgetCauses() {
  std::set<std::string> present;
  for (const engine::AlertCause& cause : change_.causes) {
    present.insert(cause.key);
  }
  for (auto& [name, record] : records_) {
    google::protobuf::RepeatedPtrField<std::string> kept;
    for (const std::string& key : record.causes()) {
      if (present.contains(key)) *kept.Add() = key;
    }
    record.mutable_causes()->Swap(&kept);
  }
  for (auto record = records_.begin(); record != records_.end();) {
    const bool was_never_told =
        IsAhead(record->second.alert()) && record->second.causes().empty();
    record = was_never_told ? records_.erase(record) : std::next(record);
  }
}

AlertRecord* Fold::StandingFor(const engine::AlertCause& cause) {
  for (auto& [name, record] : records_) {
    if (absl::c_linear_search(record.causes(), cause.key)) return &record;
  }
  return nullptr;
}

AlertRecord* Fold::Like(const engine::AlertCause& cause) {
  for (auto& [name, record] : records_) {
    if (IsOpen(record.alert()) && !IsAhead(record.alert()) &&
        IsLike(record.alert(), cause.alert)) {
      return &record;
    }
  }
  return nullptr;
}

google::protobuf::Timestamp Fold::RaiseTime(
    const engine::AlertCause& cause) const {
  return cause.from.has_value()
             ? ToTimestamp(absl::FromCivil(*cause.from, change_.zone))
             : now_;
}

void Fold::Raise(const engine::AlertCause& cause) {
  AlertRecord record;
  const std::string hash =
      Sha256(absl::StrCat(cause.key, "@", change_.event.revision()))
          .substr(0, kIdBytes);
  *record.mutable_alert() = cause.alert;
  v1::Alert& alert = *record.mutable_alert();
  alert.set_name(
      AlertName{change_.patient, absl::BytesToHexString(hash)}.ToString());
  alert.set_state(v1::ALERT_STATE_OPEN);
  *alert.mutable_raise_time() = RaiseTime(cause);
  *alert.mutable_update_time() = now_;
  record.add_causes(cause.key);
  records_[alert.name()] = std::move(record);
}

void Fold::Join(const engine::AlertCause& cause, AlertRecord* record) const {
  v1::Alert& alert = *record->mutable_alert();
  alert.set_text(cause.alert.text());
  AddMissing(cause.alert.sessions(), alert.mutable_sessions());
  AddMissing(cause.alert.logs(), alert.mutable_logs());
  AddMissing(cause.alert.relief_runs(), alert.mutable_relief_runs());
  if (cause.alert.has_date()) *alert.mutable_date() = cause.alert.date();
  *alert.mutable_update_time() = now_;
  record->add_causes(cause.key);
}

void Fold::AddCause(const engine::AlertCause& cause) {
  AlertRecord* standing = StandingFor(cause);
  if (standing != nullptr) {
    // The day with which it comes may have moved, or it came without it.
    if (IsAhead(standing->alert())) {
      const v1::Alert old = standing->alert();
      *standing->mutable_alert() = cause.alert;
      v1::Alert& alert = *standing->mutable_alert();
      alert.set_name(old.name());
      alert.set_state(old.state());
      *alert.mutable_raise_time() = RaiseTime(cause);
      *alert.mutable_update_time() = old.update_time();
    }
    return;
  }
  AlertRecord* like = cause.from.has_value() ? nullptr : Like(cause);
  if (like == nullptr) {
    Raise(cause);
  } else {
    Join(cause, like);
  }
}

void Fold::AcknowledgeOne() {
  if (!change_.event.has_alert_acknowledged()) return;
  const AlertName name{change_.patient,
                       change_.event.alert_acknowledged().alert()};
  const auto record = records_.find(name.ToString());
  if (record == records_.end()) return;
  Acknowledge(change_.event, record->second.mutable_alert());
}

void Fold::Settle() {
  for (auto& [name, record] : records_) {
    v1::Alert& alert = *record.mutable_alert();
    if (!IsOpen(alert) || !record.causes().empty()) continue;
    if (!engine::EndsWithItsCause(alert) &&
        !IsWithdrawn(alert, change_.facts)) {
      continue;
    }
    alert.set_state(v1::ALERT_STATE_SETTLED);
    *alert.mutable_update_time() = now_;
  }
}

}  // namespace

bool IsRaised(const v1::Alert& alert, absl::Time now) {
  return FromTimestamp(alert.raise_time()) <= now;
}

bool MayMatter(const AlertRecord& record) {
  return IsOpen(record.alert()) || !record.causes().empty();
}

void Acknowledge(const storage::v1::Event& event, v1::Alert* alert) {
  alert->set_state(v1::ALERT_STATE_ACKNOWLEDGED);
  alert->set_reason(event.alert_acknowledged().reason());
  alert->set_acknowledger(event.actor());
  alert->set_acknowledger_role(event.role());
  *alert->mutable_update_time() = event.record_time();
}

AlertRecords AlertsAfter(const AlertRecords& before,
                         const AlertChange& change) {
  Fold fold(before, change);
  fold.ForgetCauses();
  fold.AcknowledgeOne();
  for (const engine::AlertCause& cause : change.causes) fold.AddCause(cause);
  fold.Settle();
  return fold.Take();
}

}  // namespace tonus
