// SPDX-License-Identifier: Apache-2.0
#include "services/knowledge/knowledge_service.h"

#include "google/rpc/error_details.pb.h"
#include "services/knowledge/released_pack.h"
#include "tests/testing/matchers.h"
#include "tests/testing/small_pack.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::engine::Knowledge;
using ::tonus::testing::ParseText;
using ::tonus::testing::StatusIs;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

class KnowledgeServiceTest : public ::testing::Test {
 protected:
  KnowledgeServiceTest()
      : knowledge_(*Knowledge::Compile(tonus::testing::SmallPack(), "hash")),
        service_(&knowledge_) {}

  template <typename Entries>
  static std::vector<std::string> Ids(const Entries& entries) {
    std::vector<std::string> ids;
    for (const auto& entry : entries) ids.push_back(entry.id());
    return ids;
  }

  // Fields of the violations of `status`, in order.
  static std::vector<std::string> Fields(const absl::Status& status) {
    google::rpc::BadRequest bad_request;
    const auto payload =
        status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
    if (payload.has_value()) {
      bad_request.ParseFromString(std::string(*payload));
    }
    std::vector<std::string> fields;
    for (const auto& violation : bad_request.field_violations()) {
      fields.push_back(violation.field());
    }
    return fields;
  }

  const Knowledge knowledge_;
  const KnowledgeService service_;
  Call call_;
};

TEST_F(KnowledgeServiceTest, SummarisesThePack) {
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::GetPackResponse response,
                             service_.GetPack(call_, {}));
  EXPECT_EQ(response.version(), "test.1");
  EXPECT_EQ(response.hash(), "hash");
  EXPECT_THAT(Ids(response.articles()), ElementsAre("src1"));
  // rf_under_18 is not asked.
  EXPECT_THAT(Ids(response.red_flags()), ElementsAre("rf_urgent"));
  EXPECT_THAT(response.recheck_questions(), SizeIs(1));
  EXPECT_THAT(Ids(response.conditions()),
              ElementsAre("cond_acute", "cond_later"));
  EXPECT_THAT(Ids(response.equipment()), ElementsAre("mat"));
  EXPECT_FALSE(response.has_pack());
}

TEST_F(KnowledgeServiceTest, GivesTheWholePackWhenAsked) {
  TONUS_ASSERT_OK_AND_ASSIGN(
      const v1::GetPackResponse response,
      service_.GetPack(call_, ParseText<v1::GetPackRequest>("full: true")));
  EXPECT_EQ(response.pack().SerializeAsString(),
            knowledge_.pack().SerializeAsString());
}

TEST_F(KnowledgeServiceTest, PagesLeadThroughTheWholeTableOnce) {
  v1::ListMusclesRequest request;
  request.set_page_size(3);
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ListMusclesResponse first,
                             service_.ListMuscles(call_, request));
  EXPECT_THAT(Ids(first.muscles()),
              ElementsAre("iliopsoas", "gluteus_maximus", "thoracic_spine"));
  EXPECT_THAT(first.next_page_token(), Not(IsEmpty()));

  request.set_page_token(first.next_page_token());
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ListMusclesResponse second,
                             service_.ListMuscles(call_, request));
  EXPECT_THAT(Ids(second.muscles()), ElementsAre("sciatic_nerve"));
  EXPECT_THAT(second.next_page_token(), IsEmpty());
}

TEST_F(KnowledgeServiceTest, AFullLastPageIsTheLast) {
  TONUS_ASSERT_OK_AND_ASSIGN(
      const v1::ListMusclesResponse response,
      service_.ListMuscles(call_, ParseText<v1::ListMusclesRequest>(
                                      "page_size: 2 region: REGION_HIP")));
  EXPECT_THAT(Ids(response.muscles()),
              ElementsAre("iliopsoas", "gluteus_maximus"));
  EXPECT_THAT(response.next_page_token(), IsEmpty());
}

TEST_F(KnowledgeServiceTest, ListsTestsOfAMuscle) {
  TONUS_ASSERT_OK_AND_ASSIGN(
      const v1::ListTestsResponse response,
      service_.ListTests(
          call_, ParseText<v1::ListTestsRequest>("muscle: 'gluteus_maximus'")));
  EXPECT_THAT(Ids(response.tests()), ElementsAre("bridge_hold"));
}

