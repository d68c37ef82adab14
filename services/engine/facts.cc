// SPDX-License-Identifier: Apache-2.0
#include "services/engine/facts.h"

namespace tonus::engine {

absl::CivilDay ToCivilDay(const v1::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

v1::Date ToDate(absl::CivilDay day) {
  v1::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

absl::CivilDay UtcDay(const google::protobuf::Timestamp& time) {
  return absl::ToCivilDay(absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

const v1::Profile& CurrentProfile(const storage::v1::PatientFacts& facts) {
  if (facts.profiles().empty()) return v1::Profile::default_instance();
  return facts.profiles(facts.profiles_size() - 1).profile();
}

std::optional<int> AgeYears(const v1::Profile& profile, absl::CivilDay day) {
  if (!profile.has_age_years()) return std::nullopt;
  if (!profile.has_age_date()) return profile.age_years();
  const absl::CivilDay recorded = ToCivilDay(profile.age_date());
  int years = static_cast<int>(day.year() - recorded.year());
  if (day.month() < recorded.month() ||
      (day.month() == recorded.month() && day.day() < recorded.day())) {
    --years;
  }
  return profile.age_years() + (years > 0 ? years : 0);
}

v1::History CurrentHistory(const storage::v1::PatientFacts& facts) {
  v1::History history;
  for (const auto& assessment : facts.assessments()) {
    if (assessment.has_history()) history = assessment.history();
  }
  return history;
}

}  // namespace tonus::engine
