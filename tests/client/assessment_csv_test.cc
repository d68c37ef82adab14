// SPDX-License-Identifier: Apache-2.0
#include "services/client/assessment_csv.h"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "services/client/csv_complaint.h"
#include "tests/testing/matchers.h"

namespace tonus::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::IsOk;
using ::tonus::testing::ParseText;
using ::tonus::testing::StatusIs;

CsvTable Read(const std::string& text) {
  auto table = ReadAssessmentCsv(text);
  EXPECT_THAT(table, IsOk());
  return table.ok() ? *std::move(table) : CsvTable();
}

std::vector<std::string> Texts(const std::vector<CsvComplaint>& complaints) {
  std::vector<std::string> texts;
  for (const CsvComplaint& complaint : complaints) {
    texts.push_back(absl::StrCat(complaint.line, " ", complaint.column, " ",
                                 complaint.text));
  }
  return texts;
}

TEST(AssessmentCsvTest, RowsOfOnePersonAndDateAreOneAssessment) {
  const CsvTable table = Read(
      "external_id,date,test,side,value,pain_limited,pelvis_controlled,"
      "warmed_up,assessor,protocol,measure_time,red_flags,red_flags_no,"
      "deny_red_flags,history\n"
      "7,2026-01-12,a,L,3,True,FALSE,true,self,belt,2026-01-11,rf_a; rf_b,,,\n"
      "8,2026-01-12,c,M,1,,,,,,,,,,\n"
      "7,2026-01-12,b,right,4.5,,,,,,,,rf_c,true,"
      "pain_with_sitting;fall_12m\n");
  EXPECT_THAT(table.complaints, IsEmpty());
  ASSERT_THAT(table.items, SizeIs(2));
  v1::ImportAssessmentsRequest request = table.items[0].request;
  EXPECT_THAT(request.request_id(), StartsWith("csv-"));
  request.clear_request_id();
  EXPECT_THAT(request, EqualsProto(R"pb(
                external_id: "7"
                assessment {
                  assessment_time { seconds: 1768176000 }
                  results {
                    test: "a"
                    side: SIDE_LEFT
                    value: 3
                    pain_limited: true
                    pelvis_controlled: false
                    warmed_up: true
                    assessor: ASSESSOR_SELF
                    protocol: DYNAMOMETRY_PROTOCOL_BELT
                    measure_time { seconds: 1768089600 }
                  }
                  results { test: "b" side: SIDE_RIGHT value: 4.5 }
                  screening {
                    answers { red_flag: "rf_a" present: true }
                    answers { red_flag: "rf_b" present: true }
                    answers { red_flag: "rf_c" }
                    others_denied: true
                  }
                  history { pain_with_sitting: true fall_12m: true }
                }
              )pb"));
  EXPECT_THAT(table.items[0].result_lines, ElementsAre(2, 4));
  EXPECT_THAT(table.items[0].answer_lines, ElementsAre(2, 2, 4));
  EXPECT_EQ(table.items[1].line, 3);
}

// A morning and an evening are told apart; a time of each result is told in its
// own column.
TEST(AssessmentCsvTest, TwoTimesOfADayAreTwoAssessments) {
  const CsvTable times = Read(
      "external_id,date,test,side,value\n"
      "7,2026-01-12T08:00:00Z,a,L,3\n"
      "7,2026-01-12T09:30:00+01:30,b,L,4\n"
      "7,2026-01-12T18:00:00Z,a,L,5\n");
  ASSERT_THAT(times.items, SizeIs(2));
  EXPECT_THAT(times.items[0].lines, ElementsAre(2, 3)) << "one time, two zones";
  EXPECT_THAT(times.items[1].lines, ElementsAre(4));
  const CsvTable day = Read(
      "external_id,date,test,side,value,measure_time\n"
      "7,2026-01-12,a,L,3,2026-01-12T08:00:00Z\n"
      "7,2026-01-12,a,L,5,2026-01-12T18:00:00Z\n");
  ASSERT_THAT(day.items, SizeIs(1));
  EXPECT_THAT(day.items[0].request.assessment().results(), SizeIs(2));
  EXPECT_THAT(kCsvColumns, HasSubstr("Two times of a\nday are two dates"));
}

TEST(AssessmentCsvTest, AnIdIsThatOfPersonDateAndAssessment) {
  const std::string header = "patient,date,assessment,test,side,value\n";
  const auto id = [&](const std::string& row) {
    const CsvTable table = Read(header + row);
    return table.items.empty() ? "" : table.items[0].request.request_id();
  };
  const std::string one = id("p,2026-01-12,,a,L,3\n");
  EXPECT_EQ(id("patients/p,2026-01-12,,a,L,3\n"), one);
  EXPECT_EQ(id("p,2026-01-12T00:00:00Z,,a,L,3\n"), one);
  EXPECT_EQ(id("p,2026-01-12,,a,L,9\n"), one)
      << "the server tells other content under the same id";
  EXPECT_NE(id("q,2026-01-12,,a,L,3\n"), one);
  EXPECT_NE(id("p,2026-01-13,,a,L,3\n"), one);
  EXPECT_NE(id("p,2026-01-12,2,a,L,3\n"), one);
  EXPECT_LE(one.size(), 64U);
}

TEST(AssessmentCsvTest, AnswersThatContradictEachOtherAreWrong) {
  const CsvTable table = Read(
      "patient,date,red_flags,red_flags_no\n"
      "p,2026-01-12,,rf_a\np,2026-01-12,rf_a,\np,2026-01-12,,rf_a\n"
      "q,2026-01-12,rf_b,rf_b\n"
      "r,2026-01-12,rf_c,\nr,2026-01-13,,rf_c\n");
  EXPECT_THAT(Texts(table.complaints),
              ElementsAre("3 red_flags rf_a is answered yes, but no in row 2",
                          "5 red_flags_no rf_b is answered no, but yes in row "
                          "5"));
  EXPECT_TRUE(table.items[0].incomplete);
  EXPECT_TRUE(table.items[1].incomplete);
  EXPECT_FALSE(table.items[2].incomplete) << "another day, another answer";
}

TEST(AssessmentCsvTest, ADenialThatIsTakenBackIsWrong) {
  for (const auto& [first, then] :
       {std::pair("true", "false"), std::pair("false", "true")}) {
    const CsvTable table =
        Read(absl::StrCat("patient,date,deny_red_flags\np,2026-01-12,", first,
                          "\np,2026-01-12,\np,2026-01-12,", then, "\n"));
    EXPECT_THAT(Texts(table.complaints),
                ElementsAre(absl::StrCat("4 deny_red_flags is ", then, ", but ",
                                         first, " in row 2")));
    EXPECT_TRUE(table.items[0].incomplete);
  }
  const CsvTable same = Read(
      "patient,date,deny_red_flags\np,2026-01-12,true\np,2026-01-12,TRUE\n");
  EXPECT_THAT(same.complaints, IsEmpty());
  EXPECT_TRUE(same.items[0].request.assessment().screening().others_denied());
}

TEST(AssessmentCsvTest, TheOrderOfRowsMeansNothing) {
  const std::string header = "patient,date,test,side,value,red_flags,history\n";
  const std::vector<std::string> rows = {
      "p,2026-01-12,b,R,1,rf_b,fall_12m\n",
      "p,2026-01-12,a,L,3,,\n",
      "p,2026-01-12,b,L,2,rf_a,pain_with_sitting\n",
      "p,2026-01-12,a,L,2,,\n",
  };
  const CsvTable one = Read(header + rows[0] + rows[1] + rows[2] + rows[3]);
  const CsvTable other = Read(header + rows[3] + rows[2] + rows[0] + rows[1]);
  EXPECT_EQ(one.items[0].request.SerializeAsString(),
            other.items[0].request.SerializeAsString());
  // Each part still knows its row.
  const auto& results = other.items[0].request.assessment().results();
  ASSERT_THAT(other.items[0].result_lines, SizeIs(results.size()));
  for (int i = 0; i < results.size(); ++i) {
    if (results[i].test() == "b" && results[i].value() == 1) {
      EXPECT_EQ(other.items[0].result_lines[i], 4);
    }
  }
  EXPECT_THAT(other.items[0].answer_lines, ElementsAre(3, 4));
}

TEST(AssessmentCsvTest, EveryWrongCellIsTold) {
  const CsvTable table = Read(
      "patient,external_id,date,test,side,value,pain_limited,assessor,protocol,"
      "measure_time,deny_red_flags,history\n"
      "p,,2026-01-12,a,X,three,perhaps,me,rope,noon,maybe,happy\n"
      "p,,2026-01-12,a,L,,,,,,,\n"
      "p,,12.1.2026,a,L,3,,,,,,\n"
      ",,2026-01-12,a,L,3,,,,,,\n"
      "q,7,2026-01-12,a,L,3,,,,,,\n"
      "q,,,a,L,3,,,,,,\n"
      "r,,2026-01-12,a,L,3,,,,,,,,extra\n"
      "s,,2026-01-12,a,L,inf,,,,,,\n");
  EXPECT_THAT(
      Texts(table.complaints),
      ::testing::UnorderedElementsAre(
          "2 side is 'X', not L, R or M",
          "2 value is 'three', not a number such as 3 or -5.6",
          "2 pain_limited is 'perhaps', not true or false",
          "2 assessor is 'me', not clinician or self",
          "2 protocol is 'rope', not belt or manual",
          HasSubstr("2 measure_time is 'noon', not a day"),
          "2 deny_red_flags is 'maybe', not true or false",
          "2 history is 'happy', not a key such as pain_with_sitting",
          "3 value is required", HasSubstr("4 date is '12.1.2026', not a day"),
          "5 patient is required, or external_id",
          "6 external_id must be empty when patient is given",
          "7 date is required",
          "8  the row has 14 fields, the first row names 12 columns",
          "9 value is 'inf', not a number such as 3 or -5.6",
          "2  is not recorded: row 4 of the same person has no date that can "
          "be read and may belong to it"));
  EXPECT_EQ(table.lost_rows, 4);
}

TEST(AssessmentCsvTest, NumbersAndTruthsAreTakenInOneFormOnly) {
  const auto complaints = [](const std::string& value,
                             const std::string& truth) {
    return Texts(Read("patient,date,test,side,value,warmed_up\n"
                      "p,2026-01-12,a,L," +
                      value + "," + truth + "\n")
                     .complaints);
  };
  for (const char* value : {"3", "-5.6", "+5.6", "0.5"}) {
    EXPECT_THAT(complaints(value, "true"), IsEmpty()) << value;
  }
  for (const char* value : {"0x5", "1e3", "nan", "5,6", "5 cm", "--5", "."}) {
    EXPECT_THAT(complaints(absl::StrCat("\"", value, "\""), ""),
                ElementsAre(HasSubstr("3 or -5.6")))
        << value;
  }
  for (const char* truth : {"yes", "no", "1", "0", "left", "t"}) {
    EXPECT_THAT(complaints("3", truth),
                ElementsAre(HasSubstr("not true or false")))
        << truth;
  }
}

TEST(AssessmentCsvTest, ARowHasAsManyFieldsAsTheFirst) {
  const CsvTable table = Read(
      "patient,date,test,side,value\n"
      "p,2026-01-12,a,L,3\np,2026-01-12,b,L\n,,,,\n");
  EXPECT_THAT(Texts(table.complaints),
              ::testing::Contains(
                  HasSubstr("the row has 4 fields, the first row names 5")));
  EXPECT_EQ(table.lost_rows, 0) << "a row of commas says nothing";
  EXPECT_TRUE(table.items.at(0).incomplete);
}

TEST(AssessmentCsvTest, AnAssessmentWithoutAllOfItsRowsIsIncomplete) {
  const CsvTable table = Read(
      "patient,date,test,side,value\n"
      "p,2026-01-12,a,L,3\np,2026-01-12,b,L,x\n"
      "q,2026-01-12,a,L,3\nq,,b,L,3\n"
      "r,2026-01-12,a,L,3\n");
  ASSERT_THAT(table.items, SizeIs(3));
  EXPECT_TRUE(table.items[0].incomplete);
  EXPECT_THAT(table.items[0].request.assessment().results(), SizeIs(1));
  EXPECT_TRUE(table.items[1].incomplete) << "a row of q has no date";
  EXPECT_FALSE(table.items[2].incomplete);
}

TEST(AssessmentCsvTest, TheFirstRowNamesColumns) {
  const std::pair<const char*, const char*> kWrong[] = {
      {"", "1: the file is empty"},
      {"patient,date,tets\n", "1: unknown column 'tets'; known are patient"},
      {"patient,date,date\n", "1: column date is named twice"},
      {"patient,test\n", "1: the first row must name date and patient"},
      {"\n\ndate\n", "3: the first row must name"},
  };
  for (const auto& [text, complaint] : kWrong) {
    EXPECT_THAT(
        ReadAssessmentCsv(text),
        StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(complaint)));
  }
}

