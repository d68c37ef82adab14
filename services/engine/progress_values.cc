// SPDX-License-Identifier: Apache-2.0
#include "services/engine/progress_values.h"

#include <functional>
#include <optional>
#include <set>

#include "absl/algorithm/container.h"
#include "services/engine/bands.h"
#include "services/engine/facts.h"
#include "services/engine/lookup.h"
#include "services/engine/validity.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using storage::v1::PatientFacts;

// A result that can be read, with its own time.
struct Given {
  const kv1::Test* test = nullptr;
  absl::Time time;
  v1::TestResult result;

  absl::CivilDay Day() const {
    return absl::ToCivilDay(time, absl::UTCTimeZone());
  }
};

// In the order of time.
std::vector<Given> GivenResults(const ProgressCase& of) {
  std::vector<Given> all;
  for (const auto& assessment : of.facts.assessments()) {
    for (const v1::TestResult& result : assessment.results()) {
      const kv1::Test* test = of.knowledge.FindTest(result.test());
      if (test == nullptr || !IsFollowed(*test) ||
          Reject(of.knowledge, result, -1).has_value()) {
        continue;
      }
      Given given{test, {}, result};
      if (!result.has_measure_time()) {
        *given.result.mutable_measure_time() = assessment.effective_time();
      }
      given.time = ToTime(given.result.measure_time());
      all.push_back(std::move(given));
    }
  }
  absl::c_stable_sort(
      all, [](const Given& a, const Given& b) { return a.time < b.time; });
  return all;
}

// Reads the results day by day, the newest day first, so that a repetition
// which belongs to a newer value is not read again with an older one.
class DayReader {
 public:
  explicit DayReader(const ProgressCase& of)
      : of_(of),
        window_(absl::Hours(of.knowledge.pack().fusion().median_hours())),
        given_(GivenResults(of)) {
    *facts_.mutable_profiles() = of.facts.profiles();
  }

  PastValues Read();

 private:
  using Key = std::pair<int, kv1::Side>;

  Key KeyOf(const kv1::Test& test, kv1::Side side) const {
    return {of_.knowledge.lookup().PositionOf(test), side};
  }
  void ReadDay(absl::CivilDay day);
  void Add(const Reading& reading);

  const ProgressCase& of_;
  const absl::Duration window_;
  const std::vector<Given> given_;
  PatientFacts facts_;
  // The time from which on results are part of a value already.
  std::map<Key, absl::Time> taken_from_;
  PastValues values_;  // The newest first.
};

void DayReader::Add(const Reading& reading) {
  const Key key = KeyOf(*reading.test, reading.side);
  PastValue value;
  value.time = reading.time;
  value.value = reading.value;
  value.band = reading.band;
  value.bands = reading.bands;
  value.pain_limited = reading.pain_limited;
  bool is_first = true;
  for (const v1::TestResult& result : facts_.assessments(0).results()) {
    if (result.test() != reading.test->id() || result.side() != reading.side ||
        ToTime(result.measure_time()) < reading.time - window_) {
      continue;
    }
    value.uncontrolled |=
        result.has_pelvis_controlled() && !result.pelvis_controlled();
    // Unlike ones are like an unknown one.
    if (!is_first && value.protocol != result.protocol()) {
      value.protocol = kv1::DYNAMOMETRY_PROTOCOL_UNSPECIFIED;
    } else {
      value.protocol = result.protocol();
    }
    is_first = false;
  }
  taken_from_[key] = reading.time - window_;
  values_[key].push_back(value);
}

void DayReader::ReadDay(absl::CivilDay day) {
  facts_.clear_assessments();
  storage::v1::AssessmentFact& assessment = *facts_.add_assessments();
  const absl::Time end = absl::FromCivil(day + 1, absl::UTCTimeZone());
  const absl::Time begin = absl::FromCivil(day, absl::UTCTimeZone()) - window_;
  auto given = absl::c_lower_bound(
      given_, begin,
      [](const Given& one, absl::Time time) { return one.time < time; });
  for (; given != given_.end() && given->time < end; ++given) {
    const auto taken =
        taken_from_.find(KeyOf(*given->test, given->result.side()));
    if (taken != taken_from_.end() && given->time >= taken->second) continue;
    *assessment.add_results() = given->result;
    *assessment.mutable_effective_time() = given->result.measure_time();
  }
  const Measurements measured = Measure(of_.knowledge, facts_, day);
  for (const Reading& reading : measured.readings) {
    if (reading.day == day && !reading.test->has_derivation()) Add(reading);
  }
}

PastValues DayReader::Read() {
  std::set<absl::CivilDay, std::greater<>> days;
  for (const Given& given : given_) days.insert(given.Day());
  for (const absl::CivilDay day : days) ReadDay(day);
  for (auto& [key, values] : values_) absl::c_reverse(values);
  return std::move(values_);
}

void AddSelfTests(const ProgressCase& of, PastValues* values) {
  const v1::Profile& profile = CurrentProfile(of.facts);
  for (const auto& fact : of.facts.logs()) {
    for (const v1::SelfTest& taken : fact.log().self_tests()) {
      const kv1::Test* test = of.knowledge.FindTest(taken.test());
      v1::TestResult result;
      result.set_test(taken.test());
      result.set_side(taken.side());
      result.set_value(taken.before());
      result.set_assessor(kv1::ASSESSOR_SELF);
      if (!taken.has_before() || test == nullptr || !IsFollowed(*test) ||
          Reject(of.knowledge, result, -1).has_value()) {
        continue;
      }
      PastValue value;
      value.time = ToTime(fact.effective_time());
      value.value = taken.before();
      value.bands =
          &BandsFor(*test, profile,
                    AgeYears(profile, absl::ToCivilDay(value.time, of.zone)),
                    kv1::DYNAMOMETRY_PROTOCOL_UNSPECIFIED);
      value.band = BandOf(*value.bands, value.value);
      value.session = fact.log().session_number();
      value.log = fact.fact_id();
      (*values)[{of.knowledge.lookup().PositionOf(*test), taken.side()}]
          .push_back(value);
    }
  }
}

}  // namespace

bool IsFollowed(const kv1::Test& test) {
  switch (test.kind()) {
    case kv1::TEST_KIND_MUSCLE_LENGTH:
    case kv1::TEST_KIND_ROM:
    case kv1::TEST_KIND_STRENGTH:
    case kv1::TEST_KIND_ENDURANCE:
    case kv1::TEST_KIND_MOVEMENT_PATTERN:
    case kv1::TEST_KIND_SELF_MOBILITY_SCREEN:
      return true;
    default:
      return false;
  }
}

PastValues ReadPastValues(const ProgressCase& of) {
  PastValues values = DayReader(of).Read();
  AddSelfTests(of, &values);
  for (auto& [key, all] : values) {
    absl::c_stable_sort(all, [](const PastValue& a, const PastValue& b) {
      return a.time < b.time;
    });
  }
  return values;
}

std::vector<absl::CivilDay> MeasureDays(const ProgressCase& of) {
  std::set<absl::CivilDay> days;
  for (const Given& given : GivenResults(of)) days.insert(given.Day());
  return {days.begin(), days.end()};
}

}  // namespace tonus::engine
