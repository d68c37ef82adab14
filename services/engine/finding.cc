// SPDX-License-Identifier: Apache-2.0
#include "services/engine/finding.h"

#include <algorithm>
#include <initializer_list>

#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using State = v1::AxisReading;

const v1::AxisReading* FindAxis(const v1::Finding& finding, kv1::Axis axis) {
  for (const v1::AxisReading& reading : finding.axes()) {
    if (reading.axis() == axis) return &reading;
  }
  return nullptr;
}

// one excess result of weight, or several of any weight.
bool IsLong(const kv1::FusionConstants& constants, const v1::Finding& finding) {
  int count = 0;
  for (const v1::Evidence& evidence : finding.evidence()) {
    if (!evidence.excess() || evidence.axis() != kv1::AXIS_LENGTH ||
        !evidence.excluded_by().empty()) {
      continue;
    }
    if (AtLeast(evidence.weight(), constants.long_min_weight())) return true;
    ++count;
  }
  return count >= constants.long_min_count();
}

const char* LabelOf(const kv1::FusionConstants& constants, double confidence) {
  if (AtLeast(confidence, constants.high_confidence())) return "HIGH";
  if (AtLeast(confidence, constants.medium_confidence())) return "MEDIUM";
  return "LOW";
}

// Confidence is the smallest and severity the largest of the deciding axes.
void Conclude(const kv1::FusionConstants& constants, kv1::Status status,
              std::initializer_list<kv1::Axis> deciding, v1::Finding* finding) {
  double confidence = 1;
  double severity = 0;
  for (kv1::Axis axis : deciding) {
    const v1::AxisReading* reading = FindAxis(*finding, axis);
    confidence =
        std::min(confidence, reading == nullptr ? 0 : reading->confidence());
    severity = std::max(severity, reading == nullptr ? 0 : reading->severity());
  }
  // Severity says how much is wrong. Nothing is with a normal target, however
  // far off a result is that was outweighed or explained otherwise; and how
  // short one result is says nothing about a muscle that is long.
  if (status == kv1::STATUS_NORMAL || status == kv1::STATUS_OVERLENGTHENED) {
    severity = 0;
  }
  finding->set_status(status);
  finding->set_confidence(confidence);
  finding->set_confidence_label(LabelOf(constants, confidence));
  finding->set_severity(severity);
}

// Table F1; the first row that fits decides.
void ReadMuscle(const kv1::FusionConstants& constants,
                const kv1::Muscle& muscle, v1::Finding* finding) {
  const auto length = StateOf(*finding, kv1::AXIS_LENGTH);
  const auto strength = StateOf(*finding, kv1::AXIS_STRENGTH);
  const bool tight = length == State::STATE_POSITIVE;
  const bool weak = strength == State::STATE_POSITIVE;
  const bool not_tight = length == State::STATE_NEGATIVE;
  const bool not_weak = strength == State::STATE_NEGATIVE;
  auto conclude = [&](kv1::Status status,
                      std::initializer_list<kv1::Axis> axes) {
    Conclude(constants, status, axes, finding);
  };
  if (tight && weak) {
    conclude(kv1::STATUS_TIGHT_AND_WEAK,
             {kv1::AXIS_LENGTH, kv1::AXIS_STRENGTH});
  } else if (tight) {
    conclude(kv1::STATUS_TIGHT, {kv1::AXIS_LENGTH});
  } else if (IsLong(constants, *finding)) {
    conclude(kv1::STATUS_OVERLENGTHENED, {kv1::AXIS_LENGTH});
  } else if (weak) {
    conclude(kv1::STATUS_WEAK, {kv1::AXIS_STRENGTH});
  } else if (not_tight && not_weak) {
    conclude(kv1::STATUS_NORMAL, {kv1::AXIS_LENGTH, kv1::AXIS_STRENGTH});
  } else if (not_tight && muscle.system() != kv1::MUSCLE_SYSTEM_PHASIC) {
    conclude(kv1::STATUS_NORMAL, {kv1::AXIS_LENGTH});
  } else if (not_weak && muscle.system() != kv1::MUSCLE_SYSTEM_TONIC) {
    conclude(kv1::STATUS_NORMAL, {kv1::AXIS_STRENGTH});
  } else {
    ForceUnknown(finding);
  }
}

