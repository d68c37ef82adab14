// SPDX-License-Identifier: Apache-2.0
#include "services/client/record_text.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/client/words.h"
#include "services/measured_value.h"

namespace tonus::client {
namespace {

namespace kb = ::tonus::knowledge::v1;

// What the person wants of a programme.
void AddWishes(const v1::Profile& profile, std::vector<std::string>* lines) {
  if (!profile.training_days().empty()) {
    lines->push_back(absl::StrCat(
        "training days: ",
        absl::StrJoin(
            profile.training_days(), ", ", [](std::string* out, int day) {
              out->append(EnumWord(
                  v1::Weekday_Name(static_cast<v1::Weekday>(day)), "WEEKDAY_"));
            })));
  }
  if (profile.has_session_minutes()) {
    lines->push_back(absl::StrCat("sessions of at most ",
                                  profile.session_minutes(), " min"));
  }
  if (!profile.preferred_exercises().empty()) {
    lines->push_back(absl::StrCat(
        "likes: ", absl::StrJoin(profile.preferred_exercises(), ", ")));
  }
  if (!profile.disliked_exercises().empty()) {
    lines->push_back(absl::StrCat(
        "dislikes: ", absl::StrJoin(profile.disliked_exercises(), ", ")));
  }
  if (profile.has_home_exercises() && !profile.home_exercises()) {
    lines->emplace_back("does nothing at home beside the sessions");
  }
}

std::string ProfileLines(const v1::Profile& profile) {
  std::vector<std::string> lines;
  if (profile.has_age_years()) {
    lines.push_back(absl::StrCat("age ", profile.age_years(), " on ",
                                 DateWord(profile.age_date())));
  }
  if (profile.sex() != kb::SEX_UNSPECIFIED) {
    lines.push_back(EnumWord(kb::Sex_Name(profile.sex()), "SEX_"));
  }
  if (profile.athlete()) lines.emplace_back("trained athlete");
  if (profile.has_working()) {
    lines.emplace_back(profile.working() ? "working" : "not working");
  }
  if (profile.has_user_level()) {
    lines.push_back(absl::StrCat("training level ", profile.user_level()));
  }
  if (profile.complaint_region() != kb::REGION_UNSPECIFIED) {
    lines.push_back(absl::StrCat(
        "main complaint: ",
        EnumWord(kb::Region_Name(profile.complaint_region()), "REGION_")));
  }
  if (!profile.equipment().empty()) {
    lines.push_back(
        absl::StrCat("equipment: ", absl::StrJoin(profile.equipment(), ", ")));
  }
  for (const v1::ActiveCondition& condition : profile.conditions()) {
    lines.push_back(
        absl::StrCat("condition: ", condition.condition(),
                     condition.has_since()
                         ? absl::StrCat(" since ", DateWord(condition.since()))
                         : ""));
  }
  AddWishes(profile, &lines);
  std::string text;
  for (const std::string& line : lines) {
    absl::StrAppend(&text, "  ", line, "\n");
  }
  return text;
}

// "pain 3 before, 2 after"; empty when nothing was told.
template <typename Point>
std::string PainText(const Point& point) {
  std::vector<std::string> parts;
  if (point.has_pain_before()) {
    parts.push_back(absl::StrCat(point.pain_before(), " before"));
  }
  if (point.has_pain_after()) {
    parts.push_back(absl::StrCat(point.pain_after(), " after"));
  }
  if (point.has_pain_next_morning()) {
    parts.push_back(
        absl::StrCat(point.pain_next_morning(), " the next morning"));
  }
  if (parts.empty()) return "";
  return absl::StrCat("pain ", absl::StrJoin(parts, ", "));
}

// "  tender: Iliopsoas, right; ...", or nothing.
std::string MusclesText(
    absl::string_view heading,
    const google::protobuf::RepeatedPtrField<v1::MuscleSide>& muscles,
    const Names& names) {
  if (muscles.empty()) return "";
  return absl::StrCat(
      "  ", heading, ": ",
      absl::StrJoin(muscles, "; ",
                    [&](std::string* out, const v1::MuscleSide& one) {
                      out->append(names.MuscleOnSide(one.muscle(), one.side()));
                    }),
      "\n");
}

std::string HistoryText(const v1::History& history, const Names& names) {
  std::string text;
  const auto* reflection = v1::History::GetReflection();
  const auto* type = v1::History::GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const auto* field = type->field(i);
    if (field->is_repeated() ||
        field->type() != google::protobuf::FieldDescriptor::TYPE_BOOL ||
        !reflection->GetBool(history, field)) {
      continue;
    }
    absl::StrAppend(&text, "  ",
                    absl::StrReplaceAll(field->name(), {{"_", " "}}), "\n");
  }
  absl::StrAppend(&text, MusclesText("tender", history.tender(), names),
                  MusclesText("feels tight", history.feels_tight(), names));
  for (const std::string& muscle : history.goal_muscles()) {
    absl::StrAppend(&text, "  needed for the goal: ",
                    names.MuscleOnSide(muscle, kb::SIDE_MIDLINE), "\n");
  }
  if (history.has_systolic_mmhg() || history.has_diastolic_mmhg()) {
    const auto number = [](bool given, int value) {
      return given ? absl::StrCat(value) : std::string("?");
    };
    absl::StrAppend(
        &text, "  blood pressure: ",
        number(history.has_systolic_mmhg(), history.systolic_mmhg()), "/",
        number(history.has_diastolic_mmhg(), history.diastolic_mmhg()),
        " mmHg\n");
  }
  return text;
}

}  // namespace

