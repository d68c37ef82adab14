// SPDX-License-Identifier: Apache-2.0
// The whole program against a server with canned answers.

#include "services/client/command_line.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "tests/client/command_line_fixture.h"
#include "tests/testing/matchers.h"

namespace tonus::client {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::tonus::testing::ParseText;

class CommandLineTest : public CommandLineFixture {
 protected:
  CommandLineTest() {
    server_.Answer(ParseText<v1::GetPackResponse>(R"(
      version: "2026.1" hash: "00"
      pack {
        muscles { id: "iliopsoas" display_name: "Iliopsoas" }
        exercises { id: "glute_bridge" display_name: "Bridge" }
      })"));
  }
};

TEST_F(CommandLineTest, CreateSendsProfileCredentialDeadlineAndRequestId) {
  server_.Answer(ParseText<v1::Patient>(R"(name: "patients/a" revision: 1)"));
  EXPECT_EQ(RunTonus("patient create --age 38 --external-id 7 --equipment "
                     "mat,strap --timeout 20"),
            0)
      << err_;
  ASSERT_THAT(server_.received(), SizeIs(1));
  const Received call = server_.received()[0];
  EXPECT_THAT(call.request,
              AllOf(HasSubstr("age_years: 38"), HasSubstr("external_id: \"7\""),
                    HasSubstr("equipment: \"mat\" equipment: \"strap\""),
                    ContainsRegex("request_id: \"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a"
                                  "-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"")));
  EXPECT_EQ(call.authorization, "Bearer secret-token");
  EXPECT_GT(call.seconds_left, 10);
  EXPECT_LE(call.seconds_left, 20.2) << "gRPC rounds up to a tenth";
  EXPECT_THAT(out_, StartsWith("patients/a"));
  EXPECT_THAT(err_, IsEmpty());
}

TEST_F(CommandLineTest, AGivenRequestIdIsSent) {
  EXPECT_EQ(RunTonus("patient create --request-id mine"), 0);
  EXPECT_THAT(server_.received()[0].request, HasSubstr("request_id: \"mine\""));
}

TEST_F(CommandLineTest, QuietPrintsTheNameAlone) {
  server_.Answer(ParseText<v1::Patient>(R"(name: "patients/a")"));
  EXPECT_EQ(RunTonus("patient get a --quiet"), 0);
  EXPECT_EQ(out_, "patients/a\n");
  EXPECT_EQ(RunTonus("patient get patients/a -o name"), 0);
  EXPECT_EQ(out_, "patients/a\n");
  EXPECT_THAT(server_.received()[0].request, HasSubstr("\"patients/a\""));
  EXPECT_THAT(server_.received()[1].request, HasSubstr("\"patients/a\""));
}

TEST_F(CommandLineTest, AnAnswerWithoutNamesSaysSo) {
  EXPECT_EQ(RunTonus("explain a --quiet"), 2);
  EXPECT_THAT(err_, HasSubstr("--output name"));
}

TEST_F(CommandLineTest, JsonIsOneDocumentOfTheResponse) {
  const auto patient = ParseText<v1::Patient>(
      R"(name: "patients/a" profile { age_years: 38 } revision: 3)");
  server_.Answer(patient);
  EXPECT_EQ(RunTonus("patient get a --output json"), 0);
  EXPECT_THAT(out_, AllOf(HasSubstr("\"age_years\": 38"),
                          HasSubstr("\"equipment\": []")));
  v1::Patient parsed;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(out_, &parsed).ok());
  EXPECT_EQ(parsed.SerializeAsString(), patient.SerializeAsString());
  EXPECT_THAT(server_.received(), SizeIs(1)) << "json needs no catalog";
}

TEST_F(CommandLineTest, UpdateMasksWhatIsGiven) {
  EXPECT_EQ(RunTonus("patient update a --age 40 --clear conditions "
                     "--time-zone Europe/Berlin --etag e1"),
            0)
      << err_;
  EXPECT_THAT(server_.received()[0].request,
              AllOf(HasSubstr("paths: \"profile.age_years\" paths: "
                              "\"profile.conditions\" paths: \"time_zone\""),
                    HasSubstr("etag: \"e1\"")));
  EXPECT_EQ(RunTonus("patient update a"), 2);
  EXPECT_THAT(err_, HasSubstr("nothing to change"));
}

TEST_F(CommandLineTest, ListsReadEveryPage) {
  server_.Answer(ParseText<v1::ListPatientsResponse>(
      R"(patients { name: "patients/a" } next_page_token: "t")"));
  server_.Answer(ParseText<v1::ListPatientsResponse>(
      R"(patients { name: "patients/b" })"));
  EXPECT_EQ(RunTonus("patient list -q"), 0);
  EXPECT_EQ(out_, "patients/a\npatients/b\n");
  EXPECT_THAT(server_.received()[1].request, HasSubstr("page_token: \"t\""));
}

TEST_F(CommandLineTest, APageIsReadAlone) {
  server_.Answer(ParseText<v1::ListPatientsResponse>(
      R"(patients { name: "patients/a" } next_page_token: "t")"));
  EXPECT_EQ(RunTonus("patient list --page-size 1 -o json"), 0);
  EXPECT_THAT(out_, HasSubstr("\"next_page_token\": \"t\""));
  EXPECT_THAT(server_.received(), SizeIs(1));
}

TEST_F(CommandLineTest, AServerThatRepeatsAPageDoesNotHangTheClient) {
  server_.Answer(ParseText<v1::ListPatientsResponse>(
      R"(patients { name: "patients/a" } next_page_token: "t")"));
  EXPECT_NE(RunTonus("patient list"), 0);
  EXPECT_THAT(err_, HasSubstr("repeats a page"));
}

TEST_F(CommandLineTest, SubmitReadsStandardInputAndPrintsTheSummary) {
  server_.Answer(ParseText<v1::SubmitAssessmentResponse>(R"(
    assessment { name: "patients/a/assessments/2" }
    interpretation {
      gate: GATE_OK
      findings { muscle: "iliopsoas" side: SIDE_RIGHT status: STATUS_TIGHT }
    })"));
  input_ = R"(results { test: "mod_thomas_hip" side: SIDE_RIGHT value: 8 })";
  EXPECT_EQ(RunTonus("assess submit a --file - --result sorensen:M=95 "
                     "--deny-red-flags"),
            0)
      << err_;
  EXPECT_THAT(server_.received()[0].request,
              AllOf(HasSubstr("parent: \"patients/a\""),
                    HasSubstr("mod_thomas_hip"), HasSubstr("sorensen"),
                    HasSubstr("others_denied: true"), HasSubstr("request_id")));
  EXPECT_THAT(out_, AllOf(StartsWith("Recorded patients/a/assessments/2.\n"),
                          HasSubstr("Tight\n  Iliopsoas, right\n")));
}

TEST_F(CommandLineTest, SubmitPrintsTheNameForScripts) {
  server_.Answer(ParseText<v1::SubmitAssessmentResponse>(
      R"(assessment { name: "patients/a/assessments/2" })"));
  EXPECT_EQ(RunTonus("assess submit -p a --result a:L=3 --output name"), 0);
  EXPECT_EQ(out_, "patients/a/assessments/2\n");
}

TEST_F(CommandLineTest, ARepeatedOptionTakesOneValue) {
  EXPECT_EQ(RunTonus("assess submit --yes rf_a --yes rf_b a"), 0) << err_;
  EXPECT_THAT(server_.received()[0].request,
              AllOf(HasSubstr("parent: \"patients/a\""), HasSubstr("rf_a"),
                    HasSubstr("rf_b")));
}

TEST_F(CommandLineTest, AnAnswerOfBothYesAndNoIsWrong) {
  EXPECT_EQ(RunTonus("assess submit a --yes rf_a --no rf_b --no rf_a"), 2);
  EXPECT_THAT(err_,
              HasSubstr("--yes rf_a and --no rf_a contradict each other"));
  EXPECT_EQ(RunTonus("today a --start --pain 0 --yes rf_a --no rf_a"), 2);
  EXPECT_THAT(server_.received(), SizeIs(0));
}

TEST_F(CommandLineTest, OnlyOfAWriteItSaysThatNothingWasStored) {
  server_.Fail(grpc::Status(grpc::INVALID_ARGUMENT, "no"));
  EXPECT_EQ(RunTonus("assess submit a --result a:L=3"), 1);
  EXPECT_THAT(err_, HasSubstr("send again; nothing was stored\n"));
  EXPECT_EQ(RunTonus("assess submit a --result a:L=3 --validate-only"), 1);
  EXPECT_THAT(err_, Not(HasSubstr("nothing was stored")));
  EXPECT_EQ(RunTonus("assess interpret --result a:L=3"), 1);
  EXPECT_THAT(err_, Not(HasSubstr("nothing was stored")));
}

TEST_F(CommandLineTest, SuggestTellsItsOrderAndItsDefault) {
  EXPECT_EQ(RunTonus("assess suggest --help"), 0);
  const std::string help = absl::StrReplaceAll(out_, {{"\n", " "}});
  EXPECT_THAT(help, HasSubstr("first those that a rule asks for"));
  EXPECT_THAT(help, HasSubstr("which is 5"));
}

TEST_F(CommandLineTest, TodayShowsTheSessionWithNamesOfThePack) {
  server_.Answer(ParseText<v1::GetSessionResponse>(R"(
    gate: GATE_OK
    sessions {
      name: "patients/a/routine/sessions/4" number: 4 gate: GATE_OK
      items { order: 1 exercise: "glute_bridge"
              doses { side: SIDE_MIDLINE sets: 2 repetitions: 8 } }
    })"));
  EXPECT_EQ(RunTonus("today a"), 0);
  EXPECT_THAT(server_.received()[0].request,
              HasSubstr("\"patients/a/routine/sessions/today\""));
  EXPECT_THAT(out_, AllOf(HasSubstr("Session 4"), HasSubstr("1. Bridge"),
                          HasSubstr("2 sets of 8")));
  EXPECT_THAT(server_.received(), SizeIs(2)) << "the catalog is read once";
}

TEST_F(CommandLineTest, TodayTakesANumberAndThePatientOfTheEnvironment) {
  setenv("TONUS_PATIENT", "b", 1);
  EXPECT_EQ(RunTonus("today --number 3 -o json"), 0) << err_;
  unsetenv("TONUS_PATIENT");
  EXPECT_THAT(server_.received()[0].request,
              HasSubstr("\"patients/b/routine/sessions/3\""));
}

TEST_F(CommandLineTest, StartSendsTheCheckIn) {
  server_.Answer(ParseText<v1::StartSessionResponse>(
      R"(gate: GATE_STOP_AND_REFER_URGENT notices { text: "Go now." })"));
  EXPECT_EQ(RunTonus("today a --start --pain 0 --yes rf_x"), 0) << err_;
  EXPECT_THAT(server_.received()[0].request,
              AllOf(HasSubstr("pain_before: 0"), HasSubstr("rf_x"),
                    Not(HasSubstr("others_denied")), HasSubstr("request_id")));
  EXPECT_EQ(out_,
            "STOP. This needs urgent medical help now. No exercise.\n"
            "! Go now.\n");
}

TEST_F(CommandLineTest, StartAsksForWhatIsMissing) {
  EXPECT_EQ(RunTonus("today a --start --no-red-flags"), 2);
  EXPECT_THAT(err_, HasSubstr("--pain"));
  EXPECT_EQ(RunTonus("today a --start --pain 3"), 2);
  EXPECT_THAT(err_, HasSubstr("enough alone"));
  EXPECT_THAT(err_, HasSubstr("--no-red-flags"));
  EXPECT_EQ(RunTonus("today a --pain 3"), 2);
  EXPECT_THAT(err_, HasSubstr("--start"));
  EXPECT_THAT(server_.received(), IsEmpty());
}

TEST_F(CommandLineTest, ExplainSendsItsSubject) {
  EXPECT_EQ(RunTonus("explain a --muscle iliopsoas.R"), 0);
  EXPECT_EQ(RunTonus("explain a --exercise glute_bridge -o json"), 0);
  EXPECT_EQ(RunTonus("explain a --decision d -o json"), 0);
  EXPECT_EQ(RunTonus("explain a -o json"), 0);
  std::vector<std::string> requests;
  for (const Received& call : server_.received()) {
    if (call.request.find("routine") != std::string::npos) {
      requests.push_back(call.request);
    }
  }
  EXPECT_THAT(requests, ElementsAre(HasSubstr("muscle: \"iliopsoas.R\""),
                                    HasSubstr("exercise: \"glute_bridge\""),
                                    HasSubstr("decision: \"d\""),
                                    HasSubstr("overview: true")));
  EXPECT_EQ(RunTonus("explain a --muscle x --exercise y"), 2);
}

TEST_F(CommandLineTest, LogAndProgressAreShown) {
  server_.Answer(ParseText<v1::LogSessionResponse>(R"(
    gate: GATE_OK
    session_log { name: "patients/a/logs/3" session_number: 1 })"));
  server_.Answer(ParseText<v1::Progress>("scheduled_sessions: 1"));
  EXPECT_EQ(RunTonus("log a --session 1 --completed 100 --pain-after 0"), 0);
  EXPECT_THAT(server_.received()[0].request,
              AllOf(HasSubstr("completed_pct: 100"), HasSubstr("pain_after: 0"),
                    HasSubstr("request_id")));
  EXPECT_THAT(out_, StartsWith("Recorded patients/a/logs/3: session 1"));
  EXPECT_EQ(RunTonus("progress a"), 0);
  EXPECT_EQ(out_, "0 of 1 session done\n");
}

std::string FileText(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_F(CommandLineTest, ProgressIsDrawnIntoFilesOfTheFolderAlone) {
  server_.Answer(ParseText<v1::RenderProgressResponse>(R"(
    plots { kind: PLOT_KIND_PAIN title: "Pain" svg: "<svg>a</svg>" }
    plots { kind: PLOT_KIND_TEST subject: "../../wblt" title: "Lunge"
            svg: "<svg>b</svg>" })"));
  const auto folder =
      std::filesystem::path(::testing::TempDir()) / "tonus-plots" / "new";
  std::filesystem::remove_all(folder.parent_path());
  EXPECT_EQ(RunTonus("progress a --svg " + folder.native()), 0);
  EXPECT_EQ(out_, (folder / "pain.svg").native() + ": Pain\n" +
                      (folder / "test-wblt.svg").native() + ": Lunge\n");
  EXPECT_EQ(FileText(folder / "pain.svg"), "<svg>a</svg>");
  EXPECT_EQ(FileText(folder / "test-wblt.svg"), "<svg>b</svg>");
  // A file stands where the folder should be.
  EXPECT_NE(RunTonus("progress a --svg " + (folder / "pain.svg").native()), 0);
  EXPECT_THAT(err_, HasSubstr("pain.svg"));
  std::filesystem::remove_all(folder.parent_path());
}

TEST_F(CommandLineTest, PlotsThatFoundNoPlaceAreAskedForAgain) {
  v1::RenderProgressResponse response;
  for (int i = 0; i < 41; ++i) {
    response.add_omitted_subjects("t" + std::to_string(i));
  }
  server_.Answer(response);
  const auto folder =
      std::filesystem::path(::testing::TempDir()) / "tonus-none";
  EXPECT_EQ(RunTonus("progress a --svg " + folder.native()), 0);
  std::vector<std::string> requests;
  for (const Received& call : server_.received()) {
    if (call.request.find("progress") != std::string::npos) {
      requests.push_back(call.request);
    }
  }
  ASSERT_EQ(requests.size(), 3);
  EXPECT_THAT(requests[1], HasSubstr("subjects: \"t39\""));
  EXPECT_THAT(requests[2], HasSubstr("subjects: \"t40\""));
  std::filesystem::remove_all(folder);
}

TEST_F(CommandLineTest, ALogThatClosesTheGateSaysSoFirst) {
  server_.Answer(ParseText<v1::LogSessionResponse>(R"(
    gate: GATE_STOP_AND_REFER_URGENT notices { text: "Go now." }
    session_log { name: "patients/a/logs/4" session_number: 2 })"));
  EXPECT_EQ(RunTonus("log a --session 2"), 0);
  EXPECT_THAT(out_, StartsWith("STOP. This needs urgent medical help now. No "
                               "exercise.\n! Go now.\nRecorded patients/a/"));
}

TEST_F(CommandLineTest, EveryCommandThatReadsRuns) {
  for (const char* command :
       {"assess get patients/a/assessments/1", "assess list a",
        "assess interpret --result a:L=1 --date 2026-03-01", "routine show a",
        "logs a", "catalog muscles", "catalog tests --muscle iliopsoas",
        "catalog exercises", "catalog rules --prefix R-3", "catalog measures",
        "catalog pack", "catalog red-flags", "catalog conditions"}) {
    EXPECT_EQ(RunTonus(command), 0) << command << ": " << err_;
    EXPECT_EQ(RunTonus(std::string(command) + " --output json"), 0) << command;
    EXPECT_THAT(out_, StartsWith("{")) << command;
  }
}

TEST_F(CommandLineTest, InterpretSendsClearances) {
  EXPECT_EQ(RunTonus("assess interpret --result a:L=1 --clearance "
                     "cond_a:2026-03-01 --clearance rf_b:2026-03-02 -o json"),
            0)
      << err_;
  EXPECT_THAT(
      server_.received()[0].request,
      AllOf(HasSubstr("subject: \"cond_a\""), HasSubstr("subject: \"rf_b\"")));
  EXPECT_EQ(RunTonus("assess interpret --result a:L=1 --clearance cond_a"), 2);
}

TEST_F(CommandLineTest, InterpretFailsWhenNothingCouldBeRead) {
  v1::InterpretAssessmentResponse response =
      ParseText<v1::InterpretAssessmentResponse>(R"(
        interpretation {
          gate: GATE_NOT_CLEARED
          rejected_results { test: "a" reason: "UNKNOWN_TEST"
                             description: "Use a test id of the pack." }
        })");
  server_.Answer(response);
  server_.Answer(response);
  response.mutable_interpretation()->clear_rejected_results();
  server_.Answer(response);
  EXPECT_EQ(RunTonus("assess interpret --result a:L=1"), 1);
  EXPECT_THAT(err_, HasSubstr("a: Use a test id of the pack. (UNKNOWN_TEST)"));
  EXPECT_THAT(out_, HasSubstr("No exercise yet"));
  EXPECT_EQ(RunTonus("assess interpret --result a:L=1 --result b:L=1"), 0);
  EXPECT_EQ(RunTonus("assess interpret --result a:L=1"), 0);
  EXPECT_EQ(RunTonus("assess interpret --deny-red-flags"), 0);
}

TEST_F(CommandLineTest, WrongArgumentsAreUsageErrors) {
  for (const char* arguments :
       {"", "bogus", "patient", "patient get", "patient create --sex x",
        "patient create --age old", "patient get a --output xml",
        "patient get a --timeout 0", "patient get a --timeout never",
        "assess submit a", "assess submit a --file /nowhere", "log a",
        "today a --number 0", "patient get a extra", "catalog",
        "patient list --ca /nowhere"}) {
    EXPECT_EQ(RunTonus(arguments), 2) << arguments;
    EXPECT_THAT(err_, StartsWith("tonus: ")) << arguments;
    EXPECT_THAT(out_, IsEmpty()) << arguments;
  }
  EXPECT_THAT(server_.received(), IsEmpty());
}

TEST_F(CommandLineTest, WhatIsNoCommandIsNamed) {
  for (const auto& [arguments, word] :
       {std::pair("bogus", "bogus"), std::pair("bogus more", "bogus"),
        std::pair("patient bogus", "bogus")}) {
    EXPECT_EQ(RunTonus(arguments), kExitUsage) << arguments;
    EXPECT_THAT(
        err_, StartsWith(absl::StrCat("tonus: no such command: ", word, "\n")))
        << arguments;
  }
  EXPECT_EQ(RunTonus("patient"), kExitUsage);
  EXPECT_THAT(err_, Not(HasSubstr("no such command")));
}

TEST_F(CommandLineTest, HelpTellsTheExitCodes) {
  EXPECT_EQ(RunExactly({"--help"}), 0);
  EXPECT_THAT(out_, AllOf(HasSubstr("Exit codes"), HasSubstr("assess")));
  EXPECT_EQ(RunExactly({"assess", "submit", "--help"}), 0);
  EXPECT_THAT(out_, HasSubstr("--result"));
  EXPECT_EQ(RunExactly({"--version"}), 0);
  EXPECT_THAT(out_, StartsWith("tonus "));
}

TEST_F(CommandLineTest, EveryCommandShowsExamplesThatRun) {
  server_.Answer(ParseText<v1::ListPatientsResponse>(""));
  for (const std::string command : {"patient create",
                                    "patient get",
                                    "patient update",
                                    "patient list",
                                    "assess submit",
                                    "assess get",
                                    "assess list",
                                    "assess interpret",
                                    "routine show",
                                    "explain",
                                    "today",
                                    "log",
                                    "log amend",
                                    "log sync",
                                    "morning",
                                    "home",
                                    "logs",
                                    "progress",
                                    "outcome",
                                    "alert list",
                                    "alert acknowledge",
                                    "adverse-event record",
                                    "adverse-event list",
                                    "catalog muscles",
                                    "catalog tests",
                                    "catalog exercises",
                                    "catalog pack",
                                    "catalog red-flags",
                                    "catalog conditions",
                                    "health"}) {
    EXPECT_EQ(RunTonus(command + " --help"), 0);
    int examples = 0;
    const std::string help = out_;
    for (const absl::string_view line : absl::StrSplit(help, '\n')) {
      if (!absl::StartsWith(line, "  tonus ")) continue;
      ++examples;
      std::string example(absl::StripPrefix(line, "  tonus "));
      EXPECT_THAT(example + " ", StartsWith(command + " "));
      absl::StrReplaceAll({{"deploy/examples", TONUS_EXAMPLES_FOLDER}},
                          &example);
      const ExitCode code = RunTonus(example);
      // The server of this test knows the health of the whole alone.
      if (!absl::StrContains(example, "--service")) {
        EXPECT_EQ(code, 0) << example << ": " << err_;
      }
    }
    EXPECT_THAT(examples, AllOf(Ge(1), Le(2))) << command;
  }
}

}  // namespace
}  // namespace tonus::client
