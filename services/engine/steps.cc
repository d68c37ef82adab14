// SPDX-License-Identifier: Apache-2.0
#include "services/engine/steps.h"

#include <algorithm>

#include "services/engine/decision_wording.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Rules of work that goes on beside what a decision is about.
constexpr char kStabilityRule[] = "R-510";
constexpr char kStrengthRule[] = "R-513";
constexpr char kActivationRule[] = "R-514";
constexpr char kLengthRule[] = "R-714";

// The technique that lengthens over weeks.
constexpr kv1::Technique kLengthens = kv1::TECHNIQUE_STATIC_STRETCH;

bool Refers(const kv1::Rule& rule) {
  return std::any_of(rule.effects().begin(), rule.effects().end(),
                     [](const kv1::Effect& effect) {
                       return effect.has_referral() ||
                              effect.has_raise_red_flag();
                     });
}

}  // namespace

void StepWriter::AddSources(const std::string& rule, const v1::Finding& finding,
                            v1::Step* step) {
  sources_.AddRule(rule);
  step->add_sources(rule);
  const int first = step->sources_size();
  for (const v1::Evidence& evidence : finding.evidence()) {
    if (!evidence.excluded_by().empty()) continue;
    const auto& named = step->sources();
    // One result may speak through several mappings.
    if (std::find(named.begin() + first, named.end(), evidence.test()) !=
        named.end()) {
      continue;
    }
    sources_.AddTest(evidence.test());
    step->add_sources(evidence.test());
  }
}

void StepWriter::Add(knowledge::v1::Action action, const std::string& rule,
                     v1::Decision* decision) {
  v1::Step& step = *decision->add_steps();
  step.set_action(action);
  step.set_muscle(decision->muscle());
  step.set_side(decision->side());
  step.set_rule(rule);
  step.set_priority(decision->factors().priority());
  AddSources(rule, findings_.Find(decision->muscle(), decision->side()), &step);
  if (!decision->partner().empty()) {
    step.add_sources(PairSubject(decision->muscle(), decision->partner()));
  }
}

void StepWriter::AddForPartner(knowledge::v1::Action action,
                               const std::string& rule,
                               v1::Decision* decision) {
  v1::Step& step = *decision->add_steps();
  step.set_action(action);
  step.set_muscle(decision->partner());
  step.set_side(decision->partner_side());
  step.set_rule(rule);
  step.set_priority(decision->partner_factors().priority());
  AddSources(rule,
             findings_.Find(decision->partner(), decision->partner_side()),
             &step);
  step.add_sources(PairSubject(decision->muscle(), decision->partner()));
}

bool StepWriter::HasExercise(const std::string& muscle,
                             kv1::Technique technique) const {
  const auto exercises = knowledge_.ExercisesFor(muscle);
  return std::any_of(exercises.begin(), exercises.end(),
                     [&](const kv1::Exercise* exercise) {
                       return exercise->technique() == technique;
                     });
}

// Low load first; strength work does not wait for length.
void StepWriter::AddTraining(bool of_partner, const std::string& rule,
                             v1::Decision* decision) {
  const auto add = [&](knowledge::v1::Action action,
                       const std::string& because) {
    if (of_partner) {
      AddForPartner(action, because, decision);
    } else {
      Add(action, because, decision);
    }
  };
  const std::string& muscle =
      of_partner ? decision->partner() : decision->muscle();
  add(knowledge::v1::ACTION_ACTIVATE, rule);
  if (!HasExercise(muscle, kv1::TECHNIQUE_ACTIVATION) &&
      HasExercise(muscle, kv1::TECHNIQUE_STABILITY)) {
    add(knowledge::v1::ACTION_STABILISE, kActivationRule);
  }
  add(knowledge::v1::ACTION_STRENGTHEN, kStrengthRule);
}

