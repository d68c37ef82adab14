// SPDX-License-Identifier: Apache-2.0
#include "services/engine/decision.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/strings/str_cat.h"
#include "services/engine/decision_wording.h"
#include "services/engine/finding.h"
#include "services/engine/finding_table.h"
#include "services/engine/ledger.h"
#include "services/engine/lookup.h"
#include "services/engine/ranking.h"
#include "services/engine/syndrome.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

using knowledge::v1::Muscle;
using v1::Decision;
using v1::Finding;

namespace {

enum Group { kNerves, kPutFirst, kScored, kNothing };

// Makes the decisions of one interpretation.
class Decider {
 public:
  Decider(const Knowledge& knowledge, const v1::Profile& profile,
          const v1::History& history, const v1::Interpretation& interpretation)
      : knowledge_(knowledge),
        interpretation_(interpretation),
        findings_(interpretation),
        syndromes_(DetectSyndromes(knowledge, findings_)),
        ranking_(knowledge, profile, history, syndromes_) {}

  const std::vector<v1::DetectedSyndrome>& syndromes() const {
    return syndromes_;
  }
  const FindingTable& findings() const { return findings_; }
  const Ranking& ranking() const { return ranking_; }

  std::vector<Decision> Run();

 private:
  void DecideTight(const Muscle& muscle, const Finding& finding);
  void DecideWeak(const Muscle& muscle, const Finding& finding);
  void DecideOther(const Muscle& muscle, const Finding& finding);
  void DecideUnknown(const Finding& finding);

  // Whether a tight target may be released; if not, says why not.
  static bool MayRelease(const Muscle& muscle, const Finding& finding,
                         std::string* why_not);
  std::vector<const Finding*> WeakPartners(const Muscle& muscle,
                                           const Finding& finding) const;
  bool HasTightInhibitor(const Muscle& muscle, const Finding& finding) const;
  bool NeedsGrant(absl::string_view muscle) const;
  bool PutFirst(const Finding& finding) const;

  static Decision Make(knowledge::v1::DecisionAction action,
                       const Finding& finding, absl::string_view rule,
                       std::string reason);
  void AddPair(const Finding& tight, const Finding& weak);
  void AddScored(Decision decision, const Finding& finding);
  void AddIdle(Decision decision);
  void Keep();

  const Knowledge& knowledge_;
  const v1::Interpretation& interpretation_;
  const FindingTable findings_;
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
    if (IsTight(finding)) {
      DecideTight(*muscle, finding);
    } else if (finding.status() == knowledge::v1::STATUS_WEAK) {
      DecideWeak(*muscle, finding);
    } else if (finding.status() == knowledge::v1::STATUS_UNKNOWN) {
      DecideUnknown(finding);
    } else {
      DecideOther(*muscle, finding);
    }
  }
  SortByRank(&decisions_);
  Keep();
  std::vector<Decision> sorted;
  for (RankedDecision& ranked : decisions_) {
    sorted.push_back(std::move(ranked.decision));
  }
  return sorted;
}

// True for a structure that is mobilised only where a rule allows it.
bool Decider::NeedsGrant(absl::string_view muscle) const {
  if (!knowledge_.lookup().NeedsGrant(muscle)) return false;
  const auto& granted = interpretation_.limits().allowed_target_techniques();
  return std::none_of(granted.begin(), granted.end(),
                      [&](const v1::TargetTechniqueLimit& limit) {
                        return limit.muscle() == muscle;
                      });
}

bool Decider::PutFirst(const Finding& finding) const {
  const auto& targets = interpretation_.limits().priority_targets();
  return std::any_of(targets.begin(), targets.end(),
                     [&](const v1::PriorityTarget& target) {
                       return target.muscle() == finding.muscle() &&
                              (target.side() == finding.side() ||
                               target.side() == knowledge::v1::SIDE_MIDLINE ||
                               finding.side() == knowledge::v1::SIDE_MIDLINE);
                     });
}

bool Decider::MayRelease(const Muscle& muscle, const Finding& finding,
                         std::string* why_not) {
  if (HasQualifier(finding, knowledge::v1::QUALIFIER_PROTECTIVE)) {
    *why_not = "it probably guards something and is not taken away";
    return false;
  }
  if (HasQualifier(finding, knowledge::v1::QUALIFIER_DO_NOT_STRETCH)) {
    *why_not = "it must not be stretched";
    return false;
  }
  if (muscle.release_preference() == knowledge::v1::RELEASE_PREFERENCE_NONE) {
    *why_not = "it is never a target of release";
    return false;
  }
  return true;
}

