// SPDX-License-Identifier: Apache-2.0
#include "services/engine/test_change.h"

#include "absl/algorithm/container.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// How much better it is, in units of `limit`.
v1::TestChange ReadBy(double improvement, double limit) {
  if (AtLeast(improvement, limit)) return v1::TEST_CHANGE_IMPROVED;
  if (AtLeast(-improvement, limit)) return v1::TEST_CHANGE_WORSENED;
  return v1::TEST_CHANGE_WITHIN_ERROR;
}

}  // namespace

std::optional<double> ErrorOf(const kv1::Test& test, const PastValue& first,
                              const PastValue& last) {
  if ((first.uncontrolled || last.uncontrolled) &&
      test.has_uncontrolled_mdc()) {
    return test.uncontrolled_mdc();
  }
  if (test.has_mdc()) return test.mdc();
  return std::nullopt;
}

bool AreComparable(const kv1::Test& test, const PastValue& first,
                   const PastValue& last) {
  return first.protocol == last.protocol ||
         absl::c_none_of(test.overrides(), [](const kv1::TestOverride& norm) {
           return norm.protocol() != kv1::DYNAMOMETRY_PROTOCOL_UNSPECIFIED;
         });
}

v1::TestChange ReadChange(const kv1::Test& test, const PastValue& first,
                          const PastValue& last) {
  const std::optional<double> error = ErrorOf(test, first, last);
  if (!error.has_value()) return ReadBy(first.band - last.band, 1);
  const double change = last.value - first.value;
  return ReadBy(test.direction() == kv1::DIRECTION_LOWER ? -change : change,
                *error);
}

bool SpeaksAbout(const kv1::TestMapping& mapping, kv1::Side side,
                 kv1::Side target) {
  switch (mapping.side()) {
    case kv1::TestMapping::SIDE_RELATION_SAME:
      return side == target;
    case kv1::TestMapping::SIDE_RELATION_OPPOSITE:
      return side != target && side != kv1::SIDE_MIDLINE &&
             target != kv1::SIDE_MIDLINE;
    default:
      return true;
  }
}

}  // namespace tonus::engine
