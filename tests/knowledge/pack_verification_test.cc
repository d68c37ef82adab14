// SPDX-License-Identifier: Apache-2.0
// The released pack, verified completely, and copies of it of which one line is
// changed: the change is seen, and no program has to change with it.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "services/engine/complaint.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/pack_vector.h"
#include "services/knowledge/pack_files.h"
#include "tests/testing/matchers.h"

namespace tonus {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
namespace kv1 = knowledge::v1;

std::vector<std::string> TextsOf(const v1::ValidatePackResponse& response) {
  std::vector<std::string> texts;
  for (const auto& complaint : response.complaints()) {
    texts.push_back(engine::ComplaintText(complaint));
  }
  return texts;
}

TEST(PackVerificationTest, TheReleasedPackIsInOrder) {
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ValidatePackResponse response,
                             ValidatePackFolder(TONUS_PACK_FOLDER));
  EXPECT_THAT(TextsOf(response), IsEmpty());
  EXPECT_TRUE(response.valid());
  EXPECT_GT(response.vectors(), 0);
  EXPECT_GT(response.coverage_combinations(), 0);
  for (const auto& row : response.uncovered_verdicts()) {
    EXPECT_THAT(row.reason(), Not(IsEmpty())) << row.DebugString();
  }
}

// A copy of the released pack with one edit, as an author would make it.
class EditedPackTest : public ::testing::Test {
 protected:
  EditedPackTest()
      : folder_(
            std::filesystem::path(::testing::TempDir()) /
            ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    // With one case alone, which no edit changes: what the others expect is
    // what the edits change.
    std::filesystem::copy(TONUS_PACK_FOLDER, folder_);
    std::filesystem::create_directory(folder_ / "vectors");
    const std::string kept = "vectors/rf_saddle_sensation.textproto";
    std::filesystem::copy(std::filesystem::path(TONUS_PACK_FOLDER) / kept,
                          folder_ / kept);
  }
  ~EditedPackTest() override { std::filesystem::remove_all(folder_); }

  // Replaces the first `before` behind `anchor` in a file of the copy.
  void Edit(const std::string& file, const std::string& anchor,
            const std::string& before, const std::string& after) const {
    std::stringstream stream;
    stream << std::ifstream(folder_ / file).rdbuf();
    std::string text = stream.str();
    const size_t from = text.find(anchor);
    ASSERT_NE(from, std::string::npos) << anchor;
    const size_t at = text.find(before, from);
    ASSERT_NE(at, std::string::npos) << before;
    std::ofstream(folder_ / file) << text.replace(at, before.size(), after);
  }

  // What the copy makes of `request`.
  v1::Interpretation Interpret(
      const v1::InterpretAssessmentRequest& request) const {
    const auto knowledge = OpenPackFolder(folder_);
    EXPECT_TRUE(knowledge.ok()) << knowledge.status().message();
    if (!knowledge.ok()) return {};
    return engine::Interpret(*knowledge, engine::FactsOf(request),
                             engine::ToCivilDay(request.date()));
  }

  const std::filesystem::path folder_;
};

// A person of 64 years with a tight right hip flexor.
v1::InterpretAssessmentRequest Request() {
  return tonus::testing::ParseText<v1::InterpretAssessmentRequest>(R"pb(
    profile { age_years: 64 }
    assessment {
      assessment_time { seconds: 1767607200 }
      results { test: "mod_thomas_hip" side: SIDE_RIGHT value: 8 }
      results { test: "rep_flexion" side: SIDE_MIDLINE value: 0 }
      screening { others_denied: true }
    }
    date { year: 2026 month: 1 day: 5 }
  )pb");
}

kv1::Status StatusOf(const v1::Interpretation& interpretation,
                     const std::string& muscle, kv1::Side side) {
  for (const auto& finding : interpretation.findings()) {
    if (finding.muscle() == muscle && finding.side() == side) {
      return finding.status();
    }
  }
  return kv1::STATUS_UNSPECIFIED;
}

std::vector<std::string> ConditionsOf(const v1::Interpretation& result) {
  std::vector<std::string> conditions;
  for (const auto& condition : result.conditions()) {
    conditions.push_back(condition.condition());
  }
  return conditions;
}

TEST_F(EditedPackTest, AnUneditedCopyReadsATightHipFlexor) {
  const v1::Interpretation result = Interpret(Request());
  EXPECT_EQ(StatusOf(result, "iliopsoas", kv1::SIDE_RIGHT), kv1::STATUS_TIGHT);
  EXPECT_THAT(ConditionsOf(result), IsEmpty());
  EXPECT_EQ(result.gate(), v1::GATE_OK);
}

