// SPDX-License-Identifier: Apache-2.0
// Checks the log of a session against the pack.

#ifndef TONUS_SERVICES_VALIDATION_SESSION_LOG_H_
#define TONUS_SERVICES_VALIDATION_SESSION_LOG_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "services/error.h"
#include "tonus/v1/progress.pb.h"

namespace tonus {

// Adds every violation of `log`, under paths that begin with `field`. Whether
// the session exists is left to the caller, who knows the routine.
void CheckSessionLog(absl::string_view field, const v1::SessionLog& log,
                     const engine::Knowledge& knowledge, absl::Time now,
                     Violations* violations);

// The same for one exercise of a log.
void CheckExerciseLog(absl::string_view field, const v1::ExerciseLog& exercise,
                      const engine::Knowledge& knowledge,
                      Violations* violations);

}  // namespace tonus

#endif  // TONUS_SERVICES_VALIDATION_SESSION_LOG_H_
