// SPDX-License-Identifier: Apache-2.0
#include "services/engine/pain_rise.h"

#include <algorithm>
#include <vector>

#include "services/engine/dated_score.h"
#include "services/engine/fired_rows.h"
#include "services/engine/measurement.h"
#include "services/engine/median.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// What was told last, and of what it was; the last first.
struct Told {
  std::vector<int> pains;
  Counted of;
};

// The sessions of the block of the one at `position` up to it, the last first.
std::vector<int> SessionsUpTo(const Knowledge& knowledge,
                              const BlockDone& history, int position) {
  const int block = BlockOf(knowledge, history.sessions[position].number);
  std::vector<int> sessions;
  for (int i = position; i >= 0; --i) {
    const SessionDone& session = history.sessions[i];
    if (session.IsSession() && BlockOf(knowledge, session.number) == block) {
      sessions.push_back(i);
    }
  }
  return sessions;
}

Told ToldBefore(const BlockDone& history, const std::vector<int>& sessions,
                int values) {
  Told told;
  for (const int i : sessions) {
    if (!history.sessions[i].pain_before.has_value()) continue;
    if (static_cast<int>(told.pains.size()) == values) break;
    told.pains.push_back(*history.sessions[i].pain_before);
    told.of.sessions.push_back(i);
  }
  return told;
}

// Whether the median of what was told is so far above `start`.
bool HasRisen(const Told& told, const kv1::PainRise& rise, double start) {
  return static_cast<int>(told.pains.size()) == rise.values() &&
         AtLeast(Median(told.pains) - start, rise.at_least());
}

}  // namespace

PainHistory::PainHistory(const Knowledge& knowledge,
                         const storage::v1::PatientFacts& facts,
                         absl::TimeZone zone, const BlockDone& history) {
  std::map<int, absl::CivilDay> begins;
  for (const SessionDone& session : history.sessions) {
    if (!session.IsSession()) continue;
    begins.emplace(BlockOf(knowledge, session.number), session.day);
  }
  for (const DatedScore& score : ScoresOnRecord(knowledge, facts)) {
    const absl::CivilDay day = absl::ToCivilDay(ToTime(score.time), zone);
    for (const auto& [block, begin] : begins) {
      if (day > begin) continue;
      at_start_[{block, score.measure->id()}] = score.score.value;
    }
  }
}

Counted PainHistory::RisenBy(const Knowledge& knowledge,
                             const kv1::PainRise& rise,
                             const BlockDone& history, int position) const {
  const int block = BlockOf(knowledge, history.sessions[position].number);
  const auto start = at_start_.find({block, rise.measure()});
  if (start == at_start_.end()) return {};
  const std::vector<int> sessions = SessionsUpTo(knowledge, history, position);
  Told told = ToldBefore(history, sessions, rise.values());
  if (!HasRisen(told, rise, start->second)) {
    // Those up to the day of the next session, which begins after its morning.
    absl::CivilDay until = absl::CivilDay::max();
    for (size_t i = position + 1; i < history.sessions.size(); ++i) {
      if (!history.sessions[i].IsSession()) continue;
      until = history.sessions[i].day;
      break;
    }
    const absl::CivilDay since = history.sessions[sessions.back()].day;
    told = Told();
    for (auto morning = history.mornings.upper_bound(until);
         morning != history.mornings.begin() &&
         static_cast<int>(told.pains.size()) < rise.values();) {
      --morning;
      if (morning->first <= since) break;
      if (!morning->second.pain.has_value()) continue;
      told.pains.push_back(*morning->second.pain);
      told.of.mornings.push_back(morning->first);
    }
    if (!HasRisen(told, rise, start->second)) return {};
    told.of.sessions.assign(
        sessions.begin(),
        sessions.begin() +
            std::min<int>(rise.values(), static_cast<int>(sessions.size())));
  }
  std::reverse(told.of.sessions.begin(), told.of.sessions.end());
  std::reverse(told.of.mornings.begin(), told.of.mornings.end());
  return told.of;
}

}  // namespace tonus::engine
