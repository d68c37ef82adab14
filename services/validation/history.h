// SPDX-License-Identifier: Apache-2.0
// Checks what a person told against the pack.

#ifndef TONUS_SERVICES_VALIDATION_HISTORY_H_
#define TONUS_SERVICES_VALIDATION_HISTORY_H_

#include "absl/strings/string_view.h"
#include "services/engine/knowledge.h"
#include "services/error.h"
#include "tonus/v1/assessment.pb.h"

namespace tonus {

// Adds every violation of `history`, under paths that begin with `field`.
void CheckHistory(absl::string_view field, const v1::History& history,
                  const engine::Knowledge& knowledge, Violations* violations);

}  // namespace tonus

#endif  // TONUS_SERVICES_VALIDATION_HISTORY_H_
