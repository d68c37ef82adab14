// SPDX-License-Identifier: Apache-2.0
#include "tests/golden/golden_case.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"

namespace tonus::golden {

std::vector<std::string> CaseNames() {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(TONUS_GOLDEN_CASES)) {
    if (entry.path().extension() == ".textproto") {
      names.push_back(entry.path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

absl::StatusOr<Case> LoadCase(const std::string& name) {
  std::ifstream file(absl::StrCat(TONUS_GOLDEN_CASES, "/", name, ".textproto"));
  if (!file) return absl::NotFoundError(name);
  std::stringstream text;
  text << file.rdbuf();
  Case golden_case;
  if (!google::protobuf::TextFormat::ParseFromString(text.str(),
                                                     &golden_case)) {
    return absl::InvalidArgumentError(name);
  }
  return golden_case;
}

storage::v1::PatientFacts FactsOf(const Case& golden_case) {
  const v1::InterpretAssessmentRequest& request = golden_case.request();
  storage::v1::PatientFacts facts;
  storage::v1::ProfileFact& profile = *facts.add_profiles();
  profile.set_fact_id("profile");
  *profile.mutable_effective_time() = request.assessment().assessment_time();
  *profile.mutable_profile() = request.profile();
  storage::v1::AssessmentFact& assessment = *facts.add_assessments();
  assessment.set_fact_id("assessment");
  *assessment.mutable_effective_time() = request.assessment().assessment_time();
  *assessment.mutable_results() = request.assessment().results();
  *assessment.mutable_screening() = request.assessment().screening();
  if (request.assessment().has_history()) {
    *assessment.mutable_history() = request.assessment().history();
  }
  *facts.mutable_clearances() = request.clearances();
  return facts;
}

}  // namespace tonus::golden
