// SPDX-License-Identifier: Apache-2.0
#include "services/server/authorization.h"

#include "tests/testing/matchers.h"
#include "tonus/v1/patient_service.pb.h"
#include "tonus/v1/progress_service.pb.h"

namespace tonus {
namespace {

using testing::IsOk;
using testing::ParseText;
using testing::StatusIs;

constexpr char kPatient[] = "abcdefghijklmnopqrstuvwxyz";
const Principal kPatientPrincipal = {"north", "app", v1::ROLE_PATIENT,
                                     kPatient};

v1::Access OwnRecords() {
  return ParseText<v1::Access>("roles: [ROLE_CLINICIAN, ROLE_PATIENT]");
}

TEST(AuthorizationTest, NobodyMayCallWhatNamesNoRole) {
  for (int role = v1::Role_MIN; role <= v1::Role_MAX; ++role) {
    EXPECT_THAT(Authorize({}, {"north", "x", static_cast<v1::Role>(role), ""},
                          v1::ListPatientsRequest()),
                StatusIs(absl::StatusCode::kPermissionDenied))
        << role;
  }
}

TEST(AuthorizationTest, TheUnspecifiedRoleIsNeverAllowed) {
  EXPECT_THAT(Authorize(ParseText<v1::Access>("roles: ROLE_UNSPECIFIED"),
                        {"north", "x", v1::ROLE_UNSPECIFIED, ""},
                        v1::ListPatientsRequest()),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST(AuthorizationTest, APatientReachesOnlyTheirOwnNames) {
  const struct {
    std::string name;
    absl::StatusCode code;
  } kCases[] = {
      {"patients/abcdefghijklmnopqrstuvwxyz", absl::StatusCode::kOk},
      {"patients/abcdefghijklmnopqrstuvwxyz/routine", absl::StatusCode::kOk},
      {"patients/zyxwvutsrqponmlkjihgfedcba", absl::StatusCode::kNotFound},
      {"patients/abcdefghijklmnopqrstuvwxyzz", absl::StatusCode::kNotFound},
      {"patients/abcdefghijklmnopqrstuvwxy", absl::StatusCode::kNotFound},
      {"patients/-", absl::StatusCode::kNotFound},
      {"patients/", absl::StatusCode::kNotFound},
      {"abcdefghijklmnopqrstuvwxyz", absl::StatusCode::kNotFound},
      {"", absl::StatusCode::kNotFound},
      {"tenants/t/patients/abcdefghijklmnopqrstuvwxyz",
       absl::StatusCode::kNotFound},
  };
  for (const auto& test : kCases) {
    v1::GetPatientRequest get;
    get.set_name(test.name);
    EXPECT_EQ(Authorize(OwnRecords(), kPatientPrincipal, get).code(), test.code)
        << test.name;
    v1::LogSessionRequest log;
    log.set_parent(test.name);
    EXPECT_EQ(Authorize(OwnRecords(), kPatientPrincipal, log).code(), test.code)
        << test.name;
    v1::UpdatePatientRequest update;
    update.mutable_patient()->set_name(test.name);
    EXPECT_EQ(Authorize(OwnRecords(), kPatientPrincipal, update).code(),
              test.code)
        << test.name;
  }
}

TEST(AuthorizationTest, APatientMayNotCallWhatNamesNobodyUnlessItIsShared) {
  EXPECT_THAT(
      Authorize(OwnRecords(), kPatientPrincipal, v1::ListPatientsRequest()),
      StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Authorize(ParseText<v1::Access>("roles: ROLE_PATIENT "
                                              "shared: true"),
                        kPatientPrincipal, v1::ListPatientsRequest()),
              IsOk());
}

TEST(AuthorizationTest, APatientCredentialWithoutPatientReachesNobody) {
  v1::GetPatientRequest get;
  EXPECT_THAT(
      Authorize(OwnRecords(), {"north", "app", v1::ROLE_PATIENT, ""}, get),
      StatusIs(absl::StatusCode::kNotFound));
}

TEST(AuthorizationTest, AClinicianReachesEveryPatientOfTheTenant) {
  v1::GetPatientRequest get;
  get.set_name("patients/zyxwvutsrqponmlkjihgfedcba");
  EXPECT_THAT(
      Authorize(OwnRecords(), {"north", "dr", v1::ROLE_CLINICIAN, ""}, get),
      IsOk());
}

}  // namespace
}  // namespace tonus
