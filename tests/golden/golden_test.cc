// SPDX-License-Identifier: Apache-2.0
// Reads every golden case with the released pack. The order of exercises in
// sessions is checked where sessions are planned.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/knowledge/released_pack.h"
#include "tests/golden/golden_case.h"
#include "tests/testing/matchers.h"

namespace tonus::golden {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAreArray;
namespace kv1 = knowledge::v1;

const engine::Knowledge& ReleasedKnowledge() {
  static const auto* const knowledge =
      new absl::StatusOr<engine::Knowledge>(OpenReleasedPack());
  return knowledge->value();
}

std::string SideLetter(kv1::Side side) {
  switch (side) {
    case kv1::SIDE_LEFT:
      return "L";
    case kv1::SIDE_RIGHT:
      return "R";
    case kv1::SIDE_MIDLINE:
      return "M";
    default:
      return "?";
  }
}

std::string NameOf(const std::string& id, kv1::Side side) {
  return absl::StrCat(id, ".", SideLetter(side));
}

template <typename Message, typename Field>
std::vector<std::string> Collect(
    const google::protobuf::RepeatedPtrField<Message>& messages, Field field) {
  std::vector<std::string> collected;
  for (const Message& message : messages) collected.push_back(field(message));
  return collected;
}

std::vector<std::string> TagsWith(const v1::Interpretation& interpretation,
                                  bool forbidden) {
  std::vector<std::string> tags;
  for (const auto& restriction : interpretation.tags()) {
    if (restriction.forbidden() == forbidden) tags.push_back(restriction.tag());
  }
  return tags;
}

// FORBIDDEN, CAUTION or FREE by tags and by rules on single exercises; level
// and equipment are not asked.
std::string VerdictOn(const v1::Interpretation& interpretation,
                      const std::string& id) {
  const kv1::Exercise* exercise = ReleasedKnowledge().FindExercise(id);
  if (exercise == nullptr) return "NO SUCH EXERCISE";
  auto carries = [&](bool forbidden) {
    const auto tags = TagsWith(interpretation, forbidden);
    return std::any_of(
        exercise->tags().begin(), exercise->tags().end(), [&](const auto& tag) {
          return std::find(tags.begin(), tags.end(), tag) != tags.end();
        });
  };
  const auto& banned = interpretation.limits().forbidden_exercises();
  if (carries(true) ||
      std::find(banned.begin(), banned.end(), id) != banned.end()) {
    return "FORBIDDEN";
  }
  return carries(false) ? "CAUTION" : "FREE";
}

// Pairs, by rank.
std::vector<std::string> PairsOf(const v1::Interpretation& interpretation) {
  std::vector<const v1::Decision*> decisions;
  for (const auto& decision : interpretation.decisions()) {
    if (decision.action() == v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER) {
      decisions.push_back(&decision);
    }
  }
  std::stable_sort(decisions.begin(), decisions.end(),
                   [](auto* a, auto* b) { return a->rank() < b->rank(); });
  std::vector<std::string> pairs;
  for (const auto* decision : decisions) {
    pairs.push_back(
        absl::StrCat(NameOf(decision->muscle(), decision->side()), ">",
                     NameOf(decision->partner(), decision->partner_side())));
  }
  return pairs;
}

class GoldenTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    TONUS_ASSERT_OK_AND_ASSIGN(case_, LoadCase(GetParam()));
    interpretation_ =
        engine::Interpret(ReleasedKnowledge(), FactsOf(case_),
                          engine::ToCivilDay(case_.request().date()));
  }

  const v1::Finding& FindingOf(const std::string& target) {
    for (const auto& finding : interpretation_.findings()) {
      if (NameOf(finding.muscle(), finding.side()) == target) return finding;
    }
    ADD_FAILURE() << "no finding for " << target;
    return v1::Finding::default_instance();
  }

  Case case_;
  v1::Interpretation interpretation_;
};