TEST(AssessmentCsvTest, AnotherSeparatorIsToldByItsName) {
  const std::pair<const char*, const char*> kWrong[] = {
      {"patient\tdate\ttest\n",
       "1: columns are separated by commas, not by tabs"},
      {"\"patient\";\"date\"\n",
       "1: columns are separated by commas, not by semi"},
      {"\xEF\xBB\xBFpatient;date\n",
       "1: columns are separated by commas, not by"},
      {"\n\npatient|date\n", "3: columns are separated by commas, not by bars"},
  };
  for (const auto& [text, complaint] : kWrong) {
    EXPECT_THAT(
        ReadAssessmentCsv(text),
        StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(complaint)));
  }
}

TEST(AssessmentCsvTest, WhatASpreadsheetAddsIsTakenOrTold) {
  const CsvTable taken = Read(
      "\xEF\xBB\xBFPatient,DATE,Test,Side,Value,,\n"
      "p,2026-01-12,a,L,3,,\np,2026-01-12,b,L,4,,,,\n,,,,,,\n");
  EXPECT_THAT(taken.complaints, IsEmpty());
  ASSERT_THAT(taken.items, SizeIs(1));
  EXPECT_THAT(taken.items[0].request.assessment().results(), SizeIs(2));

  const CsvTable told = Read(
      "patient,date,test,side,value,\n"
      "p,21.11.2026,a,L,3,\n"
      "q,11/21/2026,a,L,3,\n"
      "r,31.2.2026,a,L,3,\n"
      "s,2026-01-12,a,L,\"-5,6\",\n"
      "t,2026-01-12,a,L,3,note\n"
      "u,2026-01-12,a,L,-5,6,\n"
      "v,2026-01-12,a,L,5,,6\n");
  EXPECT_THAT(
      Texts(told.complaints),
      ElementsAre(
          "2 date is '21.11.2026', not a day such as 2026-03-01; write "
          "2026-11-21",
          StartsWith("3 date is '11/21/2026', not a day such as 2026-03-01 or"),
          StartsWith("4 date is '31.2.2026', not a day such as 2026-03-01 or"),
          "5 value is '-5,6', not a number such as 3 or -5.6; write -5.6",
          "6  column 6 has no name in the first row",
          "7  column 6 has no name in the first row",
          "8  the row has 7 fields, the first row names 6 columns"));
}

