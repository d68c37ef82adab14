// SPDX-License-Identifier: Apache-2.0
#include "services/engine/progress_tests.h"

#include <optional>
#include <string>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/lookup.h"
#include "services/engine/progress_wording.h"
#include "services/engine/test_change.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

v1::TestPoint PointOf(const ProgressCase& of, const PastValue& value) {
  v1::TestPoint point;
  *point.mutable_date() = ToDate(absl::ToCivilDay(value.time, of.zone));
  point.set_value(value.value);
  point.set_band(value.band);
  point.set_pain_limited(value.pain_limited);
  point.set_session_number(value.session);
  return point;
}

void Compare(const ProgressCase& of, const kv1::Test& test,
             const std::vector<PastValue>& values, v1::SideProgress* told) {
  const PastValue* first = nullptr;
  const PastValue* last = nullptr;
  bool pain_stopped_last = false;
  int count = 0;
  for (const PastValue& value : values) {
    if (value.session > 0) continue;
    pain_stopped_last = value.pain_limited;
    if (value.pain_limited) continue;
    if (first == nullptr) first = &value;
    last = &value;
    ++count;
  }
  if (first != nullptr) {
    *told->mutable_baseline() = PointOf(of, *first);
    *told->mutable_latest() = PointOf(of, *last);
    const std::optional<double> error = ErrorOf(test, *first, *last);
    if (error.has_value()) told->set_mdc(*error);
  }
  if (pain_stopped_last) {
    told->set_reading(v1::TEST_CHANGE_STOPPED_BY_PAIN);
  } else if (count < 2) {
    told->set_reading(v1::TEST_CHANGE_SINGLE_VALUE);
  } else if (!AreComparable(test, *first, *last)) {
    told->set_reading(v1::TEST_CHANGE_NOT_COMPARABLE);
  } else {
    told->set_change(last->value - first->value);
    told->set_reading(ReadChange(test, *first, *last));
  }
}

void AddTargets(const ProgressCase& of, const kv1::Test& test,
                v1::SideProgress* told) {
  for (const TargetSide& target : of.knowledge.lookup().targets()) {
    const auto speaks = [&](const kv1::TestMapping& mapping) {
      return mapping.test() == test.id() &&
             mapping.muscle() == target.muscle->id() &&
             SpeaksAbout(mapping, told->side(), target.side);
    };
    if (absl::c_any_of(of.knowledge.pack().test_mappings(), speaks)) {
      *told->add_targets() = NameOf(*target.muscle, target.side);
    }
  }
}

v1::SideProgress TellSide(const ProgressCase& of, const kv1::Test& test,
                          kv1::Side side,
                          const std::vector<PastValue>& values) {
  v1::SideProgress told;
  told.set_side(side);
  for (const PastValue& value : values) {
    *told.add_points() = PointOf(of, value);
  }
  told.set_omitted_points(Thin(told.mutable_points()));
  Compare(of, test, values, &told);
  AddTargets(of, test, &told);
  told.set_text(SideText(test, told));
  return told;
}

}  // namespace

v1::TargetName NameOf(const kv1::Muscle& muscle, kv1::Side side) {
  v1::TargetName name;
  name.set_muscle(muscle.id());
  name.set_display_name(muscle.display_name());
  name.set_side(side);
  return name;
}

void TellTests(const ProgressCase& of, const PastValues& values,
               v1::Progress* progress) {
  for (const auto& [key, past] : values) {
    const kv1::Test& test = of.knowledge.pack().tests(key.first);
    v1::TestProgress* told =
        progress->tests().empty()
            ? nullptr
            : progress->mutable_tests(progress->tests_size() - 1);
    if (told == nullptr || told->test() != test.id()) {
      told = progress->add_tests();
      told->set_test(test.id());
      told->set_display_name(test.display_name());
      told->set_unit(test.unit());
      told->set_kind(test.kind());
      told->set_direction(test.direction());
    }
    *told->mutable_bands() = *past.back().bands;
    *told->add_sides() = TellSide(of, test, key.second, past);
  }
}

}  // namespace tonus::engine
