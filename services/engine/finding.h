// SPDX-License-Identifier: Apache-2.0
// From the readings of a finding's axes to its status.

#ifndef TONUS_SERVICES_ENGINE_FINDING_H_
#define TONUS_SERVICES_ENGINE_FINDING_H_

#include <string>

#include "services/engine/knowledge.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Adds `qualifier`; qualifiers stay in the order of the enum, each once.
void AddQualifier(knowledge::v1::Qualifier qualifier, v1::Finding* finding);

bool HasQualifier(const v1::Finding& finding,
                  knowledge::v1::Qualifier qualifier);

// The state of an axis; STATE_UNKNOWN when it has no evidence.
v1::AxisReading::State StateOf(const v1::Finding& finding,
                               knowledge::v1::Axis axis);

// Sets status, confidence, label and severity from the axes and the evidence:
// table F1 for muscles, R-114 for structures, R-115 for nerves.
void ReadStatus(const Knowledge& knowledge, v1::Finding* finding);

// Sets the state of an axis, as `rule` says, and reads the status again; other
// axes keep their say.
void ForceAxis(const Knowledge& knowledge, knowledge::v1::Axis axis,
               v1::AxisReading::State state, const std::string& rule,
               v1::Finding* finding);

// Id of the last rule of the pack that changed `finding`; `otherwise` when none
// did. The comparison of its sides changes no status and does not count.
std::string LastRule(const Knowledge& knowledge, const v1::Finding& finding,
                     const std::string& otherwise);

// Makes the status unknown.
void ForceUnknown(v1::Finding* finding);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_FINDING_H_
