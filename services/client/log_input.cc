// SPDX-License-Identifier: Apache-2.0
#include "services/client/log_input.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/client/message_input.h"
#include "services/client/result_flag.h"
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

absl::Status SetAttribute(absl::string_view argument, absl::string_view key,
                          absl::string_view value, v1::ExerciseLog* log) {
  if (key == "sharp_pain" && value.empty()) {
    log->set_sharp_pain(true);
    return absl::OkStatus();
  }
  if (key == "neuro_symptom" && value.empty()) {
    log->set_neuro_symptom(true);
    return absl::OkStatus();
  }
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
  int number = 0;
  const bool is_number = absl::SimpleAtoi(value, &number);
  if (key == "completed" && is_number) {
    log->set_completed_pct(number);
  } else if (key == "pain" && is_number) {
    log->set_pain_during_max(number);
  } else if (key == "ease" && is_number) {
    log->set_ease(number);
  } else if (key == "difficulty" && is_number) {
    log->set_difficulty(number);
  } else {
    return absl::InvalidArgumentError(absl::StrCat(
        argument, ": '", key, "' is not understood; write completed=100, ",
        "pain=2, ease=3, difficulty=1, sharp_pain, neuro_symptom, skip=time ",
        "or stop=dizziness"));
  }
  return absl::OkStatus();
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
  if (!flags.log_id.empty()) log.set_log_id(flags.log_id);
  if (flags.session) log.set_session_number(*flags.session);
  if (flags.completed_pct) log.set_completed_pct(*flags.completed_pct);
  if (flags.rpe) log.set_rpe(*flags.rpe);
  if (flags.pain_before) log.set_pain_before(*flags.pain_before);
  if (flags.pain_after) log.set_pain_after(*flags.pain_after);
  if (flags.pain_next_morning) {
    log.set_pain_next_morning(*flags.pain_next_morning);
  }
  if (flags.duration_minutes) log.set_duration_minutes(*flags.duration_minutes);
  if (flags.sleep_lost) log.set_sleep_lost(true);
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
  if (log.session_number() == 0) {
    return absl::InvalidArgumentError(
        "--session is missing: give the number that 'tonus today' shows");
  }
  return log;
}

}  // namespace tonus::client
