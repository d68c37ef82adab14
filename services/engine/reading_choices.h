// SPDX-License-Identifier: Apache-2.0
// The readings of a test that rules can tell apart.

#ifndef TONUS_SERVICES_ENGINE_READING_CHOICES_H_
#define TONUS_SERVICES_ENGINE_READING_CHOICES_H_

#include <vector>

#include "services/engine/measurement.h"
#include "tonus/knowledge/v1/test.pb.h"

namespace tonus::engine {

// What is asked of the readings of one test.
struct ReadingNeeds {
  // Numbers that values are compared with.
  std::vector<double> limits;
  // Bands are asked for.
  bool bands = false;
  // Whether pain stopped the test is asked.
  bool pain = false;
  // Values of two readings are taken together, so that values between the same
  // limits are not alike.
  bool arithmetic = false;
};

// Returns one reading for everything that can be told apart: each side of each
// limit, with each band that the norms of some person give to such a value, or
// that asymmetry then makes of it, with and without pain. No reading at all is
// left to the caller. Side and time are not set.
std::vector<Reading> ReadingChoices(const knowledge::v1::Test& test,
                                    const ReadingNeeds& needs);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_READING_CHOICES_H_
