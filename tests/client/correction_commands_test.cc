// SPDX-License-Identifier: Apache-2.0
// tonus assess import and amend against a server with canned answers.

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/rpc/error_details.pb.h"
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
using ::tonus::testing::ParseText;

constexpr char kTable[] =
    "external_id,date,test,side,value\n"
    "7,2026-01-12,a,L,3\n"
    "7,2026-01-12,a,R,4\n"
    "8,2026-01-12,a,L,5\n"
    "9,2026-01-12,a,L,6\n";

class CorrectionCommandsTest : public CommandLineFixture {
 protected:
  // Writes a table and returns its path.
  std::string Table(const std::string& text) {
    const std::string path = server_.folder() + "/table.csv";
    std::ofstream(path) << text;
    return path;
  }

  void AnswerImport(const std::string& text) {
    server_.Answer(ParseText<v1::ImportAssessmentsResponse>(text));
  }
};

TEST_F(CorrectionCommandsTest, AnImportCountsWhatBecameOfEachAssessment) {
  AnswerImport("item: 1 assessment: 'patients/x/assessments/2' status {}");
  AnswerImport("item: 2 already_recorded: true status {}");
  AnswerImport("item: 3 assessment: 'patients/z/assessments/4' status {}");
  EXPECT_EQ(RunTonus("assess import " + Table(kTable)), kExitOk) << err_;
  EXPECT_EQ(out_, "2 assessments recorded, 1 recorded before, 0 wrong.\n");
  EXPECT_THAT(err_, IsEmpty());
  ASSERT_THAT(server_.received(), SizeIs(3));
  EXPECT_THAT(server_.received()[0].request,
              AllOf(HasSubstr("external_id: \"7\""), HasSubstr("value: 3"),
                    HasSubstr("value: 4"), HasSubstr("request_id: \"csv-"),
                    Not(HasSubstr("validate_only"))));
  EXPECT_EQ(server_.received()[2].authorization, "Bearer secret-token");
}

TEST_F(CorrectionCommandsTest, TheSameFileSendsTheSameItems) {
  RunTonus("assess import " + Table(kTable));
  RunTonus("assess import " + Table(kTable));
  const auto received = server_.received();
  ASSERT_THAT(received, SizeIs(6));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(received[i].request, received[i + 3].request);
  }
}

TEST_F(CorrectionCommandsTest, ADryRunOnlyChecks) {
  EXPECT_EQ(RunTonus("assess import --dry-run " + Table(kTable)), kExitOk);
  EXPECT_EQ(out_,
            "3 assessments can be recorded, 0 recorded before, 0 wrong. Dry "
            "run: nothing was stored.\n");
  for (const Received& call : server_.received()) {
    EXPECT_THAT(call.request, HasSubstr("validate_only: true"));
  }
}

TEST_F(CorrectionCommandsTest, AWrongRowIsToldWithItsCellAndTheOthersGoOn) {
  google::rpc::BadRequest bad;
  bad.add_field_violations()->set_field("assessment.results[1].value");
  bad.mutable_field_violations(0)->set_description("must be in [0, 3]");
  v1::ImportAssessmentsResponse refused;
  refused.mutable_status()->set_code(3);
  refused.mutable_status()->add_details()->PackFrom(bad);
  server_.Answer(refused);
  AnswerImport("status {}");
  const std::string path = Table(kTable);
  EXPECT_EQ(RunTonus("assess import " + path), kExitRefused);
  EXPECT_EQ(err_, absl::StrCat(path,
                               ":2: is not recorded, as row 3 is not: they are "
                               "one assessment\n",
                               path, ":3: column value: must be in [0, 3]\n",
                               "tonus: ", path,
                               " holds wrong rows; correct them and import it "
                               "again; what was recorded stays so\n"));
  EXPECT_EQ(out_, "2 assessments recorded, 0 recorded before, 1 wrong.\n");
}

