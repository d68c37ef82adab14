// SPDX-License-Identifier: Apache-2.0
// Which rungs of the relief ladder helped a person most.

#include <algorithm>
#include <map>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/relief_answer.h"
#include "services/engine/relief_history.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

using knowledge::v1::ReliefConstants;

// Rung of the step with that id; that of movement for one that is not in the
// pack.
int RungOf(const Knowledge& knowledge, absl::string_view step) {
  for (const auto& entry : knowledge.pack().ladder_steps()) {
    if (entry.id() == step) return entry.rung();
  }
  return knowledge.pack().session().movement_rung();
}

// Effects of one rung over the runs.
struct Arm {
  int uses = 0;
  double sum = 0;

  // Mean of the posterior; the variance of an observation is 1.
  double Mean(const ReliefConstants& constants) const {
    const double precision = 1 / constants.prior_variance();
    return (constants.prior_mean() * precision + sum) / (precision + uses);
  }
};

// Adds what each rung of `run` did to the pain.
void Observe(const Knowledge& knowledge, const PlayedRun& run,
             std::map<int, Arm>* arms) {
  const ReliefConstants& constants = knowledge.pack().relief();
  std::map<int, double> change;
  int before = run.begun->begun().base_pain();
  for (const storage::v1::ReliefFact* fact : run.answers) {
    const v1::ReliefFeedback& feedback = fact->answer().feedback();
    const int rung = RungOf(knowledge, fact->answer().step());
    const int now = PainAfter(feedback, before);
    change[rung] += before - now;
    before = now;
  }
  for (const auto& [rung, points] : change) {
    Arm& arm = (*arms)[rung];
    ++arm.uses;
    arm.sum += std::clamp(points / constants.effect_points(),
                          -constants.effect_limit(), constants.effect_limit());
  }
  if (run.state() != v1::RELIEF_STATE_ABORTED || run.answers.empty()) return;
  const int rung = RungOf(knowledge, run.answers.back()->answer().step());
  Arm& arm = (*arms)[rung];
  const double told =
      std::clamp(change[rung] / constants.effect_points(),
                 -constants.effect_limit(), constants.effect_limit());
  arm.sum += constants.harm_effect() - told;
}

}  // namespace

std::vector<int> RungOrder(const Knowledge& knowledge,
                           const std::vector<PlayedRun>& runs, int64_t run,
                           absl::CivilDay day) {
  const ReliefConstants& constants = knowledge.pack().relief();
  std::vector<int> order;
  for (const auto& step : knowledge.pack().ladder_steps()) {
    if (order.empty() || order.back() != step.rung()) {
      order.push_back(step.rung());
    }
  }
  std::map<int, Arm> arms;
  int known = 0;
  for (const PlayedRun& played : runs) {
    if (played.run >= run || played.answers.empty() ||
        day - UtcDay(played.begun->effective_time()) >
            constants.learning_days()) {
      continue;
    }
    ++known;
    Observe(knowledge, played, &arms);
  }
  if (known < constants.learn_after_runs() || order.size() < 2) return order;
  std::stable_sort(order.begin() + 1, order.end(), [&](int a, int b) {
    return Above(arms[a].Mean(constants), arms[b].Mean(constants));
  });
  return order;
}

}  // namespace tonus::engine
