// SPDX-License-Identifier: Apache-2.0
// Reads every case of the released pack with that pack. The pack would be
// refused if one failed; here each is a test by itself, and says where.

#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/pack_vector.h"
#include "services/knowledge/released_pack.h"
#include "tests/testing/matchers.h"

namespace tonus {
namespace {

using ::testing::IsEmpty;
namespace kv1 = knowledge::v1;

const v1::PackRelease& Release() {
  static const auto* const kRelease =
      new v1::PackRelease(ReadReleasedPack().value());
  return *kRelease;
}

// Compiled without its cases, so that a wrong one fails its own test alone.
const engine::Knowledge& ReleasedKnowledge() {
  static const auto* const kKnowledge =
      new engine::Knowledge(*engine::Knowledge::Compile(Release().pack(), ""));
  return *kKnowledge;
}

class GoldenTest : public ::testing::TestWithParam<v1::PackVector> {
 protected:
  v1::Interpretation Interpret() const {
    return engine::Interpret(ReleasedKnowledge(),
                             engine::FactsOf(GetParam().request()),
                             engine::ToCivilDay(GetParam().request().date()));
  }
};

TEST_P(GoldenTest, ComesOutAsExpected) {
  EXPECT_THAT(engine::DifferencesOf(ReleasedKnowledge(), GetParam()),
              IsEmpty());
}

TEST_P(GoldenTest, IsReadTheSameTwice) {
  EXPECT_EQ(Interpret().SerializeAsString(), Interpret().SerializeAsString());
}

TEST_P(GoldenTest, HasAFindingForEveryTargetAndSide) {
  size_t expected = 0;
  for (const auto& muscle : ReleasedKnowledge().pack().muscles()) {
    expected += muscle.laterality() == kv1::LATERALITY_MIDLINE ? 1 : 2;
  }
  const v1::Interpretation interpretation = Interpret();
  EXPECT_EQ(interpretation.findings_size(), expected);
  for (const v1::Finding& finding : interpretation.findings()) {
    EXPECT_NE(finding.status(), kv1::STATUS_UNSPECIFIED) << finding.muscle();
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenTest,
                         ::testing::ValuesIn(Release().vectors().begin(),
                                             Release().vectors().end()),
                         [](const auto& info) {
                           std::string name = info.param.id();
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace tonus
