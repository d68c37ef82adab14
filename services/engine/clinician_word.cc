// SPDX-License-Identifier: Apache-2.0
#include "services/engine/clinician_word.h"

#include <algorithm>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/finding.h"
#include "services/engine/overrides.h"
#include "services/engine/plan_limits.h"
#include "services/engine/policy.h"
#include "services/engine/source_list.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Qualifiers that ask for another test, which a clinician did not.
constexpr kv1::Qualifier kOpenQuestions[] = {kv1::QUALIFIER_CONFLICT,
                                             kv1::QUALIFIER_NEEDS_DIFFERENTIAL};

v1::AxisReading* AxisOf(kv1::Axis axis, v1::Finding* finding) {
  const auto found = absl::c_find_if(
      *finding->mutable_axes(),
      [axis](const auto& reading) { return reading.axis() == axis; });
  if (found != finding->mutable_axes()->end()) return &*found;
  v1::AxisReading* added = finding->add_axes();
  added->set_axis(axis);
  return added;
}

// Makes an axis say what the verdict needs. One that says so already, or has
// nothing to say against it, stays as it was read.
void SayOnAxis(const Knowledge& knowledge, kv1::Axis axis, bool positive,
               v1::Finding* finding) {
  const bool is_positive =
      StateOf(*finding, axis) == v1::AxisReading::STATE_POSITIVE;
  if (is_positive == positive) return;
  v1::AxisReading* reading = AxisOf(axis, finding);
  reading->set_state(positive ? v1::AxisReading::STATE_POSITIVE
                              : v1::AxisReading::STATE_NEGATIVE);
  reading->set_rule(kOverrideRule);
  if (positive) {
    reading->set_severity(std::max(
        reading->severity(), knowledge.pack().ranking().abnormal_ordinal()));
    reading->set_confidence(1);
  }
}

void Force(const Knowledge& knowledge, kv1::Status status,
           v1::Finding* finding) {
  const bool tight =
      status == kv1::STATUS_TIGHT || status == kv1::STATUS_TIGHT_AND_WEAK;
  const bool weak =
      status == kv1::STATUS_WEAK || status == kv1::STATUS_TIGHT_AND_WEAK;
  SayOnAxis(knowledge, kv1::AXIS_LENGTH, tight, finding);
  SayOnAxis(knowledge, kv1::AXIS_STRENGTH, weak, finding);
  SayOnAxis(knowledge, kv1::AXIS_JOINT, status == kv1::STATUS_STIFF, finding);
  SayOnAxis(knowledge, kv1::AXIS_NEURAL, false, finding);
  finding->set_status(status);
  finding->set_confidence(1);
  finding->set_confidence_label("HIGH");
  finding->set_severity(0);
  if (status != kv1::STATUS_NORMAL) {
    finding->set_severity(knowledge.pack().ranking().abnormal_ordinal());
    for (const v1::AxisReading& reading : finding->axes()) {
      if (reading.state() != v1::AxisReading::STATE_POSITIVE) continue;
      finding->set_severity(std::max(finding->severity(), reading.severity()));
    }
  }
  if (status == kv1::STATUS_OVERLENGTHENED) {
    AddQualifier(kv1::QUALIFIER_DO_NOT_STRETCH, finding);
  }
}

// What the evidence says stays beside it; that it asks for another test does
// not.
void SetAside(v1::Finding* finding) {
  ForceUnknown(finding);
  auto* qualifiers = finding->mutable_qualifiers();
  qualifiers->erase(std::remove_if(qualifiers->begin(), qualifiers->end(),
                                   [](int qualifier) {
                                     return absl::c_linear_search(
                                         kOpenQuestions, qualifier);
                                   }),
                    qualifiers->end());
}

// Adds the source of the rule to those of `result`, which stay in their order.
void Cite(const Knowledge& knowledge, v1::Interpretation* result) {
  SourceList sources(knowledge);
  sources.AddRule(kOverrideRule);
  for (const v1::Source& source : sources.Sorted()) {
    *result->add_sources() = source;
  }
  auto* all = result->mutable_sources();
  std::sort(all->pointer_begin(), all->pointer_end(),
            [](const v1::Source* a, const v1::Source* b) {
              return a->subject() < b->subject();
            });
}

}  // namespace

void ApplyVerdicts(Case* the_case) {
  const Overrides overrides(the_case->facts, the_case->today);
  for (v1::Finding& finding : *the_case->result.mutable_findings()) {
    const auto* fact = overrides.Verdict(finding.muscle(), finding.side());
    if (fact == nullptr) continue;
    if (fact->override().has_force_verdict()) {
      Force(the_case->knowledge, fact->override().force_verdict().status(),
            &finding);
    } else {
      SetAside(&finding);
    }
    finding.add_rules(kOverrideRule);
  }
}

void ApplyClinicianLimits(Case* the_case) {
  v1::PlanLimits* limits = the_case->result.mutable_limits();
  for (const ChosenPolicy& chosen :
       ChosenPolicies(the_case->knowledge, the_case->facts, the_case->today)) {
    for (const kv1::Effect& effect : chosen.choice->effects()) {
      LimitPlan(effect, chosen.policy->rule(), kv1::SIDE_MIDLINE, "", limits);
    }
  }
}

void TellVerdictsSetAside(Case* the_case) {
  const Overrides overrides(the_case->facts, the_case->today);
  v1::Interpretation& result = the_case->result;
  bool said = false;
  for (const v1::Finding& finding : result.findings()) {
    const auto* fact = overrides.Verdict(finding.muscle(), finding.side());
    if (fact == nullptr) continue;
    said = true;
    if (!fact->override().has_mute_verdict()) continue;
    for (v1::Decision& decision : *result.mutable_decisions()) {
      if (decision.muscle() != finding.muscle() ||
          decision.side() != finding.side()) {
        continue;
      }
      decision.set_rule(kOverrideRule);
      decision.set_reason(Sentence(absl::StrCat(
          TargetName(the_case->knowledge, finding.muscle(), finding.side()),
          ": a clinician set its verdict aside, so nothing follows from what "
          "was measured.")));
    }
  }
  if (said) Cite(the_case->knowledge, &result);
}

}  // namespace tonus::engine
