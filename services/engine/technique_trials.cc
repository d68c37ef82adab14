// SPDX-License-Identifier: Apache-2.0
#include "services/engine/technique_trials.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/fired_rows.h"
#include "services/engine/technique_arms.h"
#include "services/engine/technique_decision.h"
#include "services/engine/technique_orders.h"
#include "services/engine/technique_uses.h"
#include "services/engine/technique_wording.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using v1::TechniqueTrial;

bool IsRelease(kv1::DecisionAction action) {
  return action == kv1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER ||
         action == kv1::DECISION_ACTION_RELEASE_AND_INTEGRATE ||
         action == kv1::DECISION_ACTION_RELEASE_AND_STRENGTHEN ||
         action == kv1::DECISION_ACTION_MAINTAIN_LENGTH;
}

bool IsReleased(const v1::Interpretation& read, const TargetSide& target) {
  return absl::c_any_of(read.decisions(), [&](const v1::Decision& decision) {
    return decision.kept() && IsRelease(decision.action()) &&
           decision.muscle() == target.muscle->id() &&
           decision.side() == target.side;
  });
}

bool HasPositiveNerve(const v1::Interpretation& read) {
  return absl::c_any_of(read.findings(), [](const v1::Finding& finding) {
    return finding.status() == kv1::STATUS_NEURAL_POSITIVE;
  });
}

// One target.
class Comparison {
 public:
  Comparison(const BlockDone& history, const TargetSide& target,
             const SelfMeasure& measure, Case* the_case)
      : history_(history),
        target_(target),
        measure_(measure),
        case_(*the_case),
        learning_(the_case->knowledge.pack().technique_learning()),
        measured_(FirstMeasured(history, measure, the_case->today,
                                learning_.learning_days())),
        trial_(*the_case->result.add_technique_trials()) {}

  void Run(absl::Span<const TechniqueChoice> choices);

 private:
  std::vector<ScoredUse> Uses() const;
  void Learn(absl::Span<const TechniqueChoice> choices);
  const v1::TargetTechniqueOrder* OrderOfRetest() const;
  const kv1::TrialText& FindState();
  void Tell(const kv1::TrialText& text);

  const BlockDone& history_;
  const TargetSide& target_;
  const SelfMeasure& measure_;
  Case& case_;
  const kv1::TechniqueLearning& learning_;
  // Position of the first session around which the person measured.
  const std::optional<int> measured_;
  TechniqueTrial& trial_;
  TechniqueDecision decision_;
};

std::vector<ScoredUse> Comparison::Uses() const {
  std::vector<ScoredUse> uses =
      ReadScoredUses(case_.knowledge, history_, target_, measure_);
  uses.erase(std::remove_if(uses.begin(), uses.end(),
                            [&](const ScoredUse& use) {
                              return case_.today -
                                         history_.sessions[use.session].day >
                                     learning_.learning_days();
                            }),
             uses.end());
  return uses;
}

void Comparison::Learn(absl::Span<const TechniqueChoice> choices) {
  const std::vector<ScoredUse> uses = Uses();
  for (const TechniqueChoice& choice : choices) {
    std::vector<double> scores;
    for (const ScoredUse& use : uses) {
      if (use.technique == choice.technique) scores.push_back(use.score);
    }
    const Posterior known = PosteriorOf(learning_, choice.prior, scores);
    v1::TechniqueArm& arm = *trial_.add_arms();
    arm.set_technique(choice.technique);
    arm.set_uses(known.uses);
    arm.set_prior(known.prior);
    arm.set_mean(known.mean);
    arm.set_variance(known.variance);
  }
  if (choices.size() < 2) return;
  decision_ = DecideTechnique(learning_, choices, uses);
  trial_.set_first_better(decision_.first_better);
}

// What a retest switched to.
const v1::TargetTechniqueOrder* Comparison::OrderOfRetest() const {
  const auto& orders = case_.result.limits().technique_orders();
  const auto found =
      absl::c_find_if(orders, [&](const v1::TargetTechniqueOrder& order) {
        return order.muscle() == trial_.muscle() &&
               order.side() == trial_.side();
      });
  return found == orders.end() ? nullptr : &*found;
}

