// SPDX-License-Identifier: Apache-2.0
#include "services/knowledge/pack_files.h"

#include <filesystem>
#include <fstream>

#include "tests/testing/matchers.h"
#include "tests/testing/small_pack.h"
#include "tests/testing/small_pack_cases.h"

namespace tonus {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using ::tonus::testing::IsOk;
using ::tonus::testing::kSmallPack;
using ::tonus::testing::kSmallPackNumbers;
using ::tonus::testing::SmallPack;
using ::tonus::testing::StatusIs;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

class PackFilesTest : public ::testing::Test {
 protected:
  PackFilesTest()
      : folder_(
            std::filesystem::path(::testing::TempDir()) /
            ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~PackFilesTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }

  void WriteSmallPack() const {
    Write("tables.textproto", kSmallPack);
    Write("tables_cited.textproto", tonus::testing::SmallPackCitedRules());
    Write("numbers.textproto", kSmallPackNumbers);
    Write("decisions.textproto", tonus::testing::kSmallPackDecisions);
  }

  const std::filesystem::path folder_;
};

TEST_F(PackFilesTest, MergesFilesInTheOrderOfTheirNames) {
  Write("b.textproto", "tags { id: 'B' } version: 'x'");
  Write("a.textproto", "tags { id: 'A' }");
  Write("c.textproto", "tags { id: 'C' }");
  Write("ignored.txt", "tags { id: 'D' }");
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::PackRelease release,
                             ReadPackFolder(folder_));
  EXPECT_THAT(release.pack(),
              tonus::testing::EqualsProto(
                  "version: 'x' tags { id: 'A' } tags { id: 'B' } "
                  "tags { id: 'C' }"));
}

TEST_F(PackFilesTest, HashDoesNotDependOnWhenFilesWereWritten) {
  Write("a.textproto", "tags { id: 'A' }");
  Write("b.textproto", "tags { id: 'B' }");
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::PackRelease first,
                             ReadPackFolder(folder_));
  std::filesystem::remove(folder_ / "a.textproto");
  Write("a.textproto", "# rewritten\ntags {\n  id: 'A'\n}\n");
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::PackRelease second,
                             ReadPackFolder(folder_));
  EXPECT_EQ(HashOf(first.pack()), HashOf(second.pack()));
}

