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

// How long what a batch tells waits for the rest of it, see Alert.raise_time.
constexpr absl::Duration kBatchWait = absl::Minutes(5);

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

bool IsRetest(const v1::Alert& alert) {
  return alert.kind() == knowledge::v1::ALERT_KIND_RETEST;
}

bool ClosesGate(const v1::Alert& alert) {
  return alert.urgency() == v1::ALERT_URGENCY_NOW ||
         alert.urgency() == v1::ALERT_URGENCY_DAYS;
}

// Whether it tells more of today, which opens no gate: what closed it stays
// told until a clearance, a correction or an assessment.
bool OnlyTellsMore(const storage::v1::Event& event) {
  return event.has_session_started() || event.has_relief_answered();
}

// Whether it is about what the programme plans.
bool IsPlanned(const v1::Alert& alert) {
  return IsRetest(alert) || alert.kind() == knowledge::v1::ALERT_KIND_ADHERENCE;
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
      records_[record.alert().name()] = WithNewKeys(record);
    }
  }

  // One of the two.
  void AcknowledgeOne();
  void FollowFacts();

  Alerts Take() {
    Alerts after;
    for (auto& [name, record] : records_) after.records.Add()->Swap(&record);
    after.closed = std::move(closed_);
    return after;
  }

 private:
  AlertRecord WithNewKeys(AlertRecord record) const;
  void ForgetCauses();
  void AddCause(const engine::AlertCause& cause);
  void Settle();
  void Tell(AlertRecord* record) const;
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
  // By name of an alert the causes that join it with a day, by that and their
  // place in the change.
  std::map<std::string,
           std::set<std::pair<absl::CivilDay, const engine::AlertCause*>>>
      joining_;
};

// Returns `record`, which may have been stored when some causes had other keys.
AlertRecord Fold::WithNewKeys(AlertRecord record) const {
  for (const engine::AlertCause& cause : change_.causes) {
    if (cause.earlier_key.empty() ||
        cause.alert.rule() != record.alert().rule()) {
      continue;
    }
    absl::c_replace(*record.mutable_causes(), cause.earlier_key, cause.key);
  }
  return record;
}

