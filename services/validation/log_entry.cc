// SPDX-License-Identifier: Apache-2.0
#include "services/validation/log_entry.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/validation/number.h"
#include "services/validation/request_id.h"
#include "services/validation/session_log.h"
#include "services/validation/time.h"

namespace tonus {
namespace {

constexpr int kMaxHomeItems = 20;
constexpr int kMaxTimesADay = 20;

}  // namespace

void CheckMorning(absl::string_view field, const v1::Morning& morning,
                  absl::Time now, Violations* violations) {
  const auto path = [field](absl::string_view name) {
    return absl::StrCat(field, ".", name);
  };
  CheckOptionalId(path("log_id"), morning.log_id(), violations);
  if (morning.has_morning_time()) {
    CheckPastTime(path("morning_time"), morning.morning_time(), now,
                  violations);
  }
  if (morning.has_pain()) {
    CheckRange(path("pain"), morning.pain(), 0, 10, "", violations);
  } else if (!morning.sleep_lost()) {
    violations->Add(path("pain"), "is required, in [0, 10]");
  }
  if (morning.session_number() < 0) {
    violations->Add(path("session_number"), "must be 0 or that of a session");
  }
}

void CheckHomeLog(absl::string_view field, const v1::HomeLog& log,
                  const engine::Knowledge& knowledge, absl::Time now,
                  Violations* violations) {
  const auto path = [field](absl::string_view name) {
    return absl::StrCat(field, ".", name);
  };
  CheckOptionalId(path("log_id"), log.log_id(), violations);
  if (log.has_log_time()) {
    CheckPastTime(path("log_time"), log.log_time(), now, violations);
  }
  if (log.has_date()) CheckPastDate(path("date"), log.date(), now, violations);
  if (log.has_pain_before()) {
    CheckRange(path("pain_before"), log.pain_before(), 0, 10, "", violations);
  }
  if (log.items().empty()) violations->Add(path("items"), "is required");
  CheckCount(path("items"), log.items_size(), kMaxHomeItems, violations);
  if (log.items_size() > kMaxHomeItems) return;
  for (int i = 0; i < log.items_size(); ++i) {
    const std::string item = absl::StrCat(path("items"), "[", i, "]");
    CheckExerciseLog(absl::StrCat(item, ".exercise"), log.items(i).exercise(),
                     knowledge, violations);
    CheckRange(absl::StrCat(item, ".times"), log.items(i).times(), 0,
               kMaxTimesADay, "", violations);
  }
}

void CheckLogEntry(absl::string_view field, const v1::LogEntry& entry,
                   const engine::Knowledge& knowledge, absl::Time now,
                   Violations* violations) {
  switch (entry.what_case()) {
    case v1::LogEntry::kSessionLog:
      CheckSessionLog(absl::StrCat(field, ".session_log"), entry.session_log(),
                      knowledge, now, violations);
      break;
    case v1::LogEntry::kMorning:
      CheckMorning(absl::StrCat(field, ".morning"), entry.morning(), now,
                   violations);
      break;
    case v1::LogEntry::kHomeLog:
      CheckHomeLog(absl::StrCat(field, ".home_log"), entry.home_log(),
                   knowledge, now, violations);
      break;
    case v1::LogEntry::WHAT_NOT_SET:
      violations->Add(field, "is required");
      break;
  }
}

}  // namespace tonus