void StepWriter::AddLengthening(v1::Decision* decision) {
  const auto reject = [&](const std::string& rule, const char* reason) {
    Reject("stretch it after the session", {knowledge::v1::ACTION_LENGTHEN},
           rule, reason, decision);
  };
  for (const v1::TargetTechniqueLimit& limit :
       limits_.forbidden_target_techniques()) {
    if (limit.technique() == kLengthens &&
        limit.muscle() == decision->muscle() &&
        (limit.side() == decision->side() ||
         limit.side() == kv1::SIDE_MIDLINE ||
         decision->side() == kv1::SIDE_MIDLINE)) {
      return reject(limit.rule(), "Stretching is not used for this target.");
    }
  }
  const auto& forbidden = limits_.forbidden_techniques();
  if (std::find(forbidden.begin(), forbidden.end(), kLengthens) !=
      forbidden.end()) {
    return reject("R-735", "Stretching is not used for this person.");
  }
  if (!HasExercise(decision->muscle(), kLengthens)) {
    return reject(kLengthRule, "There is no stretch for it to choose from.");
  }
  Add(knowledge::v1::ACTION_LENGTHEN, kLengthRule, decision);
}

void StepWriter::AddReferral(v1::Decision* decision) {
  const v1::Finding& finding =
      findings_.Find(decision->muscle(), decision->side());
  for (const std::string& id : finding.rules()) {
    const kv1::Rule* rule = knowledge_.FindRule(id);
    if (rule != nullptr && Refers(*rule))
      Add(knowledge::v1::ACTION_REFER, id, decision);
  }
}

void StepWriter::Write(v1::Decision* decision) {
  const std::string& rule = decision->rule();
  switch (decision->action()) {
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER:
      sources_.AddPair(decision->muscle(), decision->partner());
      Add(knowledge::v1::ACTION_RELEASE, rule, decision);
      AddTraining(/*of_partner=*/true, rule, decision);
      AddLengthening(decision);
      break;
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE:
      Add(knowledge::v1::ACTION_RELEASE, rule, decision);
      Add(knowledge::v1::ACTION_INTEGRATE, rule, decision);
      AddLengthening(decision);
      break;
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_STRENGTHEN:
      Add(knowledge::v1::ACTION_RELEASE, rule, decision);
      Add(knowledge::v1::ACTION_STRENGTHEN, rule, decision);
      break;
    case knowledge::v1::DECISION_ACTION_ACTIVATE:
      AddTraining(/*of_partner=*/false, rule, decision);
      break;
    case knowledge::v1::DECISION_ACTION_MOBILISE:
      Add(knowledge::v1::ACTION_MOBILISE, rule, decision);
      Add(knowledge::v1::ACTION_INTEGRATE, rule, decision);
      break;
    case knowledge::v1::DECISION_ACTION_FLOSS:
      Add(knowledge::v1::ACTION_FLOSS, rule, decision);
      break;
    case knowledge::v1::DECISION_ACTION_STRENGTHEN_SHORTENED:
      Add(knowledge::v1::ACTION_STRENGTHEN, rule, decision);
      break;
    case knowledge::v1::DECISION_ACTION_RETEST:
      Add(knowledge::v1::ACTION_RETEST, rule, decision);
      break;
    default:
      Add(knowledge::v1::ACTION_LEAVE_ALONE, rule, decision);
      if (HasQualifier(findings_.Find(decision->muscle(), decision->side()),
                       kv1::QUALIFIER_PROTECTIVE)) {
        // What it guards is trained, not the target itself.
        Add(knowledge::v1::ACTION_STABILISE, rule, decision);
        v1::Step& step = *decision->mutable_steps()->rbegin();
        step.clear_muscle();
        step.set_side(kv1::SIDE_MIDLINE);
      }
  }
  AddReferral(decision);
}

void StepWriter::WriteGeneral(v1::Interpretation* interpretation) {
  const auto add = [&](knowledge::v1::Action action, const std::string& rule,
                       const std::string& reason) {
    v1::Step& step = *interpretation->add_steps();
    step.set_action(action);
    step.set_side(kv1::SIDE_MIDLINE);
    step.set_rule(rule);
    step.set_reason(reason);
    if (rule.empty()) return;
    sources_.AddRule(rule);
    step.add_sources(rule);
  };
  if (interpretation->gate() == v1::GATE_OK) {
    add(knowledge::v1::ACTION_STABILISE, kStabilityRule,
        "Every session trains the control of the trunk, whatever was found.");
  }
  for (const v1::SafetyNotice& notice : interpretation->notices()) {
    if (notice.action() == kv1::SAFETY_ACTION_CAUTION) continue;
    const bool by_rule = knowledge_.FindRule(notice.subject()) != nullptr;
    add(knowledge::v1::ACTION_REFER, by_rule ? notice.subject() : notice.rule(),
        notice.text());
  }
}

}  // namespace tonus::engine
