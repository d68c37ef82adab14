// SPDX-License-Identifier: Apache-2.0
// Several causes that are told as one alert.
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/engine/alert_causes.h"

namespace tonus::engine {
namespace {

void AddNew(const google::protobuf::RepeatedPtrField<std::string>& logs,
            std::vector<std::string>* all) {
  for (const std::string& log : logs) {
    if (!absl::c_linear_search(*all, log)) all->push_back(log);
  }
}

}  // namespace

v1::Alert AlertAbout(const std::vector<const AlertCause*>& causes) {
  v1::Alert alert = causes.back()->alert;
  // Both sides, or one and one that was not named, are no side.
  if (absl::c_any_of(causes, [&](const AlertCause* cause) {
        return cause->alert.side() != alert.side();
      })) {
    alert.clear_side();
  }
  // The number and the log of a session, by its place.
  std::map<int, std::pair<int, std::string>> sessions;
  std::set<int64_t> runs;
  std::vector<std::string> home_logs;
  std::vector<std::string> morning_logs;
  for (const AlertCause* cause : causes) {
    for (size_t i = 0; i < cause->places.size(); ++i) {
      const int at = static_cast<int>(i);
      sessions[cause->places[i]] = {cause->alert.sessions(at),
                                    cause->alert.logs(at)};
    }
    runs.insert(cause->alert.relief_runs().begin(),
                cause->alert.relief_runs().end());
    AddNew(cause->alert.home_logs(), &home_logs);
    AddNew(cause->alert.morning_logs(), &morning_logs);
  }
  alert.mutable_relief_runs()->Assign(runs.begin(), runs.end());
  alert.mutable_home_logs()->Assign(home_logs.begin(), home_logs.end());
  alert.mutable_morning_logs()->Assign(morning_logs.begin(),
                                       morning_logs.end());
  if (sessions.empty()) {
    // Weeks name the sessions that were planned in them.
    std::set<int> planned;
    for (const AlertCause* cause : causes) {
      planned.insert(cause->alert.sessions().begin(),
                     cause->alert.sessions().end());
    }
    alert.mutable_sessions()->Assign(planned.begin(), planned.end());
    return alert;
  }
  alert.clear_sessions();
  alert.clear_logs();
  for (const auto& [place, session] : sessions) {
    alert.add_sessions(session.first);
    alert.add_logs(session.second);
  }
  return alert;
}

}  // namespace tonus::engine