TEST_F(EditedPackTest, AMappingWeighsLess) {
  Edit("test_mappings.textproto", "TI-001", "factor: 1", "factor: 0.05");
  EXPECT_NE(StatusOf(Interpret(Request()), "iliopsoas", kv1::SIDE_RIGHT),
            kv1::STATUS_TIGHT);
}

TEST_F(EditedPackTest, ABandMoves) {
  const std::string test = "id: \"mod_thomas_hip\"";
  Edit("tests.textproto", test, "max: 0 }", "max: 10 }");
  Edit("tests.textproto", test, "abnormal { min: 0 ", "abnormal { min: 10 ");
  EXPECT_EQ(StatusOf(Interpret(Request()), "iliopsoas", kv1::SIDE_RIGHT),
            kv1::STATUS_UNKNOWN);
}

TEST_F(EditedPackTest, AThresholdOfAgeMoves) {
  const std::string rule = "id: \"R-739\"";
  Edit("rules.textproto", rule, "From 65 years", "From 60 years");
  Edit("rules.textproto", rule, "years: 65", "years: 60");
  EXPECT_THAT(ConditionsOf(Interpret(Request())), Contains("cond_age_65_plus"));
}

TEST_F(EditedPackTest, AConditionOfARuleMoves) {
  Edit("rules.textproto", "id: \"D-01\"", "number: 1", "number: 0");
  EXPECT_THAT(ConditionsOf(Interpret(Request())), Contains("intol_flexion"));
}

TEST_F(EditedPackTest, AGateCloses) {
  v1::InterpretAssessmentRequest request = Request();
  request.mutable_profile()->add_conditions()->set_condition(
      "cond_osteoporosis");
  EXPECT_EQ(Interpret(request).gate(), v1::GATE_OK);
  Edit("conditions.textproto", "id: \"cond_osteoporosis\"",
       "CONDITION_GATE_MODIFY", "CONDITION_GATE_CLEARANCE");
  EXPECT_EQ(Interpret(request).gate(), v1::GATE_REFER);
}

TEST_F(EditedPackTest, AConditionForbidsAnotherTag) {
  v1::InterpretAssessmentRequest request = Request();
  request.mutable_profile()->add_conditions()->set_condition("cond_wrist_pain");
  const auto forbids = [&](const v1::Interpretation& result) {
    for (const auto& tag : result.tags()) {
      if (tag.tag() == "KNEELING" && tag.forbidden()) return true;
    }
    return false;
  };
  EXPECT_FALSE(forbids(Interpret(request)));
  Edit("conditions.textproto", "id: \"cond_wrist_pain\"",
       "gate: CONDITION_GATE_MODIFY",
       "gate: CONDITION_GATE_MODIFY forbidden_tags: \"KNEELING\"");
  EXPECT_TRUE(forbids(Interpret(request)));
}

TEST_F(EditedPackTest, ABandThatLeavesAGapIsRefusedWithItsFile) {
  Edit("tests.textproto", "id: \"mod_thomas_hip\"", "abnormal { min: 0 ",
       "abnormal { min: 10 ");
  EXPECT_THAT(std::string(OpenPackFolder(folder_).status().message()),
              AllOf(HasSubstr("tests.textproto: tests mod_thomas_hip: "),
                    HasSubstr("without a band")));
}

TEST_F(EditedPackTest, AClaimThatEveryPackForbidsStays) {
  Edit("forbidden_claims.textproto", "", "\"N-6\"", "\"N-60\"");
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ValidatePackResponse response,
                             ValidatePackFolder(folder_));
  EXPECT_THAT(TextsOf(response),
              Contains(HasSubstr("forbidden_claims: lacks `N-6`, which every "
                                 "pack forbids")));
}

// A stored pack from before they were asked for still opens.
TEST_F(EditedPackTest, WithoutWordingsItOpensAndIsNotValid) {
  std::filesystem::remove(folder_ / "instruction_wording.textproto");
  Edit("forbidden_claims.textproto", "", "forbidden_claims {",
       "forbidden_claims { id: \"N-70\" claim: \"magnets heal\" }\n"
       "forbidden_claims {");
  EXPECT_TRUE(OpenPackFolder(folder_).ok());
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ValidatePackResponse response,
                             ValidatePackFolder(folder_));
  EXPECT_FALSE(response.valid());
  EXPECT_THAT(
      TextsOf(response),
      AllOf(Contains(HasSubstr("instruction_wording: is missing, so no "
                               "instruction that harms is found")),
            Contains(HasSubstr("forbidden_claims N-70: has no wordings, so no "
                               "text that makes the claim is found"))));
}

}  // namespace
}  // namespace tonus
