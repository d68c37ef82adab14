// SPDX-License-Identifier: Apache-2.0
#include "services/engine/steps.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/decision_wording.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Rule of a target for which no step is left.
constexpr char kNothingLeft[] = "R-735";

// Whether the traits that `asked` names hold, and none that it excludes.
template <typename Asked>
bool Holds(const FindingTraits& traits, const Asked& asked,
           const kv1::Muscle& muscle, const v1::Finding& finding) {
  const auto one = [&](const kv1::FindingTrait& trait) {
    return traits.Holds(trait, muscle, finding);
  };
  return absl::c_all_of(asked.with(), one) &&
         absl::c_none_of(asked.without(), one);
}

bool Refers(const kv1::Rule& rule) {
  return absl::c_any_of(rule.effects(), [](const kv1::Effect& effect) {
    return effect.has_referral() || effect.has_raise_red_flag();
  });
}

// What was considered for `target`, in words.
std::string Words(kv1::Action action, absl::string_view target) {
  switch (action) {
    case kv1::ACTION_RELEASE:
      return absl::StrCat("release ", target);
    case kv1::ACTION_LENGTHEN:
      return absl::StrCat("stretch ", target);
    case kv1::ACTION_MOBILISE:
      return absl::StrCat("mobilise ", target);
    case kv1::ACTION_FLOSS:
      return absl::StrCat("glide ", target);
    case kv1::ACTION_ACTIVATE:
      return absl::StrCat("activate ", target);
    case kv1::ACTION_STRENGTHEN:
      return absl::StrCat("strengthen ", target);
    case kv1::ACTION_INTEGRATE:
      return "use the new range";
    default:
      return absl::StrCat("train the control of ", target);
  }
}

// Whether `decision` gives its target new range.
bool GivesRange(const v1::Decision& decision) {
  return absl::c_any_of(decision.steps(), [](const v1::Step& step) {
    return step.action() == kv1::ACTION_RELEASE ||
           step.action() == kv1::ACTION_MOBILISE;
  });
}

// Says why not all is done that was decided: the release is left out, or
// everything is. What was refused stands behind `first` among the rejections.
void TellRefusal(int first, v1::Decision* decision) {
  const auto& rejected = decision->rejected();
  const bool nothing = decision->steps().empty();
  const auto refused = std::find_if(
      rejected.begin() + first, rejected.end(),
      [&](const v1::RejectedAction& one) {
        return one.muscle() == decision->muscle() &&
               one.side() == decision->side() &&
               (nothing ||
                absl::c_linear_search(one.actions(), kv1::ACTION_RELEASE));
      });
  if (refused == rejected.end()) return;
  absl::StrAppend(
      decision->mutable_reason(),
      nothing ? " Nothing of this can be done: " : " The release is left out: ",
      refused->reason());
}

}  // namespace

bool HasWork(const v1::Decision& decision) {
  return absl::c_any_of(decision.steps(), [](const v1::Step& step) {
    return step.action() != knowledge::v1::ACTION_LEAVE_ALONE;
  });
}

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

v1::Step& StepWriter::Add(kv1::Action action, const std::string& rule,
                          const v1::Finding& finding,
                          const v1::PriorityFactors& factors,
                          v1::Decision* decision) {
  v1::Step& step = *decision->add_steps();
  step.set_action(action);
  step.set_muscle(finding.muscle());
  step.set_side(finding.side());
  step.set_rule(rule);
  step.set_priority(factors.priority());
  AddSources(rule, finding, &step);
  if (!decision->partner().empty()) {
    step.add_sources(PairSubject(decision->muscle(), decision->partner()));
  }
  return step;
}

