// SPDX-License-Identifier: Apache-2.0
#include "services/engine/validity.h"

#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

bool SideFits(const kv1::Test& test, kv1::Side side) {
  if (test.laterality() == kv1::LATERALITY_BILATERAL) {
    return side == kv1::SIDE_LEFT || side == kv1::SIDE_RIGHT;
  }
  return side == kv1::SIDE_MIDLINE;
}

bool OnStep(double value, double step) {
  if (step <= 0) return true;
  const double steps = value / step;
  return std::abs(steps - std::round(steps)) < kTolerance;
}

}  // namespace

v1::RejectedResult Expired(const v1::TestResult& result, int index) {
  v1::RejectedResult rejected;
  rejected.set_index(index);
  rejected.set_test(result.test());
  rejected.set_side(result.side());
  rejected.set_reason("EXPIRED");
  rejected.set_rule("R-006");
  rejected.set_description("Measure again: the value is too old to be read.");
  return rejected;
}

std::optional<v1::RejectedResult> Reject(const Knowledge& knowledge,
                                         const v1::TestResult& result,
                                         int index) {
  auto reject = [&](const char* reason, const char* rule,
                    std::string description) {
    v1::RejectedResult rejected;
    rejected.set_index(index);
    rejected.set_test(result.test());
    rejected.set_side(result.side());
    rejected.set_reason(reason);
    rejected.set_rule(rule);
    rejected.set_description(std::move(description));
    return rejected;
  };
  const kv1::Test* test = knowledge.FindTest(result.test());
  if (test == nullptr) {
    return reject("UNKNOWN_TEST", "R-001", "Use a test id of the pack.");
  }
  if (!SideFits(*test, result.side())) {
    return reject("WRONG_SIDE", "R-001",
                  test->laterality() == kv1::LATERALITY_BILATERAL
                      ? "Give this test for LEFT or RIGHT."
                      : "Give this test for MIDLINE.");
  }
  if (test->has_derivation()) {
    return reject("INVALID_INPUT", "R-004",
                  "This value is computed; give the tests it comes from.");
  }
  // Written so that a value that is not a number fails too.
  if (!result.has_value() ||
      !(result.value() >= test->min() && result.value() <= test->max())) {
    return reject("INVALID_INPUT", "R-001",
                  absl::StrCat("Give a value from ", test->min(), " to ",
                               test->max(), " ", test->unit(), "."));
  }
  if (!OnStep(result.value(), test->step())) {
    return reject("INVALID_INPUT", "R-002",
                  absl::StrCat("Give a multiple of ", test->step(), " ",
                               test->unit(), "."));
  }
  if (test->clinician_only() && result.assessor() == kv1::ASSESSOR_SELF) {
    return reject("NOT_ACCEPTED_FROM_SELF", "R-010",
                  "Have a clinician take this test.");
  }
  return std::nullopt;
}

}  // namespace tonus::engine
