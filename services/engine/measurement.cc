// SPDX-License-Identifier: Apache-2.0
#include "services/engine/measurement.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/types/span.h"
#include "services/engine/bands.h"
#include "services/engine/bounded_scores.h"
#include "services/engine/dated_score.h"
#include "services/engine/derivation.h"
#include "services/engine/facts.h"
#include "services/engine/lookup.h"
#include "services/engine/tolerance.h"
#include "services/engine/validity.h"
#include "services/entered_value.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

struct Repetition {
  const kv1::Test* test;
  // Of the test in the pack.
  int position;
  const v1::TestResult* result;
  absl::Time time;
  int index;
  double above = 0;  // See Reading.
};

using Repetitions = std::vector<Repetition>;

// The person and the day, as far as a reading depends on them.
struct Occasion {
  const kv1::FusionConstants& constants;
  const v1::Profile& profile;
  std::optional<int> age_years;
  absl::CivilDay today;
  // The poorest repetition counts instead of the median: for refused values,
  // which only raise an alarm.
  bool poorest = false;
};

bool UncontrolledPelvis(const kv1::Test& test, const v1::TestResult& result) {
  return test.needs_pelvis_control() && result.has_pelvis_controlled() &&
         !result.pelvis_controlled();
}

double QualityOf(const kv1::FusionConstants& constants, const kv1::Test& test,
                 const v1::TestResult& result) {
  double quality = 1;
  if (UncontrolledPelvis(test, result)) quality *= constants.pelvis_factor();
  const bool cold_matters = test.kind() == kv1::TEST_KIND_MUSCLE_LENGTH ||
                            test.kind() == kv1::TEST_KIND_ROM;
  if (cold_matters && result.has_warmed_up() && !result.warmed_up()) {
    quality *= constants.cold_factor();
  }
  if (result.assessor() == kv1::ASSESSOR_SELF) {
    quality *= constants.self_factor();
  }
  return quality;
}

// The median. Of an even number of stepped values (grades, points) the poorer
// middle one, since no value between them exists.
double MedianOf(const kv1::Test& test, std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  if (test.step() > 0) {
    return test.direction() == kv1::DIRECTION_HIGHER ? values[middle - 1]
                                                     : values[middle];
  }
  return (values[middle - 1] + values[middle]) / 2;
}

double PoorestOf(const kv1::Test& test, const std::vector<double>& values) {
  return test.direction() == kv1::DIRECTION_HIGHER
             ? *absl::c_min_element(values)
             : *absl::c_max_element(values);
}

// Whether repetitions lie further apart than the error of the test. Without a
// known error that is more than one full band: normal and abnormal.
bool IsSpread(const kv1::Test& test, const kv1::Bands& bands, bool uncontrolled,
              const std::vector<double>& values) {
  const auto [low, high] = absl::c_minmax_element(values);
  if (uncontrolled && test.has_uncontrolled_mdc()) {
    return Above(*high - *low, test.uncontrolled_mdc());
  }
  if (test.has_mdc()) return Above(*high - *low, test.mdc());
  const auto reads = [&](kv1::Band band) {
    return absl::c_any_of(
        values, [&](double value) { return BandOf(bands, value) == band; });
  };
  return reads(kv1::BAND_NORMAL) && reads(kv1::BAND_ABNORMAL);
}

using RepetitionSpan = absl::Span<const Repetition>;

absl::Time NewestOf(RepetitionSpan all) {
  absl::Time newest = absl::InfinitePast();
  for (const Repetition& one : all) newest = std::max(newest, one.time);
  return newest;
}

// Those that `is_meant` and that lie close to the newest of them.
template <typename IsMeant>
Repetitions Recent(const Occasion& occasion, RepetitionSpan all,
                   IsMeant is_meant) {
  Repetitions recent;
  absl::c_copy_if(all, std::back_inserter(recent), is_meant);
  const absl::Time oldest =
      NewestOf(recent) - absl::Hours(occasion.constants.median_hours());
  recent.erase(
      std::remove_if(recent.begin(), recent.end(),
                     [&](const Repetition& one) { return one.time < oldest; }),
      recent.end());
  return recent;
}

