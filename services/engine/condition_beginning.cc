// SPDX-License-Identifier: Apache-2.0
#include "services/engine/condition_beginning.h"

#include <algorithm>
#include <cstdint>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/measured_by.h"
#include "services/engine/reading.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

constexpr int kDaysPerWeek = 7;

struct TodaysCondition {
  std::string id;  // "" when it has ended.
  // The day on which it became what it is: the first one of all when unknown.
  absl::CivilDay since = absl::CivilDay::min();
};

bool Reports(const v1::Profile& profile, const v1::ActiveCondition& reported) {
  return absl::c_any_of(profile.conditions(),
                        [&](const v1::ActiveCondition& other) {
                          return other.condition() == reported.condition();
                        });
}

// The day from which on every profile tells the condition, when an earlier one
// does not.
absl::CivilDay ToldSince(const Case& the_case,
                         const v1::ActiveCondition& reported) {
  const auto& profiles = the_case.facts.profiles();
  absl::CivilDay since = absl::CivilDay::min();
  for (int i = 1; i < profiles.size(); ++i) {
    if (!Reports(profiles[i - 1].profile(), reported)) {
      since = UtcDay(profiles[i].effective_time());
    }
  }
  return since;
}

// Turning into another may take several steps.
TodaysCondition Follow(const Case& the_case,
                       const v1::ActiveCondition& reported) {
  TodaysCondition today = {reported.condition()};
  if (!reported.has_since()) {
    today.since = ToldSince(the_case, reported);
    return today;
  }
  const absl::CivilDay began = ToCivilDay(reported.since());
  const int64_t weeks = (the_case.today - began) / kDaysPerWeek;
  today.since = began;
  for (size_t steps = 0; steps < 8; ++steps) {
    const kv1::HealthCondition* condition =
        the_case.knowledge.FindCondition(today.id);
    if (condition == nullptr || condition->ends_after_weeks() == 0 ||
        weeks < condition->ends_after_weeks()) {
      break;
    }
    today.id = condition->turns_into();
    today.since = began + int64_t{condition->ends_after_weeks()} * kDaysPerWeek;
  }
  return today;
}

// Whether a rule set the condition on what was known at the end of `day`, after
// so many assessments.
bool WasSet(const Case& the_case, const std::string& condition, int assessments,
            absl::CivilDay day) {
  const storage::v1::PatientFacts facts =
      MeasuredBy(the_case.facts, assessments, day);
  Case past(the_case.knowledge, facts, day);
  past.age_years = the_case.age_years;
  past.tells_fired_only = true;
  ReadToday(&past);
  return HasCondition(past, condition);
}

// The day from which on every reading has the condition, when an earlier one
// has not. Only readings that a clearance may still speak about are looked at.
absl::CivilDay SetSince(const Case& the_case, const std::string& condition) {
  const auto& clearances = the_case.facts.clearances();
  const int holds_days =
      the_case.knowledge.pack().session().clearance_weeks() * kDaysPerWeek;
  if (absl::c_none_of(clearances, [&](const v1::Clearance& clearance) {
        return clearance.subject() == condition;
      })) {
    return absl::CivilDay::min();
  }
  const auto& assessments = the_case.facts.assessments();
  for (int i = assessments.size() - 1; i > 0; --i) {
    const absl::CivilDay earlier = UtcDay(assessments[i - 1].effective_time());
    if (!WasSet(the_case, condition, i, earlier)) {
      return UtcDay(assessments[i].effective_time());
    }
    if (earlier + holds_days < the_case.today) break;
  }
  return absl::CivilDay::min();
}

}  // namespace

std::string ConditionToday(const Case& the_case,
                           const v1::ActiveCondition& reported) {
  return Follow(the_case, reported).id;
}

absl::CivilDay BeginningOf(const Case& the_case,
                           const v1::ConditionInForce& in_force) {
  if (!in_force.rule().empty()) {
    return SetSince(the_case, in_force.condition());
  }
  absl::CivilDay beginning = absl::CivilDay::min();
  for (const v1::ActiveCondition& reported : the_case.profile.conditions()) {
    const TodaysCondition today = Follow(the_case, reported);
    if (today.id == in_force.condition()) {
      beginning = std::max(beginning, today.since);
    }
  }
  return beginning;
}

}  // namespace tonus::engine
