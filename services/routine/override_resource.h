// SPDX-License-Identifier: Apache-2.0
// Overrides as the API shows them and as they are recorded.

#ifndef TONUS_SERVICES_ROUTINE_OVERRIDE_RESOURCE_H_
#define TONUS_SERVICES_ROUTINE_OVERRIDE_RESOURCE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/resource_names.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/override.pb.h"

namespace tonus {

// Returns the override of `fact`, which `event` recorded.
v1::Override OverrideOf(const std::string& patient,
                        const storage::v1::OverrideFact& fact,
                        const storage::v1::Event& event);

// Returns what `override`, which was checked, says when it is set now: without
// output-only fields, beginning today unless it says when. It begins to count
// after all that `facts` hold, so that the last word is the last one, even if
// clocks run apart.
storage::v1::OverrideFact OverrideFactOf(const v1::Override& override,
                                         const storage::v1::PatientFacts& facts,
                                         absl::string_view request_id,
                                         int position, absl::Time now,
                                         absl::CivilDay today);

// Returns the fact that `name` names, or nullptr.
const storage::v1::OverrideFact* FindOverride(
    const storage::v1::PatientFacts& facts, const OverrideName& name);

}  // namespace tonus

#endif  // TONUS_SERVICES_ROUTINE_OVERRIDE_RESOURCE_H_
