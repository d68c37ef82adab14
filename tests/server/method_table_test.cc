// SPDX-License-Identifier: Apache-2.0
#include "services/server/method_table.h"

#include "services/error.h"
#include "tests/server/fake_services.h"
#include "tests/testing/matchers.h"
#include "tonus/v1/patient_service.pb.h"

namespace tonus {
namespace {

using ::testing::AllOf;
using testing::ApiServices;
using testing::FakeServices;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::StatusIs;

struct Handlers {
  absl::StatusOr<v1::Patient> Get(Call& call,
                                  const v1::GetPatientRequest& request) {
    call.revision = 7;
    v1::Patient patient;
    patient.set_name(request.name());
    return patient;
  }
  absl::StatusOr<Serialized<v1::Patient>> GetBytes(
      Call& /*call*/, const v1::GetPatientRequest& /*request*/) const {
    return Serialized<v1::Patient>{"bytes as they were stored"};
  }
  absl::StatusOr<v1::Patient> List(Call& /*call*/,
                                   const v1::ListPatientsRequest& /*request*/) {
    return v1::Patient();
  }
};

Call ClinicianCall() {
  Call call;
  call.principal = {"north", "dr", v1::ROLE_CLINICIAN, ""};
  return call;
}

constexpr char kGetPatient[] = "tonus.v1.PatientService.GetPatient";

TEST(MethodTableTest, AMethodTakesAndGivesBytes) {
  Handlers handlers;
  MethodTable table;
  table.Add(kGetPatient, &Handlers::Get, &handlers);
  Call call = ClinicianCall();
  v1::GetPatientRequest request;
  request.set_name("patients/p");
  const auto response =
      table.Find(kGetPatient)->Run(call, request.SerializeAsString());
  ASSERT_THAT(response, IsOk());
  v1::Patient patient;
  ASSERT_TRUE(patient.ParseFromString(*response));
  EXPECT_EQ(patient.name(), "patients/p");
  EXPECT_EQ(call.revision, 7);
}

TEST(MethodTableTest, StoredBytesAreReturnedAsTheyAre) {
  Handlers handlers;
  MethodTable table;
  table.Add(kGetPatient, &Handlers::GetBytes, &handlers);
  Call call = ClinicianCall();
  EXPECT_THAT(table.Find(kGetPatient)->Run(call, ""),
              IsOkAndHolds(std::string("bytes as they were stored")));
}

TEST(MethodTableTest, BytesThatAreNoRequestAreRefused) {
  Handlers handlers;
  MethodTable table;
  table.Add(kGetPatient, &Handlers::Get, &handlers);
  Call call = ClinicianCall();
  EXPECT_THAT(
      table.Find(kGetPatient)->Run(call, "\xff\xff"),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("GetPatient")));
  EXPECT_EQ(call.revision, 0);
}

TEST(MethodTableTest, ACompleteTableIsAccepted) {
  const FakeServices services;
  EXPECT_THAT(services.table().Check(ApiServices()), IsOk());
}

TEST(MethodTableTest, EveryComplaintIsTold) {
  Handlers handlers;
  MethodTable table;
  table.Add(kGetPatient, &Handlers::Get, &handlers);
  table.Add(kGetPatient, &Handlers::Get, &handlers);
  table.Add("tonus.v1.PatientService.ListPatients", &Handlers::List, &handlers);
  table.Add("tonus.v1.PatientService.UpdatePatient", &Handlers::Get, &handlers);
  table.Add("tonus.v1.PatientService.Forget", &Handlers::Get, &handlers);
  EXPECT_THAT(
      table.Check({"tonus.v1.PatientService", "tonus.v1.NoService"}),
      StatusIs(
          absl::StatusCode::kFailedPrecondition,
          AllOf(HasSubstr("GetPatient is registered twice"),
                HasSubstr("ListPatients returns tonus.v1.ListPatientsResponse,"
                          " not tonus.v1.Patient"),
                HasSubstr("UpdatePatient takes tonus.v1.UpdatePatientRequest"),
                HasSubstr("Forget is not a method"),
                HasSubstr("CreatePatient is not registered"),
                HasSubstr("tonus.v1.NoService is not a service"))));
}

}  // namespace
}  // namespace tonus
