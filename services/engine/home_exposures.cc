// SPDX-License-Identifier: Apache-2.0
#include "services/engine/home_exposures.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "services/engine/facts.h"
#include "services/engine/measurement.h"
#include "services/engine/pain_zone.h"
#include "services/engine/told_beside.h"
#include "services/engine/told_zones.h"

namespace tonus::engine {
namespace {

using storage::v1::HomeFact;

void TellItems(const Knowledge& knowledge, const HomeFact& fact, int position,
               BlockDone* history) {
  std::optional<int> pain_before;
  if (fact.log().has_pain_before()) pain_before = fact.log().pain_before();
  for (const v1::HomeItemLog& item : fact.log().items()) {
    const v1::ExerciseLog& log = item.exercise();
    const auto* exercise = knowledge.FindExercise(log.exercise());
    if (exercise == nullptr || !WasDoneAtHome(item)) continue;
    TellBeside(
        knowledge, log,
        ReadExerciseZone(knowledge.pack().pain_zones(), exercise->technique(),
                         PainOf(log, pain_before), PeakLimit::kAlways),
        position, history);
  }
}

// When what was told of `day` was done at the latest.
absl::Time EndOf(absl::CivilDay day, absl::TimeZone zone,
                 const std::vector<const HomeFact*>& told) {
  const absl::Time end = absl::FromCivil(day + 1, zone);
  absl::Time last = absl::InfinitePast();
  for (const HomeFact* fact : told) {
    last = std::max(last, ToTime(fact->effective_time()));
  }
  return std::min(last, end);
}

}  // namespace

void AddHomeDays(const Knowledge& knowledge,
                 const storage::v1::PatientFacts& facts, absl::TimeZone zone,
                 BlockDone* history) {
  std::map<absl::CivilDay, std::vector<const HomeFact*>> days;
  for (const HomeFact& fact : facts.home_logs()) {
    days[HomeDay(fact, zone)].push_back(&fact);
  }
  for (const auto& [day, told] : days) {
    SessionDone beside;
    beside.day = day;
    for (const HomeFact* fact : told) {
      beside.home_logs.push_back(fact->fact_id());
      beside.told = std::max(beside.told, ToldDay(*fact, day));
    }
    const int position =
        AddBeside(std::move(beside), EndOf(day, zone, told), history);
    for (const HomeFact* fact : told) {
      TellItems(knowledge, *fact, position, history);
    }
  }
}

}  // namespace tonus::engine
