// SPDX-License-Identifier: Apache-2.0
// What is known of a technique after some scored uses.

#ifndef TONUS_SERVICES_ENGINE_TECHNIQUE_POSTERIOR_H_
#define TONUS_SERVICES_ENGINE_TECHNIQUE_POSTERIOR_H_

#include "absl/types/span.h"
#include "tonus/knowledge/v1/technique_learning.pb.h"

namespace tonus::engine {

// The expected score of a use; a normal distribution.
struct Posterior {
  int uses = 0;
  double prior = 0;  // Mean before the first use.
  double mean = 0;
  double variance = 0;
};

// Returns what `scores` make of an expectation of `prior`.
Posterior PosteriorOf(const knowledge::v1::TechniqueLearning& learning,
                      double prior, absl::Span<const double> scores);

// Returns the probability that `a` is better than `b`, in [0, 1].
double ProbabilityBetter(const Posterior& a, const Posterior& b);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TECHNIQUE_POSTERIOR_H_
