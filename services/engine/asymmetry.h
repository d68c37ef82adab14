// SPDX-License-Identifier: Apache-2.0
// Side differences: what they do to bands, and which side is the worse one.

#ifndef TONUS_SERVICES_ENGINE_ASYMMETRY_H_
#define TONUS_SERVICES_ENGINE_ASYMMETRY_H_

#include "google/protobuf/repeated_ptr_field.h"
#include "services/engine/knowledge.h"
#include "services/engine/measurement.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Worsens the band of the worse side of each asymmetric test by one step
// . A side that is missing or was stopped by pain is compared
// with nothing.
void JudgeAsymmetry(const Knowledge& knowledge, Measurements* measurements);

// Marks the worse side of each two-sided target: where the verdicts
// differ, the side with the worse one; otherwise the side that asymmetric tests
// speak against. Unknown is not a difference.
void MarkAsymmetricFindings(
    const Measurements& measurements,
    google::protobuf::RepeatedPtrField<v1::Finding>* findings);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_ASYMMETRY_H_
