// SPDX-License-Identifier: Apache-2.0
#include "services/engine/mornings.h"

#include <algorithm>
#include <set>
#include <utility>

#include "services/engine/facts.h"
#include "services/engine/measurement.h"
#include "services/engine/median.h"
#include "services/engine/pain_zone.h"

namespace tonus::engine {

using storage::v1::LogFact;
using storage::v1::MorningFact;
using storage::v1::PatientFacts;

namespace {

absl::CivilDay DayOf(const google::protobuf::Timestamp& time,
                     absl::TimeZone zone) {
  return absl::ToCivilDay(ToTime(time), zone);
}

void LoseSleep(const std::string& log, MorningTold* told) {
  told->sleep_lost = true;
  told->sleep_log = log;
}

}  // namespace

std::vector<std::string> LogsOf(const MorningTold& told) {
  std::vector<std::string> logs;
  if (!told.pain_log.empty()) logs.push_back(told.pain_log);
  if (!told.sleep_log.empty() && told.sleep_log != told.pain_log) {
    logs.push_back(told.sleep_log);
  }
  return logs;
}

bool WasDone(const v1::SessionLog& log) {
  return !log.has_completed_pct() || log.completed_pct() > 0;
}

bool IsExpired(const PatientFacts& facts, absl::TimeZone zone,
               const MorningFact& fact) {
  if (fact.morning().session_number() == 0) return false;
  const absl::CivilDay day = DayOf(fact.effective_time(), zone);
  bool is_known = false;
  for (const LogFact& log : facts.logs()) {
    if (log.log().session_number() != fact.morning().session_number()) continue;
    if (DayOf(log.effective_time(), zone) + 1 == day) return false;
    is_known = true;
  }
  return is_known;
}

std::vector<int> SessionsOn(const PatientFacts& facts, absl::TimeZone zone,
                            absl::CivilDay day) {
  std::set<int> sessions;
  for (const LogFact& fact : facts.logs()) {
    if (WasDone(fact.log()) && DayOf(fact.effective_time(), zone) == day) {
      sessions.insert(fact.log().session_number());
    }
  }
  return {sessions.begin(), sessions.end()};
}

Mornings::Mornings(const Knowledge& knowledge, const PatientFacts& facts,
                   absl::TimeZone zone)
    : knowledge_(knowledge) {
  for (const LogFact& fact : facts.logs()) {
    const v1::SessionLog& log = fact.log();
    if (!log.has_pain_next_morning() && !log.sleep_lost()) continue;
    const absl::CivilDay day = DayOf(fact.effective_time(), zone) + 1;
    MorningTold& told = told_[day];
    told.last_told = std::max({told.last_told, day, ToldDay(fact, day)});
    if (log.has_pain_next_morning()) {
      told.pain = log.pain_next_morning();
      told.pain_log = fact.fact_id();
    }
    if (log.sleep_lost()) LoseSleep(fact.fact_id(), &told);
  }
  for (const MorningFact& fact : facts.mornings()) {
    if (IsExpired(facts, zone, fact)) continue;
    const absl::CivilDay day = DayOf(fact.effective_time(), zone);
    MorningTold& told = told_[day];
    told.last_told = std::max({told.last_told, day, ToldDay(fact, day)});
    if (fact.morning().has_pain()) {
      told.pain = fact.morning().pain();
      told.pain_log = fact.fact_id();
    }
    if (fact.morning().sleep_lost()) LoseSleep(fact.fact_id(), &told);
  }
}

std::optional<double> Mornings::UsualBefore(absl::CivilDay day) const {
  const int days = knowledge_.pack().session().usual_morning_days();
  std::vector<int> pains;
  for (auto morning = told_.lower_bound(day - days);
       morning != told_.end() && morning->first < day; ++morning) {
    if (morning->second.pain.has_value()) {
      pains.push_back(*morning->second.pain);
    }
  }
  if (pains.empty()) return std::nullopt;
  return Median(std::move(pains));
}

v1::ZoneReading Mornings::ZoneOn(absl::CivilDay day) const {
  const auto morning = told_.find(day);
  const MorningTold told =
      morning == told_.end() ? MorningTold() : morning->second;
  return ReadMorningZone(knowledge_.pack().pain_zones(),
                         {told.pain, UsualBefore(day), told.sleep_lost});
}

absl::CivilDay Mornings::ToldOn(absl::CivilDay day) const {
  const auto morning = told_.find(day);
  return morning == told_.end() ? day : morning->second.last_told;
}

}  // namespace tonus::engine
