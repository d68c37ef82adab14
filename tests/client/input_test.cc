// SPDX-License-Identifier: Apache-2.0
// Files, standard input and flags that become messages.

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/client/assessment_input.h"
#include "services/client/clearance_flag.h"
#include "services/client/log_input.h"
#include "services/client/message_input.h"
#include "services/client/profile_input.h"
#include "services/client/time_flag.h"
#include "tests/testing/matchers.h"

namespace tonus::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::IsOk;
using ::tonus::testing::IsOkAndHolds;
using ::tonus::testing::StatusIs;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

class InputTest : public ::testing::Test {
 protected:
  InputTest()
      : folder_(
            std::filesystem::path(::testing::TempDir()) /
            ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::create_directories(folder_);
  }
  ~InputTest() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = folder_ / name;
    std::ofstream(path) << text;
    return path;
  }

  absl::Status Read(const std::string& path, const std::string& input = "") {
    std::istringstream stream(input);
    assessment_.Clear();
    return ReadMessage("--file", path, stream, &assessment_);
  }

  const std::filesystem::path folder_;
  v1::Assessment assessment_;
};

TEST_F(InputTest, ReadsTheFormatThatTheNameSays) {
  const std::string json = R"({"screening": {"othersDenied": true}})";
  const std::string text = "screening { others_denied: true }";
  for (const auto& [name, content] :
       {std::pair("a.json", json), std::pair("a.textproto", text),
        std::pair("a.txtpb", text), std::pair("a.pbtxt", text),
        std::pair("a.other", text), std::pair("b.other", "\n  " + json)}) {
    EXPECT_THAT(Read(Write(name, content)), IsOk()) << name;
    EXPECT_TRUE(assessment_.screening().others_denied()) << name;
  }
}

TEST_F(InputTest, ReadsStandardInput) {
  EXPECT_THAT(Read("-", R"(results { test: "a" })"), IsOk());
  EXPECT_EQ(assessment_.results(0).test(), "a");
  EXPECT_THAT(Read("-", R"({"results": [{"test": "b"}]})"), IsOk());
  EXPECT_EQ(assessment_.results(0).test(), "b");
}

TEST_F(InputTest, SaysWhereAFileIsWrong) {
  EXPECT_THAT(Read(Write("a.textproto", "results {\n  tset: \"a\"\n}")),
              StatusIs(kInvalid, AllOf(StartsWith("--file: "),
                                       HasSubstr("line 2"), HasSubstr("tset"),
                                       HasSubstr("tonus.v1.Assessment"))));
  EXPECT_THAT(
      Read(Write("a.json", R"({"resluts": []})")),
      StatusIs(kInvalid, AllOf(HasSubstr("JSON"), HasSubstr("resluts"))));
  for (const char* json : {"{", "", "[", R"({"results": [}])", R"({"a" 1})"}) {
    const absl::Status status = Read(Write("b.json", json));
    EXPECT_THAT(status, StatusIs(kInvalid)) << json;
    EXPECT_THAT(std::string(status.message()),
                ::testing::Not(::testing::ContainsRegex("[\n^]")))
        << json;
  }
}

// A complaint quotes what it found, which may be a whole file.
TEST_F(InputTest, AComplaintIsCutToALine) {
  const std::string word(5000, 'w');
  const absl::Status status = Read(Write("a.textproto", word + ": 1"));
  EXPECT_THAT(status,
              StatusIs(kInvalid, AllOf(HasSubstr("line 1"), HasSubstr("www..."),
                                       HasSubstr("tonus.v1.Assessment"))));
  EXPECT_LT(status.message().size(), 600);
}

TEST_F(InputTest, SaysWhichFileCanNotBeRead) {
  for (const std::string& path :
       {(folder_ / "missing").string(), folder_.string(), Write("empty", "")}) {
    EXPECT_THAT(Read(path),
                StatusIs(kInvalid, AllOf(HasSubstr("--file: " + path),
                                         HasSubstr("can not be read"))));
  }
  EXPECT_THAT(Read("-", ""),
              StatusIs(kInvalid, HasSubstr("standard input is empty")));
}