void ReadStructure(const kv1::FusionConstants& constants,
                   v1::Finding* finding) {
  switch (StateOf(*finding, kv1::AXIS_JOINT)) {
    case State::STATE_POSITIVE:
      return Conclude(constants, kv1::STATUS_STIFF, {kv1::AXIS_JOINT}, finding);
    case State::STATE_NEGATIVE:
      return Conclude(constants, kv1::STATUS_NORMAL, {kv1::AXIS_JOINT},
                      finding);
    default:
      return ForceUnknown(finding);
  }
}

void ReadNerve(const kv1::FusionConstants& constants, v1::Finding* finding) {
  switch (StateOf(*finding, kv1::AXIS_NEURAL)) {
    case State::STATE_POSITIVE:
      return Conclude(constants, kv1::STATUS_NEURAL_POSITIVE,
                      {kv1::AXIS_NEURAL}, finding);
    case State::STATE_INDETERMINATE:
      return Conclude(constants, kv1::STATUS_NEURAL_SUSPECT, {kv1::AXIS_NEURAL},
                      finding);
    case State::STATE_NEGATIVE:
      return Conclude(constants, kv1::STATUS_NORMAL, {kv1::AXIS_NEURAL},
                      finding);
    default:
      return ForceUnknown(finding);
  }
}

}  // namespace

void AddQualifier(kv1::Qualifier qualifier, v1::Finding* finding) {
  if (HasQualifier(*finding, qualifier)) return;
  finding->add_qualifiers(qualifier);
  std::sort(finding->mutable_qualifiers()->begin(),
            finding->mutable_qualifiers()->end());
}

bool HasQualifier(const v1::Finding& finding, kv1::Qualifier qualifier) {
  const auto& all = finding.qualifiers();
  return std::find(all.begin(), all.end(), qualifier) != all.end();
}

v1::AxisReading::State StateOf(const v1::Finding& finding, kv1::Axis axis) {
  const v1::AxisReading* reading = FindAxis(finding, axis);
  return reading == nullptr ? State::STATE_UNKNOWN : reading->state();
}

void ReadStatus(const Knowledge& knowledge, v1::Finding* finding) {
  const kv1::FusionConstants& constants = knowledge.pack().fusion();
  const kv1::Muscle& muscle = *knowledge.FindMuscle(finding->muscle());
  switch (muscle.kind()) {
    case kv1::TARGET_KIND_STRUCTURE:
      return ReadStructure(constants, finding);
    case kv1::TARGET_KIND_NERVE:
      return ReadNerve(constants, finding);
    default:
      return ReadMuscle(constants, muscle, finding);
  }
}

void ForceAxis(const Knowledge& knowledge, kv1::Axis axis,
               v1::AxisReading::State state, const std::string& rule,
               v1::Finding* finding) {
  v1::AxisReading* forced = nullptr;
  for (v1::AxisReading& reading : *finding->mutable_axes()) {
    if (reading.axis() == axis) forced = &reading;
  }
  if (forced == nullptr) {
    forced = finding->add_axes();
    forced->set_axis(axis);
  }
  forced->set_state(state);
  forced->set_rule(rule);
  ReadStatus(knowledge, finding);
}

std::string LastRule(const Knowledge& knowledge, const v1::Finding& finding,
                     const std::string& otherwise) {
  const auto& rules = finding.rules();
  const auto last = std::find_if(
      rules.rbegin(), rules.rend(),
      [&](const std::string& id) { return knowledge.FindRule(id) != nullptr; });
  return last == rules.rend() ? otherwise : *last;
}

void ForceUnknown(v1::Finding* finding) {
  finding->set_status(kv1::STATUS_UNKNOWN);
  finding->clear_confidence();
  finding->clear_confidence_label();
  finding->clear_severity();
}

}  // namespace tonus::engine