TEST(AssessmentCsvTest, ADecimalCommaInACommaTableIsTold) {
  const CsvTable table = Read(
      "patient,date,test,side,value,warmed_up\n"
      "p,2026-01-12,a,L,5,6,true\n");
  EXPECT_THAT(Texts(table.complaints),
              ::testing::Contains(
                  "2  the row has 7 fields, the first row names 6 columns; if "
                  "the value is meant to be 5,6, write 5.6"));
}

TEST(AssessmentCsvTest, WhichNumberIsMeantIsTold) {
  const CsvTable table = Read(
      "patient,date,test,side,value\n"
      "p,2026-01-12,a,L,\u22125.6\n"
      "q,2026-01-12,a,L,\"\u20135,6\"\n"
      "r,2026-01-12,a,L,3;5\n"
      "s,2026-01-12,a,L,3;x\n"
      "t,2026-01-12,a,L,3\u22125\n");
  EXPECT_THAT(
      Texts(table.complaints),
      ElementsAre(
          "2 value is '\u22125.6', not a number such as 3 or -5.6; write -5.6",
          "3 value is '\u20135,6', not a number such as 3 or -5.6; write -5.6",
          "4 value is '3;5', not a number such as 3 or -5.6; write 3.5, or "
          "each value in a row of its own",
          "5 value is '3;x', not a number such as 3 or -5.6",
          "6 value is '3\u22125', not a number such as 3 or -5.6"));
}