// One reading of the repetitions that lie close to the newest one. One that
// pain stopped is as if it had not been made, its time included, where another
// was not. Attributes that differ between them count as the worst of them.
Reading ReadRepetitions(const Occasion& occasion, const kv1::Test& test,
                        kv1::Side side, RepetitionSpan all) {
  const auto is_painful = [](const Repetition& one) {
    return one.result->pain_limited();
  };
  Repetitions counted =
      Recent(occasion, all, [](const Repetition&) { return true; });
  Reading reading;
  reading.test = &test;
  reading.side = side;
  reading.pain_stopped_any = absl::c_any_of(counted, is_painful);
  reading.pain_limited = PainIsTheResult(test)
                             ? reading.pain_stopped_any
                             : absl::c_all_of(counted, is_painful);
  if (reading.pain_stopped_any && !reading.pain_limited) {
    counted = Recent(occasion, all, std::not_fn(is_painful));
  }
  reading.time = NewestOf(counted);
  reading.day = absl::ToCivilDay(reading.time, absl::UTCTimeZone());
  std::vector<double> values;
  bool uncontrolled = false;
  std::optional<kv1::DynamometryProtocol> protocol;
  for (const Repetition& one : counted) {
    reading.above = std::max(reading.above, one.above);
    values.push_back(AsEntered(one.result->value()));
    reading.quality = std::min(
        reading.quality, QualityOf(occasion.constants, test, *one.result));
    uncontrolled |= UncontrolledPelvis(test, *one.result);
    // Unlike ones are like an unknown one, in whatever order they come.
    const kv1::DynamometryProtocol own = one.result->protocol();
    protocol = protocol.value_or(own) == own
                   ? own
                   : kv1::DYNAMOMETRY_PROTOCOL_UNSPECIFIED;
  }
  const double poorest = PoorestOf(test, values);
  reading.value = occasion.poorest || PainIsTheResult(test)
                      ? poorest
                      : MedianOf(test, values);
  if (reading.quality < 1) reading.rules.emplace_back("R-006");

  reading.bands =
      &BandsFor(test, occasion.profile, occasion.age_years,
                protocol.value_or(kv1::DYNAMOMETRY_PROTOCOL_UNSPECIFIED));
  reading.band = BandOf(*reading.bands, reading.value);
  reading.excess = Contains(reading.bands->excess(), reading.value);
  if (poorest != reading.value) reading.poorest = poorest;
  if (IsSpread(test, *reading.bands, uncontrolled, values)) {
    reading.quality *= occasion.constants.spread_factor();
    reading.rules.emplace_back("R-005");
  }
  return reading;
}

// Adds the readings of `repetitions` in pack order, left before right.
void AddReadings(const Occasion& occasion, Repetitions repetitions,
                 std::vector<Reading>* readings,
                 std::vector<v1::RejectedResult>* rejected) {
  std::stable_sort(repetitions.begin(), repetitions.end(),
                   [](const Repetition& a, const Repetition& b) {
                     return std::pair(a.position, a.result->side()) <
                            std::pair(b.position, b.result->side());
                   });
  for (size_t begin = 0, end = 0; begin < repetitions.size(); begin = end) {
    const Repetition& first = repetitions[begin];
    while (end < repetitions.size() && repetitions[end].test == first.test &&
           repetitions[end].result->side() == first.result->side()) {
      ++end;
    }
    Reading reading = ReadRepetitions(
        occasion, *first.test, first.result->side(),
        absl::MakeConstSpan(repetitions).subspan(begin, end - begin));
    const int64_t days = occasion.today - reading.day;
    if (days > occasion.constants.expired_days()) {
      // Each of this assessment by its index; of stored ones the test once.
      for (size_t i = begin; i < end; ++i) {
        if (repetitions[i].index >= 0 || i + 1 == end) {
          rejected->push_back(
              Expired(*repetitions[i].result, repetitions[i].index));
        }
      }
      continue;
    }
    if (days > occasion.constants.old_days()) {
      reading.quality *= occasion.constants.old_factor();
      if (reading.rules.empty() || reading.rules.front() != "R-006") {
        reading.rules.insert(reading.rules.begin(), "R-006");
      }
    }
    readings->push_back(std::move(reading));
  }
}

