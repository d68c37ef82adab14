// SPDX-License-Identifier: Apache-2.0
#include "services/engine/told_zones.h"

#include <optional>

#include "services/engine/exposures.h"
#include "services/engine/facts.h"
#include "services/engine/measurement.h"
#include "services/engine/mornings.h"
#include "services/engine/pain_zone.h"

namespace tonus::engine {
namespace {

void TellZone(const Knowledge& knowledge, std::optional<int> pain_before,
              PeakLimit peak_limit, v1::ExerciseLog* log) {
  const auto* exercise = knowledge.FindExercise(log->exercise());
  if (exercise == nullptr || !WasDone(*log)) return;
  *log->mutable_zone() =
      ReadExerciseZone(knowledge.pack().pain_zones(), exercise->technique(),
                       PainOf(*log, pain_before), peak_limit);
}

}  // namespace

void TellZones(const ToldSetting& setting, const storage::v1::LogFact& fact,
               v1::SessionLog* log) {
  const std::optional<int> pain_before =
      PainBefore(setting.facts, setting.zone, fact);
  const PeakLimit peak_limit = PeakLimitOf(
      WasRelief(setting.knowledge, setting.facts, setting.zone, fact));
  for (v1::ExerciseLog& exercise : *log->mutable_exercises()) {
    TellZone(setting.knowledge, pain_before, peak_limit, &exercise);
  }
  if (!WasDone(fact.log())) return;
  const absl::CivilDay day =
      absl::ToCivilDay(ToTime(fact.effective_time()), setting.zone);
  *log->mutable_morning_zone() =
      Mornings(setting.knowledge, setting.facts, setting.zone).ZoneOn(day + 1);
}

void TellZones(const ToldSetting& setting, v1::HomeLog* log) {
  std::optional<int> pain_before;
  if (log->has_pain_before()) pain_before = log->pain_before();
  for (v1::HomeItemLog& item : *log->mutable_items()) {
    if (!WasDoneAtHome(item)) continue;
    TellZone(setting.knowledge, pain_before, PeakLimit::kAlways,
             item.mutable_exercise());
  }
}

void TellZones(const ToldSetting& setting, const storage::v1::MorningFact& fact,
               v1::Morning* morning) {
  if (IsExpired(setting.facts, setting.zone, fact)) {
    morning->set_expired(true);
    return;
  }
  const absl::CivilDay day =
      absl::ToCivilDay(ToTime(fact.effective_time()), setting.zone);
  for (const int session : SessionsOn(setting.facts, setting.zone, day - 1)) {
    morning->add_sessions(session);
  }
  if (morning->sessions().empty()) return;
  *morning->mutable_zone() =
      Mornings(setting.knowledge, setting.facts, setting.zone).ZoneOn(day);
}

absl::CivilDay HomeDay(const storage::v1::HomeFact& fact, absl::TimeZone zone) {
  return fact.log().has_date()
             ? ToCivilDay(fact.log().date())
             : absl::ToCivilDay(ToTime(fact.effective_time()), zone);
}

}  // namespace tonus::engine