TEST_F(InputTest, FlagsAreAddedToTheFile) {
  std::istringstream none;
  AssessmentFlags flags;
  flags.file = Write("a.textproto", R"(
    results { test: "a" side: SIDE_LEFT value: 1 }
    screening { answers { red_flag: "rf_a" present: false } })");
  flags.results = {"b:M=2"};
  flags.history = {"pain_with_sitting"};
  flags.tender = {"iliopsoas:R"};
  flags.feels_tight = {"hamstrings:L"};
  flags.time = "2026-03-01T07:30:00+01:00";
  flags.screening = {{"rf_a"}, {"rf_b"}, true};
  EXPECT_THAT(ReadAssessment(flags, none), IsOkAndHolds(EqualsProto(R"pb(
                assessment_time { seconds: 1772346600 }
                results { test: "a" side: SIDE_LEFT value: 1 }
                results { test: "b" side: SIDE_MIDLINE value: 2 }
                screening {
                  answers { red_flag: "rf_a" present: true }
                  answers { red_flag: "rf_b" present: false }
                  others_denied: true
                }
                history {
                  pain_with_sitting: true
                  tender { muscle: "iliopsoas" side: SIDE_RIGHT }
                  feels_tight { muscle: "hamstrings" side: SIDE_LEFT }
                })pb")));
}

TEST_F(InputTest, AnswersThatContradictEachOtherAreRefused) {
  v1::Screening screening;
  EXPECT_THAT(ApplyScreening({{"rf_a"}, {"rf_b", "rf_a"}, false}, &screening),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("--yes rf_a and --no rf_a")));
  EXPECT_THAT(screening, EqualsProto(""));
  // What a file says is replaced.
  EXPECT_THAT(ApplyScreening({{"rf_a"}, {}, false}, &screening), IsOk());
  EXPECT_THAT(ApplyScreening({{}, {"rf_a"}, false}, &screening), IsOk());
  EXPECT_THAT(screening, EqualsProto(R"pb(answers { red_flag: "rf_a" })pb"));
}

TEST_F(InputTest, SilenceAboutRedFlagsIsNoDenial) {
  std::istringstream none;
  AssessmentFlags flags;
  flags.results = {"a:L=1"};
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Assessment assessment,
                             ReadAssessment(flags, none));
  EXPECT_FALSE(assessment.screening().others_denied());
}

TEST_F(InputTest, AnAssessmentOfNothingIsRefused) {
  std::istringstream none;
  EXPECT_THAT(ReadAssessment({}, none),
              StatusIs(kInvalid, HasSubstr("no assessment: give --file")));
}

TEST_F(InputTest, UnknownHistoryListsWhatIsKnown) {
  std::istringstream none;
  AssessmentFlags flags;
  for (const char* key : {"pain", "tender", "systolic_mmhg"}) {
    flags.history = {key};
    EXPECT_THAT(ReadAssessment(flags, none),
                StatusIs(kInvalid, AllOf(HasSubstr(std::string("--history ") +
                                                   key + ": unknown"),
                                         HasSubstr("pain_with_sitting"))));
  }
}

TEST_F(InputTest, ProfileFlagsReplaceWhatTheFileSays) {
  std::istringstream none;
  ProfileFlags flags;
  flags.file = Write("p.textproto",
                     R"(age_years: 38 equipment: "mat" equipment: "band"
                        conditions { condition: "cond_a" })");
  flags.age_years = 39;
  flags.sex = "female";
  flags.athlete = false;
  flags.user_level = 2;
  flags.equipment = {"strap"};
  flags.conditions = {"cond_b:2026-03-01", "cond_c"};
  flags.complaint_region = "lumbar";
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Profile profile,
                             ReadProfile(flags, none));
  EXPECT_THAT(profile, EqualsProto(R"pb(
                age_years: 39
                sex: SEX_FEMALE
                athlete: false
                user_level: 2
                equipment: "strap"
                conditions {
                  condition: "cond_b"
                  since { year: 2026 month: 3 day: 1 }
                }
                conditions { condition: "cond_c" }
                complaint_region: REGION_LUMBAR)pb"));
  EXPECT_THAT(
      SetFields(profile),
      ::testing::ElementsAre("age_years", "sex", "athlete", "user_level",
                             "equipment", "conditions", "complaint_region"));
}