std::string PatientLine(const v1::Patient& patient) {
  return absl::StrCat(patient.name(),
                      patient.external_id().empty()
                          ? ""
                          : absl::StrCat(" (", patient.external_id(), ")"),
                      ", changed ", TimeWord(patient.update_time()), "\n");
}

std::string PatientText(const v1::Patient& patient) {
  std::string text = PatientLine(patient);
  absl::StrAppend(&text, ProfileLines(patient.profile()));
  if (!patient.time_zone().empty()) {
    absl::StrAppend(&text, "  time zone ", patient.time_zone(), "\n");
  }
  absl::StrAppend(&text, "  revision ", patient.revision(), ", etag ",
                  patient.etag(), "\n");
  return text;
}

namespace {

std::string AmendmentWords(const v1::Assessment& assessment) {
  std::string words;
  if (!assessment.amends().empty()) {
    absl::StrAppend(&words, ", corrects ", assessment.amends());
  }
  if (!assessment.superseded_by().empty()) {
    absl::StrAppend(&words, ", corrected by ", assessment.superseded_by());
  }
  if (assessment.withdrawn()) absl::StrAppend(&words, ", withdrawn");
  return words;
}

}  // namespace

std::string AssessmentLine(const v1::Assessment& assessment) {
  return absl::StrCat(assessment.name(), ", ",
                      TimeWord(assessment.assessment_time()), ", ",
                      CountWord(assessment.results_size(), "result"),
                      AmendmentWords(assessment), "\n");
}

std::string AssessmentText(const v1::Assessment& assessment,
                           const Names& names) {
  std::string text = AssessmentLine(assessment);
  for (const v1::TestResult& result : assessment.results()) {
    absl::StrAppend(&text, "  ", names.TestOnSide(result.test(), result.side()),
                    ": ",
                    MeasuredValue(result.value(), names.Unit(result.test())),
                    result.pain_limited() ? ", stopped by pain" : "", "\n");
  }
  for (const v1::MeasureAnswers& answers : assessment.measures()) {
    absl::StrAppend(
        &text, "  ", names.Test(answers.measure()), ": ",
        answers.has_total()
            ? MeasuredValue(answers.total(), names.Unit(answers.measure()))
            : absl::StrCat(CountWord(answers.items_size(), "item"),
                           " answered"),
        "\n");
  }
  for (const v1::RedFlagAnswer& answer : assessment.screening().answers()) {
    absl::StrAppend(&text, "  red flag ", answer.present() ? "yes: " : "no: ",
                    names.RedFlag(answer.red_flag()), "\n");
  }
  if (assessment.screening().others_denied()) {
    absl::StrAppend(&text, "  every other red flag was denied\n");
  }
  return text + HistoryText(assessment.history(), names);
}

std::string LogLine(const v1::SessionLog& log) {
  std::string text =
      absl::StrCat(log.name(), ": session ", log.session_number(), ", ",
                   TimeWord(log.session_time()));
  if (log.has_completed_pct()) {
    absl::StrAppend(&text, ", ", log.completed_pct(), " % done");
  }
  if (log.has_rpe()) absl::StrAppend(&text, ", effort ", log.rpe(), " of 10");
  const std::string pain = PainText(log);
  if (!pain.empty()) absl::StrAppend(&text, ", ", pain);
  if (log.skip_reason() != v1::SKIP_REASON_UNSPECIFIED) {
    absl::StrAppend(
        &text, ", skipped or cut short: ",
        EnumWord(v1::SkipReason_Name(log.skip_reason()), "SKIP_REASON_"));
  }
  return absl::StrCat(text, "\n");
}

}  // namespace tonus::client
