// SPDX-License-Identifier: Apache-2.0
// A session log between the API and the event that recorded it.

#ifndef TONUS_SERVICES_PROGRESS_SESSION_LOG_RESOURCE_H_
#define TONUS_SERVICES_PROGRESS_SESSION_LOG_RESOURCE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/progress.pb.h"

namespace tonus {

// Returns the fact that `log` states, without its id. The log in it is as it
// was sent: a default is filled only in the effective time, so that the same
// log is recognised whenever it arrives again.
storage::v1::LogFact LogFactOf(const v1::SessionLog& log, absl::Time now);

// Returns the log that `event` recorded. `etag` is the event's.
v1::SessionLog SessionLogOf(const std::string& patient,
                            const storage::v1::Event& event,
                            absl::string_view etag);

}  // namespace tonus

#endif  // TONUS_SERVICES_PROGRESS_SESSION_LOG_RESOURCE_H_
