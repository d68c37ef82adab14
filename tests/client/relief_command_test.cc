// SPDX-License-Identifier: Apache-2.0
// tonus relief against a server with canned answers.

#include <iterator>
#include <string>
#include <vector>

#include "tests/client/command_line_fixture.h"
#include "tests/testing/matchers.h"

namespace tonus::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::ParseText;

constexpr char kStep[] = R"pb(
  run {
    name: "patients/p/reliefRuns/3"
    state: RELIEF_STATE_STEP
    step {
      step: "L2_HAM"
      rung: 2
      wait_seconds: 60
      item {
        exercise: "roll"
        doses { side: SIDE_LEFT sets: 1 hold_seconds: 30 }
      }
      warm_up { exercise: "march" }
    }
  })pb";

constexpr char kRelieved[] = R"pb(
  run { state: RELIEF_STATE_RELIEVED rule: "R-803" reason: "It helped." })pb";

class ReliefCommandTest : public CommandLineFixture {
 protected:
  ExitCode RunTonus(const std::string& arguments, const std::string& input) {
    input_ = input;
    return CommandLineFixture::RunTonus(arguments);
  }

  void Answer(const std::string& text) {
    server_.Answer(ParseText<v1::RunReliefResponse>(text));
  }

  // What was sent of a run, in text form.
  std::vector<std::string> Said() const {
    std::vector<std::string> said;
    for (const Received& received : server_.received()) {
      if (received.request.find("patients/p\"") != std::string::npos) {
        said.push_back(received.request);
      }
    }
    return said;
  }
};

constexpr char kBegin[] = "relief --patient p --pain 5 --no-red-flags";

TEST_F(ReliefCommandTest, ShowsAStepAsksAndTellsTheEnd) {
  Answer(kStep);
  Answer(kRelieved);
  EXPECT_EQ(RunTonus(kBegin, "3\n"), kExitOk) << err_;
  EXPECT_THAT(out_,
              AllOf(HasSubstr("First warm up: march"), HasSubstr("Do: roll"),
                    HasSubstr("30 s"), HasSubstr("Then wait 60 s."),
                    HasSubstr("Relieved. It helped. (rule R-803)")));
  ASSERT_THAT(Said(), SizeIs(2));
  EXPECT_THAT(Said()[0],
              AllOf(HasSubstr("others_denied: true"), HasSubstr("pain: 5"),
                    HasSubstr("request_id: \"")));
  EXPECT_THAT(Said()[1],
              AllOf(HasSubstr("run: \"patients/p/reliefRuns/3\""),
                    HasSubstr("step: \"L2_HAM\""), HasSubstr("pain_now: 3"),
                    Not(HasSubstr("peak_pain"))));
}

TEST_F(ReliefCommandTest, EveryWordOfAnAnswerIsSent) {
  const std::pair<const char*, const char*> kWords[] = {
      {"5 sharp\n", "sharp_pain: true"},
      {"5, nerve\n", "neuro_symptom: true"},
      {"5 numbness\n", "neuro_symptom: true"},
      {"5 tingling\n", "neuro_symptom: true"},
      {"5 weakness\n", "STOP_SYMPTOM_WEAKNESS"},
      {"peak 7 5\n", "peak_pain: 7"},
      {"5 peak 0\n", "peak_pain: 0"},
      {"DIZZY 5\n", "STOP_SYMPTOM_DIZZINESS"},
      {"5 chest\n", "STOP_SYMPTOM_CHEST"},
      {"5 weak\n", "STOP_SYMPTOM_WEAKNESS"},
      {"5 saddle\n", "STOP_SYMPTOM_SADDLE"},
  };
  for (size_t i = 0; i < std::size(kWords); ++i) {
    Answer(kStep);
    Answer(kRelieved);
  }
  for (const auto& [line, sent] : kWords) {
    SCOPED_TRACE(line);
    const size_t before = Said().size();
    RunTonus(kBegin, line);
    ASSERT_GT(Said().size(), before + 1);
    EXPECT_THAT(Said()[before + 1],
                AllOf(HasSubstr(sent), HasSubstr("pain_now: 5")));
  }
}