TEST_P(GoldenTest, IsReadAsExpected) {
  const Expectation& expect = case_.expect();
  EXPECT_EQ(case_.id(), GetParam());
  EXPECT_EQ(v1::Gate_Name(interpretation_.gate()),
            v1::Gate_Name(expect.gate()));
  EXPECT_EQ(interpretation_.directional_preference(),
            expect.directional_preference());
  for (const auto& status : expect.statuses()) {
    EXPECT_EQ(kv1::Status_Name(FindingOf(status.target()).status()),
              kv1::Status_Name(status.status()))
        << FindingOf(status.target()).DebugString();
  }
  for (const auto& qualifiers : expect.qualifiers()) {
    EXPECT_THAT(FindingOf(qualifiers.target()).qualifiers(),
                IsSupersetOf(qualifiers.qualifiers()))
        << FindingOf(qualifiers.target()).DebugString();
  }
  EXPECT_THAT(Collect(interpretation_.conditions(),
                      [](const auto& c) { return c.condition(); }),
              IsSupersetOf(expect.conditions()));
  EXPECT_THAT(Collect(interpretation_.rejected_results(),
                      [](const auto& r) { return NameOf(r.test(), r.side()); }),
              IsSupersetOf(expect.rejected()));
  EXPECT_THAT(Collect(interpretation_.test_requests(),
                      [](const auto& r) { return r.test(); }),
              IsSupersetOf(expect.requests()));
}

TEST_P(GoldenTest, ForbidsAndAllowsAsExpected) {
  const Expectation& expect = case_.expect();
  EXPECT_THAT(TagsWith(interpretation_, true),
              IsSupersetOf(expect.forbidden_tags()));
  for (const std::string& id : expect.forbidden_exercises()) {
    EXPECT_EQ(VerdictOn(interpretation_, id), "FORBIDDEN") << id;
  }
  for (const std::string& id : expect.caution_exercises()) {
    EXPECT_EQ(VerdictOn(interpretation_, id), "CAUTION") << id;
  }
  for (const std::string& id : expect.allowed_exercises()) {
    EXPECT_THAT(VerdictOn(interpretation_, id),
                ::testing::AnyOf("FREE", "CAUTION"))
        << id;
  }
}

TEST_P(GoldenTest, DecidesAsExpected) {
  const Expectation& expect = case_.expect();
  const std::vector<std::string> pairs = PairsOf(interpretation_);
  if (expect.no_pairs()) {
    EXPECT_THAT(pairs, IsEmpty());
  }
  if (!expect.top_pair().empty()) {
    ASSERT_THAT(pairs, Not(IsEmpty()));
    EXPECT_EQ(pairs.front(), expect.top_pair());
  }
  EXPECT_THAT(pairs, IsSupersetOf(expect.pairs()));
  for (const std::string& pair : expect.excluded_pairs()) {
    EXPECT_THAT(pairs, Not(Contains(pair)));
  }
  if (expect.has_syndromes()) {
    std::vector<std::string> full;
    std::vector<std::string> partial;
    for (const auto& syndrome : interpretation_.syndromes()) {
      if (syndrome.side() != kv1::SIDE_MIDLINE) continue;
      (syndrome.full() ? full : partial).push_back(syndrome.syndrome());
    }
    EXPECT_THAT(full, UnorderedElementsAreArray(expect.syndromes().full()));
    EXPECT_THAT(partial,
                UnorderedElementsAreArray(expect.syndromes().partial()));
  }
}

TEST_P(GoldenTest, IsReadTheSameTwice) {
  const v1::Interpretation again =
      engine::Interpret(ReleasedKnowledge(), FactsOf(case_),
                        engine::ToCivilDay(case_.request().date()));
  EXPECT_EQ(again.SerializeAsString(), interpretation_.SerializeAsString());
}

TEST_P(GoldenTest, HasAFindingForEveryTargetAndSide) {
  size_t expected = 0;
  for (const auto& muscle : ReleasedKnowledge().pack().muscles()) {
    expected += muscle.laterality() == kv1::LATERALITY_MIDLINE ? 1 : 2;
  }
  EXPECT_EQ(interpretation_.findings_size(), expected);
  EXPECT_THAT(Collect(interpretation_.findings(),
                      [](const auto& finding) {
                        return kv1::Status_Name(finding.status());
                      }),
              Each(Not("STATUS_UNSPECIFIED")));
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenTest, ::testing::ValuesIn(CaseNames()),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace tonus::golden
