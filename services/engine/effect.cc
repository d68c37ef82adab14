// SPDX-License-Identifier: Apache-2.0
#include "services/engine/effect.h"

#include <algorithm>
#include <string>

#include "absl/functional/function_ref.h"
#include "services/engine/finding.h"
#include "services/engine/fusion.h"
#include "services/engine/plan_limits.h"
#include "services/engine/recheck.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Carries out the effects of one rule that fired.
class Execution {
 public:
  Execution(const kv1::Rule& rule, const Viewpoint& viewpoint,
            absl::CivilDay newest, Case* the_case)
      : rule_(rule), viewpoint_(viewpoint), newest_(newest), case_(*the_case) {}

  void Apply(const kv1::Effect& effect);

 private:
  using Change = absl::FunctionRef<void(v1::Finding*)>;

  // Id of the target that an effect names; "" stands for that of the rule.
  const std::string& Target(const std::string& named) const {
    return named.empty() && viewpoint_.target != nullptr
               ? viewpoint_.target->muscle()
               : named;
  }

  // Changes the findings of a target on the side of the rule, or on both.
  void ChangeFindings(const std::string& muscle, bool both_sides,
                      Change change) {
    for (v1::Finding& finding : *case_.result.mutable_findings()) {
      if (finding.muscle() != muscle) continue;
      const bool here = both_sides || finding.side() == viewpoint_.side ||
                        finding.side() == kv1::SIDE_MIDLINE ||
                        viewpoint_.side == kv1::SIDE_MIDLINE;
      if (!here) continue;
      change(&finding);
      const auto& rules = finding.rules();
      if (rules.empty() || *rules.rbegin() != rule_.id()) {
        finding.add_rules(rule_.id());
      }
    }
  }

  void ForceAxisOf(const std::string& muscle, kv1::Axis axis,
                   v1::AxisReading::State state) {
    ChangeFindings(muscle, false, [&](v1::Finding* finding) {
      ForceAxis(case_.knowledge, axis, state, rule_.id(), finding);
    });
  }

  void AddQualifierTo(const kv1::QualifierEffect& effect);
  void Drop(const kv1::DropEvidence& effect);
  void Request(const std::string& test);

  const kv1::Rule& rule_;
  const Viewpoint& viewpoint_;
  const absl::CivilDay newest_;
  Case& case_;
};

void Execution::AddQualifierTo(const kv1::QualifierEffect& effect) {
  const auto& statuses = effect.only_statuses();
  ChangeFindings(
      Target(effect.muscle()), effect.both_sides(), [&](v1::Finding* finding) {
        if (statuses.empty() ||
            std::find(statuses.begin(), statuses.end(), finding->status()) !=
                statuses.end()) {
          AddQualifier(effect.qualifier(), finding);
        }
      });
}

// The finding is read again without the tests. What earlier rules added to it
// stays; what the evidence alone said is said anew.
void Execution::Drop(const kv1::DropEvidence& effect) {
  const kv1::Muscle* muscle = case_.knowledge.FindMuscle(effect.muscle());
  if (muscle == nullptr) return;
  ChangeFindings(effect.muscle(), false, [&](v1::Finding* finding) {
    for (const std::string& test : effect.tests()) {
      case_.terms.dropped.push_back(
          {effect.muscle(), finding->side(), test, rule_.id()});
    }
    v1::Finding again = Fuse(case_.knowledge, case_.measurements, case_.terms,
                             *muscle, finding->side());
    for (int qualifier : finding->qualifiers()) {
      switch (qualifier) {
        case kv1::QUALIFIER_BORDERLINE:
        case kv1::QUALIFIER_CONFLICT:
        case kv1::QUALIFIER_LOW_EVIDENCE:
          break;
        default:
          AddQualifier(static_cast<kv1::Qualifier>(qualifier), &again);
      }
    }
    *again.mutable_rules() = finding->rules();
    *finding = again;
  });
}

void Execution::Request(const std::string& test) {
  const kv1::Test* known = case_.knowledge.FindTest(test);
  if (known == nullptr) return;
  auto add = [&](kv1::Side side) {
    v1::TestRequest& request = *case_.result.add_test_requests();
    request.set_test(test);
    request.set_side(side);
    request.set_rule(rule_.id());
    request.set_reason(rule_.text());
  };
  if (known->laterality() != kv1::LATERALITY_BILATERAL) {
    add(kv1::SIDE_MIDLINE);
  } else if (viewpoint_.side != kv1::SIDE_MIDLINE) {
    add(viewpoint_.side);
  } else {
    add(kv1::SIDE_LEFT);
    add(kv1::SIDE_RIGHT);
  }
}

void Execution::Apply(const kv1::Effect& effect) {
  switch (effect.kind_case()) {
    case kv1::Effect::kSetCondition:
      return SetCondition(effect.set_condition(), rule_.id(), &case_);
    case kv1::Effect::kRaiseRedFlag:
      case_.raised_flags.push_back(
          {effect.raise_red_flag(), rule_.id(), newest_});
      return;
    case kv1::Effect::kReferral:
      case_.referrals.push_back(
          {effect.referral().action(), rule_.id(), effect.referral().reason()});
      return;
    case kv1::Effect::kAddQualifier:
      return AddQualifierTo(effect.add_qualifier());
    case kv1::Effect::kForceLengthNormal:
      return ForceAxisOf(effect.force_length_normal(), kv1::AXIS_LENGTH,
                         v1::AxisReading::STATE_NEGATIVE);
    case kv1::Effect::kForceUnknown:
      return ChangeFindings(effect.force_unknown(), false, ForceUnknown);
    case kv1::Effect::kForceStiff:
      return ForceAxisOf(effect.force_stiff(), kv1::AXIS_JOINT,
                         v1::AxisReading::STATE_POSITIVE);
    case kv1::Effect::kForceNeuralPositive:
      return ForceAxisOf(effect.force_neural_positive(), kv1::AXIS_NEURAL,
                         v1::AxisReading::STATE_POSITIVE);
    case kv1::Effect::kDropEvidence:
      return Drop(effect.drop_evidence());
    case kv1::Effect::kRequestTest:
      return Request(effect.request_test());
    case kv1::Effect::kRecheck:
      return AskAgain(effect.recheck(), rule_, viewpoint_.side, &case_);
    case kv1::Effect::kDirectionalPreference:
      return case_.result.set_directional_preference(
          effect.directional_preference());
    case kv1::Effect::kPositiveLimit:
      case_.terms.positive_limit =
          std::max(case_.terms.positive_limit, effect.positive_limit());
      return;
    case kv1::Effect::kForbidTag:
      case_.forbidden_tags.push_back({effect.forbid_tag(), rule_.id()});
      return;
    default:
      return LimitPlan(
          effect, rule_.id(), viewpoint_.side,
          viewpoint_.target == nullptr ? "" : viewpoint_.target->muscle(),
          case_.result.mutable_limits());
  }
}

}  // namespace

void Apply(const kv1::Effect& effect, const kv1::Rule& rule,
           const Viewpoint& viewpoint, absl::CivilDay newest, Case* the_case) {
  Execution(rule, viewpoint, newest, the_case).Apply(effect);
}

}  // namespace tonus::engine
