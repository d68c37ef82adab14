// SPDX-License-Identifier: Apache-2.0
#include "services/engine/progress.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"
#include "services/engine/pauses.h"

namespace tonus::engine {

using storage::v1::LogFact;
using storage::v1::PatientFacts;

namespace {

absl::CivilDay DayOf(const google::protobuf::Timestamp& time,
                     absl::TimeZone zone) {
  return absl::ToCivilDay(absl::FromUnixSeconds(time.seconds()), zone);
}

// Highest completion of each session that was logged, in percent.
std::map<int, int> CompletionBySession(const PatientFacts& facts) {
  std::map<int, int> completion;
  for (const LogFact& fact : facts.logs()) {
    int& best = completion[fact.log().session_number()];
    best = std::max(best, fact.log().completed_pct());
  }
  return completion;
}

bool IsDone(const Knowledge& knowledge, const std::map<int, int>& completion,
            int session) {
  const auto found = completion.find(session);
  return found != completion.end() &&
         found->second >= knowledge.pack().session().done_percent();
}

// Counts the scheduled and the done sessions, in all and by week.
void CountSessions(const Knowledge& knowledge, const PatientFacts& facts,
                   const v1::Routine& routine, absl::CivilDay today,
                   v1::Progress* progress) {
  const std::map<int, int> completion = CompletionBySession(facts);
  std::map<int, v1::WeekAdherence> weeks;
  int scheduled = 0;
  int completed = 0;
  for (const v1::Session& session : routine.sessions()) {
    // Nobody misses a session on a day of a pause, not even of one whose end is
    // not known yet.
    const absl::CivilDay date = ToCivilDay(session.date());
    const bool due = date <= today && PauseOn(facts, date) == nullptr;
    const bool done = IsDone(knowledge, completion, session.number());
    // One that was done before its day counts as scheduled.
    if (!due && !done) continue;
    ++scheduled;
    completed += done ? 1 : 0;
    v1::WeekAdherence& week = weeks[session.week()];
    week.set_week(session.week());
    week.set_scheduled_sessions(week.scheduled_sessions() + 1);
    week.set_completed_sessions(week.completed_sessions() + (done ? 1 : 0));
  }
  progress->set_scheduled_sessions(scheduled);
  progress->set_completed_sessions(completed);
  if (scheduled > 0) {
    progress->set_adherence(static_cast<double>(completed) / scheduled);
  }
  for (const auto& [number, week] : weeks) *progress->add_weeks() = week;
}

// A point of the series with what orders it.
struct TimedPoint {
  int64_t seconds;
  int session;
  std::string fact;
  v1::PainPoint point;
};

void AddPainOfLogs(const PatientFacts& facts, absl::TimeZone zone,
                   std::vector<TimedPoint>* points) {
  for (const LogFact& fact : facts.logs()) {
    const v1::SessionLog& log = fact.log();
    if (!log.has_pain_before() && !log.has_pain_after() &&
        !log.has_pain_next_morning()) {
      continue;
    }
    v1::PainPoint point;
    *point.mutable_date() = ToDate(DayOf(fact.effective_time(), zone));
    point.set_session_number(log.session_number());
    if (log.has_pain_before()) point.set_pain_before(log.pain_before());
    if (log.has_pain_after()) point.set_pain_after(log.pain_after());
    if (log.has_pain_next_morning()) {
      point.set_pain_next_morning(log.pain_next_morning());
    }
    points->push_back({fact.effective_time().seconds(), log.session_number(),
                       fact.fact_id(), point});
  }
}

void AddPainOfAssessments(const Knowledge& knowledge, const PatientFacts& facts,
                          absl::TimeZone zone,
                          std::vector<TimedPoint>* points) {
  const std::string& test = knowledge.pack().session().average_pain_test();
  for (const auto& fact : facts.assessments()) {
    for (const v1::TestResult& result : fact.results()) {
      if (result.test() != test || !result.has_value()) continue;
      const auto& time = result.has_measure_time() ? result.measure_time()
                                                   : fact.effective_time();
      v1::PainPoint point;
      *point.mutable_date() = ToDate(DayOf(time, zone));
      point.set_average_pain(result.value());
      points->push_back({time.seconds(), 0, fact.fact_id(), point});
    }
  }
}

void Say(const std::string& text, v1::Progress* progress) {
  progress->add_statements()->set_text(text);
}

void StateAdherence(const Knowledge& knowledge, v1::Progress* progress) {
  if (progress->scheduled_sessions() == 0) {
    Say("No session was due yet.", progress);
    return;
  }
  Say(absl::StrCat(
          progress->completed_sessions(), " of ",
          progress->scheduled_sessions(),
          " sessions so far were done to at least ",
          knowledge.pack().session().done_percent(),
          " percent. A session that was not logged counts as not done."),
      progress);
}

void StatePain(const Knowledge& knowledge, v1::Progress* progress) {
  const v1::PainPoint* first = nullptr;
  const v1::PainPoint* last = nullptr;
  for (const v1::PainPoint& point : progress->pain()) {
    if (!point.has_average_pain()) continue;
    if (first == nullptr) first = &point;
    last = &point;
  }
  if (first == last) {
    Say("Average pain was measured less than twice, so nothing can be said "
        "about its change.",
        progress);
    return;
  }
  const double change = last->average_pain() - first->average_pain();
  const knowledge::v1::Measure* measure =
      knowledge.FindMeasure(knowledge.pack().session().average_pain_test());
  const double error =
      measure != nullptr && measure->has_mdc() ? measure->mdc() : 0;
  const std::string from_to =
      absl::StrCat("Average pain went from ", first->average_pain(), " to ",
                   last->average_pain(), " of 10");
  if (change == 0) {
    Say(absl::StrCat("Average pain is ", last->average_pain(),
                     " of 10, as at first."),
        progress);
  } else if (std::max(change, -change) < error) {
    Say(absl::StrCat(
            from_to,
            ": less than the error of the measure, so it may be chance."),
        progress);
  } else {
    Say(absl::StrCat(
            from_to,
            ": more than the error of the measure. Pain changes for many "
            "reasons; this alone does not show that the programme did it."),
        progress);
  }
}

}  // namespace

v1::Progress SummarizeProgress(const Knowledge& knowledge,
                               const PatientFacts& facts,
                               const v1::Routine& routine, absl::CivilDay today,
                               absl::TimeZone zone) {
  v1::Progress progress;
  CountSessions(knowledge, facts, routine, today, &progress);

  std::vector<TimedPoint> points;
  AddPainOfLogs(facts, zone, &points);
  AddPainOfAssessments(knowledge, facts, zone, &points);
  std::stable_sort(points.begin(), points.end(),
                   [](const TimedPoint& a, const TimedPoint& b) {
                     return std::tie(a.seconds, a.session, a.fact) <
                            std::tie(b.seconds, b.session, b.fact);
                   });
  for (const TimedPoint& timed : points) *progress.add_pain() = timed.point;

  StateAdherence(knowledge, &progress);
  StatePain(knowledge, &progress);
  Say("More range of motion does not by itself change pain; strength, walking "
      "and time belong to it.",
      &progress);
  return progress;
}

int NextSession(const Knowledge& knowledge, const PatientFacts& facts,
                const v1::Routine& routine) {
  const std::map<int, int> completion = CompletionBySession(facts);
  for (const v1::Session& session : routine.sessions()) {
    if (!IsDone(knowledge, completion, session.number())) {
      return session.number();
    }
  }
  return 0;
}

}  // namespace tonus::engine