TEST_F(KnowledgeServiceTest, ListsExercisesOfAMuscleAndTechnique) {
  TONUS_ASSERT_OK_AND_ASSIGN(
      const v1::ListExercisesResponse of_muscle,
      service_.ListExercises(call_, ParseText<v1::ListExercisesRequest>(
                                        "muscle: 'gluteus_maximus'")));
  EXPECT_THAT(Ids(of_muscle.exercises()),
              ElementsAre("glute_bridge", "glute_squeeze"));
  TONUS_ASSERT_OK_AND_ASSIGN(
      const v1::ListExercisesResponse of_technique,
      service_.ListExercises(call_, ParseText<v1::ListExercisesRequest>(
                                        "technique: TECHNIQUE_AEROBIC")));
  EXPECT_THAT(Ids(of_technique.exercises()), ElementsAre("walk"));
  TONUS_ASSERT_OK_AND_ASSIGN(
      const v1::ListExercisesResponse of_both,
      service_.ListExercises(call_, ParseText<v1::ListExercisesRequest>(
                                        "muscle: 'gluteus_maximus' "
                                        "technique: TECHNIQUE_AEROBIC")));
  EXPECT_THAT(of_both.exercises(), IsEmpty());
}

TEST_F(KnowledgeServiceTest, TellsAllViolationsAtOnce) {
  v1::ListExercisesRequest request;
  request.set_muscle("biceps");
  request.set_technique(static_cast<knowledge::v1::Technique>(99));
  request.set_page_size(-1);
  request.set_page_token("x");
  const auto response = service_.ListExercises(call_, request);
  EXPECT_THAT(response, StatusIs(kInvalid));
  EXPECT_THAT(Fields(response.status()),
              ElementsAre("muscle", "technique", "page_size", "page_token"));
  EXPECT_THAT(Fields(service_
                         .ListTests(call_, ParseText<v1::ListTestsRequest>(
                                               "muscle: 'x' page_size: -1"))
                         .status()),
              ElementsAre("muscle", "page_size"));
  v1::ListMusclesRequest muscles;
  muscles.set_region(static_cast<knowledge::v1::Region>(-1));
  EXPECT_THAT(Fields(service_.ListMuscles(call_, muscles).status()),
              ElementsAre("region"));
}

TEST_F(KnowledgeServiceTest, ATokenBelongsToItsListFilterAndPack) {
  v1::ListMusclesRequest request;
  request.set_page_size(1);
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ListMusclesResponse first,
                             service_.ListMuscles(call_, request));
  request.set_page_token(first.next_page_token());

  v1::ListTestsRequest other_list;
  other_list.set_page_token(first.next_page_token());
  EXPECT_THAT(service_.ListTests(call_, other_list), StatusIs(kInvalid));

  v1::ListMusclesRequest other_filter = request;
  other_filter.set_region(knowledge::v1::REGION_HIP);
  EXPECT_THAT(service_.ListMuscles(call_, other_filter), StatusIs(kInvalid));

  const Knowledge other_pack =
      *Knowledge::Compile(tonus::testing::SmallPack(), "other hash");
  EXPECT_THAT(KnowledgeService(&other_pack).ListMuscles(call_, request),
              StatusIs(kInvalid));
}

TEST_F(KnowledgeServiceTest, AnswersWithAHundredEntriesUnlessAsked) {
  TONUS_ASSERT_OK_AND_ASSIGN(const Knowledge released, OpenReleasedPack());
  const KnowledgeService service(&released);
  v1::ListExercisesRequest request;
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ListExercisesResponse page,
                             service.ListExercises(call_, request));
  EXPECT_THAT(page.exercises(), SizeIs(100));
  request.set_page_size(1'000'000);
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ListExercisesResponse all,
                             service.ListExercises(call_, request));
  EXPECT_THAT(all.exercises(), SizeIs(released.pack().exercises_size()));
  EXPECT_THAT(all.next_page_token(), IsEmpty());
}

}  // namespace
}  // namespace tonus
