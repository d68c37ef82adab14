// SPDX-License-Identifier: Apache-2.0
// What comes next: the session, the retest, the measures.

#ifndef TONUS_SERVICES_ENGINE_PROGRESS_NEXT_H_
#define TONUS_SERVICES_ENGINE_PROGRESS_NEXT_H_

#include "services/engine/progress_series.h"
#include "tonus/v1/progress_report.pb.h"

namespace tonus::engine {

// Sets what comes next, from the retests of `progress`.
void TellNext(const ProgressCase& of, v1::Progress* progress);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PROGRESS_NEXT_H_
