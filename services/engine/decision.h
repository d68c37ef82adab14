// SPDX-License-Identifier: Apache-2.0
// From findings to ranked, paired, explained decisions and syndromes.

#ifndef TONUS_SERVICES_ENGINE_DECISION_H_
#define TONUS_SERVICES_ENGINE_DECISION_H_

#include "services/engine/eligibility.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/assessment.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/patient.pb.h"

namespace tonus::engine {

// Fills `syndromes` and `decisions` of `interpretation` from its findings, with
// the ledger of each: steps, rejections and sources. Every finding with a
// verdict gets a decision; one that does nothing says why. `eligibility` is
// that of `interpretation`: a step is taken where the person may do it.
void Decide(const Knowledge& knowledge, const v1::Profile& profile,
            const v1::History& history, const Eligibility& eligibility,
            v1::Interpretation* interpretation);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_DECISION_H_
