// SPDX-License-Identifier: Apache-2.0
// tonus pack check: without a server, on folders of small packs.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "google/protobuf/util/json_util.h"
#include "services/client/command_line.h"
#include "tests/testing/matchers.h"
#include "tests/testing/small_pack.h"
#include "tests/testing/small_pack_cases.h"
#include "tonus/v1/knowledge_service.pb.h"

namespace tonus::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// What the small pack lacks to be in order.
constexpr char kCoverage[] = R"pb(
  equipment_sets { id: "nothing" display_name: "Nothing" equipment: "none" }
  uncovered_verdicts {
    muscles: "thoracic_spine"
    statuses: STATUS_STIFF
    reason: "the pack is small"
  }
)pb";

class PackCommandsTest : public ::testing::Test {
 protected:
  PackCommandsTest()
      : folder_(
            std::filesystem::path(::testing::TempDir()) /
            ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    Write("tables.textproto", tonus::testing::kSmallPack);
    Write("tables_cited.textproto", tonus::testing::SmallPackCitedRules());
    Write("numbers.textproto", tonus::testing::kSmallPackNumbers);
    Write("decisions.textproto", tonus::testing::kSmallPackDecisions);
    Write("coverage.textproto", kCoverage);
    std::filesystem::create_directories(folder_ / "vectors");
    Write("vectors/urgent.textproto", tonus::testing::kUrgentCase);
    Write("vectors/under_18.textproto", tonus::testing::kUnder18Case);
    Write("vectors/cond_acute.textproto", tonus::testing::kAcuteCase);
    Write("vectors/cond_later.textproto", tonus::testing::kLaterCase);
  }
  ~PackCommandsTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }

  int Check(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"pack", "check", folder_.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    const int code = client::Run(arguments, {in, out, err});
    out_ = out.str();
    err_ = err.str();
    return code;
  }

  const std::filesystem::path folder_;
  std::string out_;
  std::string err_;
};

TEST_F(PackCommandsTest, APackInOrder) {
  EXPECT_EQ(Check(), 0) << out_ << err_;
  EXPECT_THAT(out_, AllOf(StartsWith("Pack test.1 is in order.\n  hash "),
                          HasSubstr("rows of uncovered verdicts 1")));
  EXPECT_THAT(err_, IsEmpty());
}

TEST_F(PackCommandsTest, TellsEveryComplaintWithItsFileAndWhatToDo) {
  Write("more.textproto",
        "tags { id: 'NEW' } exercises { id: 'x' regression: 'y' }");
  EXPECT_EQ(Check(), 1);
  EXPECT_THAT(out_, AllOf(HasSubstr("more.textproto: tags NEW: meaning is "
                                    "empty\n    Correct the entry"),
                          HasSubstr("more.textproto: exercises x: regression "
                                    "names `y`, which is not in exercises\n"
                                    "    Correct the id, or add the entry")));
  EXPECT_THAT(err_, HasSubstr("must not be used: "));
}

TEST_F(PackCommandsTest, RefusesAPackWithoutCases) {
  std::filesystem::remove_all(folder_ / "vectors");
  EXPECT_EQ(Check(), 1);
  EXPECT_THAT(out_, HasSubstr("vectors: has no case, so that nothing proves "
                              "what the pack does; add cases to the folder "
                              "vectors/\n"));
}

TEST_F(PackCommandsTest, ARedFlagThatIsWeakenedIsNoticed) {
  const std::string tables = tonus::testing::kSmallPack;
  const std::string urgent = "action: SAFETY_ACTION_STOP_AND_REFER_URGENT";
  const size_t at = tables.find(urgent);
  ASSERT_NE(at, std::string::npos);
  for (const char* weaker :
       {"action: SAFETY_ACTION_REFER", "action: SAFETY_ACTION_CAUTION",
        "action: SAFETY_ACTION_REFER_ROUTINE"}) {
    Write("tables.textproto",
          std::string(tables).replace(at, urgent.size(), weaker));
    EXPECT_EQ(Check(), 1) << weaker;
    EXPECT_THAT(out_, HasSubstr("vectors/urgent.textproto: vectors urgent: "
                                "gate is "));
  }
}

TEST_F(PackCommandsTest, ARedFlagThatNoCasePinsIsTold) {
  std::filesystem::remove(folder_ / "vectors" / "under_18.textproto");
  EXPECT_EQ(Check(), 1);
  EXPECT_THAT(out_, HasSubstr("tables.textproto: red_flags rf_under_18: no "
                              "case fails when its action "
                              "SAFETY_ACTION_REFER is lost; add one"));
  EXPECT_THAT(out_, ::testing::Not(HasSubstr("rf_urgent")));
}

TEST_F(PackCommandsTest, AConditionThatNoCasePinsIsTold) {
  std::filesystem::remove(folder_ / "vectors" / "cond_acute.textproto");
  EXPECT_EQ(Check(), 1);
  EXPECT_THAT(out_, HasSubstr("tables.textproto: conditions cond_acute: no "
                              "case has it alone and expects GATE_REFER and "
                              "every tag that it forbids; add one"));
  EXPECT_THAT(out_, ::testing::Not(HasSubstr("cond_later")));
}

TEST_F(PackCommandsTest, PrintsTheAnswerAsJson) {
  Write("coverage.textproto", "");
  EXPECT_EQ(Check({"--output", "json"}), 1);
  v1::ValidatePackResponse response;
  ASSERT_TRUE(
      google::protobuf::util::JsonStringToMessage(out_, &response).ok());
  EXPECT_FALSE(response.valid());
  EXPECT_EQ(response.complaints(0).problem(), "no set has nothing at all");
}

TEST_F(PackCommandsTest, PrintsTheTableOfTheUncovered) {
  EXPECT_EQ(Check({"--uncovered"}), 0) << err_;
  const auto table = tonus::testing::ParseText<knowledge::v1::Pack>(out_);
  EXPECT_EQ(table.uncovered_verdicts_size(), 1);
  EXPECT_EQ(table.uncovered_verdicts(0).reason(), "the pack is small");
}

TEST_F(PackCommandsTest, AFolderThatIsNotThereIsAWrongArgument) {
  std::filesystem::remove_all(folder_);
  EXPECT_EQ(Check(), 2);
  EXPECT_THAT(err_, StartsWith("tonus: pack folder "));
  EXPECT_THAT(out_, IsEmpty());
}

}  // namespace
}  // namespace tonus::client