TEST_F(InputTest, WishesAreReadFromFlags) {
  std::istringstream none;
  ProfileFlags flags;
  flags.training_days = {"mon", "Thursday", "SAT"};
  flags.session_minutes = 20;
  flags.preferred = {"glute_bridge"};
  flags.disliked = {"plank_knees", "row_band"};
  flags.home = false;
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Profile profile,
                             ReadProfile(flags, none));
  EXPECT_THAT(
      profile, EqualsProto(R"pb(
        training_days: [ WEEKDAY_MONDAY, WEEKDAY_THURSDAY, WEEKDAY_SATURDAY ]
        session_minutes: 20
        preferred_exercises: "glute_bridge"
        disliked_exercises: [ "plank_knees", "row_band" ]
        home_exercises: false)pb"));
  flags.training_days = {"moonday"};
  EXPECT_THAT(ReadProfile(flags, none),
              StatusIs(kInvalid, HasSubstr("--training-days moonday")));
}

TEST_F(InputTest, WrongProfileFlagsAreNamed) {
  std::istringstream none;
  ProfileFlags flags;
  flags.complaint_region = "bakc";
  EXPECT_THAT(ReadProfile(flags, none),
              StatusIs(kInvalid, AllOf(HasSubstr("--complaint bakc"),
                                       HasSubstr("trunk_anterior"))));
  flags = {};
  flags.conditions = {"cond_a:yesterday"};
  EXPECT_THAT(ReadProfile(flags, none),
              StatusIs(kInvalid, HasSubstr("--condition yesterday")));
}

