// SPDX-License-Identifier: Apache-2.0
// From stored results to one valid reading per test and side.

#ifndef TONUS_SERVICES_ENGINE_MEASUREMENT_H_
#define TONUS_SERVICES_ENGINE_MEASUREMENT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/engine/knowledge.h"
#include "tonus/knowledge/v1/test.pb.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// One test on one side, as it is read on a day.
struct Reading {
  const knowledge::v1::Test* test = nullptr;
  knowledge::v1::Side side = knowledge::v1::SIDE_UNSPECIFIED;
  // In the unit of the test; the median of repetitions.
  double value = 0;
  // How much higher the value may be in truth: that of a score with unanswered
  // items.
  double above = 0;
  // The bands that fit the person.
  const knowledge::v1::Bands* bands = nullptr;
  // The band of `value`; the stage of asymmetry may worsen it.
  knowledge::v1::Band band = knowledge::v1::BAND_UNSPECIFIED;
  // Beyond the band: excessive length or laxity.
  bool excess = false;
  // Every repetition was stopped by pain: no evidence of length, strength or
  // joint, though still seen by rules.
  bool pain_limited = false;
  // The poorest repetition that was counted, when it is not `value`: what
  // raises a red flag sees it, too.
  std::optional<double> poorest;
  // At least one repetition was stopped by pain.
  bool pain_stopped_any = false;
  // Product of the quality factors, in (0, 1].
  double quality = 1;
  // When the newest repetition that it is read from was measured, and the day
  // of that in UTC.
  absl::Time time;
  absl::CivilDay day;
  // Side differences: this is the worse side of an asymmetric test, its band
  // was worsened for that, or it was abnormal already.
  bool worse_side = false;
  bool band_worsened = false;
  bool abnormal_and_worse = false;
  // Ids of the rules that changed its weight or band.
  std::vector<std::string> rules;
};

// Everything that was measured, as it is read on a day.
struct Measurements {
  // In pack order of tests; left before right. At most one per test and side.
  std::vector<Reading> readings;
  // Valid values that are not accepted from the person alone. No evidence, but
  // rules that raise a red flag see those of tests that ask for it.
  std::vector<Reading> refused;
  // Scores that nobody gave, within what others of their questionnaire leave
  // them. No evidence and not taken, but rules that compare a value see them.
  std::vector<Reading> bounded;
  // Results that are not read, in the order of the facts; expired ones last.
  std::vector<v1::RejectedResult> rejected;

  // The readings of a test: of its sides, left before right, or of the midline.
  absl::Span<const Reading> Of(absl::string_view test) const;

  // The reading of a test on a side, or nullptr.
  const Reading* Find(absl::string_view test, knowledge::v1::Side side) const;

  // To be called when `readings` has got or lost one.
  void Index();

 private:
  // Position of the first reading of each test.
  absl::flat_hash_map<absl::string_view, int> first_;
};

// Returns what is read on `today`. Results of one test and side that lie within
// the pack's `median_hours` of the newest one are one reading; older ones were
// replaced by it. Asymmetry is not yet judged.
Measurements Measure(const Knowledge& knowledge,
                     const storage::v1::PatientFacts& facts,
                     absl::CivilDay today);

// Whether pain is what the test asks about, so that a repetition that pain
// stopped is a result like any other.
bool PainIsTheResult(const knowledge::v1::Test& test);

// The time that `timestamp` names.
absl::Time ToTime(const google::protobuf::Timestamp& timestamp);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_MEASUREMENT_H_
