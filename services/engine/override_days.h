// SPDX-License-Identifier: Apache-2.0
// On which day's overrides a session is planned: those of the day on which it
// is done.

#ifndef TONUS_SERVICES_ENGINE_OVERRIDE_DAYS_H_
#define TONUS_SERVICES_ENGINE_OVERRIDE_DAYS_H_

#include "absl/time/civil_time.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Whether the same overrides are in force on both days.
bool SameOverridesOn(const storage::v1::PatientFacts& facts, absl::CivilDay a,
                     absl::CivilDay b);

// Whether others are in force on a day after `day`.
bool OverridesChangeAfter(const storage::v1::PatientFacts& facts,
                          absl::CivilDay day);

// Returns the day whose overrides the dated `session` was planned with.
absl::CivilDay OverrideDayOf(const v1::Session& session);

// Tells in the dated `session` that it was planned with the overrides of `day`,
// where others hold on its date, and until when those of `day` hold.
void TellOverrideDay(const storage::v1::PatientFacts& facts, absl::CivilDay day,
                     v1::Session* session);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_OVERRIDE_DAYS_H_
