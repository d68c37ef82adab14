// SPDX-License-Identifier: Apache-2.0
#include "services/resource_names.h"

#include <string>

#include "tests/testing/matchers.h"

namespace tonus {
namespace {

using ::testing::HasSubstr;
using ::tonus::testing::IsOkAndHolds;
using ::tonus::testing::StatusIs;

const std::string kId = "abcdefghijklmnopqrstuvw234";
const std::string kPatient = "patients/" + kId;

template <typename Name>
void ExpectRoundTrip(const std::string& text) {
  TONUS_ASSERT_OK_AND_ASSIGN(const Name name, Name::Parse(text));
  EXPECT_EQ(name.patient, kId);
  EXPECT_EQ(name.ToString(), text);
}

TEST(ResourceNamesTest, ToStringGivesBackWhatWasParsed) {
  ExpectRoundTrip<PatientName>(kPatient);
  ExpectRoundTrip<AssessmentName>(kPatient + "/assessments/12");
  ExpectRoundTrip<LogName>(kPatient + "/logs/3");
  ExpectRoundTrip<RoutineName>(kPatient + "/routine");
  ExpectRoundTrip<SessionName>(kPatient + "/routine/sessions/18");
  ExpectRoundTrip<SessionName>(kPatient + "/routine/sessions/today");
  ExpectRoundTrip<OverrideName>(kPatient + "/overrides/7");
  ExpectRoundTrip<OverrideName>(kPatient + "/overrides/7-2");
  ExpectRoundTrip<ProposalName>(kPatient + "/proposals/4");
  ExpectRoundTrip<ProgressName>(kPatient + "/progress");
}

TEST(ResourceNamesTest, TodayHasNoNumber) {
  TONUS_ASSERT_OK_AND_ASSIGN(
      const SessionName name,
      SessionName::Parse(kPatient + "/routine/sessions/today"));
  EXPECT_FALSE(name.number.has_value());
}

template <typename Name>
void ExpectRefused(const std::string& text, const std::string& pattern) {
  EXPECT_THAT(
      Name::Parse(text, "parent"),
      StatusIs(absl::StatusCode::kInvalidArgument,
               ::testing::AllOf(HasSubstr("parent"), HasSubstr(pattern))))
      << text;
}

TEST(ResourceNamesTest, RefusesWhatIsNoName) {
  for (const std::string& text :
       {std::string(), std::string("patients"), std::string("patients/"),
        kPatient + "/", "/" + kPatient, "users/" + kId, kPatient + "x",
        "patients/" + kId.substr(1), "patients/A" + kId.substr(1),
        "patients/1" + kId.substr(1), kPatient + "/routine",
        std::string(100000, '/')}) {
    ExpectRefused<PatientName>(text, "patients/{patient}");
  }
  for (const std::string id :
       {"", "0", "-1", "+1", "01", "1 ", "x", "99999999999999999999", "1/2"}) {
    ExpectRefused<AssessmentName>(kPatient + "/assessments/" + id,
                                  "/assessments/{assessment}");
    ExpectRefused<LogName>(kPatient + "/logs/" + id, "/logs/{log}");
    ExpectRefused<OverrideName>(kPatient + "/overrides/" + id,
                                "/overrides/{override}");
    ExpectRefused<ProposalName>(kPatient + "/proposals/" + id,
                                "/proposals/{proposal}");
    ExpectRefused<SessionName>(kPatient + "/routine/sessions/" + id,
                               "/routine/sessions/{session}");
  }
  for (const std::string id : {"7-", "7-0", "7-01", "-7", "7-2147483648"}) {
    ExpectRefused<OverrideName>(kPatient + "/overrides/" + id, "/overrides/");
  }
  ExpectRefused<SessionName>(kPatient + "/routine/sessions/2147483648",
                             "sessions");
  ExpectRefused<RoutineName>(kPatient + "/progress", "/routine");
  ExpectRefused<ProgressName>(kPatient + "/routine", "/progress");
}

TEST(ResourceNamesTest, FindsThePatientOfAnyName) {
  for (const std::string suffix :
       {"", "/routine", "/routine/sessions/today", "/assessments/1"}) {
    EXPECT_THAT(PatientIdOf(kPatient + suffix), IsOkAndHolds(kId));
  }
  for (const std::string& text :
       {std::string(), std::string("patients/"), kPatient + "x", "x" + kPatient,
        "patients/" + kId.substr(1) + "/routine"}) {
    EXPECT_THAT(PatientIdOf(text),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

}  // namespace
}  // namespace tonus
