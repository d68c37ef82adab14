// SPDX-License-Identifier: Apache-2.0
// Every value of a test that was ever read, not only the newest.

#ifndef TONUS_SERVICES_ENGINE_PROGRESS_VALUES_H_
#define TONUS_SERVICES_ENGINE_PROGRESS_VALUES_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/progress_series.h"
#include "tonus/knowledge/v1/test.pb.h"
#include "tonus/knowledge/v1/vocabulary.pb.h"

namespace tonus::engine {

// A value and how it was taken.
struct PastValue {
  absl::Time time;
  double value = 0;
  knowledge::v1::Band band = knowledge::v1::BAND_UNSPECIFIED;
  // Lives as long as the knowledge.
  const knowledge::v1::Bands* bands = nullptr;
  bool pain_limited = false;
  // The pelvis was not held still, which makes the error larger.
  bool uncontrolled = false;
  knowledge::v1::DynamometryProtocol protocol =
      knowledge::v1::DYNAMOMETRY_PROTOCOL_UNSPECIFIED;
  // The person took it alone before this session, as that log tells; 0 and
  // empty for a value of an assessment.
  int session = 0;
  std::string log;
};

// By position of the test in the pack, and by side; each in the order of time.
using PastValues =
    std::map<std::pair<int, knowledge::v1::Side>, std::vector<PastValue>>;

// Whether progress tells of tests of that kind: those of range, length,
// strength, endurance and movement.
bool IsFollowed(const knowledge::v1::Test& test);

// Returns the values of the tests that are followed, each read as on its day
// (see measurement.h), those of assessments and those that the person took
// alone before a session. Values that are computed from others are left out:
// the others tell.
PastValues ReadPastValues(const ProgressCase& of);

// Returns the days, in UTC, on which results of such tests were measured, in
// order.
std::vector<absl::CivilDay> MeasureDays(const ProgressCase& of);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PROGRESS_VALUES_H_
