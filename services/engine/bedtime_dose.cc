// SPDX-License-Identifier: Apache-2.0
#include "services/engine/bedtime_dose.h"

#include <algorithm>

#include "services/engine/dose.h"

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::Side;

namespace {

constexpr int kSecondsPerMinute = 60;

int DividedUp(int total, int parts) { return (total + parts - 1) / parts; }

// The dose of one side, or nullopt when the range of the exercise can not hold
// as long as a stretch at bedtime does.
std::optional<v1::Dose> OneSide(const Exercise& exercise,
                                const knowledge::v1::Range& wanted,
                                int max_hold_seconds, bool one_set) {
  const int most_sets = one_set ? 1 : std::max(1, exercise.sets().high());
  const int repetitions = exercise.repetitions().low();
  const int longest = exercise.hold_seconds().high();
  for (int sets = 1; sets <= most_sets; ++sets) {
    const int holds = sets * std::max(1, repetitions);
    if (holds * longest < wanted.low()) continue;
    const int hold =
        std::max(exercise.hold_seconds().low(), DividedUp(wanted.low(), holds));
    if (holds * hold > wanted.high() ||
        (max_hold_seconds > 0 && hold > max_hold_seconds)) {
      return std::nullopt;
    }
    v1::Dose dose;
    dose.set_sets(sets);
    dose.set_repetitions(repetitions);
    dose.set_hold_seconds(hold);
    dose.set_rest_seconds(exercise.rest_seconds());
    return dose;
  }
  return std::nullopt;
}

}  // namespace

StaticTime StaticTimeOf(const Knowledge& knowledge, absl::string_view muscle,
                        const std::vector<Side>& sides,
                        absl::Span<const v1::Session> sessions) {
  StaticTime time;
  for (const Side side : sides) time[side] = 0;
  for (const v1::Session& session : sessions) {
    for (const v1::SessionItem& item : session.items()) {
      const Exercise& exercise = *knowledge.FindExercise(item.exercise());
      if (exercise.technique() != knowledge::v1::TECHNIQUE_STATIC_STRETCH ||
          exercise.targets().empty() || exercise.targets(0) != muscle) {
        continue;
      }
      for (const v1::Dose& dose : item.doses()) {
        for (auto& [side, seconds] : time) {
          if (side == dose.side() || side == knowledge::v1::SIDE_MIDLINE ||
              dose.side() == knowledge::v1::SIDE_MIDLINE) {
            seconds += HeldSeconds(exercise, dose);
          }
        }
      }
    }
  }
  return time;
}

std::optional<BedtimeDose> DoseAtBedtime(const Knowledge& knowledge,
                                         const Exercise& exercise,
                                         const std::vector<Side>& sides,
                                         const StaticTime& done,
                                         int max_hold_seconds, bool one_set) {
  const auto& home = knowledge.pack().home();
  const auto one_side =
      OneSide(exercise, home.bedtime_hold_seconds(), max_hold_seconds, one_set);
  if (!one_side.has_value()) return std::nullopt;
  BedtimeDose bedtime;
  int seconds = 0;
  for (const Side side : WorkedSides(exercise, sides)) {
    bedtime.doses.push_back(*one_side);
    bedtime.doses.back().set_side(side);
    seconds += DoseSeconds(knowledge.pack().session(), exercise, *one_side);
  }
  if (seconds > home.max_minutes() * kSecondsPerMinute) return std::nullopt;
  int most = 0;
  for (const auto& [side, in_sessions] : done) {
    most = std::max(most, in_sessions);
  }
  const int room = home.static_maximum_seconds() - most;
  bedtime.days =
      std::min(home.bedtime_days(), room / HeldSeconds(exercise, *one_side));
  if (bedtime.days < 1) return std::nullopt;
  return bedtime;
}

}  // namespace tonus::engine
