// SPDX-License-Identifier: Apache-2.0
// ListPatients by need: whoever needs a clinician comes first.

#include <string>
#include <vector>

#include "services/keys.h"
#include "services/patient/sealed_storage.h"
#include "services/resource_names.h"
#include "services/timestamp.h"
#include "tests/services/alert_fixture.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using ::testing::UnorderedElementsAreArray;
using ::tonus::testing::IsOk;
using ::tonus::testing::ViolatedFields;

constexpr int kDay = 24;

class CaseloadTest : public testing::AlertFixture {
 protected:
  absl::StatusOr<v1::ListPatientsResponse> ListByNeed(
      const std::string& request, int hours,
      const std::string& tenant = "clinic") {
    Call call = CallOf(tenant);
    call.time += absl::Hours(hours);
    auto list = testing::ParseText<v1::ListPatientsRequest>(request);
    list.set_order(v1::PATIENT_ORDER_NEED);
    return patients_.ListPatients(call, list);
  }

  // Names in order, page by page.
  std::vector<std::string> Names(const std::string& filter, int size,
                                 int hours) {
    std::vector<std::string> names;
    std::string token;
    do {
      const auto page = ListByNeed(absl::StrCat(filter, " page_size: ", size,
                                                " page_token: '", token, "'"),
                                   hours);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return names;
      EXPECT_EQ(page->patients_size(), page->needs_size());
      EXPECT_LE(page->patients_size(), size);
      for (const v1::Patient& patient : page->patients()) {
        names.push_back(patient.name());
      }
      token = page->next_page_token();
    } while (!token.empty());
    return names;
  }
};

TEST_F(CaseloadTest, TheMostUrgentFirstThenWhoWaitsLongestThenTheOthers) {
  const std::string none = NewPatient();
  const std::string retest = NewPatientWithRoutine();
  const std::string later = NewPatientWithRoutine();
  const std::string earlier = NewPatientWithRoutine();
  AnswerYes(later, "rf_saddle_sensation", 3);
  AnswerYes(earlier, "rf_saddle_sensation", 2);
  for (const int size : {1, 2, 3, 10}) {
    EXPECT_THAT(Names("", size, 7 * kDay),
                ElementsAre(earlier, later, retest, none))
        << size;
  }
  // Before its day nothing is due of the one with a retest.
  const std::vector<std::string> early = Names("", 10, 4);
  ASSERT_THAT(early, SizeIs(4));
  EXPECT_EQ(early[0], earlier);
  EXPECT_EQ(early[1], later);
}

TEST_F(CaseloadTest, ThePatientIsListedOnceWithEveryReason) {
  const std::string patient = NewPatientWithRoutine();
  AnswerYes(patient, "rf_saddle_sensation", 1);
  AnswerYes(patient, "rf_chest_pain_dyspnoea", 2);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto page, ListByNeed("", 3));
  ASSERT_THAT(page.patients(), SizeIs(1));
  ASSERT_THAT(page.needs(), SizeIs(1));
  EXPECT_GE(page.needs(0).alerts_size(), 2);
}

TEST_F(CaseloadTest, OfAKindAlone) {
  NewPatient();
  NewPatientWithRoutine();
  const std::string urgent = NewPatientWithRoutine();
  AnswerYes(urgent, "rf_saddle_sensation", 1);
  EXPECT_THAT(Names("alert_kinds: ALERT_KIND_RED_FLAG", 1, 7 * kDay),
              ElementsAre(urgent));
  EXPECT_THAT(Names("alert_kinds: ALERT_KIND_NO_PROGRESS", 5, 7 * kDay),
              IsEmpty());
}

TEST_F(CaseloadTest, WhatIsAcknowledgedNeedsNobody) {
  const std::string first = NewPatientWithRoutine();
  const std::string second = NewPatientWithRoutine();
  AnswerYes(second, "rf_saddle_sensation", 1);
  EXPECT_EQ(Names("", 1, 2)[0], second);
  for (const v1::Alert& alert : Alerts(second, 2)) {
    ASSERT_THAT(Acknowledge(alert.name(), 3), IsOk());
  }
  EXPECT_THAT(Names("", 1, 4), UnorderedElementsAre(first, second));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto page, ListByNeed("", 4));
  for (const v1::PatientNeed& need : page.needs()) {
    for (const v1::Alert& alert : need.alerts()) {
      EXPECT_NE(alert.kind(), knowledge::v1::ALERT_KIND_RED_FLAG);
    }
  }
}

// A page costs the same however many patients are passed over for it.
TEST_F(CaseloadTest, AfterManyWhoNeedSomebodyTheOthersComePageByPage) {
  constexpr int kMany = 1600;
  constexpr char kAlert[] = "0123456789abcdef";
  SealedStorage sealed(&storage_);
  v1::Patient patient;
  storage::v1::AlertRecord record;
  v1::Alert& alert = *record.mutable_alert();
  alert.set_state(v1::ALERT_STATE_OPEN);
  *alert.mutable_raise_time() = ToTimestamp(At(0).time);
  std::vector<std::string> calm;
  for (int i = 0; i < kMany; ++i) {
    std::string id(26, 'a');
    for (int rest = i, at = 25; rest > 0; rest /= 10) {
      id[at--] = static_cast<char>('a' + rest % 10);
    }
    patient.set_name(PatientName{id}.ToString());
    alert.set_name(AlertName{id, kAlert}.ToString());
    std::vector<storage::Mutation> writes = {storage::Mutation::Write(
        keys::Patient("clinic", id), engine::DeterministicBytes(patient))};
    if (i % 400 == 0) {
      calm.push_back(patient.name());
    } else {
      writes.push_back(
          storage::Mutation::Write(keys::Alert("clinic", id, kAlert),
                                   engine::DeterministicBytes(record)));
    }
    ASSERT_THAT(sealed.Commit(std::move(writes), At(0).deadline), IsOk());
  }
  EXPECT_THAT(Names("", 500, 1), UnorderedElementsAreArray(calm));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto first, ListByNeed("page_size: 500", 1));
  EXPECT_THAT(first.next_page_token(), Not(IsEmpty()))
      << "it did not look at all of them";
}

TEST_F(CaseloadTest, TenantsNeverMeet) {
  AnswerYes(NewPatientWithRoutine(), "rf_saddle_sensation", 1);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto page, ListByNeed("", 2, "elsewhere"));
  EXPECT_THAT(page.patients(), IsEmpty());
}

TEST_F(CaseloadTest, WhatIsWrongIsToldAtOnce) {
  Call call = CallOf();
  v1::ListPatientsRequest request;
  request.set_page_size(-1);
  request.set_page_token("x");
  request.add_alert_kinds(knowledge::v1::ALERT_KIND_RED_FLAG);
  request.set_order(static_cast<v1::PatientOrder>(9));
  EXPECT_THAT(ViolatedFields(patients_.ListPatients(call, request).status()),
              ElementsAre("order", "alert_kinds", "page_size", "page_token"));
}

}  // namespace
}  // namespace tonus