std::vector<const Finding*> Decider::WeakPartners(
    const Muscle& muscle, const Finding& finding) const {
  std::vector<const Finding*> partners;
  for (const std::string& partner : muscle.inhibits()) {
    for (const Finding* weak :
         findings_.Touched(knowledge_, partner, finding.side())) {
      if (weak->status() == knowledge::v1::STATUS_WEAK)
        partners.push_back(weak);
    }
  }
  return partners;
}

bool Decider::HasTightInhibitor(const Muscle& muscle,
                                const Finding& finding) const {
  for (const std::string& id : muscle.inhibited_by()) {
    const Muscle* inhibitor = knowledge_.FindMuscle(id);
    if (inhibitor == nullptr) continue;
    for (const Finding* tight :
         findings_.Touched(knowledge_, id, finding.side())) {
      std::string ignored;
      if (IsTight(*tight) && MayRelease(*inhibitor, *tight, &ignored)) {
        return true;
      }
    }
  }
  return false;
}

void Decider::DecideTight(const Muscle& muscle, const Finding& finding) {
  const std::string verdict = Verdict(knowledge_, finding);
  std::string why_not;
  const bool both = finding.status() == knowledge::v1::STATUS_TIGHT_AND_WEAK;
  if (!MayRelease(muscle, finding, &why_not)) {
    if (both) {
      Decision decision =
          Make(knowledge::v1::DECISION_ACTION_ACTIVATE, finding, "R-505",
               Sentence(absl::StrCat(
                   verdict, ": train it, without release, as ", why_not, ".")));
      Reject("release or stretch it",
             {knowledge::v1::ACTION_RELEASE, knowledge::v1::ACTION_LENGTHEN},
             "R-500", Sentence(absl::StrCat(why_not, ".")), &decision);
      AddScored(std::move(decision), finding);
      return;
    }
    Decision decision = Make(
        knowledge::v1::DECISION_ACTION_LEAVE_ALONE, finding,
        LastRule(knowledge_, finding, "R-500"),
        Sentence(absl::StrCat(verdict, ", but is left alone: ", why_not, ".")));
    Reject("release or stretch it",
           {knowledge::v1::ACTION_RELEASE, knowledge::v1::ACTION_LENGTHEN},
           "R-500", Sentence(absl::StrCat(why_not, ".")), &decision);
    AddIdle(std::move(decision));
    return;
  }
  const std::vector<const Finding*> partners = WeakPartners(muscle, finding);
  for (const Finding* weak : partners) AddPair(finding, *weak);
  if (both) {
    AddScored(Make(knowledge::v1::DECISION_ACTION_RELEASE_AND_STRENGTHEN,
                   finding, "R-507",
                   Sentence(absl::StrCat(
                       verdict,
                       ": a short release, then strength through the whole "
                       "range, which gains range as well."))),
              finding);
  } else if (partners.empty()) {
    Decision decision = Make(
        knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE, finding, "R-506",
        Sentence(
            absl::StrCat(verdict,
                         " and no weak partner was found: release it, then "
                         "use the new range at once.")));
    AddScored(std::move(decision), finding);
  }
}

void Decider::AddPair(const Finding& tight, const Finding& weak) {
  Decision decision =
      Make(knowledge::v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER, tight,
           "R-504",
           Sentence(absl::StrCat(
               Verdict(knowledge_, tight), " and ", Verdict(knowledge_, weak),
               ": release the first, then train the second at once.")));
  decision.set_partner(weak.muscle());
  decision.set_partner_side(weak.side());
  decision.set_id(
      absl::StrCat(decision.id(), ">", TargetKey(weak.muscle(), weak.side())));
  *decision.mutable_factors() = ranking_.Prioritise(tight);
  *decision.mutable_partner_factors() = ranking_.Prioritise(weak);
  decision.set_score(
      ranking_.PairScore(decision.factors(), decision.partner_factors()));
  Reject("strengthen first", {}, "R-504",
         Sentence(absl::StrCat(
             TargetName(knowledge_, weak.muscle(), weak.side()),
             " is trained after the release, never before it in a session.")),
         &decision);
  const Muscle* muscle = knowledge_.FindMuscle(tight.muscle());
  if (muscle != nullptr &&
      muscle->laterality() == knowledge::v1::LATERALITY_BILATERAL) {
    const auto other = tight.side() == knowledge::v1::SIDE_LEFT
                           ? knowledge::v1::SIDE_RIGHT
                           : knowledge::v1::SIDE_LEFT;
    if (!IsTight(findings_.Find(tight.muscle(), other))) {
      Reject(
          "stretch both sides", {}, "R-508",
          Sentence(absl::StrCat(TargetName(knowledge_, tight.muscle(), other),
                                " does not test tight.")),
          &decision);
    }
  }
  decisions_.push_back({std::move(decision), kScored,
                        EasiestLevel(knowledge_, tight.muscle()),
                        /*weak=*/false, tight.confidence(),
                        RegionTieOrder(knowledge_, tight.muscle())});
}

