// SPDX-License-Identifier: Apache-2.0
// Which targets were normal again and lost that.

#ifndef TONUS_SERVICES_ENGINE_LOST_AGAIN_H_
#define TONUS_SERVICES_ENGINE_LOST_AGAIN_H_

#include "absl/strings/string_view.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Whether the target was confirmed as normal again and a later value was worse:
// it is worked on in every session again, and maintained no more.
bool IsLostAgain(const Knowledge& knowledge, const v1::PlanLimits& limits,
                 absl::string_view muscle, knowledge::v1::Side side);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_LOST_AGAIN_H_
