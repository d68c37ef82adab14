// SPDX-License-Identifier: Apache-2.0
// Patients whose red flags and conditions are read.

#ifndef TONUS_TESTS_ENGINE_SCREENED_PATIENT_H_
#define TONUS_TESTS_ENGINE_SCREENED_PATIENT_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/engine/interpretation.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {

inline v1::Interpretation ReadPatient(const PatientFacts& patient) {
  return Interpret(ReleasedKnowledge(), patient.facts(), Today());
}

inline std::string GateOf(const PatientFacts& patient) {
  return v1::Gate_Name(ReadPatient(patient).gate());
}

// An assessment in which one red flag is answered with yes, all others with no.
inline std::string Yes(const char* red_flag) {
  return absl::StrCat("screening { answers { red_flag: '", red_flag,
                      "' present: true } others_denied: true }");
}

// What the notices are about, in their order.
inline std::vector<std::string> Subjects(const v1::Interpretation& read) {
  std::vector<std::string> subjects;
  for (const auto& notice : read.notices()) {
    subjects.push_back(notice.subject());
  }
  return subjects;
}

// Gates by name.
inline constexpr char kUrgent[] = "GATE_STOP_AND_REFER_URGENT";
inline constexpr char kRefer[] = "GATE_REFER";
inline constexpr char kOpen[] = "GATE_OK";

// Somebody with a health condition and all red flags denied 30 days ago.
inline PatientFacts With(const char* condition) {
  return PatientFacts(
             absl::StrCat("conditions { condition: '", condition, "' }"))
      .Assessed(30, kDenied);
}

}  // namespace tonus::engine

#endif  // TONUS_TESTS_ENGINE_SCREENED_PATIENT_H_