// The score of an outcome measure as a result of the test of the same id.
v1::TestResult ResultOf(const DatedScore& score) {
  v1::TestResult result;
  result.set_test(score.measure->id());
  result.set_side(kv1::SIDE_MIDLINE);
  result.set_value(score.score.value);
  return result;
}

// Adds `result` to those that count or, when a person alone may not take that
// test, to those that are only alarming; says of others why they are not read.
void Sort(const Knowledge& knowledge, const v1::TestResult& result,
          absl::Time assessed, int index, Repetitions* accepted,
          Repetitions* refused, Measurements* measurements) {
  auto rejection = Reject(knowledge, result, index);
  const bool is_refused =
      rejection.has_value() && rejection->reason() == "NOT_ACCEPTED_FROM_SELF";
  if (!rejection.has_value() || is_refused) {
    const kv1::Test& test = *knowledge.FindTest(result.test());
    const absl::Time time =
        result.has_measure_time() ? ToTime(result.measure_time()) : assessed;
    (is_refused ? refused : accepted)
        ->push_back(
            {&test, knowledge.lookup().PositionOf(test), &result, time, index});
  }
  if (rejection.has_value()) {
    measurements->rejected.push_back(*std::move(rejection));
  }
}

}  // namespace

bool PainIsTheResult(const kv1::Test& test) {
  return test.kind() == kv1::TEST_KIND_NEURAL ||
         test.kind() == kv1::TEST_KIND_PAIN_PROVOCATION;
}

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

absl::Span<const Reading> Measurements::Of(absl::string_view test) const {
  const auto first = first_.find(test);
  if (first == first_.end()) return {};
  const auto from = absl::MakeConstSpan(readings).subspan(first->second);
  const bool two_sides = from.size() > 1 && from[1].test == from[0].test;
  return from.first(two_sides ? 2 : 1);
}

const Reading* Measurements::Find(absl::string_view test,
                                  kv1::Side side) const {
  for (const Reading& reading : Of(test)) {
    if (reading.side == side) return &reading;
  }
  return nullptr;
}

void Measurements::Index() {
  first_.clear();
  first_.reserve(readings.size());
  int position = 0;
  for (const Reading& reading : readings) {
    first_.try_emplace(reading.test->id(), position++);
  }
}

Measurements Measure(const Knowledge& knowledge,
                     const storage::v1::PatientFacts& facts,
                     absl::CivilDay today) {
  const v1::Profile& profile = CurrentProfile(facts);
  const Occasion occasion{knowledge.pack().fusion(), profile,
                          AgeYears(profile, today), today};
  Measurements measurements;
  Repetitions accepted;
  Repetitions refused;
  // Keeps its elements where they are, since repetitions point to them.
  std::deque<v1::TestResult> scored;
  for (int a = 0; a < facts.assessments_size(); ++a) {
    const auto& assessment = facts.assessments(a);
    const bool newest = a == facts.assessments_size() - 1;
    const absl::Time assessed = ToTime(assessment.effective_time());
    for (int i = 0; i < assessment.results_size(); ++i) {
      Sort(knowledge, assessment.results(i), assessed, newest ? i : -1,
           &accepted, &refused, &measurements);
    }
    for (const DatedScore& score :
         ScoresOfAssessment(knowledge, assessment, &measurements.rejected)) {
      const v1::TestResult& result = scored.emplace_back(ResultOf(score));
      const kv1::Test* test = knowledge.FindTest(score.measure->id());
      if (test == nullptr) continue;
      accepted.push_back({test, knowledge.lookup().PositionOf(*test), &result,
                          ToTime(score.time), -1, score.score.above});
    }
  }
  AddReadings(occasion, std::move(accepted), &measurements.readings,
              &measurements.rejected);
  std::vector<v1::RejectedResult> expired_and_refused;
  Occasion alarm = occasion;
  alarm.poorest = true;
  AddReadings(alarm, std::move(refused), &measurements.refused,
              &expired_and_refused);
  measurements.Index();
  AddDerivedReadings(knowledge, profile, occasion.age_years, &measurements);
  AddBoundedScores(knowledge, profile, occasion.age_years, &measurements);
  return measurements;
}

}  // namespace tonus::engine