TEST_F(PackFilesTest, HashIsTheSha256OfTheContent) {
  EXPECT_EQ(HashOf(knowledge::v1::Pack()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  knowledge::v1::Pack pack = SmallPack();
  const std::string before = HashOf(pack);
  pack.mutable_tests(0)->set_weight(0.61);
  EXPECT_NE(HashOf(pack), before);
}

TEST_F(PackFilesTest, NamesFileLineAndColumnOfEverySyntaxError) {
  Write("a.textproto", "tags {\n  id: 1\n}\n");
  Write("b.textproto", "version: 'x'\n");
  Write("c.textproto", "tag { id: 'A' }\n");
  EXPECT_THAT(ReadPackFolder(folder_),
              StatusIs(kInvalid, AllOf(StartsWith("a.textproto:2:7: "),
                                       HasSubstr("\nc.textproto:1:5: "),
                                       Not(HasSubstr("b.textproto")))));
}

TEST_F(PackFilesTest, RefusesAFieldThatTwoFilesSet) {
  Write("a.textproto", "version: 'x'");
  Write("b.textproto", "version: 'y'");
  EXPECT_THAT(
      ReadPackFolder(folder_),
      StatusIs(kInvalid, "b.textproto: version is set in a.textproto too"));
}

TEST_F(PackFilesTest, RefusesEndlessNesting) {
  std::string clause = "history: 'x'";
  for (int i = 0; i < 1000; ++i) clause = "not { " + clause + " }";
  Write("a.textproto", "rules { when { " + clause + " } }");
  EXPECT_THAT(ReadPackFolder(folder_), StatusIs(kInvalid));
}

TEST_F(PackFilesTest, TellsThatAFileCanNotBeRead) {
  std::filesystem::create_directory(folder_ / "a.textproto");
  EXPECT_THAT(ReadPackFolder(folder_),
              StatusIs(kInvalid, "a.textproto: can not be read"));
}

TEST_F(PackFilesTest, TellsThatThereIsNoPack) {
  EXPECT_THAT(ReadPackFolder(folder_),
              StatusIs(kInvalid, HasSubstr("holds no *.textproto")));
  EXPECT_THAT(ReadPackFolder(folder_ / "missing"),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(PackFilesTest, OpensAPackThatHasCases) {
  WriteSmallPack();
  EXPECT_THAT(OpenPackFolder(folder_),
              StatusIs(kInvalid, StartsWith("vectors: has no case")));
  std::filesystem::create_directory(folder_ / "vectors");
  Write("vectors/urgent.textproto", tonus::testing::kUrgentCase);
  EXPECT_THAT(OpenPackFolder(folder_), IsOk());
}

TEST_F(PackFilesTest, NamesTheFileOfAComplaint) {
  WriteSmallPack();
  Write("tags.textproto", "tags { id: 'SUPINE' meaning: 'again' }");
  Write("weeks.textproto", "week_shapes {}");
  const std::string message(OpenPackFolder(folder_).status().message());
  EXPECT_THAT(message, HasSubstr("tables.textproto, tags.textproto: tags "
                                 "SUPINE: id is given twice\n"));
  EXPECT_THAT(message, HasSubstr("weeks.textproto: week_shapes #2: week is 0"));
}

constexpr char kVector[] = R"pb(
  id: "case"
  request { date { year: 2026 month: 1 day: 5 } }
  expect { gate: GATE_NOT_CLEARED }
)pb";

TEST_F(PackFilesTest, ReadsTheCasesOfAPack) {
  WriteSmallPack();
  std::filesystem::create_directory(folder_ / "vectors");
  Write("vectors/case.textproto", kVector);
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::PackRelease release,
                             ReadPackFolder(folder_));
  ASSERT_EQ(release.vectors_size(), 1);
  EXPECT_EQ(release.vectors(0).id(), "case");
  EXPECT_EQ(HashOf(release.pack()), HashOf(SmallPack()));
  EXPECT_THAT(OpenPackFolder(folder_), IsOk());
}

TEST_F(PackFilesTest, RefusesAPackWhoseCaseComesOutOtherwise) {
  WriteSmallPack();
  std::filesystem::create_directory(folder_ / "vectors");
  Write("vectors/case.textproto", std::string(kVector) + " title: 'x'");
  Write("vectors/other.textproto",
        "id: 'other' request { date { year: 2026 month: 1 day: 5 } } "
        "expect { gate: GATE_OK }");
  EXPECT_THAT(OpenPackFolder(folder_),
              StatusIs(kInvalid,
                       "vectors/other.textproto: vectors other: gate is "
                       "GATE_NOT_CLEARED, not GATE_OK"));
}

TEST_F(PackFilesTest, RefusesACaseThatIsNotCalledAsItsFile) {
  Write("tables.textproto", kSmallPack);
  std::filesystem::create_directory(folder_ / "vectors");
  Write("vectors/b.textproto", kVector);
  EXPECT_THAT(ReadPackFolder(folder_),
              StatusIs(kInvalid, "vectors/b.textproto: id is `case`, not `b`"));
}

TEST_F(PackFilesTest, ValidationNamesTheFileOfEveryComplaint) {
  WriteSmallPack();
  Write("more.textproto", "equipment { id: 'Ball' }");
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ValidatePackResponse response,
                             ValidatePackFolder(folder_));
  EXPECT_FALSE(response.valid());
  EXPECT_EQ(response.version(), "test.1");
  ASSERT_EQ(response.complaints_size(), 1);
  EXPECT_THAT(response.complaints(0), tonus::testing::EqualsProto(R"pb(
                check: PACK_CHECK_ENTRY
                file: "more.textproto"
                table: "equipment"
                id: "Ball"
                problem: "display_name is empty"
                remedy: "Correct the entry; the comment of the field in "
                        "tonus/knowledge/v1 tells its meaning and range."
              )pb"));
}

TEST_F(PackFilesTest, ValidationTellsWhatDoesNotParse) {
  Write("a.textproto", "tags { id: 1 }");
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ValidatePackResponse response,
                             ValidatePackFolder(folder_));
  EXPECT_FALSE(response.valid());
  ASSERT_EQ(response.complaints_size(), 1);
  EXPECT_EQ(response.complaints(0).check(), knowledge::v1::PACK_CHECK_TEXT);
  EXPECT_EQ(response.complaints(0).file(), "a.textproto:1:12");
  EXPECT_EQ(response.hash(), "");
}

}  // namespace
}  // namespace tonus
