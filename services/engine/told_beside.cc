// SPDX-License-Identifier: Apache-2.0
#include "services/engine/told_beside.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/measurement.h"

namespace tonus::engine {
namespace {

using knowledge::v1::Side;

// Whether `session` was before `time`, which falls on `day`.
bool IsBefore(const SessionDone& session, absl::CivilDay day, absl::Time time) {
  if (session.day != day || session.logs.empty()) return session.day <= day;
  return ToTime(session.logs.back()->effective_time()) <= time;
}

// Makes room for a session at `position`.
void MoveOn(int position, BlockDone* history) {
  for (auto& [subject, exposures] : history->exposures) {
    for (Exposure& exposure : exposures) {
      if (exposure.session >= position) ++exposure.session;
    }
  }
}

// Adds what `log` tells of one side, in the order of the sessions.
void Tell(const v1::ExerciseLog& log, const v1::ZoneReading& zone, int position,
          std::vector<Exposure>* exposures) {
  auto place = absl::c_find_if(*exposures, [&](const Exposure& exposure) {
    return exposure.session >= position;
  });
  if (place == exposures->end() || place->session != position) {
    place = exposures->emplace(place);
    place->session = position;
    place->zone = zone;
  }
  if (zone.level() > place->zone.level()) place->zone = zone;
  place->logs.push_back(&log);
}

}  // namespace

int AddBeside(SessionDone beside, absl::Time time, BlockDone* history) {
  const auto next =
      absl::c_find_if(history->sessions, [&](const SessionDone& other) {
        return !IsBefore(other, beside.day, time);
      });
  const auto position = static_cast<int>(next - history->sessions.begin());
  beside.told = std::max(beside.told, beside.day);
  beside.morning_told = beside.day + 1;
  beside.number = 1;
  beside.week = 1;
  if (!history->sessions.empty()) {
    const SessionDone& neighbour =
        history->sessions[position > 0 ? position - 1 : 0];
    beside.number = neighbour.number;
    beside.week = neighbour.week;
    beside.attempt = neighbour.attempt;
  }
  beside.morning.set_level(knowledge::v1::ZONE_LEVEL_UNKNOWN);
  MoveOn(position, history);
  history->sessions.insert(next, std::move(beside));
  return position;
}

void TellBeside(const Knowledge& knowledge, const v1::ExerciseLog& log,
                const v1::ZoneReading& zone, int position, BlockDone* history) {
  const auto* exercise = knowledge.FindExercise(log.exercise());
  if (exercise == nullptr) return;
  for (const Side side : LoggedSides(*exercise, log.side())) {
    Tell(log, zone, position, &history->exposures[{log.exercise(), side}]);
  }
}

}  // namespace tonus::engine