TEST_F(InputTest, LogFlagsBecomeALog) {
  std::istringstream none;
  LogFlags flags;
  flags.session = 2;
  flags.completed_pct = 0;
  flags.pain_before = 3;
  flags.skip_reason = "time";
  flags.exercises = {
      "glute_bridge:L,completed=50,pain=4,difficulty=-1,sharp_pain",
      "march_warmup,skip=dislike,stop=limb_neural"};
  EXPECT_THAT(ReadLog(flags, none), IsOkAndHolds(EqualsProto(R"pb(
                session_number: 2
                completed_pct: 0
                pain_before: 3
                skip_reason: SKIP_REASON_TIME
                exercises {
                  exercise: "glute_bridge"
                  side: SIDE_LEFT
                  completed_pct: 50
                  pain_during_max: 4
                  difficulty: -1
                  sharp_pain: true
                }
                exercises {
                  exercise: "march_warmup"
                  skip_reason: SKIP_REASON_DISLIKE
                  stop_symptom: STOP_SYMPTOM_LIMB_NEURAL
                })pb")));
}

TEST_F(InputTest, WrongLogFlagsAreNamed) {
  std::istringstream none;
  EXPECT_THAT(ReadLog({}, none), StatusIs(kInvalid, HasSubstr("--session")));
  LogFlags flags;
  flags.session = 1;
  flags.skip_reason = "rain";
  EXPECT_THAT(ReadLog(flags, none),
              StatusIs(kInvalid, HasSubstr("--skipped: the reason is 'rain'")));
  for (const char* text :
       {"", ",pain=2", "a,pain=much", "a,pain", "a,mood=1", "a,skip=rain",
        "a,stop=now", "a:up", "a,sharp_pain=no"}) {
    EXPECT_THAT(ParseExerciseLog(text),
                StatusIs(kInvalid, HasSubstr("--exercise")))
        << text;
  }
}

TEST_F(InputTest, ACountThatIsNoNumberIsNamed) {
  for (const char* key : {"pain", "completed", "sets", "load"}) {
    EXPECT_THAT(ParseExerciseLog(absl::StrCat("a,", key, "=much")),
                StatusIs(kInvalid, HasSubstr(absl::StrCat(
                                       key, " takes a number, for example ",
                                       key, "=2"))));
  }
  EXPECT_THAT(ParseExerciseLog("a,mood=1"),
              StatusIs(kInvalid, HasSubstr("'mood' is not understood")));
}

TEST(TimeFlagTest, ReadsDaysOfTheCalendar) {
  EXPECT_THAT(ParseDate("--date", "2028-02-29"),
              IsOkAndHolds(EqualsProto("year: 2028 month: 2 day: 29")));
  for (const char* text : {"", "yesterday", "29.02.2028", "2028-02-29x"}) {
    EXPECT_THAT(ParseDate("--date", text),
                StatusIs(kInvalid, HasSubstr("--date")))
        << text;
  }
}

TEST(TimeFlagTest, RefusesDaysThatDoNotExist) {
  EXPECT_THAT(ParseDate("--date", "2026-02-29"), StatusIs(kInvalid));
  EXPECT_THAT(ParseDate("--date", "2026-13-01"), StatusIs(kInvalid));
}

TEST(TimeFlagTest, ATimeNeedsItsZone) {
  EXPECT_THAT(ParseTime("--time", "1969-12-31T23:59:59.5Z"),
              IsOkAndHolds(EqualsProto("seconds: -1 nanos: 500000000")));
  EXPECT_THAT(ParseTime("--time", "2026-03-01T07:30:00"),
              StatusIs(kInvalid, HasSubstr("--time 2026")));
}

TEST(ExamplesTest, TheShippedExamplesParse) {
  std::istringstream none;
  const std::string folder = TONUS_EXAMPLES_FOLDER;
  v1::Profile profile;
  EXPECT_THAT(ReadMessage("--file", folder + "/desk_worker.patient.textproto",
                          none, &profile),
              IsOk());
  EXPECT_EQ(profile.age_years(), 38);
  v1::Assessment assessment;
  EXPECT_THAT(
      ReadMessage("--file", folder + "/desk_worker.assessment.textproto", none,
                  &assessment),
      IsOk());
  EXPECT_EQ(assessment.results_size(), 16);
  assessment.Clear();
  EXPECT_THAT(ReadMessage("--file", folder + "/red_flag.assessment.textproto",
                          none, &assessment),
              IsOk());
  EXPECT_TRUE(assessment.screening().answers(0).present());
}

TEST_F(InputTest, AFileThatIsTooLargeToSendIsNamed) {
  std::string text;
  for (int i = 0; i < 20000; ++i) {
    text += "results { test: \"" + std::string(50, 'a') + "\" }\n";
  }
  const std::string path = Write("large.textproto", text);
  EXPECT_THAT(Read(path),
              StatusIs(kInvalid, AllOf(StartsWith("--file: " + path),
                                       HasSubstr("too large"))));
  EXPECT_THAT(Read("-", text), StatusIs(kInvalid, HasSubstr("standard input")));
  EXPECT_THAT(Read(Write("small.textproto", text.substr(0, text.size() / 2))),
              IsOk());
}

TEST(ClearanceTest, NamesSubjectAndDay) {
  EXPECT_THAT(
      ParseClearance("cond_a:2026-03-01"),
      IsOkAndHolds(EqualsProto(R"pb(subject: "cond_a"
                                    date { year: 2026 month: 3 day: 1 })pb")));
  for (const char* text : {"", "cond_a", ":2026-03-01", "cond_a:", "a:soon"}) {
    EXPECT_THAT(ParseClearance(text),
                StatusIs(kInvalid, StartsWith("--clearance")))
        << text;
  }
}

}  // namespace
}  // namespace tonus::client
