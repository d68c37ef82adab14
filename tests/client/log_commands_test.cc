// SPDX-License-Identifier: Apache-2.0
// The commands of logs, against a server with canned answers.

#include <string>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "services/client/log_input.h"
#include "services/client/log_lines.h"
#include "tests/client/command_line_fixture.h"
#include "tests/testing/matchers.h"

namespace tonus::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::IsOkAndHolds;
using ::tonus::testing::ParseText;
using ::tonus::testing::StatusIs;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

TEST(LogInputTest, AnExerciseHasWhatWasDoneAndFelt) {
  EXPECT_THAT(
      ParseExerciseLog("dead_bug:L,sets=2,repetitions=8,hold=10,load=2.5,"
                       "settled=2,painful_sound,spread"),
      IsOkAndHolds(EqualsProto(R"pb(
        exercise: "dead_bug"
        side: SIDE_LEFT
        done { sets: 2 repetitions: 8 hold_seconds: 10 load_kg: 2.5 }
        settled_minutes: 2
        painful_sound: true
        spread_down_limb: true
      )pb")));
}

TEST(LogInputTest, ADayAtHomeSaysHowOften) {
  HomeFlags flags;
  flags.log_id = "h";
  flags.pain_before = 2;
  flags.date = "2026-01-13";
  flags.exercises = {"cat_cow,times=3,pain=1", "a,skip=time", "b"};
  EXPECT_THAT(
      ReadHomeLog(flags), IsOkAndHolds(EqualsProto(R"pb(
        log_id: "h"
        date { year: 2026 month: 1 day: 13 }
        pain_before: 2
        items {
          exercise { exercise: "cat_cow" pain_during_max: 1 }
          times: 3
        }
        items { exercise { exercise: "a" skip_reason: SKIP_REASON_TIME } }
        items {
          exercise { exercise: "b" }
          times: 1
        }
      )pb")));
  flags.exercises = {"cat_cow,times=often"};
  EXPECT_THAT(ReadHomeLog(flags),
              StatusIs(kInvalid, HasSubstr("times is 'often'")));
  flags.date = "13.1.";
  EXPECT_THAT(ReadHomeLog(flags), StatusIs(kInvalid, HasSubstr("--date")));
}

TEST(LogLinesTest, ALineIsALog) {
  std::istringstream input(
      "{\"morning\": {\"logId\": \"m\", \"pain\": 2}}\n\n"
      "{\"sessionLog\": {\"logId\": \"s\"}}");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto logs, ReadLogLines("f", input));
  ASSERT_THAT(logs, SizeIs(2));
  EXPECT_EQ(logs[0].entry.morning().pain(), 2);
  EXPECT_EQ(logs[1].line, 3);
  std::istringstream wrong("{\"morning\": {}}\n{\"mood\": 1}\n");
  EXPECT_THAT(ReadLogLines("f", wrong),
              StatusIs(kInvalid, StartsWith("f:2: is no tonus.v1.LogEntry")));
}

using LogCommandsTest = CommandLineFixture;

TEST_F(LogCommandsTest, ALogTellsZonesAndTargets) {
  server_.Answer(ParseText<v1::LogSessionResponse>(R"(
    gate: GATE_OK
    session_log {
      name: "patients/a/logs/3" session_number: 1
      exercises {
        exercise: "cat_cow"
        zone { level: ZONE_LEVEL_AMBER rule: "Z-03" reason: "It hurt."
               action { text: "Less." } }
      }
    }
    proposal: "patients/a/proposals/3")"));
  EXPECT_EQ(RunTonus("log a --session 1 --attempt 2 --exercise cat_cow,pain=4"),
            0)
      << err_;
  EXPECT_THAT(server_.received()[0].request,
              AllOf(HasSubstr("attempt: 2"), HasSubstr("pain_during_max: 4")));
  EXPECT_THAT(out_, HasSubstr("cat_cow: Pain: amber (Z-03). It hurt. Less.\n"));
  EXPECT_THAT(out_, HasSubstr("Waits for a review: patients/a/proposals/3\n"));
}

TEST_F(LogCommandsTest, TestsAroundASessionAreSentAndTold) {
  server_.Answer(ParseText<v1::LogSessionResponse>(R"(
    session_log {
      name: "patients/a/logs/3" session_number: 1
      self_tests { test: "ftf" side: SIDE_MIDLINE before: 9 after: 7.5 }
    })"));
  EXPECT_EQ(RunTonus("log a --session 1 --self-test ftf:M,before=9,after=7.5"),
            0)
      << err_;
  EXPECT_THAT(server_.received()[0].request,
              AllOf(HasSubstr("test: \"ftf\""), HasSubstr("after: 7.5")));
  EXPECT_THAT(out_, AllOf(HasSubstr("ftf"), HasSubstr(" before, 7.5")));
}

TEST_F(LogCommandsTest, ASessionTellsBeforehandWhatPainMeans) {
  server_.Answer(ParseText<v1::GetSessionResponse>(R"(
    gate: GATE_OK
    sessions { number: 1 gate: GATE_OK }
    sessions { number: 2 gate: GATE_OK }
    pain_zones { level: ZONE_LEVEL_RED plain_when: "much pain"
                 actions { text: "Stop." } })"));
  EXPECT_EQ(RunTonus("today a --count 2"), 0);
  EXPECT_THAT(out_, HasSubstr("red: much pain. Stop.\n"));
  EXPECT_EQ(out_.find("When it hurts"), out_.rfind("When it hurts")) << "once";
}

TEST_F(LogCommandsTest, AMorningIsOneSmallCall) {
  server_.Answer(ParseText<v1::RecordMorningResponse>(
      "gate: GATE_OK morning { name: 'patients/a/logs/4' pain: 3 } "
      "proposal: 'patients/a/proposals/4'"));
  EXPECT_EQ(RunTonus("morning a --pain 3 --session 2 --time "
                     "2026-03-01T07:30:00Z --log-id m"),
            0);
  EXPECT_THAT(server_.received()[0].request,
              AllOf(HasSubstr("pain: 3"), HasSubstr("session_number: 2"),
                    HasSubstr("log_id: \"m\""), HasSubstr("request_id")));
  EXPECT_THAT(out_, StartsWith("Recorded patients/a/logs/4: "));
  EXPECT_THAT(out_, HasSubstr("Waits for a review: patients/a/proposals/4\n"));
  EXPECT_EQ(RunTonus("morning a"), 2);
  EXPECT_THAT(err_, HasSubstr("--pain is missing"));
}

TEST_F(LogCommandsTest, ADayAtHomeTellsItsTargets) {
  server_.Answer(ParseText<v1::LogHomeItemsResponse>(
      "home_log { name: 'patients/a/logs/5' items { times: 1 planned_times: 2 "
      "exercise { exercise: 'cat_cow' } } } proposal: "
      "'patients/a/proposals/5'"));
  EXPECT_EQ(RunTonus("home a --exercise cat_cow,times=1"), 0);
  EXPECT_THAT(out_, HasSubstr("1 time of 2: cat_cow\n"));
  EXPECT_THAT(out_, HasSubstr("Waits for a review: patients/a/proposals/5\n"));
  EXPECT_EQ(RunTonus("home a"), 2);
}

TEST_F(LogCommandsTest, EveryKindIsListed) {
  server_.Answer(ParseText<v1::ListLogsResponse>(
      "mornings { name: 'patients/a/logs/4' pain: 3 } "
      "home_logs { name: 'patients/a/logs/5' }"));
  EXPECT_EQ(RunTonus("logs a --kind morning --superseded"), 0);
  EXPECT_THAT(
      server_.received()[0].request,
      AllOf(HasSubstr("LOG_KIND_MORNING"), HasSubstr("show_superseded: true")));
  EXPECT_THAT(out_,
              AllOf(StartsWith("patients/a/logs/4"), Not(HasSubstr("logs/5"))));
  EXPECT_EQ(RunTonus("logs a --kind home -q"), 0);
  EXPECT_EQ(out_, "patients/a/logs/5\n");
  EXPECT_EQ(RunTonus("logs a --kind mood"), 2);
}

TEST_F(LogCommandsTest, AnAmendmentNamesItsLogAndNoPatient) {
  server_.Answer(ParseText<v1::AmendLogResponse>(
      "gate: GATE_OK entry { morning { name: 'patients/a/logs/9' pain: 1 } }"));
  input_ = "morning { pain: 1 }";
  EXPECT_EQ(RunTonus("log amend patients/a/logs/4 --reason entry-error -f -"),
            0)
      << err_;
  EXPECT_THAT(
      server_.received()[0].request,
      AllOf(HasSubstr("name: \"patients/a/logs/4\""),
            HasSubstr("AMENDMENT_REASON_ENTRY_ERROR"), HasSubstr("pain: 1")));
  EXPECT_THAT(out_, HasSubstr("Recorded in place of patients/a/logs/4:\n"
                              "patients/a/logs/9"));
  EXPECT_EQ(RunTonus("log amend patients/a/logs/4 --reason duplicate "
                     "--withdraw --retract rf_x"),
            0);
  EXPECT_THAT(server_.received()[2].request,
              AllOf(HasSubstr("withdraw: true"), HasSubstr("\"rf_x\"")));
  EXPECT_THAT(out_, HasSubstr("Withdrew patients/a/logs/4.\n"));
  for (const char* wrong :
       {"log amend patients/a/logs/4 --reason entry-error",
        "log amend patients/a/logs/4 --reason boredom --withdraw",
        "log amend patients/a/logs/4 --withdraw", "log amend --withdraw"}) {
    EXPECT_EQ(RunTonus(wrong), 2) << wrong;
  }
}

TEST_F(LogCommandsTest, ASyncTellsWhatBecameOfEachLog) {
  v1::SyncLogsResponse recorded;
  recorded.set_log("patients/a/logs/3");
  v1::SyncLogsResponse known;
  known.set_already_recorded(true);
  v1::SyncLogsResponse wrong;
  wrong.mutable_status()->set_code(static_cast<int>(kInvalid));
  google::rpc::BadRequest fields;
  auto* violation = fields.add_field_violations();
  violation->set_field("entry.morning.pain");
  violation->set_description("must be in [0, 10]");
  wrong.mutable_status()->add_details()->PackFrom(fields);
  server_.Answer(recorded);
  server_.Answer(known);
  server_.Answer(wrong);
  input_ =
      "{\"morning\": {\"logId\": \"1\"}}\n"
      "{\"morning\": {\"logId\": \"2\"}}\n\n"
      "{\"morning\": {\"logId\": \"3\"}}\n";
  EXPECT_EQ(RunTonus("log sync - --patient a"), 1);
  ASSERT_THAT(server_.received(), SizeIs(3));
  EXPECT_THAT(
      server_.received()[1].request,
      AllOf(HasSubstr("parent: \"patients/a\""), HasSubstr("log_id: \"2\"")));
  EXPECT_EQ(out_, "1 log recorded, 1 recorded before, 1 wrong.\n");
  EXPECT_THAT(err_, HasSubstr("-:4: entry.morning.pain must be in [0, 10]\n"));
}

TEST_F(LogCommandsTest, ASyncGoesOnWhereItBroke) {
  server_.Fail(grpc::Status(grpc::StatusCode::UNAVAILABLE, "away"), 1);
  input_ = "{\"morning\": {\"logId\": \"1\"}}";
  EXPECT_EQ(RunTonus("log sync - --patient a"), 0) << err_;
  EXPECT_EQ(out_, "1 log recorded, 0 recorded before, 0 wrong.\n");
  input_ = "no json";
  EXPECT_EQ(RunTonus("log sync - --patient a"), 2);
  EXPECT_EQ(RunTonus("log sync -"), 2) << "whose";
  EXPECT_EQ(RunTonus("log sync /nowhere --patient a"), 2);
  EXPECT_THAT(out_, IsEmpty());
}

}  // namespace
}  // namespace tonus::client
