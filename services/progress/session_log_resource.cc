// SPDX-License-Identifier: Apache-2.0
#include "services/progress/session_log_resource.h"

#include "services/resource_names.h"
#include "services/timestamp.h"

namespace tonus {

storage::v1::LogFact LogFactOf(const v1::SessionLog& log, absl::Time now) {
  storage::v1::LogFact fact;
  *fact.mutable_effective_time() =
      log.has_session_time() ? log.session_time() : ToTimestamp(now);
  v1::SessionLog* told = fact.mutable_log();
  *told = log;
  told->clear_name();
  told->clear_create_time();
  told->clear_recorded_by();
  told->clear_revision();
  told->clear_etag();
  return fact;
}

v1::SessionLog SessionLogOf(const std::string& patient,
                            const storage::v1::Event& event,
                            absl::string_view etag) {
  const storage::v1::LogFact& fact = event.session_logged();
  v1::SessionLog log = fact.log();
  log.set_name(LogName{patient, event.revision()}.ToString());
  *log.mutable_session_time() = fact.effective_time();
  *log.mutable_create_time() = event.record_time();
  log.set_recorded_by(event.role());
  log.set_revision(event.revision());
  log.set_etag(std::string(etag));
  return log;
}

}  // namespace tonus
