// SPDX-License-Identifier: Apache-2.0
#include "services/engine/referral_cause.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"

namespace tonus::engine {

namespace kv1 = knowledge::v1;

v1::AlertUrgency UrgencyOf(kv1::SafetyAction action) {
  switch (action) {
    case kv1::SAFETY_ACTION_STOP_AND_REFER_URGENT:
      return v1::ALERT_URGENCY_NOW;
    case kv1::SAFETY_ACTION_REFER:
      return v1::ALERT_URGENCY_DAYS;
    default:
      return v1::ALERT_URGENCY_ROUTINE;
  }
}

kv1::AlertKind KindOf(const Knowledge& knowledge, absl::string_view subject) {
  for (const kv1::AlertRule& row : knowledge.pack().alert_rules()) {
    if (absl::c_linear_search(row.subjects(), subject)) return row.kind();
  }
  return kv1::ALERT_KIND_UNSPECIFIED;
}

v1::Alert& AddCause(std::string key, absl::string_view subject,
                    kv1::AlertKind kind, v1::AlertUrgency urgency,
                    std::vector<AlertCause>* causes) {
  AlertCause& cause = causes->emplace_back();
  cause.key = std::move(key);
  cause.subject = absl::StrCat(subject, "/", static_cast<int>(urgency));
  cause.alert.set_kind(kind);
  cause.alert.set_urgency(urgency);
  return cause.alert;
}

}  // namespace tonus::engine