const kv1::TrialText& Comparison::FindState() {
  const auto* switched = OrderOfRetest();
  if (switched != nullptr) {
    trial_.set_state(v1::TECHNIQUE_TRIAL_STATE_SUSPENDED);
    trial_.set_rule(switched->rule());
    return learning_.overruled();
  }
  if (decision_.kept.has_value()) {
    trial_.set_state(v1::TECHNIQUE_TRIAL_STATE_DECIDED);
    trial_.set_kept(trial_.arms(*decision_.kept).technique());
    return decision_.shorter ? learning_.shorter() : learning_.better();
  }
  if (trial_.arms_size() < 2 || HasPositiveNerve(case_.result)) {
    trial_.set_state(v1::TECHNIQUE_TRIAL_STATE_SUSPENDED);
    return learning_.resting();
  }
  if (!measured_.has_value()) {
    trial_.set_state(v1::TECHNIQUE_TRIAL_STATE_WAITING);
    return learning_.waiting();
  }
  trial_.set_state(v1::TECHNIQUE_TRIAL_STATE_ALTERNATING);
  return learning_.alternating();
}

// What changes is told with the logs that led to it.
void Comparison::Tell(const kv1::TrialText& text) {
  if (trial_.rule().empty()) trial_.set_rule(text.rule());
  const std::string finding =
      TrialWords(case_.knowledge, trial_, text.finding());
  trial_.set_text(trial_.arms_size() < 2
                      ? finding
                      : absl::StrCat(finding, " ",
                                     TrialWords(case_.knowledge, trial_,
                                                learning_.numbers())));
  std::vector<int> causes = decision_.sessions;
  if (trial_.state() == v1::TECHNIQUE_TRIAL_STATE_ALTERNATING) {
    causes = {*measured_};
  } else if (trial_.state() != v1::TECHNIQUE_TRIAL_STATE_DECIDED) {
    return;
  }
  v1::AppliedAdaptation& told = *case_.result.add_adaptations();
  told.set_rule(trial_.rule());
  told.set_muscle(trial_.muscle());
  told.set_side(trial_.side());
  told.set_reason(TrialWords(case_.knowledge, trial_, text.reason()));
  told.set_finding(finding);
  told.add_tests(trial_.test());
  for (const int cause : causes) {
    const SessionDone& session = history_.sessions[cause];
    told.add_sessions(session.number);
    told.add_logs(session.logs.back()->fact_id());
  }
}

void Comparison::Run(absl::Span<const TechniqueChoice> choices) {
  trial_.set_muscle(target_.muscle->id());
  trial_.set_side(target_.side);
  trial_.set_test(measure_.test->id());
  Learn(choices);
  const kv1::TrialText& text = FindState();
  Tell(text);
  // Those of a retest come first and hold in every session.
  if (OrderOfRetest() != nullptr) return;
  std::optional<int> decided;
  if (trial_.state() == v1::TECHNIQUE_TRIAL_STATE_DECIDED &&
      !decision_.sessions.empty()) {
    decided = decision_.sessions.back();
  }
  AddTechniqueOrders(
      {case_.knowledge, history_, target_, trial_, measured_, decided},
      case_.result.mutable_limits());
}

}  // namespace

void LearnTechniques(Case* the_case) {
  const Knowledge& knowledge = the_case->knowledge;
  if (the_case->facts.logs().empty() ||
      the_case->result.gate() != v1::GATE_OK ||
      !knowledge.pack().has_technique_learning()) {
    return;
  }
  const BlockDone history =
      ReadHistory(knowledge, the_case->facts, v1::Routine(), the_case->today,
                  absl::UTCTimeZone());
  const Eligibility eligibility(knowledge, the_case->facts, the_case->result,
                                the_case->today);
  const Wishes wishes = WishesOf(the_case->profile);
  for (const TargetSide& target : knowledge.lookup().targets()) {
    if (!IsReleased(the_case->result, target)) continue;
    const std::optional<SelfMeasure> measure = SelfMeasureOf(knowledge, target);
    if (!measure.has_value()) continue;
    Comparison(history, target, *measure, the_case)
        .Run(TechniqueChoices(knowledge, eligibility, wishes, target));
  }
}

}  // namespace tonus::engine
