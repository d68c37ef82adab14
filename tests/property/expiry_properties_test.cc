// SPDX-License-Identifier: Apache-2.0
// Whatever runs out within a block, a session is only shown open while a fresh
// reading of the day allows all of it.

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/knowledge/released_pack.h"
#include "tests/property/random_patient.h"

namespace tonus {
namespace {

using storage::v1::PatientFacts;

constexpr absl::CivilDay kStart(2026, 11, 21);
constexpr int kDays = 45;

const engine::Knowledge& Released() {
  static const auto* const kKnowledge =
      new absl::StatusOr<engine::Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

// A random person of whom something or other runs out in the weeks to come.
PatientFacts FadingPerson(uint64_t seed) {
  PatientFacts facts = testing::RandomPatient(Released().pack(), seed);
  std::mt19937_64 random(seed);
  const auto days_ago = [&random](int most) {
    return engine::ToDate(
        kStart - static_cast<int>(random() % static_cast<uint64_t>(most)));
  };
  for (v1::Clearance& clearance : *facts.mutable_clearances()) {
    *clearance.mutable_date() = days_ago(90);
  }
  for (auto& fact : *facts.mutable_profiles()) {
    v1::Profile* profile = fact.mutable_profile();
    if (profile->has_age_years()) {
      *profile->mutable_age_date() = days_ago(365);
      if (random() % 3 == 0) profile->set_age_years(64);
    }
    for (v1::ActiveCondition& condition : *profile->mutable_conditions()) {
      if (random() % 2 == 0) *condition.mutable_since() = days_ago(100);
    }
    if (random() % 6 == 0) {
      v1::ActiveCondition* condition = profile->add_conditions();
      condition->set_condition("cond_pregnancy_t1");
      *condition->mutable_since() = days_ago(97);
    }
  }
  return facts;
}

// What a fresh reading holds against `item`.
std::string ComplaintOf(const v1::Interpretation& fresh,
                        const v1::SessionItem& item) {
  const auto* exercise = Released().FindExercise(item.exercise());
  for (const v1::TagRestriction& tag : fresh.tags()) {
    if (!absl::c_linear_search(exercise->tags(), tag.tag())) continue;
    if (tag.forbidden() || !item.caution()) {
      return absl::StrCat(item.exercise(), " demands ", tag.tag());
    }
  }
  const v1::PlanLimits& limits = fresh.limits();
  if (absl::c_linear_search(limits.forbidden_exercises(), item.exercise()) ||
      absl::c_linear_search(limits.forbidden_techniques(),
                            exercise->technique()) ||
      (limits.max_level() > 0 && exercise->level() > limits.max_level())) {
    return absl::StrCat(item.exercise(), " is beyond the limits");
  }
  return "";
}

std::string ComplaintOf(const v1::Interpretation& fresh,
                        const v1::Session& session) {
  if (session.gate() != v1::GATE_OK) {
    return session.items().empty() && session.home_items().empty()
               ? ""
               : "exercises behind a closed gate";
  }
  if (fresh.gate() != v1::GATE_OK) return "the gate is closed";
  std::string complaint;
  for (const v1::SessionItem& item : session.items()) {
    absl::StrAppend(&complaint, ComplaintOf(fresh, item));
  }
  for (const v1::HomeItem& home : session.home_items()) {
    absl::StrAppend(&complaint, ComplaintOf(fresh, home.item()));
  }
  return complaint;
}

TEST(ExpiryPropertiesTest, OpenSessionsHoldUntilTheyExpire) {
  std::map<std::string, int> seen;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const PatientFacts facts = FadingPerson(seed);
    const v1::Routine routine = engine::PlanRoutine(
        Released(), facts, engine::Interpret(Released(), facts, kStart),
        kStart);
    if (routine.gate() != v1::GATE_OK) continue;
    ++seen["open"];
    ASSERT_EQ(routine.sessions_size(), 18) << "seed " << seed;
    for (const v1::Session& session : routine.sessions()) {
      if (session.gate() != v1::GATE_OK) ++seen["closed session"];
    }
    for (int ahead = 0; ahead < kDays; ++ahead) {
      const absl::CivilDay day = kStart + ahead;
      const v1::Interpretation fresh =
          engine::Interpret(Released(), facts, day);
      for (const v1::Session& session : routine.sessions()) {
        // Before its own day a session that takes more into account is only
        // shown; from its end on it is not shown as it is.
        const bool expired = session.has_expire_date() &&
                             day >= engine::ToCivilDay(session.expire_date());
        if (expired) ++seen["expired"];
        if (expired) continue;
        ASSERT_EQ(ComplaintOf(fresh, session), "")
            << "seed " << seed << " session " << session.number() << " on "
            << absl::FormatCivilTime(day) << "\n"
            << facts.DebugString();
      }
      // What is judged anew on the day.
      if (ahead % 7 != 0) continue;
      const v1::Routine anew =
          engine::PlanRoutine(Released(), facts, fresh, kStart, day);
      for (const v1::Session& session : anew.sessions()) {
        ASSERT_EQ(ComplaintOf(fresh, session), "")
            << "seed " << seed << " session " << session.number()
            << " judged anew on " << absl::FormatCivilTime(day);
      }
    }
  }
  EXPECT_GT(seen["open"], 15);
  EXPECT_GT(seen["closed session"], 10);
  EXPECT_GT(seen["expired"], 100);
}

}  // namespace
}  // namespace tonus
