// SPDX-License-Identifier: Apache-2.0
// Whether learning finds the technique that works better in a person.

#ifndef TONUS_TESTS_SIMULATION_REPORT_TECHNIQUES_H_
#define TONUS_TESTS_SIMULATION_REPORT_TECHNIQUES_H_

#include <string>
#include <vector>

#include "tests/simulation/life.h"

namespace tonus::simulation {

// Returns the table of the comparisons in `lives`: how often what came first
// before anything was known, and what was kept in the end, is what really gave
// more. Shares are means over people, since the comparisons of one person go
// together, with their 95 % confidence intervals. Markdown.
std::string TechniquesText(const std::vector<const Life*>& lives);

}  // namespace tonus::simulation

#endif  // TONUS_TESTS_SIMULATION_REPORT_TECHNIQUES_H_
