// SPDX-License-Identifier: Apache-2.0
#include "services/patient/alert_fold.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/digest.h"
#include "services/engine/deterministic_bytes.h"
#include "services/resource_names.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

using storage::v1::AlertRecord;

constexpr int kIdBytes = 8;

bool IsOpen(const v1::Alert& alert) {
  return alert.state() == v1::ALERT_STATE_OPEN;
}

// Notes that `alert` was changed, later than ever before. One that comes with a
// day is not known before that.
void Touch(absl::Time now, v1::Alert* alert) {
  absl::Time time = std::max(now, FromTimestamp(alert->raise_time()));
  if (alert->has_update_time()) {
    time = std::max(
        time, FromTimestamp(alert->update_time()) + absl::Microseconds(1));
  }
  *alert->mutable_update_time() = ToTimestamp(time);
}

// Whether it is about what the programme plans.
bool IsPlanned(const v1::Alert& alert) {
  return alert.kind() == knowledge::v1::ALERT_KIND_RETEST ||
         alert.kind() == knowledge::v1::ALERT_KIND_ADHERENCE;
}

// What a cause is kept as that was corrected away after somebody had looked:
// when a further correction brings it back, it raises nothing again.
std::string Undone(const std::string& cause) {
  return absl::StrCat("undone/", cause);
}

bool IsUndone(const std::string& cause) {
  return absl::StartsWith(cause, Undone(""));
}

bool Has(const AlertRecord& record, const std::string& cause) {
  return absl::c_linear_search(record.causes(), cause) ||
         absl::c_linear_search(record.causes(), Undone(cause));
}

// Follows one change.
class Fold {
 public:
  Fold(const Alerts& before, const AlertChange& change)
      : change_(change), closed_(before.closed) {
    for (const AlertRecord& record : before.records) {
      records_[record.alert().name()] = record;
    }
  }

  void ForgetCauses();
  void AddCause(const engine::AlertCause& cause);
  void AcknowledgeOne();
  void Settle();
  void TellAll();

  Alerts Take() {
    Alerts after;
    for (auto& [name, record] : records_) after.records.Add()->Swap(&record);
    after.closed = std::move(closed_);
    return after;
  }

 private:
  bool IsAhead(const v1::Alert& alert) const {
    return !IsRaised(alert, change_.now);
  }
  bool IsThereStill(const AlertRecord& record, const std::string& key) const;
  AlertRecord* StandingFor(const engine::AlertCause& cause);
  AlertRecord* Like(const engine::AlertCause& cause);
  absl::Time RaiseTime(const engine::AlertCause& cause) const;
  void Raise(const engine::AlertCause& cause);

  const AlertChange& change_;
  std::map<std::string, int> closed_;
  std::map<std::string, AlertRecord> records_;
  // Names of those of which a cause was corrected away.
  std::set<std::string> undone_;
};

// What has faded keeps an open alert. What the programme plans is not known
// while it rests.
bool Fold::IsThereStill(const AlertRecord& record,
                        const std::string& key) const {
  if (change_.rests && IsPlanned(record.alert()) && !IsAhead(record.alert())) {
    return true;
  }
  return absl::c_any_of(change_.causes, [&](const engine::AlertCause& cause) {
    return cause.key == key && (!cause.faded || IsOpen(record.alert()));
  });
}

// Causes that are not there any more can come again, and what was to come with
// a day and does not was never told.
void Fold::ForgetCauses() {
  for (auto entry = records_.begin(); entry != records_.end();) {
    AlertRecord& record = entry->second;
    const bool was_closed = IsClosed(record);
    google::protobuf::RepeatedPtrField<std::string> kept;
    for (const std::string& key : record.causes()) {
      if (IsUndone(key) || IsThereStill(record, key)) {
        *kept.Add() = key;
      } else if (change_.undone.contains(key) &&
                 record.alert().state() == v1::ALERT_STATE_ACKNOWLEDGED &&
                 engine::IsOfOneSession(key)) {
        *kept.Add() = Undone(key);
      } else if (change_.undone.contains(key)) {
        undone_.insert(entry->first);
      }
    }
    record.mutable_causes()->Swap(&kept);
    if (!was_closed && IsClosed(record)) ++closed_[record.subject()];
    const bool was_never_told =
        IsAhead(record.alert()) && record.causes().empty();
    entry = was_never_told ? records_.erase(entry) : std::next(entry);
  }
}

AlertRecord* Fold::StandingFor(const engine::AlertCause& cause) {
  for (auto& [name, record] : records_) {
    if (Has(record, cause.key)) return &record;
  }
  return nullptr;
}

AlertRecord* Fold::Like(const engine::AlertCause& cause) {
  for (auto& [name, record] : records_) {
    if (IsOpen(record.alert()) && record.subject() == cause.subject) {
      return &record;
    }
  }
  return nullptr;
}

absl::Time Fold::RaiseTime(const engine::AlertCause& cause) const {
  return cause.from.has_value() ? absl::FromCivil(*cause.from, change_.zone)
                                : change_.now;
}

void Fold::Raise(const engine::AlertCause& cause) {
  AlertRecord record;
  record.set_subject(cause.subject);
  const std::string hash =
      Sha256(absl::StrCat(cause.subject, "@", closed_[cause.subject] + 1))
          .substr(0, kIdBytes);
  v1::Alert& alert = *record.mutable_alert();
  alert.set_name(
      AlertName{change_.patient, absl::BytesToHexString(hash)}.ToString());
  alert.set_state(v1::ALERT_STATE_OPEN);
  *alert.mutable_raise_time() = ToTimestamp(RaiseTime(cause));
  record.add_causes(cause.key);
  records_[alert.name()] = std::move(record);
}

