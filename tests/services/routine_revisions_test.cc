// SPDX-License-Identifier: Apache-2.0
// The routines that were issued, what differs between them, and what would be.
#include <string>
#include <vector>

#include "tests/services/service_test.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

constexpr auto kWrong = absl::StatusCode::kInvalidArgument;
constexpr auto kNotFound = absl::StatusCode::kNotFound;

class RoutineRevisionsTest : public testing::ServiceTest {
 protected:
  void Pin(const std::string& patient, const std::string& exercise) {
    Call call = CallOf();
    v1::SetOverrideRequest request;
    request.set_parent(patient);
    request.mutable_override()->set_pin_exercise(exercise);
    request.mutable_override()->set_reason(v1::OVERRIDE_REASON_OTHER);
    ASSERT_THAT(routines_.SetOverride(call, request), IsOk());
  }

  absl::StatusOr<v1::DiffRoutinesResponse> Diff(const std::string& patient,
                                                int64_t from, int64_t to) {
    Call call = CallOf();
    v1::DiffRoutinesRequest request;
    request.set_name(patient + "/routine");
    request.set_from_revision(from);
    request.set_to_revision(to);
    return routines_.DiffRoutines(call, request);
  }

  absl::StatusOr<v1::PreviewRoutineResponse> Preview(const std::string& patient,
                                                     const std::string& text) {
    Call call = CallOf();
    auto request = ParseText<v1::PreviewRoutineRequest>(text);
    request.set_name(patient + "/routine");
    return routines_.PreviewRoutine(call, request);
  }
};

TEST_F(RoutineRevisionsTest, ListsWhatWasIssuedAndWhy) {
  const std::string patient = NewPatientWithRoutine();
  Pin(patient, "wall_slide");
  Call call = CallOf();
  v1::ListRoutineRevisionsRequest request;
  request.set_name(patient + "/routine");
  request.set_page_size(1);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto first,
                             routines_.ListRoutineRevisions(call, request));
  ASSERT_EQ(first.revisions_size(), 1);
  EXPECT_EQ(first.revisions(0).revision(), 3);
  EXPECT_EQ(first.revisions(0).cause(), "override_set");
  EXPECT_EQ(first.revisions(0).role(), v1::ROLE_CLINICIAN);
  EXPECT_EQ(first.revisions(0).pack_hash(),
            testing::ReleasedKnowledge().hash());
  request.set_page_token(first.next_page_token());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto second,
                             routines_.ListRoutineRevisions(call, request));
  ASSERT_EQ(second.revisions_size(), 1);
  EXPECT_EQ(second.revisions(0).revision(), 2);
  EXPECT_EQ(second.revisions(0).cause(), "assessment_submitted");
  EXPECT_EQ(second.next_page_token(), "");
}

TEST_F(RoutineRevisionsTest, DiffsTheLastTwoUnlessToldOtherwise) {
  const std::string patient = NewPatientWithRoutine();
  Pin(patient, "wall_slide");
  Pin(patient, "chin_tuck_seated");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto last, Diff(patient, 0, 0));
  EXPECT_EQ(last.from().revision(), 3);
  EXPECT_EQ(last.to().revision(), 4);
  EXPECT_EQ(last.diff().sessions_size(), 18);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto all, Diff(patient, 2, 4));
  bool first = false;
  bool second = false;
  for (const auto& item : all.diff().sessions(0).items()) {
    if (item.kind() != v1::ITEM_CHANGE_KIND_ADDED) continue;
    first = first || item.exercise() == "wall_slide";
    second = second || item.exercise() == "chin_tuck_seated";
  }
  EXPECT_TRUE(first && second);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto same, Diff(patient, 3, 3));
  EXPECT_TRUE(same.diff().same());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto beginning, Diff(patient, 0, 2));
  EXPECT_FALSE(beginning.has_from());
  EXPECT_FALSE(beginning.diff().same());
}

TEST_F(RoutineRevisionsTest, RefusesRevisionsThatIssuedNothing) {
  const std::string patient = NewPatientWithRoutine();
  EXPECT_THAT(Diff(patient, 1, 2).status(), StatusIs(kNotFound));
  EXPECT_THAT(Diff(patient, 2, 9).status(), StatusIs(kNotFound));
  EXPECT_THAT(ViolatedFields(Diff(patient, -1, -2).status()),
              ElementsAre("from_revision", "to_revision"));
  EXPECT_THAT(Diff(NewPatient(), 0, 0).status(), StatusIs(kNotFound));
}

