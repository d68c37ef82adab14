// SPDX-License-Identifier: Apache-2.0
#include "services/engine/asymmetry.h"

#include <algorithm>
#include <cmath>

#include "services/engine/finding.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

Reading* FindReading(Measurements* measurements, const kv1::Test& test,
                     kv1::Side side) {
  for (Reading& reading : measurements->readings) {
    if (reading.test == &test && reading.side == side) return &reading;
  }
  return nullptr;
}

bool Differ(const kv1::Test& test, double left, double right) {
  const double difference = std::abs(left - right);
  if (difference < kTolerance) return false;
  if (test.has_asymmetry() && AtLeast(difference, test.asymmetry())) {
    return true;
  }
  return test.has_relative_asymmetry() &&
         AtLeast(difference, test.relative_asymmetry() *
                                 std::max(std::abs(left), std::abs(right)));
}

Reading& WorseOf(const kv1::Test& test, Reading& left, Reading& right) {
  const bool left_is_lower = left.value < right.value;
  return left_is_lower == (test.direction() == kv1::DIRECTION_HIGHER) ? left
                                                                      : right;
}

// One step, or none for a band that is already abnormal.
void Worsen(const char* rule_normal, const char* rule_borderline,
            Reading* reading) {
  if (reading->band == kv1::BAND_NORMAL) {
    reading->band = kv1::BAND_BORDERLINE;
    reading->band_worsened = true;
    reading->rules.emplace_back(rule_normal);
  } else if (reading->band == kv1::BAND_BORDERLINE) {
    reading->band = kv1::BAND_ABNORMAL;
    reading->band_worsened = true;
    reading->rules.emplace_back(rule_borderline);
  }
}

// How bad a verdict is beside that of the other side; negative when it says
// nothing.
int Rank(kv1::Status status) {
  switch (status) {
    case kv1::STATUS_NORMAL:
      return 0;
    case kv1::STATUS_OVERLENGTHENED:
    case kv1::STATUS_NEURAL_SUSPECT:
      return 1;
    case kv1::STATUS_TIGHT:
    case kv1::STATUS_WEAK:
    case kv1::STATUS_STIFF:
    case kv1::STATUS_NEURAL_POSITIVE:
      return 2;
    case kv1::STATUS_TIGHT_AND_WEAK:
      return 3;
    default:
      return -1;
  }
}

// Weight of the asymmetric tests that speak against this side.
double WeightAgainst(const Measurements& measurements,
                     const v1::Finding& finding) {
  double weight = 0;
  for (const v1::Evidence& evidence : finding.evidence()) {
    if (!evidence.excluded_by().empty()) continue;
    const Reading* reading =
        measurements.Find(evidence.test(), evidence.side());
    if (reading != nullptr && reading->worse_side) weight += evidence.weight();
  }
  return weight;
}

// The worse of two sides of one target, or nullptr.
v1::Finding* WorseFinding(const Measurements& measurements, v1::Finding& left,
                          v1::Finding& right) {
  const int left_rank = Rank(left.status());
  const int right_rank = Rank(right.status());
  if (left_rank >= 0 && right_rank >= 0 && left.status() != right.status()) {
    if (left_rank != right_rank) return left_rank > right_rank ? &left : &right;
    if (left.severity() != right.severity()) {
      return left.severity() > right.severity() ? &left : &right;
    }
  }
  const double against_left = WeightAgainst(measurements, left);
  const double against_right = WeightAgainst(measurements, right);
  if (Above(against_left, against_right)) return &left;
  if (Above(against_right, against_left)) return &right;
  return nullptr;
}

}  // namespace

void JudgeAsymmetry(const Knowledge& knowledge, Measurements* measurements) {
  std::vector<Reading>& readings = measurements->readings;
  // The two sides of a test follow each other.
  for (size_t i = 0; i + 1 < readings.size(); ++i) {
    Reading& left = readings[i];
    Reading& right = readings[i + 1];
    const kv1::Test& test = *left.test;
    if (right.test != &test || left.pain_limited || right.pain_limited ||
        !Differ(test, left.value, right.value)) {
      continue;
    }
    Reading& worse = WorseOf(test, left, right);
    worse.worse_side = true;
    if (worse.band == kv1::BAND_ABNORMAL) {
      worse.abnormal_and_worse = true;
      worse.rules.emplace_back("R-203");
    }
    Worsen("R-201", "R-202", &worse);
  }
  for (const kv1::Test& test : knowledge.pack().tests()) {
    if (test.derivation().formula() !=
        kv1::Derivation::FORMULA_SIDE_DIFFERENCE) {
      continue;
    }
    const Reading* difference =
        FindReading(measurements, test, kv1::SIDE_MIDLINE);
    if (difference == nullptr || difference->band != kv1::BAND_ABNORMAL) {
      continue;
    }
    const kv1::Test& source =
        *knowledge.FindTest(test.derivation().numerator());
    Reading& worse =
        WorseOf(source, *FindReading(measurements, source, kv1::SIDE_LEFT),
                *FindReading(measurements, source, kv1::SIDE_RIGHT));
    worse.worse_side = true;
    Worsen("R-204", "R-204", &worse);
  }
}

void MarkAsymmetricFindings(
    const Measurements& measurements,
    google::protobuf::RepeatedPtrField<v1::Finding>* findings) {
  // The two sides of a target follow each other.
  for (int i = 0; i + 1 < findings->size(); ++i) {
    v1::Finding& left = *findings->Mutable(i);
    v1::Finding& right = *findings->Mutable(i + 1);
    if (left.side() != kv1::SIDE_LEFT || left.muscle() != right.muscle()) {
      continue;
    }
    v1::Finding* worse = WorseFinding(measurements, left, right);
    if (worse == nullptr) continue;
    AddQualifier(kv1::QUALIFIER_ASYMMETRIC, worse);
    worse->add_rules("R-205");
  }
}

}  // namespace tonus::engine
