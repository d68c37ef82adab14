// SPDX-License-Identifier: Apache-2.0
#include "services/knowledge/knowledge_service.h"

#include <regex>
#include <set>
#include <string>

#include "google/rpc/error_details.pb.h"
#include "services/knowledge/released_pack.h"
#include "storage/memory/memory_storage.h"
#include "tests/testing/matchers.h"
#include "tests/testing/small_pack.h"

namespace tonus {
namespace {

using ::testing::Contains;
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
        log_(&storage_, &knowledge_),
        service_(&log_) {
    call_.deadline = absl::InfiniteFuture();
    call_.principal.tenant = "clinic";
  }

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

  // Those of formulas and of other tables.
  size_t CitedRules() const {
    const knowledge::v1::Pack& pack = knowledge_.pack();
    return pack.cited_rules_size() + pack.rulings_size() +
           pack.smr_prohibitions_size() + pack.forbidden_claims_size();
  }

  const Knowledge knowledge_;
  storage::MemoryStorage storage_;
  PatientLog log_;
  KnowledgeService service_;
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
  PatientLog other_log(&storage_, &other_pack);
  EXPECT_THAT(KnowledgeService(&other_log).ListMuscles(call_, request),
              StatusIs(kInvalid));
}

TEST_F(KnowledgeServiceTest, AnswersWithAHundredEntriesUnlessAsked) {
  TONUS_ASSERT_OK_AND_ASSIGN(const Knowledge released, OpenReleasedPack());
  PatientLog log(&storage_, &released);
  const KnowledgeService service(&log);
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

TEST_F(KnowledgeServiceTest, ListsRulesAsTheyRunThenThoseOfFormulas) {
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ListRulesResponse response,
                             service_.ListRules(call_, {}));
  ASSERT_THAT(response.rules(), SizeIs(2 + CitedRules()));
  EXPECT_EQ(response.rules(0).rule().id(), "R-011");
  EXPECT_EQ(response.rules(0).condition_text(), "age < 18");
  EXPECT_EQ(response.rules(1).rule().id(), "R-310");
  EXPECT_EQ(response.rules(1).rule().source(), "authored");
  EXPECT_EQ(response.rules(2).cited_rule().id(), "R-400");
  EXPECT_THAT(response.rules(2).condition_text(), IsEmpty());
  EXPECT_EQ(response.rules(3).cited_rule().id(), "P-01");
}

TEST_F(KnowledgeServiceTest, ListsRulingsProhibitionsAndClaims) {
  v1::ListRulesRequest request;
  request.set_prefix("R-900");
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ListRulesResponse rulings,
                             service_.ListRules(call_, request));
  ASSERT_THAT(rulings.rules(), SizeIs(1));
  EXPECT_EQ(rulings.rules(0).cited_rule().text(), "the safer one");
  EXPECT_EQ(rulings.rules(0).cited_rule().source(), "any");
  request.set_prefix("SMR-01");
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ListRulesResponse prohibitions,
                             service_.ListRules(call_, request));
  ASSERT_THAT(prohibitions.rules(), SizeIs(1));
  EXPECT_EQ(prohibitions.rules(0).cited_rule().text(), "never on bone");
  request.set_prefix("N-1");
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ListRulesResponse claims,
                             service_.ListRules(call_, request));
  ASSERT_THAT(claims.rules(), SizeIs(1));
  EXPECT_EQ(claims.rules(0).cited_rule().text(),
            "never claimed: stretching corrects posture");
}

// Whatever a reason, an explanation or a message cites can be looked up: what
// code names, the check of a pack holds to the pack.
TEST(ReleasedRulesTest, EveryRuleThatIsCitedIsListedOnce) {
  TONUS_ASSERT_OK_AND_ASSIGN(const Knowledge knowledge, OpenReleasedPack());
  storage::MemoryStorage storage;
  PatientLog log(&storage, &knowledge);
  const KnowledgeService service(&log);
  Call call;
  call.deadline = absl::InfiniteFuture();
  call.principal.tenant = "clinic";
  v1::ListRulesRequest request;
  request.set_page_size(500);
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ListRulesResponse response,
                             service.ListRules(call, request));
  ASSERT_THAT(response.next_page_token(), IsEmpty());
  std::set<std::string> listed;
  for (const v1::ListedRule& rule : response.rules()) {
    const std::string& id =
        rule.has_rule() ? rule.rule().id() : rule.cited_rule().id();
    EXPECT_TRUE(listed.insert(id).second) << id;
  }
  const std::string text = knowledge.pack().DebugString();
  const std::regex id(R"(\b(A|BP|D|G|I|N|P|PR|R|SMR|Z)-[0-9]+[a-z]?\b)");
  std::set<std::string> cited;
  for (std::sregex_iterator match(text.begin(), text.end(), id), end;
       match != end; ++match) {
    cited.insert(match->str());
  }
  EXPECT_THAT(cited, Contains("R-902"));
  for (const std::string& rule : cited) {
    EXPECT_TRUE(listed.contains(rule)) << rule;
  }
}

TEST_F(KnowledgeServiceTest, ListsRulesByPrefixAndStage) {
  v1::ListRulesRequest request;
  request.set_prefix("R-3");
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ListRulesResponse by_prefix,
                             service_.ListRules(call_, request));
  ASSERT_THAT(by_prefix.rules(), SizeIs(1));
  EXPECT_EQ(by_prefix.rules(0).rule().id(), "R-310");
  request.clear_prefix();
  request.set_stage(knowledge::v1::RULE_STAGE_MEASUREMENT);
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ListRulesResponse by_stage,
                             service_.ListRules(call_, request));
  ASSERT_THAT(by_stage.rules(), SizeIs(1));
  EXPECT_EQ(by_stage.rules(0).rule().id(), "R-011");
}

