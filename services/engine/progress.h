// SPDX-License-Identifier: Apache-2.0
// Adherence and pain over time.

#ifndef TONUS_SERVICES_ENGINE_PROGRESS_H_
#define TONUS_SERVICES_ENGINE_PROGRESS_H_

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/progress_report.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Returns how the person is getting on; `zone` is theirs. The name is left to
// the caller. Several logs of one session count once, with the highest
// completion.
v1::Progress SummarizeProgress(const Knowledge& knowledge,
                               const storage::v1::PatientFacts& facts,
                               const v1::Routine& routine, absl::CivilDay today,
                               absl::TimeZone zone);

// Number of the first session of `routine` that was not done, or 0 when all
// were.
int NextSession(const Knowledge& knowledge,
                const storage::v1::PatientFacts& facts,
                const v1::Routine& routine);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PROGRESS_H_
