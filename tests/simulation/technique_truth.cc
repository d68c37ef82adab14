// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/technique_truth.h"

namespace tonus::simulation {
namespace {

// What uses of the technique scored on average, which the engine mixes with
// what it expected before.
double ScoreOf(const knowledge::v1::TechniqueLearning& learning,
               const v1::TechniqueArm& arm) {
  return (arm.mean() / arm.variance() -
          arm.prior() / learning.prior_variance()) *
         learning.observation_variance() / arm.uses();
}

}  // namespace

void TechniqueTruth::Add(const TechniqueGains& gains) {
  for (const auto& [use, bands] : gains) {
    Sum& sum = sums_[use];
    sum.bands += bands;
    ++sum.sessions;
  }
}

void TechniqueTruth::Judge(
    const engine::Knowledge& knowledge,
    const google::protobuf::RepeatedPtrField<v1::TechniqueTrial>& trials) {
  const auto& learning = knowledge.pack().technique_learning();
  const double decide = learning.decide_at();
  for (const v1::TechniqueTrial& trial : trials) {
    if (trial.arms_size() != 2) continue;
    const Place place(trial.muscle(), trial.side());
    const auto first = sums_.find({place, trial.arms(0).technique()});
    const auto second = sums_.find({place, trial.arms(1).technique()});
    if (first == sums_.end() || second == sums_.end()) continue;
    Comparison& comparison = comparisons_[place];
    if (comparison.decided) continue;
    comparison.first_better = first->second.Mean() > second->second.Mean();
    comparison.decided = trial.state() == v1::TECHNIQUE_TRIAL_STATE_DECIDED;
    comparison.by_measures =
        trial.first_better() >= decide || trial.first_better() <= 1 - decide;
    const bool kept_first = trial.kept() == trial.arms(0).technique();
    comparison.kept_better = kept_first == comparison.first_better;
    comparison.scored = trial.arms(0).uses() > 0 && trial.arms(1).uses() > 0;
    if (!comparison.scored) continue;
    const bool favours_first =
        ScoreOf(learning, trial.arms(0)) > ScoreOf(learning, trial.arms(1));
    comparison.favoured_better = favours_first == comparison.first_better;
  }
}

std::vector<Comparison> TechniqueTruth::comparisons() const {
  std::vector<Comparison> all;
  for (const auto& [place, comparison] : comparisons_) {
    all.push_back(comparison);
  }
  return all;
}

}  // namespace tonus::simulation
