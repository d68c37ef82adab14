// SPDX-License-Identifier: Apache-2.0
// A person lives through some weeks in one arm.

#ifndef TONUS_TESTS_SIMULATION_LIFE_H_
#define TONUS_TESTS_SIMULATION_LIFE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/engine/knowledge.h"

namespace tonus::simulation {

enum class Arm {
  // What is logged, told and measured changes what comes next: checks before
  // sessions, logs, mornings, the retests of the block, and a new assessment
  // with each block.
  kAdapted,
  // The routine of the first day, session by session as it was planned, and
  // from its beginning again when it is over.
  kUnadapted,
  // Nothing is done at all.
  kNothing,
};

// What is true at the end, of which a part can not be seen.
struct Outcome {
  // Mean of the last seven days, in points of [0, 10].
  double pain = 0;
  double function = 0;
  // By how many bands what the first day called tight got longer, and what it
  // called weak stronger, on average; 0 when there was none.
  double length_gained = 0;
  double strength_gained = 0;
  // Flares that a session brought.
  int flares = 0;
  // Sessions that were done as far as a session must be.
  int sessions = 0;
  // Days without sessions until a clinician had looked.
  int closed_days = 0;
};

// What came of a comparison of two techniques for a target, both of which were
// done.
struct Comparison {
  // One is kept: because of what was measured, or since it is shorter.
  bool decided = false;
  bool by_measures = false;
  // Whether what is kept, or, before anything was known, came first, gave more
  // bands in a session on average.
  bool kept_better = false;
  bool first_better = false;
  // Whether uses of both were scored, and the one that scored more on average
  // is the better one.
  bool scored = false;
  bool favoured_better = false;
};

struct Life {
  // Whether the first day gave a routine: otherwise there is nothing to
  // compare.
  bool planned = false;
  Outcome outcome;
  // At the end, of each target.
  std::vector<Comparison> comparisons;
  // Pain on the first day, in points.
  double first_pain = 0;
  // Sessions that were handed out, and what was wrong with them, one line each.
  int handed_out = 0;
  std::vector<std::string> complaints;
  // All that was told and the routine at the end, as bytes.
  std::string record;
};

// Lives the person of `seed` through so many weeks, [1, 52].
Life Live(const engine::Knowledge& knowledge, uint64_t seed, Arm arm,
          int weeks);

}  // namespace tonus::simulation

#endif  // TONUS_TESTS_SIMULATION_LIFE_H_
