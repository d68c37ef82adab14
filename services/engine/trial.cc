// SPDX-License-Identifier: Apache-2.0
#include "services/engine/trial.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/lasting_conditions.h"
#include "services/engine/logged_conditions.h"
#include "services/engine/past_flags.h"
#include "services/engine/reading.h"
#include "services/engine/screening.h"

namespace tonus::engine {
namespace {

// Adds an empty assessment that begins with the day, or with the one before it
// when that is later.
storage::v1::AssessmentFact& AddAssessment(absl::CivilDay today,
                                           storage::v1::PatientFacts* facts) {
  int64_t seconds = absl::ToUnixSeconds(
      absl::FromCivil(absl::CivilSecond(today), absl::UTCTimeZone()));
  int32_t nanos = 0;
  if (!facts->assessments().empty()) {
    const auto& last = facts->assessments().rbegin()->effective_time();
    if (last.seconds() >= seconds) {
      seconds = last.seconds();
      nanos = last.nanos();
    }
  }
  storage::v1::AssessmentFact& added = *facts->add_assessments();
  added.mutable_effective_time()->set_seconds(seconds);
  added.mutable_effective_time()->set_nanos(nanos);
  return added;
}

}  // namespace

Trial::Trial(const Knowledge& knowledge, storage::v1::PatientFacts facts,
             absl::CivilDay today)
    : knowledge_(knowledge),
      today_(today),
      facts_(std::move(facts)),
      assessment_(AddAssessment(today, &facts_)),
      past_flags_(FlagsOfTheirTime(Case(knowledge, facts_, today))),
      logged_conditions_(ConditionsAfterLogs(Case(knowledge, facts_, today))),
      tests_of_conditions_(TestsOfConditions(knowledge)),
      lasting_(LastingConditions(Case(knowledge, facts_, today))) {}

v1::Interpretation Trial::Read(const v1::TestResult& result) {
  assessment_.clear_results();
  *assessment_.add_results() = result;
  return ReadAssessment();
}

v1::Interpretation Trial::ReadNothing() {
  assessment_.clear_results();
  return ReadAssessment();
}

// Whether other conditions may outlive their results than without the trial.
bool Trial::MayChangeLasting() const {
  return absl::c_any_of(assessment_.results(),
                        [&](const v1::TestResult& result) {
                          return tests_of_conditions_.contains(result.test());
                        });
}

// Whether the trial may end what logs put in force.
bool Trial::MayEndLogged() const {
  return absl::c_any_of(logged_conditions_, [&](const auto& logged) {
    return absl::c_any_of(assessment_.results(),
                          [&](const v1::TestResult& result) {
                            return result.test() == logged.until_test;
                          });
  });
}

v1::Interpretation Trial::ReadAssessment() const {
  Case the_case(knowledge_, facts_, today_);
  the_case.tells_fired_only = true;
  the_case.raised_flags = past_flags_;
  the_case.logged_conditions =
      MayEndLogged() ? ConditionsAfterLogs(the_case) : logged_conditions_;
  if (MayChangeLasting()) {
    ReadToday(&the_case);
  } else {
    ReadWithLasting(lasting_, &the_case);
  }
  Screen(&the_case);
  return std::move(the_case.result);
}

}  // namespace tonus::engine
