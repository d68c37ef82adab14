// SPDX-License-Identifier: Apache-2.0
#include "services/engine/fusion.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "absl/algorithm/container.h"
#include "services/engine/finding.h"
#include "services/engine/severity.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Ordered from good to bad: by band, then by value. Of two that are equal the
// better measurement stands for both.
bool WorseThan(const Reading& a, const Reading& b) {
  if (a.pain_limited != b.pain_limited) return b.pain_limited;
  if (a.band != b.band) return a.band > b.band;
  if (a.value == b.value) return a.quality > b.quality;
  return a.test->direction() == kv1::DIRECTION_HIGHER ? a.value < b.value
                                                      : a.value > b.value;
}

// The reading of a mapping's test that speaks about a target on `side`, or
// nullptr. A midline target is read once, from the worse side.
const Reading* ReadingFor(const Measurements& measurements,
                          const kv1::TestMapping& mapping, kv1::Side side) {
  const absl::Span<const Reading> readings = measurements.Of(mapping.test());
  if (readings.empty()) return nullptr;
  if (readings.front().side == kv1::SIDE_MIDLINE) return readings.data();
  if (side == kv1::SIDE_MIDLINE) {
    if (readings.size() == 1) return readings.data();
    return WorseThan(readings[1], readings[0]) ? &readings[1] : readings.data();
  }
  if (mapping.side() == kv1::TestMapping::SIDE_RELATION_OPPOSITE) {
    side = side == kv1::SIDE_LEFT ? kv1::SIDE_RIGHT : kv1::SIDE_LEFT;
  }
  for (const Reading& reading : readings) {
    if (reading.side == side) return &reading;
  }
  return nullptr;
}

// Whether pain stopped a test that speaks about the target on `side`: for a
// midline target on any side, also on the one that is not read.
bool StoppedByPain(const Measurements& measurements,
                   const kv1::TestMapping& mapping, kv1::Side side,
                   const Reading& reading) {
  if (side != kv1::SIDE_MIDLINE) return reading.pain_stopped_any;
  return absl::c_any_of(
      measurements.Of(mapping.test()),
      [](const Reading& one) { return one.pain_stopped_any; });
}

// Why a reading does not count for a target, or "".
std::string Exclusion(const FusionTerms& terms, const kv1::TestMapping& mapping,
                      kv1::Side side, const Reading& reading) {
  // What pain stopped says nothing about tissue, but a nerve test that pain
  // stopped is no reassurance and keeps its say.
  if (reading.pain_limited && mapping.axis() != kv1::AXIS_NEURAL) {
    return "R-003";
  }
  for (const DroppedTest& dropped : terms.dropped) {
    if (dropped.muscle == mapping.muscle() && dropped.side == side &&
        dropped.test == mapping.test()) {
      return dropped.rule;
    }
  }
  return "";
}

// Sums over the evidence of one axis.
struct Sums {
  double weighted = 0;    // sum of w * v
  double weights = 0;     // sum of w
  double magnitudes = 0;  // sum of w * abs(v)
  double doubt = 1;       // product of 1 - w
  double severity = 0;
  // A reading is abnormal by itself and also the worse side.
  bool abnormal_and_worse = false;
  int normal = 0;
  int borderline = 0;
  int abnormal = 0;

  int count() const { return normal + borderline + abnormal; }

  void Add(const kv1::Pack& pack, const v1::Evidence& evidence,
           const Reading& reading) {
    const kv1::FusionConstants& constants = pack.fusion();
    double value = constants.normal_value();
    if (evidence.band() == kv1::BAND_ABNORMAL) {
      value = constants.abnormal_value();
      ++abnormal;
    } else if (evidence.band() == kv1::BAND_BORDERLINE) {
      value = constants.borderline_value();
      ++borderline;
    } else {
      ++normal;
    }
    weighted += evidence.weight() * value;
    weights += evidence.weight();
    magnitudes += evidence.weight() * std::abs(value);
    doubt *= 1 - evidence.weight();
    severity = std::max(severity, SeverityOf(pack, reading));
    abnormal_and_worse |= reading.abnormal_and_worse;
  }
};

//
double PriorOf(const kv1::FusionConstants& constants, const kv1::Muscle& muscle,
               kv1::Axis axis) {
  if (axis != kv1::AXIS_LENGTH && axis != kv1::AXIS_STRENGTH) return 0;
  double prior = 0;
  if (muscle.system() == kv1::MUSCLE_SYSTEM_TONIC) prior = constants.prior();
  if (muscle.system() == kv1::MUSCLE_SYSTEM_PHASIC) prior = -constants.prior();
  if (muscle.class_disputed()) prior *= constants.disputed_factor();
  // Not the negation, which would make a negative zero of no prior.
  return axis == kv1::AXIS_LENGTH ? prior : 0 - prior;
}

v1::AxisReading::State NerveState(const kv1::FusionConstants& constants,
                                  const Sums& sums) {
  if (sums.abnormal > 0 ||
      sums.borderline >= constants.neural_borderline_count()) {
    return v1::AxisReading::STATE_POSITIVE;
  }
  return sums.borderline > 0 ? v1::AxisReading::STATE_INDETERMINATE
                             : v1::AxisReading::STATE_NEGATIVE;
}

