// SPDX-License-Identifier: Apache-2.0
// What is logged, between the API and the facts: sessions, mornings, and days
// at home.

#ifndef TONUS_SERVICES_PROGRESS_LOGGED_FACT_H_
#define TONUS_SERVICES_PROGRESS_LOGGED_FACT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/log_entry.pb.h"

namespace tonus {

// Returns the fact that `entry` states, without its id. What it tells is as it
// was sent: a default, `time`, is filled only in the effective time, so that
// the same log is recognised whenever it arrives again.
storage::v1::LoggedFact LoggedFactOf(const v1::LogEntry& entry,
                                     const google::protobuf::Timestamp& time);

// Returns what `fact` tells, as it was sent.
v1::LogEntry ToldBy(const storage::v1::LoggedFact& fact);

// Returns the fact that `event` states, also by a correction; nullopt when it
// states none of these.
std::optional<storage::v1::LoggedFact> LoggedFactIn(
    const storage::v1::Event& event);

// Makes `event` the one that records `fact`.
void RecordIn(const storage::v1::LoggedFact& fact, storage::v1::Event* event);

const std::string& FactIdOf(const storage::v1::LoggedFact& fact);
void SetFactId(absl::string_view id, storage::v1::LoggedFact* fact);
const google::protobuf::Timestamp& TimeOf(const storage::v1::LoggedFact& fact);

// Returns `fact` without the day on which it was told late.
storage::v1::LoggedFact WithoutToldDate(storage::v1::LoggedFact fact);

// Whether both tell the same of pain, symptoms and exercises.
bool TellTheSame(const storage::v1::LoggedFact& left,
                 const storage::v1::LoggedFact& right);

// Notes that `fact` was told at `time`, where that is after the day that it is
// about.
void SetToldDate(absl::Time time, storage::v1::LoggedFact* fact);

// The client's id of the log; empty when it has none.
const std::string& LogIdOf(const v1::LogEntry& entry);
void SetLogId(const std::string& id, v1::LogEntry* entry);

// The name of the log.
const std::string& NameOf(const v1::LogEntry& entry);

// Whether the client gave the log a time of its own.
bool HasTime(const v1::LogEntry& entry);

// Returns the log that `event`, which states one, recorded; without what is
// derived from other facts. `etag` is the event's.
v1::LogEntry LogEntryOf(const std::string& patient,
                        const storage::v1::Event& event,
                        absl::string_view etag);

// Returns what became of the log that the event `revision` recorded; null while
// it is in force.
const storage::v1::SupersededLog* FindSupersededLog(
    const storage::v1::Head& head, int64_t revision);

// Fills what a later correction said of `entry`, which `revision` recorded for
// `patient`.
void TellSupersededLog(const std::string& patient,
                       const storage::v1::Head& head, int64_t revision,
                       v1::LogEntry* entry);

}  // namespace tonus

#endif  // TONUS_SERVICES_PROGRESS_LOGGED_FACT_H_
