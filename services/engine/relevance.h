// SPDX-License-Identifier: Apache-2.0
// Which unknown muscles are worth knowing.

#ifndef TONUS_SERVICES_ENGINE_RELEVANCE_H_
#define TONUS_SERVICES_ENGINE_RELEVANCE_H_

#include "services/engine/knowledge.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/patient.pb.h"

namespace tonus::engine {

// True for a muscle whose verdict is unknown although its region hurts or a
// muscle that would hold it back is tight.
bool IsWorthKnowing(const Knowledge& knowledge, const v1::Profile& profile,
                    const v1::Interpretation& interpretation,
                    const v1::Finding& finding);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RELEVANCE_H_
