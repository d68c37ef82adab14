// SPDX-License-Identifier: Apache-2.0
#include "services/engine/technique_decision.h"

#include <algorithm>

#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

using knowledge::v1::TechniqueLearning;

constexpr double kEven = 0.5;

// Learns use by use.
class Learner {
 public:
  Learner(const TechniqueLearning& learning,
          absl::Span<const TechniqueChoice> choices)
      : learning_(learning), choices_(choices) {}

  void Add(int arm, const ScoredUse& use);
  TechniqueDecision Known() const { return decision_; }
  void Update();

 private:
  double Better(int arm) const {
    return arm == 0 ? decision_.first_better : 1 - decision_.first_better;
  }
  void Keep(int arm, bool shorter);
  void Decide();

  const TechniqueLearning& learning_;
  const absl::Span<const TechniqueChoice> choices_;
  std::array<std::vector<double>, 2> scores_;
  std::vector<int> sessions_;
  TechniqueDecision decision_;
};

void Learner::Update() {
  for (int arm : {0, 1}) {
    decision_.known[arm] =
        PosteriorOf(learning_, choices_[arm].prior, scores_[arm]);
  }
  decision_.first_better =
      ProbabilityBetter(decision_.known[0], decision_.known[1]);
}

void Learner::Keep(int arm, bool shorter) {
  decision_.kept = arm;
  decision_.shorter = shorter;
  decision_.sessions = sessions_;
}

void Learner::Decide() {
  const int uses = std::min(decision_.known[0].uses, decision_.known[1].uses);
  if (uses < learning_.least_uses()) return;
  for (const int arm : {0, 1}) {
    if (AtLeast(Better(arm), learning_.decide_at())) return Keep(arm, false);
  }
  if (uses < learning_.most_uses()) return;
  Keep(Below(choices_[1].minutes, choices_[0].minutes) ? 1 : 0, true);
}

void Learner::Add(int arm, const ScoredUse& use) {
  scores_[arm].push_back(use.score);
  if (sessions_.empty() || sessions_.back() != use.session) {
    sessions_.push_back(use.session);
  }
  Update();
  if (decision_.kept.has_value() && Below(Better(*decision_.kept), kEven)) {
    decision_.kept.reset();
    decision_.shorter = false;
    decision_.sessions.clear();
  }
  if (!decision_.kept.has_value()) Decide();
}

}  // namespace

TechniqueDecision DecideTechnique(const TechniqueLearning& learning,
                                  absl::Span<const TechniqueChoice> choices,
                                  absl::Span<const ScoredUse> uses) {
  Learner learner(learning, choices);
  learner.Update();
  for (const ScoredUse& use : uses) {
    for (const int arm : {0, 1}) {
      if (choices[arm].technique == use.technique) learner.Add(arm, use);
    }
  }
  return learner.Known();
}

}  // namespace tonus::engine