TEST_F(CorrectionCommandsTest, WhatIsNotReadIsToldAtItsRow) {
  v1::ImportAssessmentsResponse kept;
  auto& rejected = *kept.add_rejected_results();
  rejected.set_index(1);
  rejected.set_test("b");
  rejected.set_rule("R-010");
  rejected.set_description("Let a clinician take it.");
  server_.Answer(kept);
  AnswerImport("status {}");
  const std::string path = Table(kTable);
  EXPECT_EQ(RunTonus("assess import " + path), kExitOk);
  EXPECT_EQ(err_, absl::StrCat(path,
                               ":3: column test: b is kept, but not read "
                               "(R-010). Let a clinician take it.\n"));
}

TEST_F(CorrectionCommandsTest, ARowOfNobodyIsCounted) {
  AnswerImport("status {}");
  const std::string path = Table(
      "external_id,date,test,side,value\n7,2026-01-12,a,L,3\n"
      ",2026-01-12,a,L,3\n");
  EXPECT_EQ(RunTonus("assess import " + path), kExitRefused);
  EXPECT_EQ(out_,
            "1 assessment recorded, 0 recorded before, 0 wrong; 1 wrong row of "
            "no assessment.\n");
}

TEST_F(CorrectionCommandsTest, AnIncompleteAssessmentIsCheckedButNotRecorded) {
  const std::string path =
      Table(std::string(kTable) + "9,2026-01-12,b,L,x\n8,2026-01-13,a,L,1\n");
  EXPECT_EQ(RunTonus("assess import " + path), kExitRefused);
  EXPECT_THAT(server_.received(), SizeIs(3));
  EXPECT_THAT(err_, HasSubstr(path + ":6: column value: is 'x'"));
  EXPECT_THAT(err_,
              HasSubstr(path + ":5: is not recorded, as row 6 is not: they are "
                               "one assessment\n"));
  EXPECT_THAT(err_, Not(HasSubstr(":7: "))) << "another day";
  EXPECT_EQ(out_, "3 assessments recorded, 0 recorded before, 1 wrong.\n");
  EXPECT_EQ(RunTonus("assess import --dry-run " + path), kExitRefused);
  EXPECT_THAT(server_.received(), SizeIs(7));
}

TEST_F(CorrectionCommandsTest, ComplaintsStandInTheOrderOfTheRows) {
  v1::ImportAssessmentsResponse refused;
  refused.mutable_status()->set_code(5);
  refused.mutable_status()->set_message("nobody");
  server_.Answer(refused);
  const std::string path = Table(std::string(kTable) + "9,2026-01-12,b,L,x\n");
  EXPECT_EQ(RunTonus("assess import --dry-run " + path), kExitRefused);
  EXPECT_EQ(err_,
            absl::StrCat(path, ":2: column external_id: nobody\n", path,
                         ":3: is not recorded, as row 2 is not: they are one "
                         "assessment\n",
                         path, ":4: column external_id: nobody\n", path,
                         ":5: column external_id: nobody\n", path,
                         ":6: column value: is 'x', not a number such as 3 or -"
                         "5.6\n",
                         "tonus: ", path,
                         " holds wrong rows; correct them before it is "
                         "imported; nothing was stored\n"));
  EXPECT_EQ(RunTonus("assess import " + path), kExitRefused);
  EXPECT_THAT(err_, HasSubstr("correct them and import it again; nothing was "
                              "stored\n"));
}

TEST_F(CorrectionCommandsTest, AnAssessmentThatStopsExerciseIsPointedOut) {
  v1::ImportAssessmentsResponse stopped;
  stopped.set_gate(v1::GATE_NOT_CLEARED);
  v1::SafetyNotice raised;
  raised.set_text("See a clinician promptly.");
  stopped.mutable_status()->add_details()->PackFrom(raised);
  server_.Answer(stopped);
  const std::string path = Table(kTable);
  EXPECT_EQ(RunTonus("assess import " + path), kExitOk);
  EXPECT_THAT(err_,
              HasSubstr(absl::StrCat(path, ":2: See a clinician promptly.\n")));
  EXPECT_THAT(out_, HasSubstr("questions are open, and no exercise is planned "
                              "until they are answered"));
}

