// SPDX-License-Identifier: Apache-2.0
#include "services/client/assessment_options.h"

#include "services/client/clearance_flag.h"
#include "services/client/commands.h"
#include "services/client/time_flag.h"
#include "services/status_macros.h"

namespace tonus::client {

void AddAssessmentOptions(CLI::App* command, AssessmentFlags* flags) {
  command->add_option("-f,--file", flags->file,
                      "A tonus.v1.Assessment in text proto or JSON; - for "
                      "standard input");
  AddRepeated(command, "-r,--result", &flags->results,
              "A result: TEST:SIDE=VALUE with side L, R or M, for example "
              "mod_thomas_hip:L=3 or sorensen:M=95,pain_limited; may be "
              "repeated");
  AddRepeated(command, "-m,--measure", &flags->measures,
              "Answers to an outcome measure: MEASURE:total=SCORE, or "
              "MEASURE:items= and the answers from item 1 on, - for one "
              "without answer, NUMBER:ANSWER to go on from another item; for "
              "example odi:total=32, phq2:items=1,0 or "
              "fabq_pa:items=2:6,5,4,6; may be repeated");
  AddRepeated(command, "--yes", &flags->screening.yes,
              "A red flag that was answered yes; may be repeated");
  AddRepeated(command, "--no", &flags->screening.no,
              "A red flag that was answered no; may be repeated");
  command->add_flag("--deny-red-flags", flags->screening.others_denied,
                    "Every other red flag was asked and answered no");
  AddRepeated(command, "--history", &flags->history,
              "Something the person told, for example pain_with_sitting; may "
              "be repeated");
  AddRepeated(command, "--tender", &flags->tender,
              "A muscle that is tender: MUSCLE:SIDE; may be repeated");
  AddRepeated(command, "--feels-tight", &flags->feels_tight,
              "A muscle that feels tight: MUSCLE:SIDE; may be repeated");
  command->add_option("--time", flags->time,
                      "When it took place, for example 2026-03-01T07:30:00Z; "
                      "now when not given");
}

void AddDryRunOptions(CLI::App* command, DryRunFlags* flags) {
  AddAssessmentOptions(command, &flags->assessment);
  flags->profile.file_flag = "--profile";
  command->add_option("--profile", flags->profile.file,
                      "A tonus.v1.Profile in text proto or JSON");
  AddPersonOptions(command, &flags->profile);
  AddRepeated(command, "--clearance", &flags->clearances,
              "A condition or red flag that a clinician cleared: "
              "SUBJECT:YYYY-MM-DD; may be repeated");
  command->add_option("--date", flags->date,
                      "The day on which it is read: YYYY-MM-DD");
}

absl::StatusOr<v1::InterpretAssessmentRequest> ReadDryRun(
    const DryRunFlags& flags, std::istream& standard_input) {
  v1::InterpretAssessmentRequest request;
  TONUS_ASSIGN_OR_RETURN(*request.mutable_assessment(),
                         ReadAssessment(flags.assessment, standard_input));
  TONUS_ASSIGN_OR_RETURN(*request.mutable_profile(),
                         ReadProfile(flags.profile, standard_input));
  for (const std::string& text : flags.clearances) {
    TONUS_ASSIGN_OR_RETURN(*request.add_clearances(), ParseClearance(text));
  }
  if (!flags.date.empty()) {
    TONUS_ASSIGN_OR_RETURN(*request.mutable_date(),
                           ParseDate("--date", flags.date));
  }
  return request;
}

}  // namespace tonus::client