TEST_F(RoutineRevisionsTest, APreviewChangesNothing) {
  const std::string patient = NewPatientWithRoutine();
  const auto before = Everything();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto same, Preview(patient, ""));
  EXPECT_TRUE(same.diff().same());
  EXPECT_EQ(same.revision(), 2);
  EXPECT_EQ(same.routine().revision(), 0);
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto pinned,
      Preview(patient, "overrides { pin_exercise: 'wall_slide' }"));
  EXPECT_FALSE(pinned.diff().same());
  EXPECT_EQ(pinned.diff().sessions_size(), 18);
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto results,
      Preview(patient,
              "assessment { results { test: 'mod_thomas_hip' side: SIDE_LEFT "
              "value: -20 } results { test: 'mod_thomas_hip' side: SIDE_RIGHT "
              "value: -20 } }"));
  EXPECT_GT(results.diff().findings_size(), 0);
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto condition,
      Preview(patient, "profile { conditions { condition: 'cond_cardiac' } }"));
  EXPECT_EQ(condition.diff().gate_after(), v1::GATE_REFER);
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto cleared,
      Preview(patient,
              "profile { conditions { condition: 'cond_cardiac' } } "
              "clearances { subject: 'cond_cardiac' "
              "date { year: 2026 month: 1 day: 5 } }"));
  EXPECT_EQ(cleared.diff().gate_after(), v1::GATE_OK);
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto policy,
      Preview(patient, "policies { policy: 'cat_cow' choice: 'never' }"));
  EXPECT_EQ(policy.routine().policies_size(), 1);
  EXPECT_EQ(Everything(), before);
}

TEST_F(RoutineRevisionsTest, APreviewTellsWhatSettingWouldIssue) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto preview,
      Preview(patient, "overrides { pin_exercise: 'wall_slide' }"));
  Pin(patient, "wall_slide");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto issued, Diff(patient, 0, 0));
  EXPECT_EQ(preview.diff().sessions_size(), issued.diff().sessions_size());
  for (int i = 0; i < preview.diff().sessions_size(); ++i) {
    EXPECT_THAT(preview.diff().sessions(i),
                testing::EqualsProto(issued.diff().sessions(i).DebugString()));
  }
}

TEST_F(RoutineRevisionsTest, APreviewCanLeaveAnOverrideOut) {
  const std::string patient = NewPatientWithRoutine();
  Pin(patient, "wall_slide");
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto without,
      Preview(patient, "without_overrides: '" + patient + "/overrides/3'"));
  EXPECT_THAT(without.routine().overrides(), IsEmpty());
  EXPECT_EQ(without.diff().sessions_size(), 18);
  EXPECT_THAT(
      Preview(patient, "without_overrides: '" + patient + "/overrides/9'"),
      StatusIs(kNotFound));
  EXPECT_THAT(
      ViolatedFields(
          Preview(patient,
                  "without_overrides: 'x' overrides { level_cap: 9 } "
                  "policies { policy: 'x' } "
                  "clearances { subject: 'x' }")
              .status()),
      UnorderedElementsAre("without_overrides[0]", "overrides[0].level_cap",
                           "policies[0].policy", "clearances[0].subject",
                           "clearances[0].date"));
}

TEST_F(RoutineRevisionsTest, APreviewOfNobodyIsNotFound) {
  EXPECT_THAT(Preview("patients/aaaaaaaaaaaaaaaaaaaaaaaaaa", ""),
              StatusIs(kNotFound));
  EXPECT_THAT(Preview("patients/x", ""), StatusIs(kWrong));
}

TEST_F(RoutineRevisionsTest, APreviewTakesTheDatesThatSetOverrideTakes) {
  const std::string patient = NewPatientWithRoutine();
  const auto status = Preview(patient,
                              "overrides { pin_exercise: 'wall_slide' "
                              "start_date { year: 2020 month: 1 day: 1 } "
                              "end_date { year: 2020 month: 2 day: 1 } }")
                          .status();
  EXPECT_THAT(testing::ViolatedFields(status),
              ::testing::IsSupersetOf(
                  {"overrides[0].start_date", "overrides[0].end_date"}));
}

}  // namespace
}  // namespace tonus
