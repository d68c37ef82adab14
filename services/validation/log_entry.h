// SPDX-License-Identifier: Apache-2.0
// Checks what is logged, of whatever kind.

#ifndef TONUS_SERVICES_VALIDATION_LOG_ENTRY_H_
#define TONUS_SERVICES_VALIDATION_LOG_ENTRY_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "services/error.h"
#include "tonus/v1/log_entry.pb.h"

namespace tonus {

// Each adds every violation, under paths that begin with `field`.
void CheckMorning(absl::string_view field, const v1::Morning& morning,
                  absl::Time now, Violations* violations);
void CheckHomeLog(absl::string_view field, const v1::HomeLog& log,
                  const engine::Knowledge& knowledge, absl::Time now,
                  Violations* violations);

// The same for any of them.
void CheckLogEntry(absl::string_view field, const v1::LogEntry& entry,
                   const engine::Knowledge& knowledge, absl::Time now,
                   Violations* violations);

}  // namespace tonus

#endif  // TONUS_SERVICES_VALIDATION_LOG_ENTRY_H_
