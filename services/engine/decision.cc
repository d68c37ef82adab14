// SPDX-License-Identifier: Apache-2.0
#include "services/engine/decision.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/btree_set.h"
#include "absl/strings/str_cat.h"
#include "services/engine/decision_rows.h"
#include "services/engine/decision_wording.h"
#include "services/engine/finding_table.h"
#include "services/engine/finding_traits.h"
#include "services/engine/ledger.h"
#include "services/engine/ranking.h"
#include "services/engine/syndrome.h"
#include "services/engine/treated_sides.h"

namespace tonus::engine {

using knowledge::v1::Muscle;
using v1::Decision;
using v1::Finding;

namespace {

enum Group { kNerves, kPutFirst, kScored, kMaintained, kNothing };

// Makes the decisions of one interpretation.
class Decider {
 public:
  Decider(const Knowledge& knowledge, const v1::Profile& profile,
          const v1::History& history, const v1::Interpretation& interpretation)
      : knowledge_(knowledge),
        interpretation_(interpretation),
        findings_(interpretation),
        traits_(knowledge, interpretation.limits(), findings_),
        syndromes_(DetectSyndromes(knowledge, findings_)),
        ranking_(knowledge, profile, history, syndromes_) {}

  const std::vector<v1::DetectedSyndrome>& syndromes() const {
    return syndromes_;
  }
  const FindingTable& findings() const { return findings_; }
  const Ranking& ranking() const { return ranking_; }

  std::vector<Decision> Run();

 private:
  Group GroupOf(const Decision& decision, const Finding& finding) const;
  bool PutFirst(const Finding& finding) const;
  void Score(const MadeDecision& made, Decision* decision) const;
  void SetSessions(const Finding& finding, Decision* decision) const;
  RankedDecision Rank(MadeDecision made) const;
  int BestRankOf(const RankedDecision& ranked) const;
  void Queue();
  void Keep();

