// SPDX-License-Identifier: Apache-2.0
// Adds to what a person logged the zones of pain that it is in.

#ifndef TONUS_SERVICES_ENGINE_TOLD_ZONES_H_
#define TONUS_SERVICES_ENGINE_TOLD_ZONES_H_

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/log_entry.pb.h"
#include "tonus/v1/progress.pb.h"

namespace tonus::engine {

// What a log is read with; outlives the call.
struct ToldSetting {
  const Knowledge& knowledge;
  const storage::v1::PatientFacts& facts;
  // The zone of the person, in which days are counted.
  absl::TimeZone zone;
};

// Fills the zone of each exercise of `log`, which is that of `fact`, of which
// anything was done, and that of the morning after it.
void TellZones(const ToldSetting& setting, const storage::v1::LogFact& fact,
               v1::SessionLog* log);

// The same for a day at home.
void TellZones(const ToldSetting& setting, v1::HomeLog* log);

// Fills the sessions whose next morning it is, whether it counts, and its zone.
void TellZones(const ToldSetting& setting, const storage::v1::MorningFact& fact,
               v1::Morning* morning);

// The day at home that `fact` is about.
absl::CivilDay HomeDay(const storage::v1::HomeFact& fact, absl::TimeZone zone);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TOLD_ZONES_H_
