// SPDX-License-Identifier: Apache-2.0
// What the command line of the simulation says.

#ifndef TONUS_TESTS_SIMULATION_SIMULATION_OPTIONS_H_
#define TONUS_TESTS_SIMULATION_SIMULATION_OPTIONS_H_

#include <cstdint>
#include <optional>

namespace tonus::simulation {

struct SimulationOptions {
  int lives = 1000;
  uint64_t seed = 1;
  int weeks = 6;
  int threads = 1;
};

// Returns nothing and sets `exit_code` when the program must end: after --help,
// or at a wrong option.
std::optional<SimulationOptions> ParseOptions(int argc, char** argv,
                                              int* exit_code);

}  // namespace tonus::simulation

#endif  // TONUS_TESTS_SIMULATION_SIMULATION_OPTIONS_H_
