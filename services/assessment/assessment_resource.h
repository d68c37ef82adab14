// SPDX-License-Identifier: Apache-2.0
// An assessment between the API and the event that recorded it.

#ifndef TONUS_SERVICES_ASSESSMENT_ASSESSMENT_RESOURCE_H_
#define TONUS_SERVICES_ASSESSMENT_ASSESSMENT_RESOURCE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "services/error.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/assessment.pb.h"

namespace tonus {

// Returns the time of `assessment`, which is `now` when it gives none.
google::protobuf::Timestamp AssessmentTime(const v1::Assessment& assessment,
                                           absl::Time now);

// Returns the fact that `assessment` states, without its id.
storage::v1::AssessmentFact AssessmentFactOf(const v1::Assessment& assessment,
                                             absl::Time now);

// Returns the fact that `event` states, submitted or corrected; null when it
// states none.
const storage::v1::AssessmentFact* AssessmentFactIn(
    const storage::v1::Event& event);

// Returns the assessment that states `fact`, without what the log adds.
v1::Assessment AssessmentOfFact(const storage::v1::AssessmentFact& fact);

// Returns the assessment that `event`, which states one, recorded. `etag` is
// the event's.
v1::Assessment AssessmentOf(const std::string& patient,
                            const storage::v1::Event& event,
                            absl::string_view etag);

// Adds every violation of `assessment`, under paths that begin with `field`,
// except those of its results.
void CheckTold(absl::string_view field, const v1::Assessment& assessment,
               const engine::Knowledge& knowledge, absl::Time now,
               Violations* violations);

}  // namespace tonus

#endif  // TONUS_SERVICES_ASSESSMENT_ASSESSMENT_RESOURCE_H_