void Decider::DecideWeak(const Muscle& muscle, const Finding& finding) {
  if (HasTightInhibitor(muscle, finding)) return;  // Part of a pair.
  Decision decision = Make(
      knowledge::v1::DECISION_ACTION_ACTIVATE, finding, "R-505",
      Sentence(absl::StrCat(Verdict(knowledge_, finding),
                            " and nothing tight that may be released holds it "
                            "back: train it directly.")));
  AddScored(std::move(decision), finding);
}

void Decider::DecideOther(const Muscle& muscle, const Finding& finding) {
  const std::string verdict = Verdict(knowledge_, finding);
  switch (finding.status()) {
    case knowledge::v1::STATUS_STIFF: {
      const bool blocked =
          HasQualifier(finding, knowledge::v1::QUALIFIER_DO_NOT_STRETCH);
      if (blocked || NeedsGrant(muscle.id())) {
        Decision decision = Make(
            knowledge::v1::DECISION_ACTION_LEAVE_ALONE, finding,
            blocked ? LastRule(knowledge_, finding, "R-500") : "R-911",
            Sentence(absl::StrCat(
                verdict,
                blocked
                    ? ", but it must not be stretched: stability comes first."
                    : ", but is left alone: hips and upper back come first, "
                      "and stability is the default here.")));
        Reject("mobilise it", {knowledge::v1::ACTION_MOBILISE},
               blocked ? LastRule(knowledge_, finding, "R-500") : "R-335",
               "The conditions for mobilising it do not all hold.", &decision);
        AddIdle(std::move(decision));
        return;
      }
      AddScored(Make(knowledge::v1::DECISION_ACTION_MOBILISE, finding, "R-506",
                     Sentence(absl::StrCat(
                         verdict, ": mobilise it, then use the new range."))),
                finding);
      return;
    }
    case knowledge::v1::STATUS_NEURAL_POSITIVE: {
      Decision decision =
          Make(knowledge::v1::DECISION_ACTION_FLOSS, finding, "R-718",
               Sentence(absl::StrCat(
                   verdict, ": glide it gently, never hold a stretch.")));
      const auto never_stretched = [&decision] {
        Reject("stretch it", {knowledge::v1::ACTION_LENGTHEN}, "R-501",
               "A sensitive nerve is never stretched.", &decision);
      };
      const auto& forbidden = interpretation_.limits().forbidden_techniques();
      if (std::find(forbidden.begin(), forbidden.end(),
                    knowledge::v1::TECHNIQUE_NEURAL_FLOSS) != forbidden.end()) {
        decision = Make(knowledge::v1::DECISION_ACTION_RETEST, finding, "R-325",
                        Sentence(absl::StrCat(
                            verdict,
                            ": the neurological screen comes before any nerve "
                            "gliding.")));
        Reject("glide it", {knowledge::v1::ACTION_FLOSS}, "R-325",
               "The neurological screen of that side is missing.", &decision);
        never_stretched();
        AddIdle(std::move(decision));
        return;
      }
      never_stretched();
      AddScored(std::move(decision), finding);
      return;
    }
    case knowledge::v1::STATUS_NEURAL_SUSPECT:
      AddIdle(Make(knowledge::v1::DECISION_ACTION_RETEST, finding, "R-115",
                   Sentence(absl::StrCat(
                       TargetName(knowledge_, finding.muscle(), finding.side()),
                       " gave one doubtful nerve test: test again before "
                       "anything is done about it."))));
      return;
    case knowledge::v1::STATUS_OVERLENGTHENED: {
      Decision decision = Make(
          knowledge::v1::DECISION_ACTION_STRENGTHEN_SHORTENED, finding, "R-341",
          Sentence(absl::StrCat(verdict,
                                ": strengthen it in its shortened range.")));
      Reject("release or stretch it",
             {knowledge::v1::ACTION_RELEASE, knowledge::v1::ACTION_LENGTHEN},
             "R-341", "A long muscle is not stretched, however tight it feels.",
             &decision);
      AddScored(std::move(decision), finding);
      return;
    }
    default: {
      const bool guards =
          HasQualifier(finding, knowledge::v1::QUALIFIER_PROTECTIVE);
      const bool muscular = muscle.kind() == knowledge::v1::TARGET_KIND_MUSCLE;
      const absl::string_view why =
          guards     ? "what feels short is guarding, so it is not stretched."
          : muscular ? "only what is tight is stretched, so it is left alone."
                     : "nothing needs to be done about it.";
      Decision decision =
          Make(knowledge::v1::DECISION_ACTION_LEAVE_ALONE, finding,
               guards ? LastRule(knowledge_, finding, "R-501") : "R-501",
               Sentence(absl::StrCat(verdict, ": ", why)));
      if (guards) {
        Reject("release or stretch it",
               {knowledge::v1::ACTION_RELEASE, knowledge::v1::ACTION_LENGTHEN},
               decision.rule(), "What feels short is guarding.", &decision);
      }
      AddIdle(std::move(decision));
    }
  }
}

