// SPDX-License-Identifier: Apache-2.0
// Why a status is unknown: one reason, and no other one beside it.
#include "services/engine/unknown_reason.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/read_results.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

struct UnknownRow {
  const char* name;
  std::string results;
  const char* muscle;
  v1::UnknownReason reason;
  const char* rule;
};

class UnknownReasonTest : public ::testing::TestWithParam<UnknownRow> {};

TEST_P(UnknownReasonTest, IsTold) {
  const UnknownRow& row = GetParam();
  const v1::Interpretation read = Read(row.results);
  const v1::Finding& finding = FindingOf(read, row.muscle, kRight);
  EXPECT_EQ(finding.status(), kv1::STATUS_UNKNOWN) << finding.DebugString();
  EXPECT_EQ(v1::UnknownReason_Name(finding.unknown_reason()),
            v1::UnknownReason_Name(row.reason))
      << finding.DebugString();
  // Said of the finding itself or of its decision.
  std::vector<std::string> rules;
  for (const v1::RejectedAction& rejected : finding.rejected()) {
    rules.push_back(rejected.rule());
  }
  for (const v1::Decision& decision : read.decisions()) {
    if (decision.muscle() != row.muscle || decision.side() != kRight) continue;
    for (const v1::RejectedAction& rejected : decision.rejected()) {
      rules.push_back(rejected.rule());
    }
  }
  EXPECT_THAT(rules, Contains(row.rule));
}

// The decision and what was rejected give the reason that the finding gives,
// and no other one.
TEST_P(UnknownReasonTest, IsTheOnlyOneTold) {
  const v1::Interpretation read = Read(GetParam().results);
  const v1::Finding& finding = FindingOf(read, GetParam().muscle, kRight);
  std::string told = absl::StrJoin(Rejected(finding.rejected()), "\n");
  for (const v1::Decision& decision : read.decisions()) {
    if (decision.muscle() != finding.muscle() || decision.side() != kRight) {
      continue;
    }
    absl::StrAppend(&told, "\n", decision.reason(), "\n",
                    absl::StrJoin(Rejected(decision.rejected()), "\n"));
  }
  for (int i = 1; i < v1::UnknownReason_ARRAYSIZE; ++i) {
    if (i == finding.unknown_reason()) continue;
    // Without its first letter, which may be small within a sentence.
    const absl::string_view other =
        UnknownSentence(static_cast<v1::UnknownReason>(i)).substr(1);
    EXPECT_THAT(told,
                Not(HasSubstr(std::string(other.substr(0, other.size() - 1)))));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, UnknownReasonTest,
    ::testing::Values(
        UnknownRow{"NotTested", "", "iliopsoas", v1::UNKNOWN_REASON_NOT_TESTED,
                   "R-106"},
        UnknownRow{"TheOtherSideWasTested", Result("mod_thomas_hip", kLeft, 8),
                   "iliopsoas", v1::UNKNOWN_REASON_NOT_TESTED, "R-106"},
        UnknownRow{"Expired",
                   Result("mod_thomas_hip", kRight, 8,
                          absl::StrCat("measure_time { seconds: ",
                                       SecondsAt(400), " }")),
                   "iliopsoas", v1::UNKNOWN_REASON_EXPIRED, "R-006"},
        UnknownRow{"Invalid", Result("mod_thomas_hip", kRight, 900),
                   "iliopsoas", v1::UNKNOWN_REASON_INVALID, "R-001"},
        UnknownRow{"PainLimited",
                   Result("mod_thomas_hip", kRight, 8, "pain_limited: true"),
                   "iliopsoas", v1::UNKNOWN_REASON_PAIN_LIMITED, "R-003"},
        UnknownRow{"BorderlineOnly", Result("mod_thomas_hip", kRight, -5),
                   "iliopsoas", v1::UNKNOWN_REASON_BORDERLINE_ONLY, "R-109"},
        UnknownRow{"Conflict",
                   Result("mod_thomas_hip", kRight, 4) +
                       Result("hip_ext_prone", kRight, 12),
                   "iliopsoas", v1::UNKNOWN_REASON_CONFLICT, "R-109"},
        // A borderline length and an abnormal strength, neither of weight.
        UnknownRow{
            "BorderlineBesideAbnormal",
            Result("ober_mod", kRight, -20) + Result("slb_hold", kRight, 10),
            "gluteus_medius", v1::UNKNOWN_REASON_LOW_EVIDENCE, "R-109"},
        UnknownRow{"LowEvidence", Result("mod_thomas_knee", kRight, 30),
                   "tensor_fasciae_latae", v1::UNKNOWN_REASON_LOW_EVIDENCE,
                   "R-109"},
        // Weight enough, half of it borderline and half of it normal.
        UnknownRow{"Mixed",
                   Result("mod_thomas_hip", kRight, -5) +
                       Result("hip_ext_prone", kRight, 12),
                   "iliopsoas", v1::UNKNOWN_REASON_MIXED, "R-109"},
        UnknownRow{"AxisMissing", Result("calf_raise", kRight, 30), "soleus",
                   v1::UNKNOWN_REASON_AXIS_MISSING, "R-111"},
        UnknownRow{"SetAside", Result("ober_mod", kRight, 0), "iliotibial_band",
                   v1::UNKNOWN_REASON_SET_ASIDE, "R-323"},
        UnknownRow{"NeedsDifferential", Result("pslr", kRight, 40),
                   "hamstrings", v1::UNKNOWN_REASON_NEEDS_DIFFERENTIAL,
                   "R-315"},
        UnknownRow{"NeuralSuspect",
                   Result("pke_9090", kRight, 40) + Result("slump", kRight, 2),
                   "hamstrings", v1::UNKNOWN_REASON_NEURAL_SUSPECT, "R-310"}),
    [](const auto& info) { return info.param.name; });

TEST(KnownStatusTest, HasNoReasonToBeUnknown) {
  const v1::Interpretation read = ReadPair();
  for (const v1::Finding& finding : read.findings()) {
    EXPECT_EQ(finding.unknown_reason() != v1::UNKNOWN_REASON_UNSPECIFIED,
              finding.status() == kv1::STATUS_UNKNOWN)
        << finding.DebugString();
  }
}

}  // namespace
}  // namespace tonus::engine
