// SPDX-License-Identifier: Apache-2.0
#include "services/progress/stop_symptoms.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/patient/state_excerpts.h"
#include "services/timestamp.h"
#include "tonus/v1/progress.pb.h"

namespace tonus {
namespace {

// Returns the symptom in words, or nothing when no clinician must see it.
absl::string_view SeriousSymptom(v1::StopSymptom symptom) {
  switch (symptom) {
    case v1::STOP_SYMPTOM_CHEST:
      return "A chest symptom";
    case v1::STOP_SYMPTOM_WEAKNESS:
      return "Weakness";
    case v1::STOP_SYMPTOM_SADDLE:
      return "A saddle symptom";
    default:
      return "";
  }
}

}  // namespace

std::vector<std::string> StopSymptomStatements(
    const storage::v1::PatientFacts& facts) {
  std::vector<std::string> statements;
  for (int i = facts.logs_size() - 1; i >= 0; --i) {
    const storage::v1::LogFact& fact = facts.logs(i);
    for (const v1::ExerciseLog& exercise : fact.log().exercises()) {
      const absl::string_view symptom = SeriousSymptom(exercise.stop_symptom());
      if (symptom.empty()) continue;
      statements.push_back(absl::StrCat(
          symptom, " stopped session ", fact.log().session_number(), " on ",
          absl::FormatCivilTime(
              DayIn(facts.time_zone(), FromTimestamp(fact.effective_time()))),
          ": a clinician must assess it before the next session."));
      break;
    }
  }
  return statements;
}

}  // namespace tonus