TEST(AssessmentCsvTest, WhatTheServerSaysIsToldAtItsCell) {
  const CsvTable table = Read(
      "external_id,date,test,side,value,red_flags\n"
      "7,2026-01-12,a,L,3,\n\n7,2026-01-12,b,L,4,rf_a\n");
  const std::pair<const char*, const char*> kFields[] = {
      {"assessment.results[1].value", "4 value wrong"},
      {"assessment.results[0].measure_time", "2 measure_time wrong"},
      {"assessment.results[1]", "4 test wrong"},
      {"assessment.results[9].value", "2  assessment.results[9].value: wrong"},
      {"assessment.screening.answers[0].red_flag", "4 red_flags rf_a wrong"},
      {"assessment.assessment_time", "2 date wrong"},
      {"parent", "2 patient wrong"},
      {"external_id", "2 external_id wrong"},
      {"assessment.history", "2  assessment.history: wrong"},
  };
  for (const auto& [field, text] : kFields) {
    google::rpc::BadRequest bad;
    bad.add_field_violations()->set_field(field);
    bad.mutable_field_violations(0)->set_description("wrong");
    v1::ImportAssessmentsResponse response;
    response.mutable_status()->set_code(3);
    response.mutable_status()->add_details()->PackFrom(bad);
    EXPECT_THAT(Texts(ComplaintsOf(table.items[0], response)),
                ElementsAre(text));
  }
}

