// SPDX-License-Identifier: Apache-2.0
#include "services/patient/patient_service.h"

#include <set>
#include <string>
#include <vector>

#include "tests/services/service_test.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::SizeIs;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::ReasonOf;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

class PatientServiceTest : public testing::ServiceTest {
 protected:
  absl::StatusOr<v1::Patient> Create(const std::string& request,
                                     const std::string& tenant = "clinic") {
    Call call = CallOf(tenant);
    TONUS_ASSIGN_OR_RETURN(
        const auto reply,
        patients_.CreatePatient(call,
                                ParseText<v1::CreatePatientRequest>(request)));
    return Parsed(reply);
  }

  absl::StatusOr<v1::Patient> Get(const std::string& name,
                                  const std::string& tenant = "clinic") {
    Call call = CallOf(tenant);
    v1::GetPatientRequest request;
    request.set_name(name);
    return patients_.GetPatient(call, request);
  }

  absl::StatusOr<v1::Patient> Update(const std::string& name,
                                     const std::string& text,
                                     v1::Role role = v1::ROLE_CLINICIAN) {
    Call call = CallOf();
    call.principal.role = role;
    auto request = ParseText<v1::UpdatePatientRequest>(text);
    request.mutable_patient()->set_name(name);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           patients_.UpdatePatient(call, request));
    return Parsed(reply);
  }
};

TEST_F(PatientServiceTest, GetReturnsWhatCreateReturned) {
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Patient created,
                             Create(R"pb(patient {
                                           name: "ignored"
                                           revision: 9
                                           external_id: "MRN-7"
                                           profile { age_years: 38 }
                                         })pb"));
  EXPECT_THAT(created.name(), MatchesRegex("patients/[a-z2-7]{26}"));
  EXPECT_EQ(created.revision(), 1);
  EXPECT_EQ(created.time_zone(), "UTC");
  EXPECT_THAT(created.profile(), EqualsProto(R"pb(
                age_years: 38
                age_date { year: 2026 month: 1 day: 5 }
              )pb"));
  EXPECT_THAT(created.etag(), MatchesRegex("\"1-[0-9a-f]{16}\""));
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Patient got, Get(created.name()));
  EXPECT_EQ(got.SerializeAsString(), created.SerializeAsString());
}

TEST_F(PatientServiceTest, TheExternalIdIsInNoKeyAndOnePatientsOnly) {
  const std::string request = R"pb(patient { external_id: "MRN-7" })pb";
  ASSERT_THAT(Create(request), IsOk());
  const auto before = Everything();
  const auto second = Create(request);
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(Everything(), before);
  EXPECT_THAT(Create(request, "other"), IsOk());
  for (const auto& record : Everything()) {
    EXPECT_EQ(record.key.find("MRN"), std::string::npos);
  }
}

