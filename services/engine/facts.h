// SPDX-License-Identifier: Apache-2.0
// What the facts of a patient say on a day.

#ifndef TONUS_SERVICES_ENGINE_FACTS_H_
#define TONUS_SERVICES_ENGINE_FACTS_H_

#include <algorithm>
#include <optional>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/date.pb.h"

namespace tonus::engine {

// The version that findings, routines and states name. Changes whenever the
// same facts and pack may give other bytes.
inline constexpr const char* kEngineVersion = "8";

absl::CivilDay ToCivilDay(const v1::Date& date);
v1::Date ToDate(absl::CivilDay day);

// The day on which `time` falls in UTC.
absl::CivilDay UtcDay(const google::protobuf::Timestamp& time);

// The day on which `fact`, a log of whatever kind that is about `day`, was
// told: `day` itself unless that was later.
template <typename Fact>
absl::CivilDay ToldDay(const Fact& fact, absl::CivilDay day) {
  if (!fact.has_told_date()) return day;
  return std::max(day, ToCivilDay(fact.told_date()));
}

// The profile that holds: the last one, or an empty one.
const v1::Profile& CurrentProfile(const storage::v1::PatientFacts& facts);

// Completed years of age on `day`, or nullopt when unknown.
std::optional<int> AgeYears(const v1::Profile& profile, absl::CivilDay day);

// History answers of all assessments: a flag told once stays told until a later
// history says otherwise, that is, the last history given holds as a whole.
v1::History CurrentHistory(const storage::v1::PatientFacts& facts);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_FACTS_H_
