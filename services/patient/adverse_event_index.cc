// SPDX-License-Identifier: Apache-2.0
#include "services/patient/adverse_event_index.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "services/keys.h"
#include "services/resource_names.h"

namespace tonus {

v1::AdverseEvent AdverseEventOf(const std::string& patient,
                                const storage::v1::Event& event) {
  v1::AdverseEvent entry = event.adverse_event_recorded().adverse_event();
  entry.set_name(AdverseEventName{patient, event.revision()}.ToString());
  *entry.mutable_create_time() = event.record_time();
  entry.set_reporter(event.actor());
  entry.set_reporter_role(event.role());
  return entry;
}

void AddAdverseEventMutation(const PatientRef& ref,
                             const storage::v1::Event& event,
                             std::vector<storage::Mutation>* mutations) {
  if (!event.has_adverse_event_recorded()) return;
  const std::string id = absl::StrCat(event.revision());
  mutations->push_back(storage::Mutation::Write(
      keys::AdverseEvent(ref.tenant,
                         {std::max<int64_t>(1, event.record_time().seconds()),
                          ref.patient, id}),
      engine::DeterministicBytes(AdverseEventOf(ref.patient, event))));
}

}  // namespace tonus
