// SPDX-License-Identifier: Apache-2.0
// Steps of exercises that a retest of their target takes or forbids (A-064 to
//

#ifndef TONUS_SERVICES_ENGINE_TARGET_STEPS_H_
#define TONUS_SERVICES_ENGINE_TARGET_STEPS_H_

#include "services/engine/adaptation.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Takes the steps up of exercises whose first target is held out of
// `adaptation`, and puts those in that load a target which does better or needs
// more. What went a step down, or is left out, stays so. An exercise goes as
// far as the side of the target that may go least.
void ApplyTargetSteps(const Knowledge& knowledge,
                      const v1::Interpretation& interpretation,
                      SessionAdaptation* adaptation);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TARGET_STEPS_H_
