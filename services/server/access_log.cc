// SPDX-License-Identifier: Apache-2.0
#include "services/server/access_log.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/server/log.h"

namespace tonus {

void LogAccess(const Method& method, const Principal& principal,
               std::chrono::steady_clock::time_point start, int code,
               int64_t messages) {
  const auto latency = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - start);
  Log(server::v1::LOG_LEVEL_INFO, "call",
      {{"method", method.descriptor().full_name()},
       {"code", absl::StatusCodeToString(static_cast<absl::StatusCode>(code))},
       {"latency_us", static_cast<int64_t>(latency.count())},
       {"messages", messages},
       {"subject", principal.subject},
       {"tenant", principal.tenant}});
}

std::string HolderOf(const Principal& principal) {
  return absl::StrCat(principal.tenant, "/", principal.subject);
}

}  // namespace tonus
