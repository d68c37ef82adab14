// SPDX-License-Identifier: Apache-2.0
// The rows of the rejection tables: a valid pack, one mistake, and exactly the
// complaints that follow from it.

#ifndef TONUS_TESTS_ENGINE_PACK_CHECK_ROWS_H_
#define TONUS_TESTS_ENGINE_PACK_CHECK_ROWS_H_

#include <ostream>
#include <string>
#include <vector>

#include "services/engine/pack_check.h"
#include "tests/testing/matchers.h"
#include "tests/testing/small_pack.h"

namespace tonus::engine {

namespace kv1 = knowledge::v1;

// Positions in the small pack.
enum MuscleAt { kIliopsoas, kGlute, kSpine, kNerve };
enum TestAt { kThomas, kBridgeHold, kRotation, kDifference, kPain };
enum ExerciseAt { kStretch, kBridge, kSqueeze, kWalk };
enum RuleAt { kUnder18, kNerveRule };

struct Row {
  const char* name;
  void (*mistake)(kv1::Pack& pack);
  std::vector<std::string> complaints;
};

inline void PrintTo(const Row& row, std::ostream* stream) {
  *stream << row.name;
}

inline std::string NameOf(const ::testing::TestParamInfo<Row>& row) {
  return row.param.name;
}

// The complaints as people read them.
inline std::vector<std::string> TextsOf(const Complaints& complaints) {
  std::vector<std::string> texts;
  for (const kv1::Complaint& complaint : complaints) {
    texts.push_back(ComplaintText(complaint));
  }
  return texts;
}

class PackCheckTest : public ::testing::TestWithParam<Row> {};

// Some tests use the rest of this file alone.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(PackCheckTest);

TEST_P(PackCheckTest, Complains) {
  kv1::Pack pack = tonus::testing::SmallPack();
  GetParam().mistake(pack);
  const Complaints complaints = CheckPack(pack);
  EXPECT_THAT(TextsOf(complaints),
              ::testing::ElementsAreArray(GetParam().complaints));
  for (const kv1::Complaint& complaint : complaints) {
    EXPECT_FALSE(complaint.remedy().empty()) << ComplaintText(complaint);
  }
}

}  // namespace tonus::engine

#endif  // TONUS_TESTS_ENGINE_PACK_CHECK_ROWS_H_