TEST_F(CorrectionCommandsTest, AGateThatWasClosedBeforeIsNotBlamedOnARow) {
  v1::ImportAssessmentsResponse closed;
  closed.set_gate(v1::GATE_REFER);
  server_.Answer(closed);
  const std::string path = Table(kTable);
  EXPECT_EQ(RunTonus("assess import " + path), kExitOk);
  EXPECT_THAT(err_, HasSubstr(":2: nothing in it closes the gate, but an "
                              "earlier finding does"));
}

// Of what was recorded before nobody knows any more what closed the gate.
TEST_F(CorrectionCommandsTest, AClosedGateOfWhatWasRecordedBeforeIsTold) {
  v1::ImportAssessmentsResponse closed;
  closed.set_gate(v1::GATE_REFER);
  closed.set_already_recorded(true);
  server_.Answer(closed);
  EXPECT_EQ(RunTonus("assess import " + Table(kTable)), kExitOk);
  EXPECT_THAT(err_,
              AllOf(HasSubstr(":2: the gate is closed: no exercise until a "
                              "clinician clears it"),
                    Not(HasSubstr("nothing in it closes the gate"))));
}

TEST_F(CorrectionCommandsTest, SemicolonsAreNamed) {
  EXPECT_NE(RunTonus("assess import " + Table("date;patient\n1;2\n")), kExitOk);
  EXPECT_THAT(err_, HasSubstr("separated by commas, not by semicolons"));
}

TEST_F(CorrectionCommandsTest, ACallThatBreaksGoesOnWithWhatHasNoResult) {
  server_.Fail(grpc::Status(grpc::StatusCode::UNAVAILABLE, "later"), 1);
  EXPECT_EQ(RunTonus("assess import " + Table(kTable)), kExitOk) << err_;
  EXPECT_EQ(out_, "3 assessments recorded, 0 recorded before, 0 wrong.\n");
}

TEST_F(CorrectionCommandsTest, ACallThatStaysBrokenIsToldWithWhatWasDone) {
  server_.Fail(grpc::Status(grpc::StatusCode::UNAVAILABLE, "never"));
  EXPECT_EQ(RunTonus("assess import " + Table(kTable)), kExitUnreachable);
  EXPECT_EQ(out_,
            "0 assessments recorded, 0 recorded before, 0 wrong, 3 not "
            "sent.\n");
}

TEST_F(CorrectionCommandsTest, AFileThatIsNoTableSendsNothing) {
  const std::string path = Table("external_id,date\n\"7,2026-01-12\n");
  EXPECT_EQ(RunTonus("assess import " + path), kExitUsage);
  EXPECT_EQ(err_, "tonus: " + path + ":2: a quote is not closed\n");
  EXPECT_EQ(RunTonus("assess import " + server_.folder() + "/none.csv"),
            kExitUsage);
  EXPECT_THAT(err_, HasSubstr("can not be read"));
  EXPECT_EQ(RunTonus("assess import " + server_.folder()), kExitUsage);
  EXPECT_THAT(server_.received(), IsEmpty());
}

TEST_F(CorrectionCommandsTest, ATableMayComeFromStandardInput) {
  input_ = kTable;
  EXPECT_EQ(RunTonus("assess import - --dry-run"), kExitOk) << err_;
  EXPECT_THAT(server_.received(), SizeIs(3));
}

TEST_F(CorrectionCommandsTest, ImportPrintsNamesAndJsonLines) {
  AnswerImport("item: 1 assessment: 'patients/x/assessments/2' status {}");
  AnswerImport("item: 2 already_recorded: true status {}");
  EXPECT_EQ(RunTonus("assess import -q " + Table(kTable)), kExitOk);
  EXPECT_EQ(out_, "patients/x/assessments/2\n");
  EXPECT_EQ(RunTonus("assess import -o json " + Table(kTable)), kExitOk);
  const std::vector<std::string> lines = absl::StrSplit(out_, '\n');
  ASSERT_THAT(lines, SizeIs(4));
  EXPECT_THAT(lines[0], HasSubstr("\"alreadyRecorded\":true"));
}