// What has faded keeps an open alert; what only comes with a day does not keep
// one that was raised open, nor does it raise it again when that is closed.
// Which retests are due is not known while the programme rests.
bool Fold::IsThereStill(const AlertRecord& record,
                        const std::string& key) const {
  const bool is_open = IsOpen(record.alert());
  const bool is_ahead = IsAhead(record.alert());
  if (change_.rests && IsRetest(record.alert()) && !is_ahead) return true;
  if (change_.rests && ClosesGate(record.alert()) &&
      OnlyTellsMore(change_.event)) {
    return true;
  }
  return absl::c_any_of(change_.causes, [&](const engine::AlertCause& cause) {
    return cause.key == key && (!cause.faded || is_open) &&
           (!cause.from.has_value() || is_ahead || !is_open);
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
  if (cause.from.has_value()) {
    return absl::FromCivil(*cause.from, change_.zone);
  }
  const bool waits = change_.is_of_batch && IsPlanned(cause.alert);
  return waits ? change_.now + kBatchWait : change_.now;
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
  // What comes with a day joins what is open then, also when nothing is written
  // on that day.
  if (cause.from.has_value()) {
    joining_[record->alert().name()].insert({*cause.from, &cause});
    return;
  }
  // What was to come with a day came before it.
  if (IsAhead(record->alert())) {
    record->clear_causes();
    *record->mutable_alert()->mutable_raise_time() =
        ToTimestamp(RaiseTime(cause));
    record->mutable_alert()->clear_update_time();
  }
  record->add_causes(cause.key);
}

// Closes one alert as it was read, with what had come by then of the same; the
// others stay as they were read, too.
void Fold::AcknowledgeOne() {
  const AlertName name{change_.patient,
                       change_.event.alert_acknowledged().alert()};
  const auto found = records_.find(name.ToString());
  if (found == records_.end()) return;
  AlertRecord& record = found->second;
  for (const engine::AlertCause& cause : change_.causes) {
    if (cause.subject == record.subject() && !cause.faded &&
        !cause.from.has_value() && StandingFor(cause) == nullptr) {
      record.add_causes(cause.key);
    }
  }
  Acknowledge(change_.event, record.mutable_alert());
  record.clear_later();
  ++closed_[record.subject()];
  // What comes next is about the same once more.
  for (const engine::AlertCause& cause : change_.causes) {
    if (cause.subject == record.subject()) AddCause(cause);
  }
  for (auto& [other, raised] : records_) {
    if (raised.alert().kind() == knowledge::v1::ALERT_KIND_UNSPECIFIED) {
      Tell(&raised);
    }
  }
}

void Fold::Settle() {
  for (auto& [name, record] : records_) {
    v1::Alert& alert = *record.mutable_alert();
    if (!IsOpen(alert)) continue;
    const bool is_over =
        record.causes().empty() &&
        (engine::EndsWithItsCause(alert) || undone_.contains(name));
    const bool waits = change_.rests && !IsAhead(alert) && IsRetest(alert);
    if (!is_over && !waits) continue;
    alert.set_state(v1::ALERT_STATE_SETTLED);
    if (IsClosed(record)) ++closed_[record.subject()];
  }
}

// Makes an open alert say what its causes say now, and note what they will.
void Fold::Tell(AlertRecord* record) const {
  record->clear_later();
  std::vector<const engine::AlertCause*> causes;
  for (const engine::AlertCause& cause : change_.causes) {
    if (Has(*record, cause.key)) causes.push_back(&cause);
  }
  const v1::Alert old = record->alert();
  if (!IsOpen(old) || causes.empty()) return;
  const auto about = [&](const v1::Alert& told) {
    v1::Alert alert = told;
    alert.set_name(old.name());
    alert.set_state(old.state());
    *alert.mutable_raise_time() = old.raise_time();
    return alert;
  };
  v1::Alert alert = about(engine::AlertAbout(causes));
  if (old.has_update_time()) *alert.mutable_update_time() = old.update_time();
  *record->mutable_alert() = std::move(alert);
  const auto joining = joining_.find(old.name());
  if (joining == joining_.end()) return;
  for (const auto& [day, cause] : joining->second) {
    if (Has(*record, cause->key)) continue;
    causes.push_back(cause);
    const google::protobuf::Timestamp from =
        ToTimestamp(absl::FromCivil(day, change_.zone));
    const bool is_same_day =
        !record->later().empty() &&
        FromTimestamp(record->later().rbegin()->alert().update_time()) ==
            FromTimestamp(from);
    storage::v1::LaterAlert& later =
        is_same_day ? *record->mutable_later()->rbegin() : *record->add_later();
    *later.mutable_time() = from;
    *later.mutable_alert() = about(engine::AlertAbout(causes));
    *later.mutable_alert()->mutable_update_time() = from;
  }
}

void Fold::FollowFacts() {
  ForgetCauses();
  for (const engine::AlertCause& cause : change_.causes) AddCause(cause);
  Settle();
  // What is over may come again with a day.
  for (const engine::AlertCause& cause : change_.causes) AddCause(cause);
  for (auto& [name, record] : records_) Tell(&record);
}

// What the alert became by `now` with a day; nullptr when nothing else.
const v1::Alert* FindAged(const AlertRecord& record, absl::Time now) {
  const v1::Alert* aged = nullptr;
  for (const storage::v1::LaterAlert& later : record.later()) {
    const v1::Alert& alert = later.alert();
    if (FromTimestamp(alert.update_time()) <= now) aged = &alert;
  }
  return aged;
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

v1::Alert AlertAt(const AlertRecord& record, absl::Time now) {
  const v1::Alert* aged = FindAged(record, now);
  return aged != nullptr ? *aged : record.alert();
}

Alerts AlertsAfter(const Alerts& stored, const AlertChange& change) {
  // What came with a day since then was read so.
  Alerts before = stored;
  for (AlertRecord& record : before.records) {
    const v1::Alert* aged = FindAged(record, change.now);
    if (aged == nullptr) continue;
    const v1::Alert alert = *aged;
    *record.mutable_alert() = alert;
    record.clear_later();
  }
  Fold fold(before, change);
  if (change.event.has_alert_acknowledged()) {
    fold.AcknowledgeOne();
  } else {
    fold.FollowFacts();
  }
  Alerts after = fold.Take();
  TouchChanged(before.records, change.now, &after.records);
  return after;
}

}  // namespace tonus
