// SPDX-License-Identifier: Apache-2.0
// What many lives say of adapting, as a table for people.

#ifndef TONUS_TESTS_SIMULATION_REPORT_H_
#define TONUS_TESTS_SIMULATION_REPORT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tests/simulation/life.h"

namespace tonus::simulation {

// One person in every arm.
struct Twins {
  uint64_t seed = 0;
  Life adapted;
  Life unadapted;
  Life nothing;
};

// Returns the tables of those who had a plan on the first day, at least two:
// the means of the arms, and adapted less unadapted in the same people with its
// 95 % confidence interval; then whether learning finds the better technique.
// Markdown.
std::string ReportText(const std::vector<Twins>& people, int weeks);

// Returns what was wrong with sessions, one line each with the seed.
std::vector<std::string> ComplaintsOf(const std::vector<Twins>& people);

}  // namespace tonus::simulation

#endif  // TONUS_TESTS_SIMULATION_REPORT_H_
