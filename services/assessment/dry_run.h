// SPDX-License-Identifier: Apache-2.0
// A person of whom nothing is stored, as the engine reads one.

#ifndef TONUS_SERVICES_ASSESSMENT_DRY_RUN_H_
#define TONUS_SERVICES_ASSESSMENT_DRY_RUN_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/assessment_service.pb.h"

namespace tonus {

struct DryRun {
  storage::v1::PatientFacts facts;
  absl::CivilDay today;
};

// Returns what `request` tells. `prefix` stands before the paths of its fields,
// for example `dry_run.`.
//   INVALID_ARGUMENT  the profile, history, screening, clearances, date or the
//                     number of results is wrong. Single results are not
//                     judged.
absl::StatusOr<DryRun> ReadDryRun(absl::string_view prefix,
                                  const v1::InterpretAssessmentRequest& request,
                                  const engine::Knowledge& knowledge,
                                  absl::Time now);

}  // namespace tonus

#endif  // TONUS_SERVICES_ASSESSMENT_DRY_RUN_H_