TEST_F(PatientServiceTest, BadCreationsNameEveryFieldAndStoreNothing) {
  const auto before = Everything();
  const struct {
    std::string request;
    std::vector<std::string> fields;
  } kCases[] = {
      {"", {"patient"}},
      {R"pb(patient {}
            request_id: "a b")pb",
       {"request_id"}},
      {R"pb(patient {
              profile {
                training_days: WEEKDAY_MONDAY
                training_days: WEEKDAY_MONDAY
                training_days: 9
                session_minutes: 14
                preferred_exercises: "glute_bridge"
                preferred_exercises: "no_such"
                disliked_exercises: "glute_bridge"
              }
            })pb",
       {"patient.profile.training_days[1]", "patient.profile.training_days[2]",
        "patient.profile.session_minutes",
        "patient.profile.preferred_exercises[1]",
        "patient.profile.disliked_exercises[0]"}},
      {R"pb(patient {
              profile {
                training_days: WEEKDAY_MONDAY
                training_days: WEEKDAY_WEDNESDAY
                training_days: WEEKDAY_SUNDAY
                session_minutes: 31
              }
            })pb",
       {"patient.profile.training_days", "patient.profile.session_minutes"}},
      {R"pb(patient { profile { age_years: -1 user_level: 6 } })pb",
       {"patient.profile.age_years", "patient.profile.user_level"}},
      {R"pb(patient { profile { age_years: 131 sex: 7 } })pb",
       {"patient.profile.age_years", "patient.profile.sex"}},
      {R"pb(patient { profile { age_date { year: 2026 month: 2 day: 30 } } })pb",
       {"patient.profile.age_date"}},
      {R"pb(patient { profile { age_date { year: 2026 month: 1 day: 8 } } })pb",
       {"patient.profile.age_date"}},
      {R"pb(patient { profile { equipment: "mat" equipment: "spoon" } })pb",
       {"patient.profile.equipment[1]"}},
      {R"pb(patient { profile { equipment: "mat" equipment: "mat" } })pb",
       {"patient.profile.equipment[1]"}},
      {R"pb(patient {
              profile {
                conditions { condition: "cond_unheard_of" }
                conditions { condition: "cond_osteoporosis" }
                conditions {
                  condition: "cond_osteoporosis"
                  since { year: 1 }
                }
              }
            })pb",
       {"patient.profile.conditions[0].condition",
        "patient.profile.conditions[2].condition",
        "patient.profile.conditions[2].since"}},
      {R"pb(patient { time_zone: "Mars/Olympus" })pb", {"patient.time_zone"}},
      {R"pb(patient { time_zone: "/etc/localtime" })pb", {"patient.time_zone"}},
      {R"pb(patient { time_zone: "../UTC" })pb", {"patient.time_zone"}},
      {R"pb(patient { external_id: "a\nb" })pb", {"patient.external_id"}},
      {"patient { external_id: '" + std::string(129, 'x') + "' }",
       {"patient.external_id"}},
  };
  for (const auto& c : kCases) {
    const auto created = Create(c.request);
    EXPECT_THAT(created, StatusIs(absl::StatusCode::kInvalidArgument))
        << c.request;
    EXPECT_EQ(ViolatedFields(created.status()), c.fields) << c.request;
  }
  EXPECT_EQ(Everything(), before);
}

TEST_F(PatientServiceTest, AMaskChangesWhatItNamesAndClearsWhatIsAbsent) {
  const std::string name = NewPatient();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const v1::Patient updated, Update(name, R"pb(
        patient {
          profile { age_years: 39 user_level: 3 athlete: true }
          time_zone: "Asia/Tokyo"
        }
        update_mask {
          paths: "profile.user_level"
          paths: "profile.sex"
          paths: "etag"
        }
      )pb"));
  EXPECT_EQ(updated.profile().user_level(), 3);
  EXPECT_EQ(updated.profile().sex(), knowledge::v1::SEX_UNSPECIFIED);
  EXPECT_EQ(updated.profile().age_years(), 38);
  EXPECT_FALSE(updated.profile().has_athlete());
  EXPECT_THAT(updated.profile().equipment(), SizeIs(5));
  EXPECT_EQ(updated.time_zone(), "Europe/Berlin");
  EXPECT_EQ(updated.revision(), 2);
}

TEST_F(PatientServiceTest, WithoutAMaskWhatIsSetIsChanged) {
  const std::string name = NewPatient();
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Patient updated,
                             Update(name, R"pb(patient {
                                                 profile { age_years: 40 }
                                                 time_zone: "Asia/Tokyo"
                                               })pb"));
  EXPECT_EQ(updated.profile().age_years(), 40);
  EXPECT_EQ(updated.profile().user_level(), 2);
  EXPECT_EQ(updated.time_zone(), "Asia/Tokyo");
}

TEST_F(PatientServiceTest, TheLaterOfTwoUpdatesAtOneMomentHolds) {
  const std::string name = NewPatient();
  for (const int level : {5, 1, 4, 3}) {
    const std::string text =
        "patient { profile { user_level: " + std::to_string(level) + " } }";
    TONUS_ASSERT_OK_AND_ASSIGN(const v1::Patient updated, Update(name, text));
    EXPECT_EQ(updated.profile().user_level(), level);
  }
}

