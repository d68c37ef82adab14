// SPDX-License-Identifier: Apache-2.0
#include "services/validation/test_results.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <tuple>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/engine/measurement.h"
#include "services/validation/number.h"
#include "services/validation/time.h"

namespace tonus {
namespace {

using ResultKey = std::tuple<std::string, int, int64_t, int32_t>;

// Room for the binary form of decimal steps such as 0.1.
constexpr double kStepTolerance = 1e-9;

constexpr int64_t kDaySeconds = int64_t{24} * 3600;

// A day that was given as its beginning in UTC ends so much later where it ends
// last.
constexpr int64_t kLastEndSeconds = int64_t{36} * 3600;

bool IsBeginningOfDay(const google::protobuf::Timestamp& time) {
  return time.seconds() % kDaySeconds == 0 && time.nanos() == 0;
}

// Whether it is on every clock, since nobody says on which one it was read: two
// moments of one day are less than 24 hours apart. `assessed` is 0 while nobody
// gave it.
bool IsOfLaterDay(const google::protobuf::Timestamp& measured,
                  const google::protobuf::Timestamp& assessed) {
  return assessed.seconds() != 0 &&
         engine::ToTime(measured) - engine::ToTime(assessed) >=
             absl::Seconds(IsBeginningOfDay(assessed) ? kLastEndSeconds
                                                      : kDaySeconds);
}

bool IsMultiple(double value, double step) {
  const double steps = value / step;
  return std::abs(steps - std::round(steps)) <= kStepTolerance;
}

void CheckValue(const std::string& field, const v1::TestResult& result,
                const knowledge::v1::Test& test, Violations* violations) {
  if (!result.has_value()) {
    violations->Add(field, absl::StrCat("is required, in ", test.unit()));
  } else {
    CheckTestValue(field, result.value(), test, violations);
  }
}

}  // namespace

// No message repeats the value: it is health data.
void CheckTestValue(absl::string_view field, double value,
                    const knowledge::v1::Test& test, Violations* violations) {
  if (!std::isfinite(value) || value < test.min() || value > test.max()) {
    violations->Add(field, absl::StrCat("must be in [", test.min(), ", ",
                                        test.max(), "] ", test.unit()));
  } else if (test.step() > 0 && !IsMultiple(value, test.step())) {
    violations->Add(field, absl::StrCat("must be a multiple of ", test.step(),
                                        " ", test.unit()));
  }
}

void CheckTestSide(absl::string_view field, knowledge::v1::Side side,
                   const knowledge::v1::Test& test, Violations* violations) {
  const bool midline = side == knowledge::v1::SIDE_MIDLINE;
  const bool lateral =
      side == knowledge::v1::SIDE_LEFT || side == knowledge::v1::SIDE_RIGHT;
  if (test.laterality() == knowledge::v1::LATERALITY_MIDLINE) {
    if (!midline) {
      violations->Add(field, "must be SIDE_MIDLINE, the test has no sides");
    }
  } else if (!lateral) {
    violations->Add(field,
                    "must be SIDE_LEFT or SIDE_RIGHT, the test is taken on "
                    "each side");
  }
}

void CheckMeasureTime(absl::string_view field,
                      const google::protobuf::Timestamp& measured,
                      const google::protobuf::Timestamp& assessed,
                      Violations* violations) {
  if (!IsOfLaterDay(measured, assessed)) return;
  violations->Add(field,
                  "is of a later day than assessment_time; submit what was "
                  "measured later as an assessment of its own");
}

void CheckTestResults(
    absl::string_view field,
    const google::protobuf::RepeatedPtrField<v1::TestResult>& results,
    const google::protobuf::Timestamp& assessment_time,
    const engine::Knowledge& knowledge, absl::Time now,
    Violations* violations) {
  CheckCount(field, results.size(), kMaxResults, violations);
  if (results.size() > kMaxResults) return;
  absl::flat_hash_set<ResultKey> seen;
  for (int i = 0; i < results.size(); ++i) {
    const v1::TestResult& result = results[i];
    const auto path = [&](absl::string_view name) {
      return absl::StrCat(field, "[", i, "].", name);
    };
    if (result.has_measure_time()) {
      CheckPastTime(path("measure_time"), result.measure_time(), now,
                    violations);
      CheckMeasureTime(path("measure_time"), result.measure_time(),
                       assessment_time, violations);
    }
    CheckEnum(path("protocol"), result.protocol(), violations);
    CheckEnum(path("assessor"), result.assessor(), violations);
    const auto* test = knowledge.FindTest(result.test());
    if (test == nullptr) {
      violations->Add(path("test"),
                      "is not a test of the pack; ListTests lists them");
      continue;
    }
    if (test->has_derivation()) {
      violations->Add(path("test"),
                      "is computed from other tests; submit those");
      continue;
    }
    CheckValue(path("value"), result, *test, violations);
    CheckTestSide(path("side"), result.side(), *test, violations);
    const auto& time =
        result.has_measure_time() ? result.measure_time() : assessment_time;
    if (!seen.insert({result.test(), static_cast<int>(result.side()),
                      time.seconds(), time.nanos()})
             .second) {
      violations->Add(absl::StrCat(field, "[", i, "]"),
                      "repeats an earlier result of the same test, side and "
                      "time; give a repetition its own measure_time");
    }
  }
}

}  // namespace tonus