void Decider::DecideUnknown(const Finding& finding) {
  if (finding.evidence().empty() && finding.qualifiers().empty()) return;
  const std::string name =
      TargetName(knowledge_, finding.muscle(), finding.side());
  if (HasQualifier(finding, knowledge::v1::QUALIFIER_NEEDS_DIFFERENTIAL)) {
    AddIdle(Make(
        knowledge::v1::DECISION_ACTION_RETEST, finding,
        LastRule(knowledge_, finding, "R-315"),
        Sentence(absl::StrCat(name,
                              " needs a further test before it is treated: "
                              "what was measured has several possible "
                              "causes."))));
  } else if (HasQualifier(finding, knowledge::v1::QUALIFIER_CONFLICT)) {
    AddIdle(Make(knowledge::v1::DECISION_ACTION_RETEST, finding, "R-109",
                 Sentence(absl::StrCat(name,
                                       " needs to be tested again: its results "
                                       "contradict each other."))));
  } else {
    AddIdle(Make(
        knowledge::v1::DECISION_ACTION_LEAVE_ALONE, finding,
        LastRule(knowledge_, finding, "R-109"),
        Sentence(absl::StrCat(MissingForVerdict(knowledge_, finding), "."))));
  }
}

Decision Decider::Make(knowledge::v1::DecisionAction action,
                       const Finding& finding, absl::string_view rule,
                       std::string reason) {
  Decision decision;
  decision.set_id(absl::StrCat(ActionId(action), ":",
                               TargetKey(finding.muscle(), finding.side())));
  decision.set_action(action);
  decision.set_muscle(finding.muscle());
  decision.set_side(finding.side());
  decision.set_rule(std::string(rule));
  decision.set_reason(std::move(reason));
  return decision;
}

void Decider::AddScored(Decision decision, const Finding& finding) {
  *decision.mutable_factors() = ranking_.Prioritise(finding);
  decision.set_score(decision.factors().priority());
  const bool nerve = decision.action() == knowledge::v1::DECISION_ACTION_FLOSS;
  const int group = nerve ? kNerves : PutFirst(finding) ? kPutFirst : kScored;
  decisions_.push_back({std::move(decision), group,
                        EasiestLevel(knowledge_, finding.muscle()),
                        !IsTight(finding), finding.confidence(),
                        RegionTieOrder(knowledge_, finding.muscle())});
}

void Decider::AddIdle(Decision decision) {
  const bool retest =
      decision.action() == knowledge::v1::DECISION_ACTION_RETEST;
  const int order = RegionTieOrder(knowledge_, decision.muscle());
  decisions_.push_back({std::move(decision), kNothing, /*level=*/retest ? 0 : 1,
                        /*weak=*/false, /*confidence=*/0, order});
}

// Numbers the ranks and keeps the first few findings of the block: L and R of
// one muscle count once, and nerves do not count.
void Decider::Keep() {
  absl::btree_set<std::string> kept;
  const int most = knowledge_.pack().session().max_priorities();
  int rank = 0;
  for (RankedDecision& ranked : decisions_) {
    Decision& decision = ranked.decision;
    if (ranked.group == kNothing) continue;
    decision.set_rank(++rank);
    const std::string key =
        absl::StrCat(ActionId(decision.action()), ":", decision.muscle(), ">",
                     decision.partner());
    if (ranked.group == kNerves || kept.contains(key)) {
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
  }
}

}  // namespace

void Decide(const Knowledge& knowledge, const v1::Profile& profile,
            const v1::History& history, v1::Interpretation* interpretation) {
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
  CompleteLedger(knowledge, decider.findings(), decider.ranking(),
                 interpretation);
}

}  // namespace tonus::engine
