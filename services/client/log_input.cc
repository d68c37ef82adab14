// SPDX-License-Identifier: Apache-2.0
#include "services/client/log_input.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/client/message_input.h"
#include "services/client/result_flag.h"
#include "services/client/self_test_flag.h"
#include "services/client/time_flag.h"
#include "services/status_macros.h"

namespace tonus::client {
namespace {

absl::StatusOr<v1::SkipReason> ParseSkipReason(absl::string_view argument,
                                               absl::string_view text) {
  v1::SkipReason reason = v1::SKIP_REASON_UNSPECIFIED;
  if (v1::SkipReason_Parse(
          absl::StrCat("SKIP_REASON_", absl::AsciiStrToUpper(text)), &reason)) {
    return reason;
  }
  return absl::InvalidArgumentError(
      absl::StrCat(argument, ": the reason is '", text,
                   "', not time, pain, equipment, dislike, fatigue or other"));
}

absl::StatusOr<v1::StopSymptom> ParseSymptom(absl::string_view argument,
                                             absl::string_view text) {
  v1::StopSymptom symptom = v1::STOP_SYMPTOM_UNSPECIFIED;
  if (v1::StopSymptom_Parse(
          absl::StrCat("STOP_SYMPTOM_", absl::AsciiStrToUpper(text)),
          &symptom)) {
    return symptom;
  }
  return absl::InvalidArgumentError(
      absl::StrCat(argument, ": the symptom is '", text,
                   "', not limb_neural, weakness, saddle, dizziness or chest"));
}

// Sets what is told by a word alone; false when `key` is no such word.
bool SetFlag(absl::string_view key, v1::ExerciseLog* log) {
  if (key == "sharp_pain") {
    log->set_sharp_pain(true);
  } else if (key == "painful_sound") {
    log->set_painful_sound(true);
  } else if (key == "neuro_symptom") {
    log->set_neuro_symptom(true);
  } else if (key == "spread") {
    log->set_spread_down_limb(true);
  } else {
    return false;
  }
  return true;
}

// Sets what is told by a whole number; false when `key` is no such thing.
bool SetCount(absl::string_view key, int number, v1::ExerciseLog* log) {
  if (key == "completed") {
    log->set_completed_pct(number);
  } else if (key == "pain") {
    log->set_pain_during_max(number);
  } else if (key == "ease") {
    log->set_ease(number);
  } else if (key == "difficulty") {
    log->set_difficulty(number);
  } else if (key == "settled") {
    log->set_settled_minutes(number);
  } else if (key == "sets") {
    log->mutable_done()->set_sets(number);
  } else if (key == "repetitions") {
    log->mutable_done()->set_repetitions(number);
  } else if (key == "hold") {
    log->mutable_done()->set_hold_seconds(number);
  } else {
    return false;
  }
  return true;
}

absl::Status SetAttribute(absl::string_view argument, absl::string_view key,
                          absl::string_view value, v1::ExerciseLog* log) {
  if (value.empty() && SetFlag(key, log)) return absl::OkStatus();
  if (key == "skip") {
    TONUS_ASSIGN_OR_RETURN(const v1::SkipReason reason,
                           ParseSkipReason(argument, value));
    log->set_skip_reason(reason);
    return absl::OkStatus();
  }
  if (key == "stop") {
    TONUS_ASSIGN_OR_RETURN(const v1::StopSymptom symptom,
                           ParseSymptom(argument, value));
    log->set_stop_symptom(symptom);
    return absl::OkStatus();
  }
  double load = 0;
  if (key == "load" && absl::SimpleAtod(value, &load)) {
    log->mutable_done()->set_load_kg(load);
    return absl::OkStatus();
  }
  int number = 0;
  if (absl::SimpleAtoi(value, &number) && SetCount(key, number, log)) {
    return absl::OkStatus();
  }
  v1::ExerciseLog unused;
  if (key == "load" || SetCount(key, 0, &unused)) {
    return absl::InvalidArgumentError(absl::StrCat(
        argument, ": ", key, " takes a number, for example ", key, "=2"));
  }
  return absl::InvalidArgumentError(absl::StrCat(
      argument, ": '", key, "' is not understood; write completed=100, ",
      "pain=2, ease=3, difficulty=1, sets=2, repetitions=8, hold=10, load=5, "
      "settled=2, sharp_pain, painful_sound, neuro_symptom, spread, skip=time "
      "or stop=dizziness"));
}

void SetNumbers(const LogFlags& flags, v1::SessionLog* log) {
  if (!flags.log_id.empty()) log->set_log_id(flags.log_id);
  if (flags.session) log->set_session_number(*flags.session);
  if (flags.attempt) log->set_attempt(*flags.attempt);
  if (flags.completed_pct) log->set_completed_pct(*flags.completed_pct);
  if (flags.rpe) log->set_rpe(*flags.rpe);
  if (flags.pain_before) log->set_pain_before(*flags.pain_before);
  if (flags.pain_after) log->set_pain_after(*flags.pain_after);
  if (flags.pain_next_morning) {
    log->set_pain_next_morning(*flags.pain_next_morning);
  }
  if (flags.duration_minutes) {
    log->set_duration_minutes(*flags.duration_minutes);
  }
  if (flags.sleep_lost) log->set_sleep_lost(true);
}

}  // namespace

absl::StatusOr<v1::ExerciseLog> ParseExerciseLog(absl::string_view text) {
  const std::string argument = absl::StrCat("--exercise ", text);
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ',');
  v1::ExerciseLog log;
  if (parts[0].find(':') == absl::string_view::npos) {
    log.set_exercise(std::string(parts[0]));
  } else {
    TONUS_ASSIGN_OR_RETURN(const v1::MuscleSide sided,
                           ParseMuscleSide("--exercise", parts[0]));
    log.set_exercise(sided.muscle());
    log.set_side(sided.side());
  }
  if (log.exercise().empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        argument, ": write EXERCISE, for example glute_bridge,pain=2"));
  }
  for (size_t i = 1; i < parts.size(); ++i) {
    const std::pair<absl::string_view, absl::string_view> attribute =
        absl::StrSplit(parts[i], absl::MaxSplits('=', 1));
    TONUS_RETURN_IF_ERROR(
        SetAttribute(argument, attribute.first, attribute.second, &log));
  }
  return log;
}

