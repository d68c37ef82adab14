// SPDX-License-Identifier: Apache-2.0
// What the numbers of progress say and what they do not, in plain words.

#ifndef TONUS_SERVICES_ENGINE_PROGRESS_STATEMENTS_H_
#define TONUS_SERVICES_ENGINE_PROGRESS_STATEMENTS_H_

#include "services/engine/progress_series.h"
#include "tonus/v1/progress_report.pb.h"

namespace tonus::engine {

// Adds the statements to `progress`, which is complete but for them.
void TellStatements(const ProgressCase& of, v1::Progress* progress);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PROGRESS_STATEMENTS_H_