TEST_F(PatientServiceTest, OnlyAClinicianTakesBackWhatClosesTheGate) {
  const std::string name = NewPatientWithRoutine();
  const auto told = [&](const std::string& condition, v1::Role role) {
    return Update(name,
                  "update_mask { paths: 'profile.conditions' } patient { "
                  "profile { conditions { condition: '" +
                      condition + "' } } }",
                  role);
  };
  ASSERT_THAT(told("cond_dvt_current", v1::ROLE_SERVICE), IsOk());
  ASSERT_NE(RoutineOf(name).gate(), v1::GATE_OK);
  EXPECT_EQ(ReasonOf(told("cond_reflux_hiatus", v1::ROLE_SERVICE).status()),
            "CLINICIAN_REQUIRED");
  EXPECT_NE(RoutineOf(name).gate(), v1::GATE_OK);
  ASSERT_THAT(told("cond_reflux_hiatus", v1::ROLE_CLINICIAN), IsOk());
  EXPECT_EQ(RoutineOf(name).gate(), v1::GATE_OK);
  EXPECT_THAT(told("cond_anticoagulant", v1::ROLE_SERVICE), IsOk())
      << "it was open";
}

// R-011 is about the age alone.
TEST_F(PatientServiceTest, OnlyAClinicianCorrectsAnAgeThatClosesTheGate) {
  const std::string name = NewPatientWithRoutine();
  const auto aged = [&](int years, v1::Role role) {
    return Update(name,
                  absl::StrCat("update_mask { paths: 'profile.age_years' } "
                               "patient { profile { age_years: ",
                               years, " } }"),
                  role);
  };
  ASSERT_THAT(aged(17, v1::ROLE_SERVICE), IsOk());
  ASSERT_EQ(RoutineOf(name).gate(), v1::GATE_REFER);
  EXPECT_EQ(ReasonOf(aged(40, v1::ROLE_SERVICE).status()),
            "CLINICIAN_REQUIRED");
  EXPECT_EQ(RoutineOf(name).gate(), v1::GATE_REFER);
  ASSERT_THAT(aged(40, v1::ROLE_CLINICIAN), IsOk());
  EXPECT_EQ(RoutineOf(name).gate(), v1::GATE_OK);
}

// No change of a profile opens what was measured and is urgent.
TEST_F(PatientServiceTest, AnUrgentMeasurementOutlastsAnyProfile) {
  const std::string name = NewPatientWithRoutine();
  v1::SubmitAssessmentRequest measured = Submission(name);
  v1::TestResult* sign = measured.mutable_assessment()->add_results();
  sign->set_test("neuro_screen");
  sign->set_side(knowledge::v1::SIDE_LEFT);
  sign->set_value(3);
  Submit(measured);
  for (const char* profile : {
           "age_years: 80",
           "conditions { condition: 'cond_dvt_current' }",
           "conditions { condition: 'cond_neuropathy_sensory' }",
           "complaint_region: REGION_NECK",
       }) {
    EXPECT_THAT(
        Update(name, absl::StrCat("patient { profile { ", profile, " } }"),
               v1::ROLE_SERVICE),
        IsOk());
    EXPECT_EQ(RoutineOf(name).gate(), v1::GATE_STOP_AND_REFER_URGENT)
        << profile;
  }
  EXPECT_THAT(
      Update(name, "update_mask { paths: 'profile' } patient { profile {} }",
             v1::ROLE_SERVICE),
      IsOk());
  EXPECT_EQ(RoutineOf(name).gate(), v1::GATE_STOP_AND_REFER_URGENT);
}

