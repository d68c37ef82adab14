// SPDX-License-Identifier: Apache-2.0
// How a person is getting on: what was done, felt and measured, what the change
// means, and what comes next.

#ifndef TONUS_SERVICES_ENGINE_PROGRESS_H_
#define TONUS_SERVICES_ENGINE_PROGRESS_H_

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/progress_report.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Returns how the person is getting on; `zone` is theirs. `routine` is the
// running block as it was issued, and `due` has the gate of today and its
// sessions on the days on which they are due now. The name and the revision are
// left to the caller.
v1::Progress SummarizeProgress(const Knowledge& knowledge,
                               const storage::v1::PatientFacts& facts,
                               const v1::Routine& routine,
                               const v1::Routine& due, absl::CivilDay today,
                               absl::TimeZone zone);

// Number of the first session of `routine` of which nothing was done, or 0 when
// there is none.
int NextSession(const storage::v1::PatientFacts& facts,
                const v1::Routine& routine);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PROGRESS_H_
