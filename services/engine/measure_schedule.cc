// SPDX-License-Identifier: Apache-2.0
#include "services/engine/measure_schedule.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/dated_score.h"
#include "services/engine/facts.h"
#include "services/engine/missed_sessions.h"
#include "services/engine/pauses.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// An occasion and its day; nullopt when the day is not known.
struct Occasion {
  v1::MeasureOccasion occasion = v1::MEASURE_OCCASION_UNSPECIFIED;
  std::optional<absl::CivilDay> day;
};

class Schedule {
 public:
  Schedule(const ProgressCase& of, const v1::Progress& progress)
      : of_(of), progress_(progress) {
    for (const DatedScore& score : ScoresOnRecord(of.knowledge, of.facts)) {
      last_[score.measure->id()] = of.DayOf(score.time);
    }
  }

  std::optional<v1::MeasureDue> Read(const kv1::Measure& measure) const;

 private:
  bool IsAsked(const kv1::Measure& measure) const;
  std::optional<Occasion> NextOf(const kv1::Measure& measure) const;
  std::optional<Occasion> SessionFor(absl::CivilDay last) const;
  std::optional<Occasion> RetestFor(const kv1::Measure& measure,
                                    absl::CivilDay last) const;
  bool IsLast(const v1::RetestProgress& retest) const;

  const ProgressCase& of_;
  const v1::Progress& progress_;
  // The day of the last score of each measure.
  std::map<std::string, absl::CivilDay> last_;
};

bool Names(const kv1::Measure& measure, const char* occasion) {
  return absl::c_linear_search(measure.schedule(), occasion);
}

// Of two measures of which one is enough, the one that was answered is asked.
bool Schedule::IsAsked(const kv1::Measure& measure) const {
  if (measure.only_if_working() && !CurrentProfile(of_.facts).working()) {
    return false;
  }
  if (last_.contains(measure.id())) return true;
  return measure.instead_of().empty() &&
         absl::c_none_of(of_.knowledge.pack().measures(),
                         [&](const kv1::Measure& other) {
                           return other.instead_of() == measure.id() &&
                                  last_.contains(other.id());
                         });
}

bool Schedule::IsLast(const v1::RetestProgress& retest) const {
  const auto& sessions = of_.routine.sessions();
  return !sessions.empty() &&
         retest.after_session() == sessions[sessions.size() - 1].number();
}

// The first retest after which it is asked and for which no score counts yet.
std::optional<Occasion> Schedule::RetestFor(const kv1::Measure& measure,
                                            absl::CivilDay last) const {
  std::optional<Occasion> next;
  for (const v1::RetestProgress& retest : progress_.retests()) {
    const bool is_end = IsLast(retest);
    if (retest.after_session() == 0 ||
        !Names(measure, is_end ? "end" : "middle")) {
      continue;
    }
    Occasion occasion{
        is_end ? v1::MEASURE_OCCASION_END : v1::MEASURE_OCCASION_MIDDLE,
        std::nullopt};
    if (retest.has_date()) occasion.day = ToCivilDay(retest.date());
    const bool has_come =
        retest.state() != v1::RETEST_STATE_AHEAD && occasion.day.has_value();
    if (has_come && last >= *occasion.day) {
      next = std::nullopt;
    } else if (has_come || !next.has_value()) {
      next = occasion;
    }
  }
  return next;
}

// The first session from the next one on for which no score counts yet: one of
// the day of a session counts for that.
std::optional<Occasion> Schedule::SessionFor(absl::CivilDay last) const {
  const v1::NextSteps& next = progress_.next();
  if (next.session_number() == 0) return std::nullopt;
  Occasion session{v1::MEASURE_OCCASION_SESSION, std::nullopt};
  if (!next.has_session_date()) return session;
  for (const int number : OpenSessions(of_.facts, of_.due)) {
    if (number < next.session_number()) continue;
    const auto line =
        absl::c_find_if(of_.due.sessions(), [&](const v1::Session& candidate) {
          return candidate.number() == number;
        });
    const absl::CivilDay day = ToCivilDay(line->date());
    if (last >= std::max(day, of_.today)) continue;
    // Of a pause without an end it is not known which day follows.
    if (PauseOn(of_.facts, day) == nullptr) session.day = day;
    return session;
  }
  return std::nullopt;
}

std::optional<Occasion> Schedule::NextOf(const kv1::Measure& measure) const {
  const auto answered = last_.find(measure.id());
  if (answered == last_.end() && Names(measure, "start")) {
    Occasion start{v1::MEASURE_OCCASION_START, std::nullopt};
    if (of_.routine.has_start_date()) {
      start.day = ToCivilDay(of_.routine.start_date());
    }
    return start;
  }
  const absl::CivilDay last =
      answered == last_.end() ? absl::CivilDay::min() : answered->second;
  if (Names(measure, "session")) {
    const std::optional<Occasion> session = SessionFor(last);
    if (session.has_value()) return session;
  }
  return RetestFor(measure, last);
}

std::optional<v1::MeasureDue> Schedule::Read(
    const kv1::Measure& measure) const {
  if (!IsAsked(measure)) return std::nullopt;
  const std::optional<Occasion> next = NextOf(measure);
  if (!next.has_value()) return std::nullopt;
  v1::MeasureDue due;
  due.set_measure(measure.id());
  due.set_display_name(measure.display_name());
  due.set_occasion(next->occasion);
  if (next->day.has_value()) *due.mutable_due_date() = ToDate(*next->day);
  // What is missing since the start is missing now, also before a block.
  due.set_due(next->occasion == v1::MEASURE_OCCASION_START ||
              (next->day.has_value() && *next->day <= of_.today));
  const auto last = last_.find(measure.id());
  if (last != last_.end()) *due.mutable_last_date() = ToDate(last->second);
  return due;
}

}  // namespace

std::vector<v1::MeasureDue> MeasuresDue(const ProgressCase& of,
                                        const v1::Progress& progress) {
  const Schedule schedule(of, progress);
  std::vector<v1::MeasureDue> due;
  for (const kv1::Measure& measure : of.knowledge.pack().measures()) {
    std::optional<v1::MeasureDue> one = schedule.Read(measure);
    if (one.has_value()) due.push_back(*std::move(one));
  }
  return due;
}

}  // namespace tonus::engine
