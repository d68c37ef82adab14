// SPDX-License-Identifier: Apache-2.0
#include "services/engine/technique_trials.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/fired_rows.h"
#include "services/engine/technique_arms.h"
#include "services/engine/technique_decision.h"
#include "services/engine/technique_turns.h"
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
  kv1::Technique TechniqueOf(int position, const TechniquesDone& done) const;
  kv1::Technique Usual(int number) const;
  void AddDone(std::map<int, kv1::Technique>* sessions) const;
  void AddTurns(std::map<int, kv1::Technique>* sessions) const;
  v1::TargetTechniqueOrder& AddOrder(kv1::Technique first,
                                     const std::string& rule) const;
  void AddOrders() const;

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

// What was done first, else what was planned.
kv1::Technique Comparison::TechniqueOf(int position,
                                       const TechniquesDone& done) const {
  const kv1::Technique technique =
      TechniqueBehind(case_.knowledge, target_, done);
  if (technique != kv1::TECHNIQUE_UNSPECIFIED || trial_.arms_size() < 2) {
    return technique;
  }
  std::optional<int> turn;
  if (measured_.has_value() && position > *measured_) {
    turn = TurnOfSession(case_.knowledge, history_.sessions[position].number);
  }
  return trial_.arms(turn.value_or(0)).technique();
}

// What comes first in a session of which nothing else is said.
kv1::Technique Comparison::Usual(int number) const {
  if (trial_.state() == v1::TECHNIQUE_TRIAL_STATE_DECIDED) return trial_.kept();
  if (trial_.arms().empty()) return kv1::TECHNIQUE_UNSPECIFIED;
  std::optional<int> turn;
  if (trial_.state() == v1::TECHNIQUE_TRIAL_STATE_ALTERNATING) {
    turn = TurnOfSession(case_.knowledge, number);
  }
  return trial_.arms(turn.value_or(0)).technique();
}

// Sessions of the last block stay what they were, whatever is decided since.
// Those that are as usual are not named, so that a log alone changes nothing.
void Comparison::AddDone(std::map<int, kv1::Technique>* sessions) const {
  std::map<int, TechniquesDone> done =
      ReadTechniquesDone(case_.knowledge, history_, target_);
  int block = 0;
  for (size_t i = 0; i < history_.sessions.size(); ++i) {
    const SessionDone& session = history_.sessions[i];
    if (session.relief_run > 0 || !session.done) continue;
    if (BlockOf(case_.knowledge, session.number) > block) {
      block = BlockOf(case_.knowledge, session.number);
      sessions->clear();
    }
    const int position = static_cast<int>(i);
    const kv1::Technique technique = TechniqueOf(position, done[position]);
    sessions->erase(session.number);
    if (technique != kv1::TECHNIQUE_UNSPECIFIED &&
        technique != Usual(session.number)) {
      sessions->emplace(session.number, technique);
    }
  }
}

// Those of the last block and of the next one.
void Comparison::AddTurns(std::map<int, kv1::Technique>* sessions) const {
  const auto& weeks = case_.knowledge.pack().week_shapes();
  const int in_block = weeks[weeks.size() - 1].last_session();
  int block = 0;
  for (const SessionDone& session : history_.sessions) {
    block = std::max(block, BlockOf(case_.knowledge, session.number));
  }
  for (int i = 1; i <= 2 * in_block; ++i) {
    const int number = block * in_block + i;
    const std::optional<int> turn = TurnOfSession(case_.knowledge, number);
    if (turn.has_value()) {
      sessions->emplace(number, trial_.arms(*turn).technique());
    }
  }
}

v1::TargetTechniqueOrder& Comparison::AddOrder(kv1::Technique first,
                                               const std::string& rule) const {
  v1::TargetTechniqueOrder& order =
      *case_.result.mutable_limits()->add_technique_orders();
  order.set_muscle(trial_.muscle());
  order.set_side(trial_.side());
  order.set_rule(rule);
  order.add_techniques(first);
  for (const v1::TechniqueArm& arm : trial_.arms()) {
    if (arm.technique() != first) order.add_techniques(arm.technique());
  }
  return order;
}

void Comparison::AddOrders() const {
  const bool decided = trial_.state() == v1::TECHNIQUE_TRIAL_STATE_DECIDED;
  if (!decided && !measured_.has_value()) return;
  std::map<int, kv1::Technique> sessions;
  AddDone(&sessions);
  if (trial_.state() == v1::TECHNIQUE_TRIAL_STATE_ALTERNATING) {
    AddTurns(&sessions);
  }
  std::map<kv1::Technique, std::vector<int>> by_technique;
  for (const auto& [number, technique] : sessions) {
    by_technique[technique].push_back(number);
  }
  for (const auto& [technique, numbers] : by_technique) {
    v1::TargetTechniqueOrder& order =
        AddOrder(technique, learning_.alternating().rule());
    order.mutable_sessions()->Assign(numbers.begin(), numbers.end());
  }
  if (decided) AddOrder(trial_.kept(), trial_.rule());
}

void Comparison::Run(absl::Span<const TechniqueChoice> choices) {
  trial_.set_muscle(target_.muscle->id());
  trial_.set_side(target_.side);
  trial_.set_test(measure_.test->id());
  Learn(choices);
  const kv1::TrialText& text = FindState();
  Tell(text);
  // Those of a retest come first and hold in every session.
  if (OrderOfRetest() == nullptr) AddOrders();
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