absl::StatusOr<v1::SessionLog> ReadLog(const LogFlags& flags,
                                       std::istream& standard_input) {
  v1::SessionLog log;
  if (!flags.file.empty()) {
    TONUS_RETURN_IF_ERROR(
        ReadMessage("--file", flags.file, standard_input, &log));
  }
  SetNumbers(flags, &log);
  if (!flags.time.empty()) {
    TONUS_ASSIGN_OR_RETURN(*log.mutable_session_time(),
                           ParseTime("--time", flags.time));
  }
  if (!flags.skip_reason.empty()) {
    TONUS_ASSIGN_OR_RETURN(const v1::SkipReason reason,
                           ParseSkipReason("--skipped", flags.skip_reason));
    log.set_skip_reason(reason);
  }
  for (const std::string& text : flags.exercises) {
    TONUS_ASSIGN_OR_RETURN(*log.add_exercises(), ParseExerciseLog(text));
  }
  for (const std::string& text : flags.self_tests) {
    TONUS_ASSIGN_OR_RETURN(*log.add_self_tests(), ParseSelfTest(text));
  }
  if (log.session_number() == 0) {
    return absl::InvalidArgumentError(
        "--session is missing: give the number that 'tonus today' shows");
  }
  return log;
}

absl::StatusOr<v1::Morning> ReadMorning(const MorningFlags& flags) {
  if (!flags.pain && !flags.sleep_lost) {
    return absl::InvalidArgumentError(
        "--pain is missing: how much it hurt in the morning, 0 to 10");
  }
  v1::Morning morning;
  morning.set_log_id(flags.log_id);
  if (flags.pain) morning.set_pain(*flags.pain);
  morning.set_sleep_lost(flags.sleep_lost);
  if (flags.session) morning.set_session_number(*flags.session);
  if (!flags.time.empty()) {
    TONUS_ASSIGN_OR_RETURN(*morning.mutable_morning_time(),
                           ParseTime("--time", flags.time));
  }
  return morning;
}

absl::StatusOr<v1::HomeLog> ReadHomeLog(const HomeFlags& flags) {
  v1::HomeLog log;
  log.set_log_id(flags.log_id);
  if (flags.pain_before) log.set_pain_before(*flags.pain_before);
  if (!flags.date.empty()) {
    TONUS_ASSIGN_OR_RETURN(*log.mutable_date(),
                           ParseDate("--date", flags.date));
  }
  if (!flags.time.empty()) {
    TONUS_ASSIGN_OR_RETURN(*log.mutable_log_time(),
                           ParseTime("--time", flags.time));
  }
  for (const std::string& text : flags.exercises) {
    // How often it was done is told of the day, the rest of the exercise.
    int times = 1;
    std::vector<absl::string_view> parts;
    for (const absl::string_view part : absl::StrSplit(text, ',')) {
      absl::string_view number = part;
      if (!absl::ConsumePrefix(&number, "times=")) {
        parts.push_back(part);
      } else if (!absl::SimpleAtoi(number, &times)) {
        return absl::InvalidArgumentError(absl::StrCat(
            "--exercise ", text, ": times is '", number, "', not a number"));
      }
    }
    v1::HomeItemLog* item = log.add_items();
    item->set_times(times);
    TONUS_ASSIGN_OR_RETURN(*item->mutable_exercise(),
                           ParseExerciseLog(absl::StrJoin(parts, ",")));
    if (item->exercise().skip_reason() != v1::SKIP_REASON_UNSPECIFIED) {
      item->set_times(0);
    }
  }
  return log;
}

}  // namespace tonus::client