// The rule that gives an axis its state.
const char* RuleOf(v1::AxisReading::State state) {
  switch (state) {
    case v1::AxisReading::STATE_POSITIVE:
      return "R-107";
    case v1::AxisReading::STATE_NEGATIVE:
      return "R-108";
    default:
      return "R-109";
  }
}

//
v1::AxisReading::State StateFrom(const kv1::FusionConstants& constants,
                                 double positive_limit,
                                 const v1::AxisReading& reading) {
  if (AtLeast(reading.confidence(), constants.min_confidence())) {
    const double score = reading.score() + reading.prior();
    if (AtLeast(score, positive_limit)) return v1::AxisReading::STATE_POSITIVE;
    if (AtMost(score, constants.negative_limit())) {
      return v1::AxisReading::STATE_NEGATIVE;
    }
  }
  return v1::AxisReading::STATE_INDETERMINATE;
}

// What an undecided axis leaves to say.
kv1::Qualifier DoubtOf(const kv1::FusionConstants& constants, const Sums& sums,
                       double agreement) {
  if (Below(agreement, constants.conflict_agreement()) && sums.abnormal > 0 &&
      sums.normal > 0) {
    return kv1::QUALIFIER_CONFLICT;
  }
  return sums.borderline > 0 && sums.abnormal == 0
             ? kv1::QUALIFIER_BORDERLINE
             : kv1::QUALIFIER_LOW_EVIDENCE;
}

void ReadAxis(const Knowledge& knowledge, const FusionTerms& terms,
              const kv1::Muscle& muscle, kv1::Axis axis, const Sums& sums,
              v1::Finding* finding) {
  const kv1::FusionConstants& constants = knowledge.pack().fusion();
  v1::AxisReading& reading = *finding->add_axes();
  reading.set_axis(axis);
  reading.set_score(sums.weights > 0 ? sums.weighted / sums.weights : 0);
  reading.set_prior(PriorOf(constants, muscle, axis));
  reading.set_agreement(
      sums.magnitudes > 0 ? std::abs(sums.weighted) / sums.magnitudes : 0);
  reading.set_confidence(
      (1 - sums.doubt) *
      (constants.confidence_floor() +
       (1 - constants.confidence_floor()) * reading.agreement()));
  reading.set_severity(std::min(
      1.0, sums.severity +
               (sums.abnormal_and_worse ? constants.asymmetry_severity() : 0)));
  if (axis == kv1::AXIS_NEURAL) {
    reading.set_state(NerveState(constants, sums));
    reading.set_rule("R-115");
    return;
  }
  const double limit = axis == kv1::AXIS_STRENGTH ? constants.positive_limit()
                                                  : terms.positive_limit;
  reading.set_state(StateFrom(constants, limit, reading));
  reading.set_rule(RuleOf(reading.state()));
  if (reading.state() == v1::AxisReading::STATE_INDETERMINATE) {
    AddQualifier(DoubtOf(constants, sums, reading.agreement()), finding);
  }
}

}  // namespace

FusionTerms DefaultTerms(const Knowledge& knowledge) {
  return FusionTerms{knowledge.pack().fusion().positive_limit(), {}};
}

v1::Finding Fuse(const Knowledge& knowledge, const Measurements& measurements,
                 const FusionTerms& terms, const kv1::Muscle& muscle,
                 kv1::Side side) {
  const kv1::Pack& pack = knowledge.pack();
  v1::Finding finding;
  finding.set_muscle(muscle.id());
  finding.set_side(side);
  // Indexed by axis, so that axes come in the order of the enum.
  std::array<Sums, kv1::Axis_ARRAYSIZE> sums;
  for (const kv1::TestMapping* mapping :
       knowledge.MappingsOfMuscle(muscle.id())) {
    const Reading* reading = ReadingFor(measurements, *mapping, side);
    if (reading == nullptr) continue;
    if (StoppedByPain(measurements, *mapping, side, *reading)) {
      AddQualifier(kv1::QUALIFIER_PAIN_LIMITED, &finding);
    }
    v1::Evidence& evidence = *finding.add_evidence();
    evidence.set_mapping(mapping->id());
    evidence.set_test(mapping->test());
    evidence.set_side(reading->side);
    evidence.set_value(reading->value);
    evidence.set_band(reading->band);
    evidence.set_excess(reading->excess);
    evidence.set_axis(mapping->axis());
    evidence.set_weight(reading->test->weight() * mapping->factor() *
                        reading->quality);
    for (const std::string& rule : reading->rules) evidence.add_rules(rule);
    evidence.set_excluded_by(Exclusion(terms, *mapping, side, *reading));
    if (evidence.excluded_by().empty()) {
      sums[mapping->axis()].Add(pack, evidence, *reading);
    }
  }
  for (int axis = 0; axis < kv1::Axis_ARRAYSIZE; ++axis) {
    if (sums[axis].count() == 0) continue;
    ReadAxis(knowledge, terms, muscle, static_cast<kv1::Axis>(axis), sums[axis],
             &finding);
  }
  ReadStatus(knowledge, &finding);
  return finding;
}

std::vector<kv1::Side> SidesOf(const kv1::Muscle& muscle) {
  if (muscle.laterality() == kv1::LATERALITY_MIDLINE) {
    return {kv1::SIDE_MIDLINE};
  }
  return {kv1::SIDE_LEFT, kv1::SIDE_RIGHT};
}

}  // namespace tonus::engine