TEST_F(CorrectionCommandsTest, AmendReplacesWhatItNames) {
  server_.Answer(ParseText<v1::Assessment>(R"pb(
    name: "patients/x/assessments/2"
    results { test: "a" side: SIDE_LEFT value: 3 }
    results { test: "a" side: SIDE_RIGHT value: 4 }
    screening {
      answers { red_flag: "rf_a" present: true }
      others_denied: true
    })pb"));
  server_.Answer(ParseText<v1::AmendAssessmentResponse>(
      R"pb(assessment { name: "patients/x/assessments/3" })pb"));
  EXPECT_EQ(RunTonus("assess amend patients/x/assessments/2 --reason "
                     "wrong-side --result a:L=9 --result b:M=1 --no rf_a "
                     "--retract rf_a -q"),
            kExitOk)
      << err_;
  EXPECT_EQ(out_, "patients/x/assessments/3\n");
  ASSERT_THAT(server_.received(), SizeIs(2));
  EXPECT_THAT(
      server_.received()[1].request,
      AllOf(HasSubstr("results { test: \"a\" side: SIDE_LEFT value: 9 } "
                      "results { test: \"a\" side: SIDE_RIGHT value: 4 } "
                      "results { test: \"b\" side: SIDE_MIDLINE value: 1 }"),
            HasSubstr("screening { answers { red_flag: \"rf_a\" } "
                      "others_denied: true }"),
            HasSubstr("reason: AMENDMENT_REASON_WRONG_SIDE"),
            HasSubstr("retracted_red_flags: \"rf_a\""),
            HasSubstr("request_id: ")));
}

TEST_F(CorrectionCommandsTest, AmendTakesBackAYesAlone) {
  server_.Answer(ParseText<v1::Assessment>(R"pb(
    name: "patients/x/assessments/2"
    results { test: "a" side: SIDE_LEFT value: 3 }
    screening {
      answers { red_flag: "rf_a" present: true }
      answers { red_flag: "rf_b" present: true }
    })pb"));
  EXPECT_EQ(RunTonus("assess amend patients/x/assessments/2 --reason "
                     "entry-error --retract rf_a -q"),
            kExitOk)
      << err_;
  ASSERT_THAT(server_.received(), SizeIs(2));
  EXPECT_THAT(
      server_.received()[1].request,
      AllOf(HasSubstr("results { test: \"a\" side: SIDE_LEFT value: 3 }"),
            HasSubstr("screening { answers { red_flag: \"rf_a\" } "
                      "answers { red_flag: \"rf_b\" present: true } }"),
            HasSubstr("retracted_red_flags: \"rf_a\"")));
}

TEST_F(CorrectionCommandsTest, AmendRemovesAResultOfTheWrongSide) {
  server_.Answer(ParseText<v1::Assessment>(R"pb(
    name: "patients/x/assessments/2"
    results { test: "a" side: SIDE_LEFT value: 5 }
    results { test: "b" side: SIDE_LEFT value: 1 }
    results { test: "b" side: SIDE_RIGHT value: 1 }
    results { test: "c" side: SIDE_MIDLINE value: 7 }
  )pb"));
  EXPECT_EQ(RunTonus("assess amend patients/x/assessments/2 --reason "
                     "wrong-side --result a:R=5 --remove-result a:L "
                     "--remove-result b -q"),
            kExitOk)
      << err_;
  ASSERT_THAT(server_.received(), SizeIs(2));
  EXPECT_THAT(
      server_.received()[1].request,
      AllOf(HasSubstr("results { test: \"c\" side: SIDE_MIDLINE value: 7 } "
                      "results { test: \"a\" side: SIDE_RIGHT value: 5 }"),
            Not(HasSubstr("SIDE_LEFT")), Not(HasSubstr("test: \"b\""))));
}

TEST_F(CorrectionCommandsTest, AmendMayOnlyRemove) {
  server_.Answer(ParseText<v1::Assessment>(R"pb(
    results { test: "a" side: SIDE_LEFT value: 5 }
    results { test: "a" side: SIDE_RIGHT value: 4 }
  )pb"));
  const std::string amend =
      "assess amend patients/x/assessments/2 --reason entry-error ";
  EXPECT_EQ(RunTonus(amend + "--remove-result a:L"), kExitOk) << err_;
  EXPECT_THAT(server_.received()[1].request, Not(HasSubstr("SIDE_LEFT")));
  EXPECT_EQ(RunTonus(amend + "--remove-result a:M"), kExitUsage);
  EXPECT_THAT(err_, HasSubstr("--remove-result a:M: the assessment has no such "
                              "result"));
  EXPECT_EQ(RunTonus(amend + "--remove-result a:X"), kExitUsage);
  EXPECT_THAT(err_, HasSubstr("--remove-result a:X: the side is 'X'"));
  EXPECT_EQ(RunTonus(amend + "--remove-result a --withdraw"), kExitUsage);
  EXPECT_EQ(RunTonus(amend), kExitUsage) << "nothing to correct";
}

TEST_F(CorrectionCommandsTest, AmendNamesTheRedFlagsThatAreTakenBack) {
  google::rpc::ErrorInfo info;
  info.set_reason("RED_FLAG_RETRACTION");
  google::rpc::Status status;
  status.set_code(9);
  status.set_message("retracted_red_flags must name exactly these");
  status.add_details()->PackFrom(info);
  server_.Fail(ToGrpc(status), 1);
  server_.Answer(ParseText<v1::Assessment>(R"pb(
    screening {
      answers { red_flag: "rf_urgent" present: true }
      answers { red_flag: "rf_routine" present: true }
      answers { red_flag: "rf_refer" present: true }
      answers { red_flag: "rf_no" }
    }
  )pb"));
  server_.Answer(ParseText<v1::GetPackResponse>(R"pb(
    red_flags { id: "rf_urgent" action: SAFETY_ACTION_STOP_AND_REFER_URGENT }
    red_flags { id: "rf_routine" action: SAFETY_ACTION_REFER_ROUTINE }
    red_flags { id: "rf_refer" action: SAFETY_ACTION_REFER }
  )pb"));
  EXPECT_EQ(RunTonus("assess amend patients/x/assessments/2 --withdraw "
                     "--reason duplicate"),
            kExitRefused);
  EXPECT_EQ(err_,
            "tonus: the correction takes back the yes to rf_urgent, rf_refer, "
            "which stops exercise.\nWhat to do: if the yes was a mistake, add "
            "--retract rf_urgent --retract rf_refer and no other; if not, keep "
            "it with --yes rf_urgent --yes rf_refer\n");
}

TEST_F(CorrectionCommandsTest, AmendWithdraws) {
  server_.Answer(ParseText<v1::AmendAssessmentResponse>(
      R"pb(assessment { name: "patients/x/assessments/2" })pb"));
  EXPECT_EQ(RunTonus("assess amend patients/x/assessments/2 --withdraw "
                     "--reason wrong-patient"),
            kExitOk)
      << err_;
  EXPECT_THAT(out_, StartsWith("Withdrew patients/x/assessments/2.\n"));
  EXPECT_THAT(
      server_.received()[0].request,
      AllOf(HasSubstr("withdraw: true"), Not(HasSubstr("assessment {"))));
}

TEST_F(CorrectionCommandsTest, AmendNeedsAKnownReason) {
  EXPECT_EQ(RunTonus("assess amend patients/x/assessments/2 --withdraw"),
            kExitUsage);
  EXPECT_EQ(RunTonus("assess amend patients/x/assessments/2 --withdraw "
                     "--reason whim"),
            kExitUsage);
  EXPECT_THAT(err_, HasSubstr("--reason whim: unknown. Why: entry-error"));
  EXPECT_THAT(server_.received(), IsEmpty());
}

}  // namespace
}  // namespace tonus::client