// What has faded neither raises an alert nor joins one.
void Fold::AddCause(const engine::AlertCause& cause) {
  AlertRecord* record = StandingFor(cause);
  if (record != nullptr) {
    v1::Alert& alert = *record->mutable_alert();
    // The day with which it comes may have moved, or it came without it.
    if (IsAhead(alert)) {
      *alert.mutable_raise_time() = ToTimestamp(RaiseTime(cause));
      alert.clear_update_time();
    }
    // The programme goes on.
    if (alert.state() == v1::ALERT_STATE_SETTLED) {
      alert.set_state(v1::ALERT_STATE_OPEN);
    }
    return;
  }
  if (cause.faded) return;
  record = Like(cause);
  if (record == nullptr) {
    Raise(cause);
    return;
  }
  // What comes with a day joins what is open then.
  if (cause.from.has_value()) return;
  // What was to come with a day came before it.
  if (IsAhead(record->alert())) {
    record->clear_causes();
    *record->mutable_alert()->mutable_raise_time() = ToTimestamp(change_.now);
    record->mutable_alert()->clear_update_time();
  }
  record->add_causes(cause.key);
}

void Fold::AcknowledgeOne() {
  if (!change_.event.has_alert_acknowledged()) return;
  const AlertName name{change_.patient,
                       change_.event.alert_acknowledged().alert()};
  const auto record = records_.find(name.ToString());
  if (record == records_.end()) return;
  Acknowledge(change_.event, record->second.mutable_alert());
  ++closed_[record->second.subject()];
}

void Fold::Settle() {
  for (auto& [name, record] : records_) {
    v1::Alert& alert = *record.mutable_alert();
    if (!IsOpen(alert)) continue;
    const bool is_over =
        record.causes().empty() &&
        (engine::EndsWithItsCause(alert) || undone_.contains(name));
    const bool waits = change_.rests && !IsAhead(alert) &&
                       alert.kind() == knowledge::v1::ALERT_KIND_RETEST;
    if (!is_over && !waits) continue;
    alert.set_state(v1::ALERT_STATE_SETTLED);
    if (IsClosed(record)) ++closed_[record.subject()];
  }
}

// Makes the open alerts say what their causes say now.
void Fold::TellAll() {
  for (auto& [name, record] : records_) {
    std::vector<const engine::AlertCause*> causes;
    for (const engine::AlertCause& cause : change_.causes) {
      if (Has(record, cause.key)) causes.push_back(&cause);
    }
    const v1::Alert old = record.alert();
    if (!IsOpen(old) || causes.empty()) continue;
    v1::Alert alert = engine::AlertAbout(causes);
    alert.set_name(old.name());
    alert.set_state(old.state());
    *alert.mutable_raise_time() = old.raise_time();
    if (old.has_update_time()) {
      *alert.mutable_update_time() = old.update_time();
    }
    *record.mutable_alert() = std::move(alert);
  }
}

// Notes when those were changed that are not as they were.
void TouchChanged(const AlertRecords& before, absl::Time now,
                  AlertRecords* after) {
  std::map<std::string, const v1::Alert*> old;
  for (const AlertRecord& record : before) {
    old[record.alert().name()] = &record.alert();
  }
  for (AlertRecord& record : *after) {
    v1::Alert& alert = *record.mutable_alert();
    const auto found = old.find(alert.name());
    const bool is_noted = alert.has_update_time() && found != old.end() &&
                          (engine::DeterministicBytes(alert) ==
                               engine::DeterministicBytes(*found->second) ||
                           FromTimestamp(alert.update_time()) !=
                               FromTimestamp(found->second->update_time()));
    if (!is_noted) Touch(now, &alert);
  }
}

}  // namespace

bool IsRaised(const v1::Alert& alert, absl::Time now) {
  return FromTimestamp(alert.raise_time()) <= now;
}

bool IsClosed(const AlertRecord& record) {
  return record.alert().state() == v1::ALERT_STATE_ACKNOWLEDGED ||
         (record.alert().state() == v1::ALERT_STATE_SETTLED &&
          record.causes().empty());
}

bool MayMatter(const AlertRecord& record) {
  return IsOpen(record.alert()) || !record.causes().empty();
}

void Acknowledge(const storage::v1::Event& event, v1::Alert* alert) {
  alert->set_state(v1::ALERT_STATE_ACKNOWLEDGED);
  alert->set_reason(event.alert_acknowledged().reason());
  alert->set_acknowledger(event.actor());
  alert->set_acknowledger_role(event.role());
  Touch(FromTimestamp(event.record_time()), alert);
}

Alerts AlertsAfter(const Alerts& before, const AlertChange& change) {
  Fold fold(before, change);
  fold.ForgetCauses();
  // What had come by then is acknowledged with the rest of its alert.
  for (const engine::AlertCause& cause : change.causes) fold.AddCause(cause);
  fold.AcknowledgeOne();
  // What comes next is about the same once more.
  for (const engine::AlertCause& cause : change.causes) fold.AddCause(cause);
  fold.Settle();
  fold.TellAll();
  Alerts after = fold.Take();
  TouchChanged(before.records, change.now, &after.records);
  return after;
}

}  // namespace tonus
