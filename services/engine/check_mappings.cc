// SPDX-License-Identifier: Apache-2.0
// Whether what a result means for a target is said once: fusion adds up every
// row, so a second one would count the same evidence twice. And whether a test
// of that kind can say so: what a person feels is no measure of a muscle.
#include <map>
#include <string>
#include <tuple>

#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::tonus::knowledge::v1::Axis;
using ::tonus::knowledge::v1::TestKind;

bool CanAnswer(TestKind kind, Axis axis) {
  switch (kind) {
    case knowledge::v1::TEST_KIND_PROM:
      return false;
    case knowledge::v1::TEST_KIND_NEURAL:
      return axis == knowledge::v1::AXIS_NEURAL;
    case knowledge::v1::TEST_KIND_STRENGTH:
    case knowledge::v1::TEST_KIND_ENDURANCE:
      return axis == knowledge::v1::AXIS_STRENGTH;
    case knowledge::v1::TEST_KIND_MUSCLE_LENGTH:
    case knowledge::v1::TEST_KIND_SELF_MOBILITY_SCREEN:
      return axis == knowledge::v1::AXIS_LENGTH ||
             axis == knowledge::v1::AXIS_JOINT;
    case knowledge::v1::TEST_KIND_PAIN_PROVOCATION:
      return axis == knowledge::v1::AXIS_STRENGTH ||
             axis == knowledge::v1::AXIS_JOINT;
    default:
      return axis != knowledge::v1::AXIS_NEURAL;
  }
}

}  // namespace

void CheckMappings(CheckContext& context) {
  using Meaning = std::tuple<std::string, std::string, int, int>;
  std::map<Meaning, std::string> first;
  for (const auto& mapping : context.pack.test_mappings()) {
    const auto* test = Find(context.tests.by_id, mapping.test());
    EntryCheck entry(context, "test_mappings", mapping.id());
    entry.Expect(test == nullptr || CanAnswer(test->kind(), mapping.axis()),
                 absl::StrCat("test is `", mapping.test(),
                              "`, a kind of test "
                              "that says nothing of this axis"));
    const auto [known, added] =
        first.emplace(Meaning(mapping.test(), mapping.muscle(), mapping.axis(),
                              mapping.side()),
                      mapping.id());
    entry.Expect(added, absl::StrCat("says the same as `", known->second,
                                     "`: the evidence would count twice"));
  }
}

}  // namespace tonus::engine