// Why the step is not taken, by an obstacle of its row or since nothing that
// the person may do serves it; nullopt when it is.
std::optional<Refusal> StepWriter::RefuseStep(
    const kv1::DecisionStep& row, const kv1::Muscle& muscle,
    const v1::Finding& finding, const v1::Decision& decision) const {
  const auto obstacle =
      absl::c_find_if(row.obstacles(), [&](const kv1::StepObstacle& asked) {
        return Holds(traits_, asked, muscle, finding);
      });
  if (obstacle != row.obstacles().end()) {
    const auto* limit =
        obstacle->rule().empty()
            ? traits_.LimitOn(obstacle->with(0).forbidden_for_target(), muscle,
                              finding)
            : nullptr;
    return Refusal{Refusal::Kind::kForbidden,
                   limit == nullptr ? obstacle->rule() : limit->rule(),
                   obstacle->reason()};
  }
  if (row.action() == kv1::ACTION_INTEGRATE && !GivesRange(decision)) {
    return Refusal{Refusal::Kind::kNotNow, decision.rule(),
                   "Nothing releases it, so there is no new range to use."};
  }
  return row.target() == kv1::STEP_TARGET_TRUNK
             ? allowed_.Refuse(row.action(), v1::Finding())
             : allowed_.Refuse(row.action(), finding);
}

void StepWriter::Consider(const kv1::DecisionStep& row,
                          v1::Decision* decision) {
  const bool of_partner = row.target() == kv1::STEP_TARGET_PARTNER;
  const v1::Finding& finding =
      of_partner ? findings_.Find(decision->partner(), decision->partner_side())
                 : findings_.Find(decision->muscle(), decision->side());
  const kv1::Muscle* muscle = knowledge_.FindMuscle(finding.muscle());
  if (muscle == nullptr || !Holds(traits_, row, *muscle, finding)) return;
  const auto refusal = RefuseStep(row, *muscle, finding, *decision);
  if (refusal.has_value()) {
    const std::string target =
        row.target() == kv1::STEP_TARGET_TRUNK ? "the trunk"
        : of_partner ? TargetName(knowledge_, finding.muscle(), finding.side())
                     : "it";
    Reject(row.considered().empty() ? Words(row.action(), target)
                                    : row.considered(),
           {row.action()}, refusal->rule, refusal->reason, decision);
    v1::RejectedAction& rejected = *decision->mutable_rejected()->rbegin();
    rejected.set_muscle(finding.muscle());
    rejected.set_side(finding.side());
    return;
  }
  v1::Step& step = Add(
      row.action(), row.rule().empty() ? decision->rule() : row.rule(), finding,
      of_partner ? decision->partner_factors() : decision->factors(), decision);
  if (row.target() == kv1::STEP_TARGET_TRUNK) {
    step.clear_muscle();
    step.set_side(kv1::SIDE_MIDLINE);
  }
}

void StepWriter::AddReferral(v1::Decision* decision) {
  const v1::Finding& finding =
      findings_.Find(decision->muscle(), decision->side());
  for (const std::string& id : finding.rules()) {
    const kv1::Rule* rule = knowledge_.FindRule(id);
    if (rule != nullptr && Refers(*rule)) {
      Add(kv1::ACTION_REFER, id, finding, decision->factors(), decision);
    }
  }
}

void StepWriter::Write(v1::Decision* decision) {
  if (!decision->partner().empty()) {
    sources_.AddPair(decision->muscle(), decision->partner());
  }
  const int rejected = decision->rejected_size();
  for (const kv1::DecisionSteps& row : knowledge_.pack().decision_steps()) {
    if (row.action() != decision->action()) continue;
    for (const kv1::DecisionStep& step : row.steps()) Consider(step, decision);
  }
  TellRefusal(rejected, decision);
  if (decision->steps().empty() && decision->rejected_size() > rejected) {
    Add(kv1::ACTION_LEAVE_ALONE, kNothingLeft,
        findings_.Find(decision->muscle(), decision->side()),
        decision->factors(), decision);
  }
  AddReferral(decision);
}

void StepWriter::WriteGeneral(v1::Interpretation* interpretation) {
  const auto add = [&](kv1::Action action, const std::string& rule,
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
    for (const kv1::GeneralStep& step : knowledge_.pack().general_steps()) {
      add(step.action(), step.rule(), step.reason());
    }
  }
  for (const v1::SafetyNotice& notice : interpretation->notices()) {
    if (notice.action() == kv1::SAFETY_ACTION_CAUTION) continue;
    const bool by_rule = knowledge_.FindRule(notice.subject()) != nullptr;
    add(kv1::ACTION_REFER, by_rule ? notice.subject() : notice.rule(),
        notice.text());
  }
}

}  // namespace tonus::engine
