// SPDX-License-Identifier: Apache-2.0
#include "tests/rules/rule_cases.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/engine/facts.h"
#include "services/status_macros.h"

namespace tonus::rules {
namespace {

// 2026-11-20T12:00:00Z, the time of every assessment.
constexpr int64_t kAssessmentSeconds = 1795176000;
constexpr absl::CivilDay kToday(2026, 11, 21);
// 2026-11-21T09:00:00Z, and what a step of the relief ladder takes.
constexpr int64_t kReliefSeconds = 1795251600;
constexpr int64_t kStepSeconds = 90;

class Complaints : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int /*column*/, const std::string& message) override {
    absl::StrAppend(&text_, "line ", line + 1, ": ", message, "\n");
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

absl::Status ReadText(const std::string& path,
                      google::protobuf::Message* message) {
  const std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  Complaints complaints;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&complaints);
  if (!file || !parser.ParseFromString(text.str(), message)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": ", complaints.text()));
  }
  return absl::OkStatus();
}

std::vector<std::string> CaseFiles() {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(TONUS_RULE_CASES)) {
    if (entry.path().extension() == ".textproto") {
      files.push_back(entry.path().filename().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

void AddRelief(const storage::v1::ReliefFact& said,
               storage::v1::PatientFacts* facts) {
  const int position = facts->relief_size();
  storage::v1::ReliefFact& fact = *facts->add_relief();
  fact = said;
  fact.set_fact_id(absl::StrCat("relief", position));
  if (fact.run() == 0) fact.set_run(1);
  if (!fact.has_effective_time()) {
    fact.mutable_effective_time()->set_seconds(kReliefSeconds +
                                               kStepSeconds * position);
  }
  if (fact.has_begun() && !fact.begun().has_recheck()) {
    fact.mutable_begun()->mutable_recheck()->set_others_denied(true);
  }
}

// A name that a test may have.
std::string NameOf(const RuleExample& example) {
  std::string name =
      absl::StrCat(example.rule, example.fires ? "_fires" : "_does_not_fire");
  if (!example.example.title().empty()) {
    absl::StrAppend(&name, "_", example.example.title());
  }
  for (char& letter : name) {
    if (!absl::ascii_isalnum(letter)) letter = '_';
  }
  return name;
}

void AddExamples(const std::string& file, const RuleCase& rule_case, bool fires,
                 std::vector<RuleExample>* examples) {
  for (const Example& own :
       fires ? rule_case.fires() : rule_case.does_not_fire()) {
    RuleExample example;
    example.rule = rule_case.rule();
    example.fires = fires;
    example.file = file;
    example.example = own;
    *example.example.mutable_given() = rule_case.given();
    example.example.mutable_given()->MergeFrom(own.given());
    example.name = NameOf(example);
    examples->push_back(std::move(example));
  }
}

}  // namespace

absl::StatusOr<std::vector<RuleExample>> LoadRuleExamples() {
  std::vector<RuleExample> examples;
  for (const std::string& file : CaseFiles()) {
    RuleCases cases;
    TONUS_RETURN_IF_ERROR(
        ReadText(absl::StrCat(TONUS_RULE_CASES, "/", file), &cases));
    for (const RuleCase& rule_case : cases.cases()) {
      AddExamples(file, rule_case, /*fires=*/true, &examples);
      AddExamples(file, rule_case, /*fires=*/false, &examples);
    }
  }
  std::set<std::string> names;
  for (const RuleExample& example : examples) {
    if (!names.insert(example.name).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("Two examples are called ", example.name, "."));
    }
  }
  return examples;
}

absl::StatusOr<RuleHomes> LoadRuleHomes() {
  RuleHomes homes;
  TONUS_RETURN_IF_ERROR(ReadText(TONUS_RULE_HOMES, &homes));
  return homes;
}

storage::v1::PatientFacts FactsOf(const Given& given) {
  storage::v1::PatientFacts facts;
  storage::v1::ProfileFact& profile = *facts.add_profiles();
  profile.set_fact_id("profile");
  profile.mutable_effective_time()->set_seconds(kAssessmentSeconds);
  *profile.mutable_profile() = given.profile();
  *facts.mutable_assessments() = given.earlier();
  storage::v1::AssessmentFact& assessment = *facts.add_assessments();
  assessment.set_fact_id("assessment");
  assessment.mutable_effective_time()->set_seconds(kAssessmentSeconds);
  *assessment.mutable_results() = given.results();
  if (given.has_screening()) {
    *assessment.mutable_screening() = given.screening();
  } else {
    assessment.mutable_screening()->set_others_denied(true);
  }
  if (given.has_history()) {
    *assessment.mutable_history() = given.history();
  }
  *facts.mutable_check_ins() = given.check_ins();
  *facts.mutable_logs() = given.logs();
  *facts.mutable_mornings() = given.mornings();
  *facts.mutable_clearances() = given.clearances();
  *facts.mutable_overrides() = given.overrides();
  for (const storage::v1::ReliefFact& said : given.relief()) {
    AddRelief(said, &facts);
  }
  return facts;
}

absl::CivilDay DayOf(const Given& given) {
  return given.has_date() ? engine::ToCivilDay(given.date()) : kToday;
}

}  // namespace tonus::rules
