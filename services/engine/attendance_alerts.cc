// SPDX-License-Identifier: Apache-2.0
#include "services/engine/attendance_alerts.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/engine/exposures.h"
#include "services/engine/week_days.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// The row that the week meets, or nullptr. A week in which nothing was planned,
// because of a pause, meets none.
const kv1::AdherenceAlert* RowOf(const Knowledge& knowledge,
                                 const WeekDone& week) {
  if (!week.over || week.done >= week.scheduled) return nullptr;
  for (const kv1::AdherenceAlert& row : knowledge.pack().adherence_alerts()) {
    const bool is_met =
        week.done <= row.most_sessions() &&
        (!row.has_most_begun() || week.begun <= row.most_begun());
    if (is_met) return &row;
  }
  return nullptr;
}

// The day of the last session of the block that was begun: that stays true on
// every day on which nobody tells anything.
std::string LastBegun(const BlockDone& block) {
  std::optional<absl::CivilDay> last;
  for (const SessionDone& session : block.sessions) {
    if (session.IsSession() && session.begun) {
      last = std::max(session.day, last.value_or(session.day));
    }
  }
  return last.has_value() ? absl::FormatCivilTime(*last) : "none yet";
}

std::string AttendanceText(const Knowledge& knowledge, const BlockDone& block,
                           const WeekDone& week) {
  for (const kv1::AlertRule& row : knowledge.pack().alert_rules()) {
    if (row.kind() != kv1::ALERT_KIND_ADHERENCE) continue;
    const int begun_only = week.begun - week.done;
    return absl::Substitute(
        begun_only > 0 && !row.begun_text().empty() ? row.begun_text()
                                                    : row.text(),
        week.week, week.done, std::max(week.scheduled, week.begun), begun_only,
        LastBegun(block));
  }
  return "";
}

// Adds the sessions that were planned in the week.
void AddSessions(const v1::Routine& block, int week, v1::Alert* alert) {
  for (const v1::Session& session : block.sessions()) {
    if (session.week() != week) continue;
    alert->add_sessions(session.number());
    *alert->mutable_date() = session.date();
  }
}

// Adds the weeks that are over on `day` and meet a row. Weeks one after the
// other in which nothing was begun are one absence. It is told once, by the
// week with which it began: who stays away writes nothing, and what is read
// must be true however long that lasts.
void AddWeeks(const AlertCase& of, absl::CivilDay day,
              std::vector<AlertCause>* causes) {
  const BlockDone block =
      ReadBlock(of.knowledge, of.rested, of.block, day, of.zone);
  const int first = of.block.sessions(0).number();
  bool goes_on = false;
  for (const WeekDone& week : block.weeks) {
    const kv1::AdherenceAlert* row = RowOf(of.knowledge, week);
    const bool is_absence =
        row != nullptr && row->has_most_begun() && row->most_begun() == 0;
    const bool joins = is_absence && goes_on;
    goes_on = is_absence;
    if (row == nullptr || joins) continue;
    AlertCause& cause = causes->emplace_back();
    cause.key = absl::StrCat("week/", first, "/", week.week, "/", row->rule());
    // Weeks that are followed too little are told together.
    cause.subject = absl::StrCat("weeks/", first);
    cause.alert.set_kind(kv1::ALERT_KIND_ADHERENCE);
    cause.alert.set_urgency(v1::ALERT_URGENCY_ROUTINE);
    cause.alert.set_rule(row->rule());
    cause.alert.set_text(AttendanceText(of.knowledge, block, week));
    AddSessions(of.block, week.week, &cause.alert);
  }
}

// The days after today on which a week may turn out to be over.
std::set<absl::CivilDay> DaysAhead(const AlertCase& of) {
  std::set<absl::CivilDay> ends;
  for (const auto& [number, days] : DaysOfWeeks(of.block)) {
    if (days.end > of.today) ends.insert(days.end);
  }
  return ends;
}

}  // namespace

void AddAttendance(const AlertCase& of, std::vector<AlertCause>* causes) {
  if (of.block.sessions().empty()) return;
  std::vector<AlertCause> now;
  AddWeeks(of, of.today, &now);
  // Who stays away writes nothing, so the weeks that would come then are known
  // now.
  for (const absl::CivilDay day : DaysAhead(of)) {
    std::vector<AlertCause> later;
    AddWeeks(of, day, &later);
    for (AlertCause& cause : later) {
      if (absl::c_any_of(now, [&](const AlertCause& known) {
            return known.key == cause.key;
          })) {
        continue;
      }
      cause.from = day;
      now.push_back(std::move(cause));
    }
  }
  for (AlertCause& cause : now) causes->push_back(std::move(cause));
}

}  // namespace tonus::engine
