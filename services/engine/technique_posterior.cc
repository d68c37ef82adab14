// SPDX-License-Identifier: Apache-2.0
#include "services/engine/technique_posterior.h"

#include <cmath>
#include <numeric>

namespace tonus::engine {
namespace {

// Far finer than what is told, far coarser than what libraries differ by.
constexpr double kSteps = 1e6;

}  // namespace

Posterior PosteriorOf(const knowledge::v1::TechniqueLearning& learning,
                      double prior, absl::Span<const double> scores) {
  const double before = 1 / learning.prior_variance();
  const double each = 1 / learning.observation_variance();
  const double sum = std::accumulate(scores.begin(), scores.end(), 0.0);
  Posterior posterior;
  posterior.uses = static_cast<int>(scores.size());
  posterior.prior = prior;
  const double precision = before + each * posterior.uses;
  posterior.mean = (prior * before + sum * each) / precision;
  posterior.variance = 1 / precision;
  return posterior;
}

double ProbabilityBetter(const Posterior& a, const Posterior& b) {
  const double distance =
      (a.mean - b.mean) / std::sqrt(a.variance + b.variance);
  const double probability = std::erfc(-distance / std::sqrt(2.0)) / 2;
  return std::round(probability * kSteps) / kSteps;
}

}  // namespace tonus::engine
