// SPDX-License-Identifier: Apache-2.0
// Builds the log of a session from a file and flags.

#ifndef TONUS_SERVICES_CLIENT_LOG_INPUT_H_
#define TONUS_SERVICES_CLIENT_LOG_INPUT_H_

#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tonus/v1/log_entry.pb.h"
#include "tonus/v1/progress.pb.h"

namespace tonus::client {

// What was typed about a session that was done or skipped.
struct LogFlags {
  std::string file;  // Path, `-`, or empty for none.
  std::string log_id;
  std::optional<int> session;
  std::optional<int> attempt;
  std::optional<int> completed_pct;
  std::optional<int> rpe;
  std::optional<int> pain_before;
  std::optional<int> pain_after;
  std::optional<int> pain_next_morning;
  std::optional<int> duration_minutes;
  bool sleep_lost = false;
  std::string time;         // RFC 3339; empty for now.
  std::string skip_reason;  // time, pain, equipment, dislike, fatigue, other.
  std::vector<std::string> exercises;   // EXERCISE[:SIDE][,ATTRIBUTE]
  std::vector<std::string> self_tests;  // TEST:SIDE[,before=V][,after=V]
};

// Returns the exercise log written as EXERCISE[:SIDE] and then any of
// `,completed=PERCENT`, `,pain=0..10`, `,ease=0..10`, `,difficulty=-2..2`,
// `,sets=N`, `,repetitions=N`, `,hold=SECONDS`, `,load=KG`, `,settled=MINUTES`,
// `,sharp_pain`, `,painful_sound`, `,neuro_symptom`, `,spread`, `,skip=REASON`
// and `,stop=SYMPTOM`.
//   INVALID_ARGUMENT  the message quotes `text` and says what is wrong.
absl::StatusOr<v1::ExerciseLog> ParseExerciseLog(absl::string_view text);

// What was typed about a morning.
struct MorningFlags {
  std::string log_id;
  std::optional<int> pain;
  bool sleep_lost = false;
  std::optional<int> session;
  std::string time;  // RFC 3339; empty for now.
};

// What was typed about a day at home.
struct HomeFlags {
  std::string log_id;
  std::optional<int> pain_before;
  std::string date;                    // YYYY-MM-DD; empty for today.
  std::string time;                    // RFC 3339; empty for now.
  std::vector<std::string> exercises;  // As above, and `,times=N`.
};

// Each returns what the flags say.
//   INVALID_ARGUMENT  an argument is wrong; the message names it.
absl::StatusOr<v1::Morning> ReadMorning(const MorningFlags& flags);
absl::StatusOr<v1::HomeLog> ReadHomeLog(const HomeFlags& flags);

// Returns the log of the file with the flags written over it.
//   INVALID_ARGUMENT  an argument is wrong; the message names it.
absl::StatusOr<v1::SessionLog> ReadLog(const LogFlags& flags,
                                       std::istream& standard_input);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_LOG_INPUT_H_
