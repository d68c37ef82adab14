// SPDX-License-Identifier: Apache-2.0
#include "services/engine/in_order_again.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/decision.h"
#include "services/engine/eligibility.h"
#include "services/engine/facts.h"
#include "services/engine/measured_by.h"
#include "services/engine/progress_values.h"
#include "services/engine/reading.h"
#include "services/engine/test_change.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// A target on a side, and what was wrong with it.
using Trouble = std::tuple<std::string, kv1::Side, kv1::Axis>;

// Each with the last day on which it was found.
using Troubles = std::map<Trouble, absl::CivilDay>;

std::vector<kv1::Axis> AxesOf(kv1::Status status) {
  switch (status) {
    case kv1::STATUS_TIGHT:
    case kv1::STATUS_OVERLENGTHENED:
      return {kv1::AXIS_LENGTH};
    case kv1::STATUS_WEAK:
      return {kv1::AXIS_STRENGTH};
    case kv1::STATUS_TIGHT_AND_WEAK:
      return {kv1::AXIS_LENGTH, kv1::AXIS_STRENGTH};
    case kv1::STATUS_STIFF:
      return {kv1::AXIS_JOINT};
    case kv1::STATUS_NEURAL_POSITIVE:
    case kv1::STATUS_NEURAL_SUSPECT:
      return {kv1::AXIS_NEURAL};
    default:
      return {};
  }
}

void AddTrouble(const v1::Interpretation& read, absl::CivilDay day,
                const std::string& muscle, kv1::Side side, Troubles* troubles) {
  const v1::Finding* finding = FindFinding(read, muscle, side);
  if (finding == nullptr) return;
  for (const kv1::Axis axis : AxesOf(finding->status())) {
    (*troubles)[{muscle, side, axis}] = day;
  }
}

// Adds what the decisions of `day` were for.
void AddTroublesOn(const Case& the_case, absl::CivilDay day,
                   Troubles* troubles) {
  const auto known =
      absl::c_count_if(the_case.facts.assessments(),
                       [&](const storage::v1::AssessmentFact& fact) {
                         return UtcDay(fact.effective_time()) <= day;
                       });
  const storage::v1::PatientFacts facts =
      MeasuredBy(the_case.facts, static_cast<int>(known), day);
  Case then(the_case.knowledge, facts, day);
  then.tells_fired_only = true;
  ReadToday(&then);
  Decide(the_case.knowledge, then.profile, then.history,
         Eligibility(the_case.knowledge, facts, then.result, day),
         &then.result);
  for (const v1::Decision& decision : then.result.decisions()) {
    if (decision.rank() == 0) continue;
    AddTrouble(then.result, day, decision.muscle(), decision.side(), troubles);
    AddTrouble(then.result, day, decision.partner(), decision.partner_side(),
               troubles);
  }
}

Troubles ReadTroubles(const Case& the_case) {
  std::set<absl::CivilDay> days;
  for (const auto& assessment : the_case.facts.assessments()) {
    days.insert(UtcDay(assessment.effective_time()));
  }
  Troubles troubles;
  for (const absl::CivilDay day : days) {
    AddTroublesOn(the_case, day, &troubles);
  }
  return troubles;
}

PastValues ReadValues(const Case& of) {
  const v1::Routine nothing;
  return ReadPastValues({of.knowledge, of.facts, nothing, nothing, of.result,
                         of.today, absl::UTCTimeZone()});
}

// The days between the values that confirm each other.
int DaysApart(const Knowledge& knowledge) {
  int days = 0;
  for (const kv1::RetestRule& row : knowledge.pack().retest_rules()) {
    days = std::max(days, row.when().confirmation().days_apart());
  }
  return days;
}

bool SpeaksOf(const Knowledge& knowledge, const kv1::Test& test, kv1::Side side,
              const Trouble& trouble) {
  const auto& [muscle, target, axis] = trouble;
  return absl::c_any_of(knowledge.pack().test_mappings(),
                        [&, muscle = muscle, target = target,
                         axis = axis](const kv1::TestMapping& mapping) {
                          return mapping.test() == test.id() &&
                                 mapping.axis() == axis &&
                                 mapping.muscle() == muscle &&
                                 SpeaksAbout(mapping, side, target);
                        });
}

// What the values of a test say that were taken after a day.
struct Course {
  bool confirmed = false;  // Normal on two days that are far enough apart.
  bool lost = false;       // Not normal at last.
};

Course ReadCourse(const std::vector<PastValue>& values, absl::CivilDay after,
                  int days_apart) {
  Course course;
  absl::CivilDay first = absl::CivilDay::max();
  for (const PastValue& value : values) {
    const absl::CivilDay day =
        absl::ToCivilDay(value.time, absl::UTCTimeZone());
    if (day <= after || value.pain_limited) continue;
    course.lost = value.band != kv1::BAND_NORMAL;
    if (course.lost) continue;
    first = std::min(first, day);
    course.confirmed |= day - first >= days_apart;
  }
  return course;
}

bool IsConfirmed(const Case& the_case, const PastValues& values,
                 const Trouble& trouble, absl::CivilDay day) {
  const int days_apart = DaysApart(the_case.knowledge);
  bool confirmed = false;
  for (const auto& [key, all] : values) {
    const kv1::Test& test = the_case.knowledge.pack().tests(key.first);
    if (!SpeaksOf(the_case.knowledge, test, key.second, trouble)) continue;
    const Course course = ReadCourse(all, day, days_apart);
    if (course.lost) return false;
    confirmed |= course.confirmed;
  }
  return confirmed;
}

}  // namespace

bool IsAllInOrderAgain(const Case& the_case) {
  const Troubles troubles = ReadTroubles(the_case);
  const PastValues values = ReadValues(the_case);
  return absl::c_all_of(troubles, [&](const auto& one) {
    const auto& [trouble, day] = one;
    const v1::Finding* now =
        FindFinding(the_case, std::get<0>(trouble), std::get<1>(trouble));
    if (now == nullptr || now->status() != kv1::STATUS_NORMAL) return false;
    // Nobody takes a test of a nerve alone: that it is calm now is enough.
    return std::get<2>(trouble) == kv1::AXIS_NEURAL ||
           IsConfirmed(the_case, values, trouble, day);
  });
}

}  // namespace tonus::engine
