// SPDX-License-Identifier: Apache-2.0
// Chance of one person. Every draw is named by what it is for, and does not
// depend on what was drawn before; so in two arms of the same seed the same
// person has the same days and the same errors of measurement.

#ifndef TONUS_TESTS_SIMULATION_CHANCE_H_
#define TONUS_TESTS_SIMULATION_CHANCE_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace tonus::simulation {

enum class Purpose {
  kLength,
  kStrength,
  kResponse,
  kFitness,
  kTestOffset,
  kMeasurement,
  kSelfTest,
  kTaken,
  kTrait,
  kDay,
  kFlare,
  kFlareSize,
  kUnsuited,
  kPeak,
  kSymptom,
  kTurnsUp,
  kTime,
  kTells,
  kDone,
  kDifficulty,
  kEffort,
};

class Chance {
 public:
  explicit Chance(uint64_t seed) : seed_(seed) {}

  // A number in (0, 1). `what` and the numbers name the draw.
  double Uniform(Purpose purpose, absl::string_view what = "", int first = 0,
                 int second = 0) const;

  // A number between `low` and `high`.
  double Between(double low, double high, Purpose purpose,
                 absl::string_view what = "", int first = 0,
                 int second = 0) const;

  // A number of the standard normal distribution.
  double Normal(Purpose purpose, absl::string_view what = "", int first = 0,
                int second = 0) const;

 private:
  uint64_t seed_;
};

}  // namespace tonus::simulation

#endif  // TONUS_TESTS_SIMULATION_CHANCE_H_
