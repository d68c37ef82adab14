// SPDX-License-Identifier: Apache-2.0
#include "services/engine/progress_pain.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/dated_score.h"
#include "services/engine/exposures.h"
#include "services/engine/facts.h"
#include "services/engine/mornings.h"

namespace tonus::engine {
namespace {

using storage::v1::CheckInFact;
using storage::v1::LogFact;

// A point of the series with what orders it.
struct TimedPoint {
  absl::Time time;
  v1::PainPoint point;
};

bool TellsPain(const v1::PainPoint& point) {
  return point.has_pain_before() || point.has_pain_after() ||
         point.has_pain_next_morning() || point.has_average_pain() ||
         point.has_pain_morning();
}

TimedPoint PointAt(const ProgressCase& of, absl::Time time, int session) {
  TimedPoint timed{time, {}};
  *timed.point.mutable_date() = ToDate(absl::ToCivilDay(time, of.zone));
  timed.point.set_session_number(session);
  return timed;
}

// Logs come in the order of time, so the last one of a day is its last.
void AddLogs(const ProgressCase& of, std::vector<TimedPoint>* points) {
  std::map<absl::CivilDay, size_t> last_of_day;
  for (const LogFact& fact : of.facts.logs()) {
    TimedPoint timed =
        PointAt(of, ToTime(fact.effective_time()), fact.log().session_number());
    const std::optional<int> before = PainBefore(of.facts, of.zone, fact);
    if (before.has_value()) timed.point.set_pain_before(*before);
    if (fact.log().has_pain_after()) {
      timed.point.set_pain_after(fact.log().pain_after());
    }
    last_of_day[of.DayOf(fact.effective_time())] = points->size();
    points->push_back(std::move(timed));
  }
  const Mornings mornings(of.knowledge, of.facts, of.zone);
  for (const auto& [day, told] : mornings.told()) {
    if (!told.pain.has_value()) continue;
    const auto log = last_of_day.find(day - 1);
    if (log != last_of_day.end()) {
      (*points)[log->second].point.set_pain_next_morning(*told.pain);
      continue;
    }
    TimedPoint timed = PointAt(of, absl::FromCivil(day, of.zone), 0);
    *timed.point.mutable_date() = ToDate(day);
    timed.point.set_pain_morning(*told.pain);
    points->push_back(std::move(timed));
  }
}

// Pain was asked, unless an answer closed the gate before.
bool WasAsked(const CheckInFact& fact) {
  return fact.pain_before() > 0 ||
         absl::c_none_of(
             fact.recheck().answers(),
             [](const v1::RedFlagAnswer& answer) { return answer.present(); });
}

// Check-ins of a session that was not logged on their day; the last of a day
// counts.
void AddCheckIns(const ProgressCase& of, std::vector<TimedPoint>* points) {
  std::map<std::pair<absl::CivilDay, int>, const CheckInFact*> last;
  for (const CheckInFact& fact : of.facts.check_ins()) {
    if (!WasAsked(fact)) continue;
    last[{of.DayOf(fact.effective_time()), fact.session_number()}] = &fact;
  }
  for (const LogFact& fact : of.facts.logs()) {
    last.erase({of.DayOf(fact.effective_time()), fact.log().session_number()});
  }
  for (const auto& [key, fact] : last) {
    TimedPoint timed =
        PointAt(of, ToTime(fact->effective_time()), fact->session_number());
    timed.point.set_pain_before(fact->pain_before());
    points->push_back(std::move(timed));
  }
}

void AddAverages(const ProgressCase& of, std::vector<TimedPoint>* points) {
  const std::string& test = of.knowledge.pack().session().average_pain_test();
  for (const DatedScore& score : ScoresOnRecord(of.knowledge, of.facts)) {
    if (score.measure->id() != test) continue;
    TimedPoint timed = PointAt(of, ToTime(score.time), 0);
    timed.point.set_average_pain(score.score.value);
    points->push_back(std::move(timed));
  }
}

}  // namespace

void TellPain(const ProgressCase& of, v1::Progress* progress) {
  std::vector<TimedPoint> points;
  AddLogs(of, &points);
  AddCheckIns(of, &points);
  AddAverages(of, &points);
  absl::c_stable_sort(points, [](const TimedPoint& a, const TimedPoint& b) {
    return a.time < b.time;
  });
  for (TimedPoint& timed : points) {
    if (TellsPain(timed.point)) progress->add_pain()->Swap(&timed.point);
  }
  progress->set_omitted_pain_points(Thin(progress->mutable_pain()));
}

}  // namespace tonus::engine
