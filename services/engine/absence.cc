// SPDX-License-Identifier: Apache-2.0
#include "services/engine/absence.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/breaks.h"
#include "services/engine/exposures.h"
#include "services/engine/facts.h"
#include "services/engine/logged_match.h"
#include "services/engine/measurement.h"
#include "services/engine/missed_sessions.h"
#include "services/engine/policy.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

constexpr int kDaysPerWeek = 7;
constexpr int kAll = 100;  // Percent.

// A session of the outline that was begun, as logged.
struct Begun {
  absl::CivilDay day;
  bool done = false;
};

std::vector<Begun> ReadBegun(const Knowledge& knowledge,
                             const storage::v1::PatientFacts& facts,
                             const v1::Routine& outline, absl::TimeZone zone) {
  std::vector<Begun> begun;
  for (const storage::v1::LogFact& fact : facts.logs()) {
    if (!WasBegun(fact.log()) ||
        absl::c_none_of(outline.sessions(), [&](const v1::Session& session) {
          return session.number() == fact.log().session_number();
        })) {
      continue;
    }
    begun.push_back({absl::ToCivilDay(ToTime(fact.effective_time()), zone),
                     fact.log().completed_pct() >=
                         knowledge.pack().session().done_percent()});
  }
  return begun;
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
             const std::vector<Begun>& sessions) {
  int done = 0;
  WeekTrained trained;
  for (const Begun& session : sessions) {
    if (session.day < week.begin || session.day >= week.end) continue;
    ++trained.begun;
    done += session.done ? 1 : 0;
  }
  trained.percent = std::min(kAll, done * kAll / std::max(1, week.due));
  return absl::c_any_of(
      knowledge.pack().adaptation_rules(), [&](const kv1::AdaptationRule& row) {
        return row.subject() == kv1::ADAPTATION_SUBJECT_WEEK &&
               Matches(row.when(), trained);
      });
}

// Whether the turn of a session passes when the next one is due.
bool LeavesMissed(const Knowledge& knowledge,
                  const storage::v1::PatientFacts& facts, absl::CivilDay day) {
  const std::string choice = ChoiceOf(knowledge, facts, day, kMissedSessions);
  return choice == kMergeMissed || choice == kDropMissed;
}

}  // namespace

std::optional<absl::CivilDay> NextAbsence(
    const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
    const v1::Routine& outline, absl::CivilDay day, absl::TimeZone zone) {
  std::optional<absl::CivilDay> first;
  const auto add = [&](absl::CivilDay candidate) {
    if (candidate > day && (!first.has_value() || candidate < *first)) {
      first = candidate;
    }
  };
  if (LeavesMissed(knowledge, facts, day)) {
    for (const v1::Session& session : outline.sessions()) {
      add(ToCivilDay(session.date()));
    }
  }
  const std::vector<Begun> begun = ReadBegun(knowledge, facts, outline, zone);
  if (begun.empty()) {
    const std::optional<LateBegin> late =
        ReadLateBegin(knowledge, facts, outline);
    if (late.has_value()) add(late->day);
    return first;
  }
  absl::CivilDay last = absl::CivilDay::min();
  for (const Begun& session : begun) last = std::max(last, session.day);
  for (const Week& week : WeeksOf(outline)) {
    if (week.end > day && MayFire(knowledge, week, begun)) add(week.end);
  }
  for (const kv1::AdaptationRule& row : knowledge.pack().adaptation_rules()) {
    if (row.subject() == kv1::ADAPTATION_SUBJECT_BREAK &&
        row.when().has_min_break_days()) {
      add(last + row.when().min_break_days());
    }
  }
  return first;
}

}  // namespace tonus::engine
