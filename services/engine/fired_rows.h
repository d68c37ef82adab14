// SPDX-License-Identifier: Apache-2.0
// Which adaptation rules fire on what was logged, and on which logs.

#ifndef TONUS_SERVICES_ENGINE_FIRED_ROWS_H_
#define TONUS_SERVICES_ENGINE_FIRED_ROWS_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// A morning that a row counted.
struct MorningCounted {
  std::vector<std::string> logs;  // Ids of those that told of it.
  absl::CivilDay told;            // When the last of it was.
};

// A row of the adaptation rules that fired.
struct FiredRow {
  // Ids of the logs of its mornings, each once, in order.
  std::vector<std::string> MorningLogs() const;

  const knowledge::v1::AdaptationRule* row = nullptr;
  // What was judged; the exercise is empty for a session.
  ExerciseSide subject;
  // Positions in BlockDone::sessions: of the session after which it fired, and
  // of all that it counted, in order.
  int session = 0;
  std::vector<int> causes;
  // Position in BlockDone::weeks_trained of the week that was judged, or -1.
  int week = -1;
  // The mornings that it counted, in order.
  std::vector<MorningCounted> mornings = {};
  // Whether pain of those mornings alone caused it: the sessions are the ones
  // around them.
  bool of_mornings = false;
};

// Where an exercise stands after a session: -1 one step down, 0 as planned, up
// to the highest step.
struct StepTaken {
  std::string exercise;
  int step = 0;
  // Position in `rows` of what made the step.
  int fired = 0;
};

// The highest step: the harder exercise. Those before are the top of the range
// of repetitions, hold or time, and that of sets.
inline constexpr int kHarderStep = 3;
inline constexpr int kMoreSetsStep = 2;

struct FiredRows {
  // In the order of the sessions, then of the table, then of the exercises.
  std::vector<FiredRow> rows;
  // In the same order.
  std::vector<StepTaken> steps;
};

class StepRoom;

// Returns what fires on `block`. Sessions of different blocks never count
// together, except among the last days. Steps up are those for which there is
// `room`; without it, whether one would change anything is not asked.
FiredRows ReadFiredRows(const Knowledge& knowledge, const BlockDone& block,
                        StepRoom* room = nullptr);

// Returns all that was ever logged, with the weeks and days of the sessions of
// `outline` where they are its, and what was told in relief runs; `zone` is
// that of the person.
BlockDone ReadHistory(const Knowledge& knowledge,
                      const storage::v1::PatientFacts& facts,
                      const v1::Routine& outline, absl::CivilDay today,
                      absl::TimeZone zone);

// Returns which block, from 0, session `number` belongs to.
int BlockOf(const Knowledge& knowledge, int number);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_FIRED_ROWS_H_