TEST(AssessmentCsvTest, ARefusalWithoutFieldsIsToldAtTheFirstRow) {
  const CsvTable table = Read(
      "external_id,date,test,side,value\n"
      "7,2026-01-12,a,L,3\n");
  v1::ImportAssessmentsResponse response;
  response.mutable_status()->set_code(5);
  response.mutable_status()->set_message("nobody");
  EXPECT_THAT(Texts(ComplaintsOf(table.items[0], response)),
              ElementsAre("2 external_id nobody"));
  google::rpc::ErrorInfo info;
  info.set_reason("REQUEST_ID_REUSED");
  response.mutable_status()->set_code(3);
  response.mutable_status()->add_details()->PackFrom(info);
  EXPECT_THAT(Texts(ComplaintsOf(table.items[0], response)),
              ElementsAre(HasSubstr("2 date an assessment of this person and "
                                    "date was imported before")));
}

TEST(AssessmentCsvTest, TheExampleIsRight) {
  std::ifstream file(TONUS_EXAMPLES_FOLDER "/assessments.csv");
  std::ostringstream text;
  text << file.rdbuf();
  const CsvTable table = Read(text.str());
  EXPECT_THAT(table.complaints, IsEmpty());
  EXPECT_THAT(table.items, SizeIs(3));
}

}  // namespace
}  // namespace tonus::client
