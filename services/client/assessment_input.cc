// SPDX-License-Identifier: Apache-2.0
#include "services/client/assessment_input.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/descriptor.h"
#include "services/client/measure_flag.h"
#include "services/client/message_input.h"
#include "services/client/result_flag.h"
#include "services/client/time_flag.h"
#include "services/client/told_words.h"
#include "services/status_macros.h"

namespace tonus::client {
namespace {

using ::google::protobuf::FieldDescriptor;

absl::Status UnknownHistory(const std::string& key) {
  const google::protobuf::Descriptor* descriptor = v1::History::descriptor();
  std::vector<std::string> known;
  for (int i = 0; i < descriptor->field_count(); ++i) {
    if (descriptor->field(i)->type() == FieldDescriptor::TYPE_BOOL) {
      known.push_back(descriptor->field(i)->name());
    }
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "--history ", key, ": unknown; known are ", absl::StrJoin(known, ", ")));
}

absl::Status ReadHistory(const AssessmentFlags& flags,
                         v1::Assessment* assessment) {
  for (const std::string& key : flags.history) {
    if (!SetHistoryItem(key, assessment->mutable_history())) {
      return UnknownHistory(key);
    }
  }
  for (const std::string& text : flags.tender) {
    TONUS_ASSIGN_OR_RETURN(*assessment->mutable_history()->add_tender(),
                           ParseMuscleSide("--tender", text));
  }
  for (const std::string& text : flags.feels_tight) {
    TONUS_ASSIGN_OR_RETURN(*assessment->mutable_history()->add_feels_tight(),
                           ParseMuscleSide("--feels-tight", text));
  }
  return absl::OkStatus();
}

}  // namespace

bool IsEmpty(const AssessmentFlags& flags) {
  return flags.file.empty() && flags.results.empty() &&
         flags.measures.empty() && flags.history.empty() &&
         flags.tender.empty() && flags.feels_tight.empty() &&
         flags.screening.yes.empty() && flags.screening.no.empty() &&
         !flags.screening.others_denied;
}

absl::StatusOr<v1::Assessment> ReadAssessment(const AssessmentFlags& flags,
                                              std::istream& standard_input) {
  if (IsEmpty(flags)) {
    return absl::InvalidArgumentError(
        "no assessment: give --file FILE, --file - for standard input, or "
        "--result TEST:SIDE=VALUE");
  }
  v1::Assessment assessment;
  if (!flags.file.empty()) {
    TONUS_RETURN_IF_ERROR(
        ReadMessage("--file", flags.file, standard_input, &assessment));
  }
  for (const std::string& text : flags.results) {
    TONUS_ASSIGN_OR_RETURN(*assessment.add_results(), ParseResult(text));
  }
  for (const std::string& text : flags.measures) {
    TONUS_ASSIGN_OR_RETURN(*assessment.add_measures(), ParseMeasure(text));
  }
  TONUS_RETURN_IF_ERROR(ReadHistory(flags, &assessment));
  if (!flags.time.empty()) {
    TONUS_ASSIGN_OR_RETURN(*assessment.mutable_assessment_time(),
                           ParseTime("--time", flags.time));
  }
  TONUS_RETURN_IF_ERROR(
      ApplyScreening(flags.screening, assessment.mutable_screening()));
  return assessment;
}

}  // namespace tonus::client
