// SPDX-License-Identifier: Apache-2.0
// What a suggested test promises, and that nothing was left out, on random
// persons over the released pack.

#include <cmath>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/engine/interpretation.h"
#include "services/engine/suggestion.h"
#include "services/engine/test_offer.h"
#include "services/knowledge/released_pack.h"
#include "tests/property/random_patient.h"

namespace tonus {
namespace {

namespace kv1 = knowledge::v1;
using storage::v1::PatientFacts;

constexpr absl::CivilDay kToday(2026, 11, 21);
constexpr int kAll = 500;
constexpr uint64_t kPersons = 8;

const engine::Knowledge& Released() {
  static const auto* const kKnowledge =
      new absl::StatusOr<engine::Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

// What is found when the test has that value in a new assessment.
v1::Interpretation With(const PatientFacts& facts, const std::string& test,
                        kv1::Side side, double value) {
  PatientFacts with = facts;
  auto& added = *with.add_assessments();
  added.mutable_effective_time()->set_seconds(absl::ToUnixSeconds(
      absl::FromCivil(absl::CivilHour(kToday) + 23, absl::UTCTimeZone())));
  v1::TestResult& result = *added.add_results();
  result.set_test(test);
  result.set_side(side);
  result.set_value(value);
  return engine::Interpret(Released(), with, kToday);
}

kv1::Status StatusOf(const v1::Interpretation& interpretation,
                     const std::string& muscle, kv1::Side side) {
  for (const v1::Finding& finding : interpretation.findings()) {
    if (finding.muscle() == muscle && finding.side() == side) {
      return finding.status();
    }
  }
  return kv1::STATUS_UNSPECIFIED;
}

std::vector<kv1::Status> Verdicts(const v1::Interpretation& interpretation) {
  std::vector<kv1::Status> verdicts;
  for (const v1::Finding& finding : interpretation.findings()) {
    verdicts.push_back(finding.status());
  }
  return verdicts;
}

double RandomValue(const kv1::Test& test, std::mt19937_64* random) {
  const double value =
      std::uniform_real_distribution<double>(test.min(), test.max())(*random);
  return test.step() > 0 ? std::round(value / test.step()) * test.step()
                         : value;
}

std::vector<kv1::Side> SidesOf(const kv1::Test& test) {
  if (test.laterality() != kv1::LATERALITY_BILATERAL) {
    return {kv1::SIDE_MIDLINE};
  }
  return {kv1::SIDE_LEFT, kv1::SIDE_RIGHT};
}

struct Person {
  PatientFacts facts;
  v1::Interpretation known;
  v1::SuggestTestsResponse suggested;
};

// Random persons whose gate is open.
std::vector<Person> MakePersons() {
  std::vector<Person> persons;
  for (uint64_t seed = 1; persons.size() < kPersons; ++seed) {
    Person person;
    person.facts = testing::RandomPatient(Released().pack(), seed);
    person.known = engine::Interpret(Released(), person.facts, kToday);
    if (person.known.gate() != v1::GATE_OK) continue;
    person.suggested = engine::SuggestTests(Released(), person.facts, kToday,
                                            {kv1::ASSESSOR_CLINICIAN, kAll});
    persons.push_back(std::move(person));
  }
  return persons;
}

const std::vector<Person>& Persons() {
  static const auto* const kMade = new std::vector<Person>(MakePersons());
  return *kMade;
}

TEST(SuggestionsTest, ThePromisedValueChangesTheVerdict) {
  int promises = 0;
  for (const Person& person : Persons()) {
    for (const v1::TestSuggestion& suggestion :
         person.suggested.suggestions()) {
      for (const v1::VerdictChange& change : suggestion.verdict_changes()) {
        // They are many, so a fifth of them is tried.
        if (++promises % 5 != 0) continue;
        const v1::Interpretation after =
            With(person.facts, suggestion.test(), change.test_side(),
                 change.value());
        EXPECT_EQ(StatusOf(person.known, change.muscle(), change.side()),
                  change.from());
        EXPECT_EQ(StatusOf(after, change.muscle(), change.side()), change.to())
            << suggestion.test() << " " << change.ShortDebugString();
        EXPECT_NE(change.from(), change.to());
      }
    }
  }
  EXPECT_GT(promises, 300);
}

TEST(SuggestionsTest, WhatIsNotSuggestedChangesNoVerdict) {
  std::mt19937_64 random(1);
  int tried = 0;
  for (const Person& person : Persons()) {
    std::set<std::string> known;
    for (const auto& assessment : person.facts.assessments()) {
      for (const auto& result : assessment.results()) {
        known.insert(result.test());
      }
    }
    for (const v1::TestSuggestion& suggestion :
         person.suggested.suggestions()) {
      known.insert(suggestion.test());
    }
    for (const kv1::Test& test : Released().pack().tests()) {
      if (known.count(test.id()) > 0 || test.has_derivation() ||
          !engine::MayOffer(person.known, test, kv1::ASSESSOR_CLINICIAN)) {
        continue;
      }
      for (const kv1::Side side : SidesOf(test)) {
        ++tried;
        const double value = RandomValue(test, &random);
        EXPECT_EQ(Verdicts(With(person.facts, test.id(), side, value)),
                  Verdicts(person.known))
            << test.id() << " = " << value;
      }
    }
  }
  EXPECT_GT(tried, 50);
}

}  // namespace
}  // namespace tonus
