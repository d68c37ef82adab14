// SPDX-License-Identifier: Apache-2.0
// Mornings: how much it hurt, how much it usually does, and what that says of
// the day before.

#ifndef TONUS_SERVICES_ENGINE_MORNINGS_H_
#define TONUS_SERVICES_ENGINE_MORNINGS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/zone_reading.pb.h"

namespace tonus::engine {

// What was told of one morning.
struct MorningTold {
  std::optional<int> pain;  // In points of [0, 10].
  bool sleep_lost = false;
  // Ids of the logs that say so; that of sleep where it was lost.
  std::string pain_log;
  std::string sleep_log;
  absl::CivilDay last_told;  // When the last of it was; not before the morning.
};

// Returns the ids of the logs of which that morning is made, each once.
std::vector<std::string> LogsOf(const MorningTold& told);

// The mornings of one person, at most one a day, told on their own or with the
// log of a session. What was told on its own goes before what a log says, and
// what was told later before what was told earlier; sleep that was lost stays
// lost.
class Mornings {
 public:
  // `knowledge` outlives this; `zone` is that of the person.
  Mornings(const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
           absl::TimeZone zone);

  // Those that count, by day.
  const std::map<absl::CivilDay, MorningTold>& told() const { return told_; }

  // The median of the mornings of the days before `day`, as many as the pack
  // says; nullopt when none of them was told.
  std::optional<double> UsualBefore(absl::CivilDay day) const;

  // The zone of the morning of `day`.
  v1::ZoneReading ZoneOn(absl::CivilDay day) const;

  // The day on which the last of the morning of `day` was told, not before it.
  absl::CivilDay ToldOn(absl::CivilDay day) const;

 private:
  const Knowledge& knowledge_;
  std::map<absl::CivilDay, MorningTold> told_;
};

// Whether anything of the session was done.
bool WasDone(const v1::SessionLog& log);

// Whether `fact` was told too late to count: it answers for a session, and not
// on the day after one of its logs.
bool IsExpired(const storage::v1::PatientFacts& facts, absl::TimeZone zone,
               const storage::v1::MorningFact& fact);

// Returns the numbers of the sessions that were done on `day`, each once, in
// order.
std::vector<int> SessionsOn(const storage::v1::PatientFacts& facts,
                            absl::TimeZone zone, absl::CivilDay day);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_MORNINGS_H_