TEST_F(KnowledgeServiceTest, PagesRulesAndMeasures) {
  v1::ListRulesRequest request;
  request.set_page_size(3);
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ListRulesResponse first,
                             service_.ListRules(call_, request));
  EXPECT_THAT(first.rules(), SizeIs(3));
  request.set_page_token(first.next_page_token());
  request.set_page_size(1);
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ListRulesResponse second,
                             service_.ListRules(call_, request));
  ASSERT_THAT(second.rules(), SizeIs(1));
  EXPECT_EQ(second.rules(0).cited_rule().id(), "P-01");
  request.set_page_token(second.next_page_token());
  request.set_page_size(static_cast<int>(CitedRules()));
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ListRulesResponse last,
                             service_.ListRules(call_, request));
  EXPECT_THAT(last.rules(), SizeIs(CitedRules() - 2));
  EXPECT_THAT(last.next_page_token(), IsEmpty());
  request.set_prefix("R-0");
  EXPECT_THAT(service_.ListRules(call_, request), StatusIs(kInvalid));

  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ListMeasuresResponse measures,
                             service_.ListMeasures(call_, {}));
  EXPECT_THAT(Ids(measures.measures()), ElementsAre("pain"));
  EXPECT_THAT(measures.next_page_token(), IsEmpty());
}

TEST_F(KnowledgeServiceTest, ListRulesRefusesEveryWrongFieldAtOnce) {
  v1::ListRulesRequest request;
  request.set_page_size(-1);
  request.set_page_token("x");
  request.set_prefix(std::string(64, 'R'));
  request.set_stage(static_cast<knowledge::v1::RuleStage>(9));
  EXPECT_THAT(Fields(service_.ListRules(call_, request).status()),
              ElementsAre("stage", "prefix", "page_size", "page_token"));
  v1::ListMeasuresRequest measures;
  measures.set_page_size(-1);
  EXPECT_THAT(Fields(service_.ListMeasures(call_, measures).status()),
              ElementsAre("page_size"));
}

TEST_F(KnowledgeServiceTest, ValidatesAReleaseWithItsCases) {
  v1::ValidatePackRequest request;
  v1::PackRelease& release = *request.mutable_release();
  *release.mutable_pack() = tonus::testing::SmallPack();
  *release.add_vectors() = ParseText<v1::PackVector>(R"pb(
    id: "case"
    request { date { year: 2026 month: 1 day: 5 } }
    expect { gate: GATE_OK }
  )pb");
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ValidatePackResponse response,
                             service_.ValidatePack(call_, request));
  EXPECT_FALSE(response.valid());
  EXPECT_EQ(response.version(), "test.1");
  EXPECT_THAT(response.hash(), SizeIs(64));
  EXPECT_EQ(response.vectors(), 1);
  std::vector<knowledge::v1::PackCheck> checks;
  for (const auto& complaint : response.complaints()) {
    checks.push_back(complaint.check());
  }
  // No equipment sets, and a case that nobody cleared.
  EXPECT_THAT(checks, ElementsAre(knowledge::v1::PACK_CHECK_COVERAGE,
                                  knowledge::v1::PACK_CHECK_VECTOR));
}

TEST_F(KnowledgeServiceTest, ValidatePackEndsWithTheCall) {
  v1::ValidatePackRequest request;
  *request.mutable_release()->mutable_pack() = tonus::testing::SmallPack();
  call_.deadline = absl::InfinitePast();
  EXPECT_THAT(service_.ValidatePack(call_, request),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  call_.deadline = absl::InfiniteFuture();
  // The client goes in the middle of the work.
  int asked = 0;
  call_.cancelled = [&asked] { return ++asked > 3; };
  EXPECT_THAT(service_.ValidatePack(call_, request),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_LE(asked, 9) << "work goes on for nobody";
}

TEST_F(KnowledgeServiceTest, ValidatesFilesInTheOrderOfTheirNames) {
  v1::ValidatePackRequest request;
  for (const char* name : {"b.textproto", "a.textproto", "ignored.txt"}) {
    auto& file = *request.mutable_files()->add_files();
    file.set_name(name);
    file.set_content("version: '1'");
  }
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::ValidatePackResponse response,
                             service_.ValidatePack(call_, request));
  EXPECT_FALSE(response.valid());
  ASSERT_THAT(response.complaints(), SizeIs(1));
  EXPECT_EQ(response.complaints(0).file(), "b.textproto");
  EXPECT_EQ(response.complaints(0).problem(),
            "version is set in a.textproto too");
}

TEST_F(KnowledgeServiceTest, ValidatePackRefusesMalformedRequests) {
  v1::ValidatePackRequest request;
  EXPECT_THAT(Fields(service_.ValidatePack(call_, request).status()),
              ElementsAre("source"));
  for (const std::string& name :
       {std::string(), std::string("../x"), std::string("a"), std::string("a"),
        std::string(256, 'x')}) {
    request.mutable_files()->add_files()->set_name(name);
  }
  EXPECT_THAT(Fields(service_.ValidatePack(call_, request).status()),
              ElementsAre("files.files[0].name", "files.files[1].name",
                          "files.files[3].name", "files.files[4].name"));
  for (int i = 0; i < 1001; ++i) request.mutable_files()->add_files();
  EXPECT_THAT(Fields(service_.ValidatePack(call_, request).status()),
              ElementsAre("files.files"));
  for (int i = 0; i < 1001; ++i) request.mutable_release()->add_vectors();
  EXPECT_THAT(Fields(service_.ValidatePack(call_, request).status()),
              ElementsAre("release.vectors"));
}

}  // namespace
}  // namespace tonus