  const Knowledge& knowledge_;
  const v1::Interpretation& interpretation_;
  const FindingTable findings_;
  const FindingTraits traits_;
  const std::vector<v1::DetectedSyndrome> syndromes_;
  const Ranking ranking_;
  std::vector<RankedDecision> decisions_;
};

int EasiestLevel(const Knowledge& knowledge, absl::string_view muscle) {
  const auto exercises = knowledge.ExercisesFor(muscle);
  return exercises.empty() ? 0 : exercises.front()->level();
}

std::vector<Decision> Decider::Run() {
  for (const Finding& finding : interpretation_.findings()) {
    const Muscle* muscle = knowledge_.FindMuscle(finding.muscle());
    if (muscle == nullptr) continue;
    for (MadeDecision& made : ReadRows(knowledge_, traits_, *muscle, finding)) {
      decisions_.push_back(Rank(std::move(made)));
    }
  }
  SortByRank(&decisions_);
  Queue();
  Keep();
  std::vector<Decision> sorted;
  for (RankedDecision& ranked : decisions_) {
    sorted.push_back(std::move(ranked.decision));
  }
  return sorted;
}

bool Decider::PutFirst(const Finding& finding) const {
  return absl::c_any_of(
      interpretation_.limits().priority_targets(),
      [&](const v1::PriorityTarget& target) {
        return target.muscle() == finding.muscle() &&
               (target.side() == finding.side() ||
                target.side() == knowledge::v1::SIDE_MIDLINE ||
                finding.side() == knowledge::v1::SIDE_MIDLINE);
      });
}

Group Decider::GroupOf(const Decision& decision, const Finding& finding) const {
  switch (decision.action()) {
    case knowledge::v1::DECISION_ACTION_LEAVE_ALONE:
    case knowledge::v1::DECISION_ACTION_RETEST:
      return kNothing;
    case knowledge::v1::DECISION_ACTION_FLOSS:
      return kNerves;
    case knowledge::v1::DECISION_ACTION_MAINTAIN_LENGTH:
    case knowledge::v1::DECISION_ACTION_MAINTAIN_STRENGTH:
      return kMaintained;
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER:
      return kScored;
    default:
      return PutFirst(finding) ? kPutFirst : kScored;
  }
}

void Decider::Score(const MadeDecision& made, Decision* decision) const {
  *decision->mutable_factors() = ranking_.Prioritise(*made.finding);
  if (made.partner == nullptr) {
    decision->set_score(decision->factors().priority());
    return;
  }
  *decision->mutable_partner_factors() = ranking_.Prioritise(*made.partner);
  decision->set_score(
      ranking_.PairScore(decision->factors(), decision->partner_factors()));
}

void Decider::SetSessions(const Finding& finding, Decision* decision) const {
  const bool length =
      decision->action() == knowledge::v1::DECISION_ACTION_MAINTAIN_LENGTH;
  const v1::MaintainedTarget* target = MaintenanceOf(
      interpretation_.limits(), finding,
      length ? knowledge::v1::AXIS_LENGTH : knowledge::v1::AXIS_STRENGTH);
  if (target == nullptr) return;
  decision->set_sessions_per_week(target->sessions_per_week());
  decision->set_rule(target->rule());
}

RankedDecision Decider::Rank(MadeDecision made) const {
  Decision& decision = made.decision;
  const int order = RegionTieOrder(knowledge_, decision.muscle());
  const Group group = GroupOf(decision, *made.finding);
  if (group == kNothing) {
    const bool retest =
        decision.action() == knowledge::v1::DECISION_ACTION_RETEST;
    return {std::move(decision),      group,
            /*level=*/retest ? 0 : 1,
            /*weak=*/false,
            /*confidence=*/0,         order};
  }
  Score(made, &decision);
  if (group == kMaintained) SetSessions(*made.finding, &decision);
  const int level = EasiestLevel(knowledge_, decision.muscle());
  return {std::move(decision),        group, level, !IsTight(*made.finding),
          made.finding->confidence(), order};
}

// The place that a retest leaves to the target of a scored decision; 0 for any.
int Decider::BestRankOf(const RankedDecision& ranked) const {
  if (ranked.group != kScored) return 0;
  int best = 0;
  for (const v1::QueuedTarget& queued :
       interpretation_.limits().queued_targets()) {
    if (queued.muscle() == ranked.decision.muscle() &&
        queued.side() == ranked.decision.side()) {
      best = std::max(best, queued.best_rank());
    }
  }
  return best;
}

// Puts what is queued behind as many other findings, each muscle once, as there
// are.
void Decider::Queue() {
  if (interpretation_.limits().queued_targets().empty()) return;
  std::vector<RankedDecision> waiting;
  std::vector<RankedDecision> ordered;
  int wait_for = 0;
  absl::btree_set<std::string> before;
  const auto let_in = [&] {
    std::move(waiting.begin(), waiting.end(), std::back_inserter(ordered));
    waiting.clear();
  };
  for (RankedDecision& ranked : decisions_) {
    const int place = static_cast<int>(before.size()) + 1;
    if (const int best = BestRankOf(ranked); place < best) {
      wait_for = std::max(wait_for, best);
      waiting.push_back(std::move(ranked));
      continue;
    }
    const bool is_new =
        ranked.group == kScored && !before.contains(ranked.decision.muscle());
    if (ranked.group > kScored || (is_new && place >= wait_for)) let_in();
    if (is_new) before.insert(ranked.decision.muscle());
    ordered.push_back(std::move(ranked));
  }
  let_in();
  decisions_ = std::move(ordered);
}

// Numbers the ranks and keeps the first few findings of the block: L and R of
// one muscle count once, whatever is done on each; nerves and what is only
// maintained do not count.
void Decider::Keep() {
  absl::btree_set<std::string> kept;
  TreatedSides treated;
  const int most = knowledge_.pack().session().max_priorities();
  int rank = 0;
  for (RankedDecision& ranked : decisions_) {
    Decision& decision = ranked.decision;
    if (ranked.group == kNothing) continue;
    decision.set_rank(++rank);
    const std::string key =
        absl::StrCat(ActionId(decision.action()), ":", decision.muscle(), ">",
                     decision.partner());
    if (ranked.group == kNerves || ranked.group == kMaintained ||
        kept.contains(key) || treated.LeaveSideOf(decision)) {
      decision.set_kept(true);
    } else if (static_cast<int>(kept.size()) < most) {
      kept.insert(key);
      decision.set_kept(true);
    } else {
      Reject("keep it for this block", {}, "R-511",
             absl::StrCat("A block keeps ", most,
                          " priorities, since more exercises are done less; "
                          "this one waits."),
             &decision);
      *decision.mutable_rejected()->rbegin()->mutable_factors() =
          decision.factors();
    }
    if (decision.kept()) treated.Add(decision);
  }
}

}  // namespace

void Decide(const Knowledge& knowledge, const v1::Profile& profile,
            const v1::History& history, const Eligibility& eligibility,
            v1::Interpretation* interpretation) {
  Decider decider(knowledge, profile, history, *interpretation);
  std::vector<Decision> decisions = decider.Run();
  const std::vector<v1::DetectedSyndrome>& syndromes = decider.syndromes();
  interpretation->clear_decisions();
  interpretation->mutable_decisions()->Reserve(
      static_cast<int>(decisions.size()));
  for (Decision& decision : decisions) {
    *interpretation->add_decisions() = std::move(decision);
  }
  interpretation->mutable_syndromes()->Assign(syndromes.begin(),
                                              syndromes.end());
  CompleteLedger(knowledge, decider.findings(), decider.ranking(), eligibility,
                 interpretation);
}

}  // namespace tonus::engine
