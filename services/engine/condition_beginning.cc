// SPDX-License-Identifier: Apache-2.0
#include "services/engine/condition_beginning.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

#include "absl/algorithm/container.h"
#include "google/protobuf/timestamp.pb.h"
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

// What is known from `time` on: so many profiles and assessments.
struct Known {
  int64_t time = 0;
  int profiles = 0;
  int assessments = 0;

  absl::CivilDay Day() const {
    google::protobuf::Timestamp at;
    at.set_seconds(time);
    return UtcDay(at);
  }
};

// How what is known grew, in order. That of the last is what is known today.
std::vector<Known> Course(const storage::v1::PatientFacts& facts) {
  std::map<int64_t, Known> course;
  for (const storage::v1::ProfileFact& profile : facts.profiles()) {
    ++course[profile.effective_time().seconds()].profiles;
  }
  for (const storage::v1::AssessmentFact& assessment : facts.assessments()) {
    ++course[assessment.effective_time().seconds()].assessments;
  }
  std::vector<Known> grown;
  Known all;
  for (const auto& [time, more] : course) {
    all.time = time;
    all.profiles += more.profiles;
    all.assessments += more.assessments;
    grown.push_back(all);
  }
  return grown;
}

// Whether a rule set the condition on what was `known` at the end of its day.
bool WasSet(const Case& the_case, const std::string& condition,
            const Known& known) {
  storage::v1::PatientFacts facts =
      MeasuredBy(the_case.facts, known.assessments, known.Day());
  auto* profiles = facts.mutable_profiles();
  profiles->DeleteSubrange(known.profiles, profiles->size() - known.profiles);
  Case past(the_case.knowledge, facts, known.Day());
  past.age_years = the_case.age_years;
  past.tells_fired_only = true;
  ReadToday(&past);
  return HasCondition(past, condition);
}

// The day from which on every reading has the condition, when an earlier one
// has not. Only readings that a clearance may still speak about are looked at.
// Before the first assessment nothing is known of what it measured.
absl::CivilDay SetSince(const Case& the_case, const std::string& condition) {
  const auto& clearances = the_case.facts.clearances();
  const int holds_days =
      the_case.knowledge.pack().session().clearance_weeks() * kDaysPerWeek;
  if (absl::c_none_of(clearances, [&](const v1::Clearance& clearance) {
        return clearance.subject() == condition;
      })) {
    return absl::CivilDay::min();
  }
  const std::vector<Known> course = Course(the_case.facts);
  for (size_t i = course.size(); i-- > 1;) {
    const Known& earlier = course[i - 1];
    const bool is_first = earlier.assessments == 0 && course[i].assessments > 0;
    if (!is_first && !WasSet(the_case, condition, earlier)) {
      return course[i].Day();
    }
    if (earlier.Day() + holds_days < the_case.today) break;
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
