// SPDX-License-Identifier: Apache-2.0
#include "services/engine/technique_orders.h"

#include <algorithm>
#include <map>
#include <vector>

#include "services/engine/fired_rows.h"
#include "services/engine/technique_turns.h"
#include "services/engine/technique_uses.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Of one target.
class Orders {
 public:
  Orders(const ComparedTechniques& of, v1::PlanLimits* limits)
      : of_(of), limits_(*limits) {}

  void Add();

 private:
  kv1::Technique TechniqueOf(int position, const TechniquesDone& done) const;
  kv1::Technique Usual(int number) const;
  void AddDone(std::map<int, kv1::Technique>* sessions) const;
  void AddTurns(std::map<int, kv1::Technique>* sessions) const;
  v1::TargetTechniqueOrder& AddOrder(kv1::Technique first,
                                     const std::string& rule);

  const ComparedTechniques& of_;
  v1::PlanLimits& limits_;
};

// What was done first, else what was planned.
kv1::Technique Orders::TechniqueOf(int position,
                                   const TechniquesDone& done) const {
  const kv1::Technique technique =
      TechniqueBehind(of_.knowledge, of_.target, done);
  if (technique != kv1::TECHNIQUE_UNSPECIFIED || of_.trial.arms_size() < 2) {
    return technique;
  }
  if (of_.decided.has_value() && position > *of_.decided) {
    return of_.trial.kept();
  }
  std::optional<int> turn;
  if (of_.measured.has_value() && position > *of_.measured) {
    turn = TurnOfSession(of_.knowledge, of_.history.sessions[position].number);
  }
  return of_.trial.arms(turn.value_or(0)).technique();
}

// What comes first in a session of which nothing else is said.
kv1::Technique Orders::Usual(int number) const {
  if (of_.trial.state() == v1::TECHNIQUE_TRIAL_STATE_DECIDED)
    return of_.trial.kept();
  if (of_.trial.arms().empty()) return kv1::TECHNIQUE_UNSPECIFIED;
  std::optional<int> turn;
  if (of_.trial.state() == v1::TECHNIQUE_TRIAL_STATE_ALTERNATING) {
    turn = TurnOfSession(of_.knowledge, number);
  }
  return of_.trial.arms(turn.value_or(0)).technique();
}

// Sessions of the last block stay what they were, whatever is decided since.
// Those that are as usual are not named, so that a log alone changes nothing.
void Orders::AddDone(std::map<int, kv1::Technique>* sessions) const {
  std::map<int, TechniquesDone> done =
      ReadTechniquesDone(of_.knowledge, of_.history, of_.target);
  int block = 0;
  for (size_t i = 0; i < of_.history.sessions.size(); ++i) {
    const SessionDone& session = of_.history.sessions[i];
    if (!session.IsSession() || !session.begun) continue;
    if (BlockOf(of_.knowledge, session.number) > block) {
      block = BlockOf(of_.knowledge, session.number);
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
void Orders::AddTurns(std::map<int, kv1::Technique>* sessions) const {
  const auto& weeks = of_.knowledge.pack().week_shapes();
  const int in_block = weeks[weeks.size() - 1].last_session();
  int block = 0;
  for (const SessionDone& session : of_.history.sessions) {
    block = std::max(block, BlockOf(of_.knowledge, session.number));
  }
  for (int i = 1; i <= 2 * in_block; ++i) {
    const int number = block * in_block + i;
    const std::optional<int> turn = TurnOfSession(of_.knowledge, number);
    if (turn.has_value()) {
      sessions->emplace(number, of_.trial.arms(*turn).technique());
    }
  }
}

v1::TargetTechniqueOrder& Orders::AddOrder(kv1::Technique first,
                                           const std::string& rule) {
  v1::TargetTechniqueOrder& order = *limits_.add_technique_orders();
  order.set_muscle(of_.trial.muscle());
  order.set_side(of_.trial.side());
  order.set_rule(rule);
  order.add_techniques(first);
  for (const v1::TechniqueArm& arm : of_.trial.arms()) {
    if (arm.technique() != first) order.add_techniques(arm.technique());
  }
  return order;
}

void Orders::Add() {
  const bool decided = of_.trial.state() == v1::TECHNIQUE_TRIAL_STATE_DECIDED;
  if (!decided && !of_.measured.has_value()) return;
  std::map<int, kv1::Technique> sessions;
  AddDone(&sessions);
  if (of_.trial.state() == v1::TECHNIQUE_TRIAL_STATE_ALTERNATING) {
    AddTurns(&sessions);
  }
  std::map<kv1::Technique, std::vector<int>> by_technique;
  for (const auto& [number, technique] : sessions) {
    by_technique[technique].push_back(number);
  }
  for (const auto& [technique, numbers] : by_technique) {
    v1::TargetTechniqueOrder& order = AddOrder(
        technique,
        of_.knowledge.pack().technique_learning().alternating().rule());
    order.mutable_sessions()->Assign(numbers.begin(), numbers.end());
  }
  if (decided) AddOrder(of_.trial.kept(), of_.trial.rule());
}

}  // namespace

void AddTechniqueOrders(const ComparedTechniques& of, v1::PlanLimits* limits) {
  Orders(of, limits).Add();
}

}  // namespace tonus::engine
