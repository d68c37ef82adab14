// SPDX-License-Identifier: Apache-2.0
#include "services/engine/absence.h"

#include <algorithm>
#include <map>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/logged_match.h"
#include "services/engine/measurement.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

constexpr int kDaysPerWeek = 7;
constexpr int kAll = 100;  // Percent.

// The days of the sessions of `outline` that were done, as logged.
std::vector<absl::CivilDay> DaysDone(const Knowledge& knowledge,
                                     const storage::v1::PatientFacts& facts,
                                     const v1::Routine& outline,
                                     absl::TimeZone zone) {
  std::vector<absl::CivilDay> days;
  for (const storage::v1::LogFact& fact : facts.logs()) {
    if (fact.log().completed_pct() <
            knowledge.pack().session().done_percent() ||
        absl::c_none_of(outline.sessions(), [&](const v1::Session& session) {
          return session.number() == fact.log().session_number();
        })) {
      continue;
    }
    days.push_back(absl::ToCivilDay(ToTime(fact.effective_time()), zone));
  }
  return days;
}

struct Week {
  absl::CivilDay begin = absl::CivilDay::max();
  absl::CivilDay end = absl::CivilDay::max();
  int due = 0;
};

std::vector<Week> WeeksOf(const v1::Routine& outline) {
  std::map<int, Week> by_number;
  for (const v1::Session& session : outline.sessions()) {
    Week& week = by_number[session.week()];
    week.begin = std::min(week.begin, ToCivilDay(session.date()));
    ++week.due;
  }
  std::vector<Week> weeks;
  for (const auto& [number, week] : by_number) {
    if (!weeks.empty()) weeks.back().end = week.begin;
    weeks.push_back(week);
    weeks.back().end = week.begin + kDaysPerWeek;
  }
  return weeks;
}

// Whether a row about weeks would fire if no more was done in `week`.
bool MayFire(const Knowledge& knowledge, const Week& week,
             const std::vector<absl::CivilDay>& done) {
  const auto in_week = absl::c_count_if(done, [&](absl::CivilDay day) {
    return week.begin <= day && day < week.end;
  });
  WeekTrained trained;
  trained.percent =
      std::min(kAll, static_cast<int>(in_week) * kAll / std::max(1, week.due));
  return absl::c_any_of(
      knowledge.pack().adaptation_rules(), [&](const kv1::AdaptationRule& row) {
        return row.subject() == kv1::ADAPTATION_SUBJECT_WEEK &&
               Matches(row.when(), trained);
      });
}

}  // namespace

std::optional<absl::CivilDay> NextAbsence(
    const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
    const v1::Routine& outline, absl::CivilDay day, absl::TimeZone zone) {
  const std::vector<absl::CivilDay> done =
      DaysDone(knowledge, facts, outline, zone);
  if (done.empty()) return std::nullopt;
  std::optional<absl::CivilDay> first;
  const auto add = [&](absl::CivilDay candidate) {
    if (candidate > day && (!first.has_value() || candidate < *first)) {
      first = candidate;
    }
  };
  for (const Week& week : WeeksOf(outline)) {
    if (week.end > day && MayFire(knowledge, week, done)) add(week.end);
  }
  for (const kv1::AdaptationRule& row : knowledge.pack().adaptation_rules()) {
    if (row.subject() == kv1::ADAPTATION_SUBJECT_BREAK &&
        row.when().has_min_break_days()) {
      add(*absl::c_max_element(done) + row.when().min_break_days());
    }
  }
  return first;
}

}  // namespace tonus::engine
