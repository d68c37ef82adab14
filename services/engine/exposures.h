// SPDX-License-Identifier: Apache-2.0
// What a person did in a block and how it went: what adaptation reads.
//
// A pure function of the facts and the numbers, weeks and days of the sessions
// of the block. Whatever was not told stays absent or UNKNOWN, so a condition
// on it is neither true nor false.

#ifndef TONUS_SERVICES_ENGINE_EXPOSURES_H_
#define TONUS_SERVICES_ENGINE_EXPOSURES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "services/engine/mornings.h"
#include "tonus/knowledge/v1/vocabulary.pb.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/progress.pb.h"
#include "tonus/v1/routine.pb.h"
#include "tonus/v1/zone_reading.pb.h"

namespace tonus::engine {

// A session that was done or skipped: all logs of one number and attempt.
struct SessionDone {
  int number = 0;
  int attempt = 1;                   // 2 when its week was repeated, and so on.
  int week = 0;                      // Of the block.
  absl::CivilDay day;                // Of the last log, for the person.
  absl::CivilDay told;               // When the last of it was; not before.
  std::optional<int> completed_pct;  // The highest that was told.
  std::optional<int> rpe;            // Of the whole session; the last told.
  std::optional<int> pain_before;    // The first told, else of the check-in.
  std::optional<int> pain_after;     // The last told.
  std::optional<int> duration_minutes;
  v1::SkipReason skip_reason = v1::SKIP_REASON_UNSPECIFIED;  // The last told.
  v1::ZoneReading morning;  // Of the morning after `day`.
  // When the last of that morning was told; not before it.
  absl::CivilDay morning_told;
  // A check-in of the day replaced it by relief: it counts for the
  // adherence of its week and never for that of the block.
  bool relief = false;
  // It was planned as relief: after a morning that hurt, or since pain
  // or disability was high at the start.
  bool planned_relief = false;
  // Completed as far as a session must be to count as done.
  bool done = false;
  // Something of it was done: its turn is over, also when it does not count.
  bool begun = false;
  // In order; empty for what is no session.
  std::vector<const storage::v1::LogFact*> logs;
  // Number of the relief run that this stands for; 0 for none.
  int64_t relief_run = 0;
  // Ids of the logs of the day at home that this stands for; empty for none.
  std::vector<std::string> home_logs;

  // Whether it stands for neither.
  bool IsSession() const { return relief_run == 0 && home_logs.empty(); }
};

// An exercise and the side on which it was done: LEFT or RIGHT of an exercise
// that has sides, else MIDLINE. A log that names no side is about both.
struct ExerciseSide {
  std::string exercise;
  knowledge::v1::Side side = knowledge::v1::SIDE_MIDLINE;

  friend bool operator<(const ExerciseSide& a, const ExerciseSide& b) {
    return std::tie(a.exercise, a.side) < std::tie(b.exercise, b.side);
  }
  friend bool operator==(const ExerciseSide& a, const ExerciseSide& b) {
    return std::tie(a.exercise, a.side) == std::tie(b.exercise, b.side);
  }
};

// What happened with one exercise on one side in one session. Several entries
// of that session are one exposure.
struct Exposure {
  int session = 0;                   // Position in BlockDone::sessions.
  std::optional<int> completed_pct;  // Of its dose; the highest that was told.
  v1::ZoneReading zone;              // The most serious; UNKNOWN is the least.
  std::optional<int> difficulty;     // In [-2, 2]; the last told.
  std::optional<int> ease;           // Pull of a stretch; the last told.
  v1::SkipReason skip_reason = v1::SKIP_REASON_UNSPECIFIED;  // The last told.
  std::vector<const v1::ExerciseLog*> logs;  // In order; never empty.
};

// How regularly a week was trained, by its days.
struct WeekDone {
  int week = 0;
  int scheduled = 0;  // Sessions due up to today, not on days of a pause.
  // Of what was done in it, whatever its numbers; also what was replaced by
  // relief.
  int done = 0;
  int begun = 0;  // Done or not.
  bool over = false;
};

// A week of the running block that is over, by its days.
struct WeekTrained {
  // Position in BlockDone::sessions of the last session before its end.
  int position = 0;
  // Of what was begun in it, whatever its numbers.
  std::vector<int> sessions;
  // Share of the sessions due in it that were done, in [0, 100].
  int percent = 0;
  // How many sessions were begun in it, done or not.
  int begun = 0;
};

// A break of the running block: from a session to the next one that was done,
// or to today.
struct BreakTaken {
  // Position in BlockDone::sessions of the session after which it began.
  int position = 0;
  // Days from that session to the next one, those of a pause included.
  int days = 0;
  // Those of its days on which the gate was closed.
  int closed_days = 0;
};

class PainHistory;

// Points into the facts that it was read from.
struct BlockDone {
  // In the order in which they were done.
  std::vector<SessionDone> sessions;
  // By exercise and side; each in the order of `sessions`.
  std::map<ExerciseSide, std::vector<Exposure>> exposures;
  // Weeks of which a session was due, in order.
  std::vector<WeekDone> weeks;
  // Sessions of the block that were begun or due before today, and those of
  // them that were done without being replaced by relief.
  int scheduled = 0;
  int done = 0;
  // What was told of mornings, by day.
  std::map<absl::CivilDay, MorningTold> mornings;
  // Median pain of the mornings before today.
  std::optional<double> usual_morning;
  // What was told of exercises in relief runs, which exposures point to.
  std::vector<std::shared_ptr<const v1::ExerciseLog>> told_in_relief;
  // What a history knows beside it: pain since each block began, and the weeks
  // and breaks of the running one.
  std::shared_ptr<const PainHistory> pain;
  std::vector<WeekTrained> weeks_trained;
  std::vector<BreakTaken> breaks;
};

// Returns what was done of the sessions of `routine`, of which number, week and
// date are read; `zone` is that of the person.
BlockDone ReadBlock(const Knowledge& knowledge,
                    const storage::v1::PatientFacts& facts,
                    const v1::Routine& routine, absl::CivilDay today,
                    absl::TimeZone zone);

// Returns the last check-in for the session of `fact` on its day, or nullptr.
const storage::v1::CheckInFact* CheckInOf(
    const storage::v1::PatientFacts& facts, absl::TimeZone zone,
    const storage::v1::LogFact& fact);

// Returns pain before the session of `fact`: that of the log, else that of the
// last check-in for it on its day.
std::optional<int> PainBefore(const storage::v1::PatientFacts& facts,
                              absl::TimeZone zone,
                              const storage::v1::LogFact& fact);

// Whether the last check-in for the session of `fact` on its day replaced it by
// relief.
bool WasRelief(const Knowledge& knowledge,
               const storage::v1::PatientFacts& facts, absl::TimeZone zone,
               const storage::v1::LogFact& fact);

// Whether anything of the exercise was done, as far as was told.
bool WasDone(const v1::ExerciseLog& log);

// Whether anything of the session was done, as far as was told: one for whose
// absence a reason was given was not.
bool WasBegun(const v1::SessionLog& log);

// Whether it was done at home, be it only until it hurt.
bool WasDoneAtHome(const v1::HomeItemLog& item);

// Returns the sides of `exercise` that a log with `side` is about.
std::vector<knowledge::v1::Side> LoggedSides(
    const knowledge::v1::Exercise& exercise, knowledge::v1::Side side);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_EXPOSURES_H_