TEST_F(PatientServiceTest, UnknownPathsAreRefused) {
  const std::string name = NewPatient();
  const auto before = Everything();
  const auto updated = Update(name, R"pb(
    update_mask {
      paths: "profile.shoe_size"
      paths: "external_id"
      paths: "profile"
      paths: "profile.age_date.year"
      paths: ""
    })pb");
  EXPECT_THAT(ViolatedFields(updated.status()),
              ElementsAre("update_mask.paths[0]", "update_mask.paths[1]",
                          "update_mask.paths[3]", "update_mask.paths[4]"));
  EXPECT_EQ(Everything(), before);
}

TEST_F(PatientServiceTest, AStaleEtagIsRefused) {
  const std::string name = NewPatient();
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Patient first, Get(name));
  const std::string change = R"pb(patient { profile { user_level: 3 }
                                            etag: ')pb" +
                             first.etag() + "' }";
  EXPECT_THAT(Update(name, change), IsOk());
  const auto stale = Update(name, change);
  EXPECT_THAT(stale, StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(ReasonOf(stale.status()), "STALE_ETAG");
}

TEST_F(PatientServiceTest, AProfileChangeIssuesANewRoutine) {
  const std::string name = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto before, log_.ReadState(RefOf(name)));
  ASSERT_THAT(
      Update(name,
             R"pb(patient {
                    profile { conditions { condition: "cond_osteoporosis" } }
                  })pb"),
      IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto after, log_.ReadState(RefOf(name)));
  EXPECT_EQ(before.head().routine_revision(), 2);
  EXPECT_EQ(after.head().routine_revision(), 3);
  // Where the person lives changes no plan.
  ASSERT_THAT(Update(name, R"pb(patient { time_zone: "Asia/Tokyo" })pb"),
              IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto moved, log_.ReadState(RefOf(name)));
  EXPECT_EQ(moved.head().routine_revision(), 3);
  EXPECT_EQ(moved.head().revision(), 4);
}

TEST_F(PatientServiceTest, PagesHoldEachPatientOfTheTenantOnce) {
  std::set<std::string> created;
  for (int i = 0; i < 7; ++i) created.insert(NewPatient());
  NewPatient("other");
  std::vector<std::string> listed;
  v1::ListPatientsRequest request;
  request.set_page_size(3);
  int pages = 0;
  do {
    Call call = CallOf();
    TONUS_ASSERT_OK_AND_ASSIGN(const auto page,
                               patients_.ListPatients(call, request));
    for (const auto& patient : page.patients()) {
      listed.push_back(patient.name());
    }
    request.set_page_token(page.next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(listed, std::vector<std::string>(created.begin(), created.end()));
}

TEST_F(PatientServiceTest, ATokenIsBoundToItsTenant) {
  NewPatient();
  NewPatient();
  v1::ListPatientsRequest request;
  request.set_page_size(1);
  Call call = CallOf();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto page,
                             patients_.ListPatients(call, request));
  request.set_page_token(page.next_page_token());
  Call other = CallOf("other");
  EXPECT_THAT(ViolatedFields(patients_.ListPatients(other, request).status()),
              ElementsAre("page_token"));
  request.set_page_size(-1);
  EXPECT_THAT(ViolatedFields(patients_.ListPatients(call, request).status()),
              ElementsAre("page_size"));
}

TEST_F(PatientServiceTest, AnotherTenantsPatientDoesNotExist) {
  const std::string name = NewPatient("other");
  EXPECT_THAT(Get(name), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Update(name, ""), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Get(name, "other"), IsOk());
  EXPECT_THAT(ViolatedFields(Get("patients/x").status()), ElementsAre("name"));
}

TEST_F(PatientServiceTest, TheHeaderRevisionIsThePatients) {
  const std::string name = NewPatientWithRoutine();
  Call call = CallOf();
  v1::GetPatientRequest request;
  request.set_name(name);
  ASSERT_THAT(patients_.GetPatient(call, request), IsOk());
  EXPECT_EQ(call.revision, 2);
}

}  // namespace
}  // namespace tonus