TEST_F(ReliefCommandTest, WhatIsNotUnderstoodIsAskedAgain) {
  Answer(kStep);
  Answer(kRelieved);
  EXPECT_EQ(
      RunTonus(kBegin, "\n11\n-1\npeak\n5 peak\nabc 5\nstop 5\npeak 3\n4\n"),
      kExitOk);
  EXPECT_THAT(Said(), SizeIs(2));
  EXPECT_THAT(Said()[1], HasSubstr("pain_now: 4"));
  EXPECT_THAT(err_, HasSubstr("Answer with your pain now"));
}

TEST_F(ReliefCommandTest, HarmNeedsNoNumber) {
  const std::pair<const char*, const char*> kLines[] = {
      {"chest\n", "STOP_SYMPTOM_CHEST"},
      {"stop chest\n", "STOP_SYMPTOM_CHEST"},
      {"dizzy, stop\n", "STOP_SYMPTOM_DIZZINESS"},
      {"sharp\n", "sharp_pain: true"},
      {"nerve peak 8\n", "neuro_symptom: true"},
  };
  for (size_t i = 0; i < std::size(kLines); ++i) {
    Answer(kStep);
    Answer(kRelieved);
  }
  for (const auto& [line, sent] : kLines) {
    SCOPED_TRACE(line);
    const size_t before = Said().size();
    RunTonus(kBegin, line);
    ASSERT_GT(Said().size(), before + 1);
    EXPECT_THAT(Said()[before + 1], AllOf(HasSubstr("report"), HasSubstr(sent),
                                          Not(HasSubstr("pain_now"))));
  }
}

TEST_F(ReliefCommandTest, StopAndTheEndOfInput) {
  Answer(kStep);
  Answer(kRelieved);
  RunTonus(kBegin, "stop\n");
  ASSERT_THAT(Said(), SizeIs(2));
  EXPECT_THAT(Said()[1], HasSubstr("stop: true"));
}

TEST_F(ReliefCommandTest, ABrokenTalkCanBeResumed) {
  Answer(kStep);
  EXPECT_EQ(RunTonus(kBegin, ""), kExitOk);
  EXPECT_THAT(out_, HasSubstr("tonus relief --resume goes on with it"));
  EXPECT_EQ(RunTonus("relief --patient p --resume", ""), kExitOk);
  EXPECT_THAT(Said().back(),
              AllOf(HasSubstr("resume: true"), Not(HasSubstr("request_id"))));
}

// A yes that was told beside it would be lost.
TEST_F(ReliefCommandTest, WhoResumesTellsNothingOfTheBeginning) {
  for (const std::string told :
       {"--pain 5", "--no-red-flags", "--yes rf_saddle", "--no rf_saddle",
        "--equipment MAT", "--warm"}) {
    EXPECT_EQ(RunTonus("relief --patient p --resume " + told, ""), kExitUsage)
        << told;
    EXPECT_THAT(err_, HasSubstr("--resume")) << told;
  }
  EXPECT_THAT(Said(), IsEmpty());
}

TEST_F(ReliefCommandTest, ALostAnswerIsAskedForWithTheSameId) {
  Answer(kRelieved);
  server_.Fail(grpc::Status(grpc::StatusCode::UNAVAILABLE, "away"), 2);
  EXPECT_EQ(RunTonus(kBegin, ""), kExitOk) << err_;
  EXPECT_THAT(out_, HasSubstr("Relieved."));
}

TEST_F(ReliefCommandTest, SilenceIsNoAnswerToARedFlag) {
  EXPECT_NE(RunTonus("relief --patient p --pain 5", ""), kExitOk);
  EXPECT_THAT(err_, HasSubstr("--no-red-flags"));
  EXPECT_NE(RunTonus("relief --patient p --no-red-flags", ""), kExitOk);
  EXPECT_THAT(err_, HasSubstr("--pain"));
  EXPECT_THAT(Said(), IsEmpty());
}

}  // namespace
}  // namespace tonus::client
