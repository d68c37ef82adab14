// SPDX-License-Identifier: Apache-2.0
// Whether a relief run may begin.

#ifndef TONUS_SERVICES_ENGINE_RELIEF_ENTRY_H_
#define TONUS_SERVICES_ENGINE_RELIEF_ENTRY_H_

#include <string>
#include <vector>

#include "services/engine/relief_history.h"
#include "services/engine/relief_run.h"

namespace tonus::engine {

// STEP when it may, otherwise BLOCKED or RELIEVED.
struct ReliefEntry {
  v1::ReliefState state = v1::RELIEF_STATE_STEP;
  std::string rule;
  std::string reason;  // One sentence.
};

// `runs` are those of the facts, `run` is one of them.
ReliefEntry EnterRelief(const ReliefSetting& setting,
                        const std::vector<PlayedRun>& runs,
                        const PlayedRun& run);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RELIEF_ENTRY_H_
