// SPDX-License-Identifier: Apache-2.0
#include "services/engine/recheck.h"

#include <string>

#include "services/engine/facts.h"
#include "services/engine/measured_by.h"
#include "services/engine/measurement.h"
#include "services/engine/pauses.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

bool IsBetter(const Reading& now, const Reading& before) {
  return now.test->direction() == kv1::DIRECTION_HIGHER
             ? Above(now.value, before.value)
             : Below(now.value, before.value);
}

// Whether `now` is no better than what was not normal `days` before it.
bool IsNoBetter(const Case& the_case, const Reading& now, int days) {
  const absl::CivilDay day = now.day - days;
  const storage::v1::PatientFacts known =
      MeasuredBy(the_case.facts, the_case.facts.assessments_size(), day);
  const Measurements earlier = Measure(the_case.knowledge, known, day);
  const Reading* before = earlier.Find(now.test->id(), now.side);
  return before != nullptr && before->band != kv1::BAND_NORMAL &&
         !IsBetter(now, *before);
}

}  // namespace

void AskAgain(const kv1::Recheck& recheck, const kv1::Rule& rule,
              kv1::Side side, Case* the_case) {
  for (const std::string& test : recheck.tests()) {
    for (const Reading& reading : the_case->measurements.Of(test)) {
      if (reading.band == kv1::BAND_NORMAL ||
          (reading.side != side && side != kv1::SIDE_MIDLINE &&
           reading.side != kv1::SIDE_MIDLINE)) {
        continue;
      }
      v1::TestRequest& request = the_case->repeats.emplace_back();
      request.set_test(test);
      request.set_side(reading.side);
      request.set_rule(rule.id());
      request.set_reason(rule.text());
      const absl::CivilDay due =
          AfterPauses(the_case->facts, reading.day + recheck.after_days());
      if (due > the_case->today) *request.mutable_due_date() = ToDate(due);
      if (IsNoBetter(*the_case, reading, recheck.after_days())) {
        the_case->referrals.push_back({kv1::SAFETY_ACTION_REFER_ROUTINE,
                                       rule.id(), recheck.not_better()});
      }
    }
  }
}

}  // namespace tonus::engine
