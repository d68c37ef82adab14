// SPDX-License-Identifier: Apache-2.0
// The table of rules is complete and current, and the check of it bites.
#include "tests/rules/rule_table.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/knowledge/pack_files.h"
#include "tests/testing/matchers.h"

namespace tonus::rules {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RuleTableTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto knowledge = OpenPackFolder(TONUS_PACK_FOLDER);
    ASSERT_THAT(knowledge, testing::IsOk());
    knowledge_ = std::make_unique<engine::Knowledge>(*std::move(knowledge));
    TONUS_ASSERT_OK_AND_ASSIGN(examples_, LoadRuleExamples());
    TONUS_ASSERT_OK_AND_ASSIGN(homes_, LoadRuleHomes());
  }

  std::vector<std::string> Complaints() const {
    return RuleTableComplaints({*knowledge_, examples_, homes_});
  }

  std::unique_ptr<engine::Knowledge> knowledge_;
  std::vector<RuleExample> examples_;
  RuleHomes homes_;
};

TEST_F(RuleTableTest, EveryRuleHasItsTests) {
  for (const std::string& complaint : Complaints()) ADD_FAILURE() << complaint;
}

TEST_F(RuleTableTest, IsCurrent) {
  const std::ifstream file(TONUS_RULE_TABLE, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_TRUE(text.str() == RuleTable({*knowledge_, examples_, homes_}))
      << "run bin/rule_table and commit " << TONUS_RULE_TABLE;
}

TEST_F(RuleTableTest, AMissingExampleIsTold) {
  examples_.erase(std::remove_if(examples_.begin(), examples_.end(),
                                 [](const RuleExample& example) {
                                   return example.rule == "R-310" &&
                                          !example.fires;
                                 }),
                  examples_.end());
  EXPECT_THAT(Complaints(), Contains("R-310: no example shows it not firing."));
}

TEST_F(RuleTableTest, AnExampleOfNoRuleIsTold) {
  examples_.front().rule = "R-9999";
  EXPECT_THAT(Complaints(), Contains(HasSubstr("R-9999: the pack has no")));
}

TEST_F(RuleTableTest, ARuleShownTwiceIsTold) {
  homes_.add_elsewhere()->add_rules("R-31*");
  EXPECT_THAT(Complaints(), Contains(HasSubstr("R-310 has examples and")));
}

TEST_F(RuleTableTest, AnUnknownHomeIsTold) {
  homes_.add_homes()->set_file("services/engine/nowhere.cc");
  homes_.mutable_homes()->rbegin()->add_rules("X-1");
  EXPECT_THAT(Complaints(), Contains(HasSubstr("nowhere.cc: there is no")));
  EXPECT_THAT(Complaints(), Contains(HasSubstr("X-1: the pack has no")));
}

}  // namespace
}  // namespace tonus::rules
