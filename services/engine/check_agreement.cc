// SPDX-License-Identifier: Apache-2.0
// Whether what a measure tells agrees with what rules make of the same test,
// and whether who counts as recovered is.
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/engine/check_sense.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// A comparison of a test with a number. `< n` and `>= n` part its values alike,
// and so do `<= n` and `> n`.
struct Limit {
  std::string test;
  double number = 0;
  bool below = false;  // The number itself belongs to the higher part.

  bool operator==(const Limit& other) const {
    return test == other.test && number == other.number && below == other.below;
  }
};

void AddLimits(const kv1::Clause& clause, std::vector<Limit>* limits) {
  const auto add_all = [&](const auto& clauses) {
    for (const kv1::Clause& part : clauses) AddLimits(part, limits);
  };
  switch (clause.kind_case()) {
    case kv1::Clause::kAll:
      return add_all(clause.all().clauses());
    case kv1::Clause::kAny:
      return add_all(clause.any().clauses());
    case kv1::Clause::kAtLeast:
      return add_all(clause.at_least().clauses());
    case kv1::Clause::kNot:
      return AddLimits(clause.not_(), limits);
    case kv1::Clause::kValue: {
      const auto comparison = clause.value().comparison();
      limits->push_back({clause.value().test(), clause.value().number(),
                         comparison == kv1::COMPARISON_LESS ||
                             comparison == kv1::COMPARISON_GREATER_OR_EQUAL});
      return;
    }
    default:
      return;
  }
}

// A person is told the stratum and gets what the rules conclude.
void CheckStrata(CheckContext& context, const kv1::Measure& measure,
                 const std::vector<Limit>& of_rules) {
  std::vector<Limit> limits;
  for (const auto& stratum : measure.strata()) {
    AddLimits(stratum.when(), &limits);
  }
  EntryCheck entry(context, "measures", measure.id());
  for (const Limit& limit : limits) {
    const bool is_read = absl::c_any_of(
        of_rules, [&](const Limit& other) { return other.test == limit.test; });
    entry.Expect(
        !is_read || absl::c_linear_search(of_rules, limit),
        absl::StrCat("strata parts `", limit.test, "` at ", limit.number,
                     ", where no rule that reads it does"));
  }
}

// Nobody is recovered who may yet improve by what matters.
void CheckRecovered(CheckContext& context, const kv1::Measure& measure) {
  const kv1::Test* test = Find(context.tests.by_id, measure.id());
  if (test == nullptr || !measure.has_recovered_at()) return;
  const double best =
      measure.direction() == kv1::DIRECTION_LOWER ? test->min() : test->max();
  const double matters = measure.has_mcid() ? measure.mcid() : measure.mdc();
  if (matters <= 0) return;
  EntryCheck(context, "measures", measure.id())
      .Expect(std::abs(measure.recovered_at() - best) < matters,
              absl::StrCat("recovered_at ", measure.recovered_at(), " is ",
                           matters, " or more from the best value ", best,
                           ": such a change still matters"));
  // The number that decides is the one that its source gives.
  const std::string told = absl::StrCat(
      "recovered = ", measure.recovered_at(),
      measure.direction() == kv1::DIRECTION_LOWER ? " or less" : " or more");
  EntryCheck(context, "measures", measure.id())
      .Expect(absl::StrContains(measure.source(), told),
              absl::StrCat("recovered_at is ", measure.recovered_at(),
                           ", but source does not tell `", told,
                           "`: correct the number, or say there who found it"));
}

}  // namespace

void CheckAgreement(CheckContext& context) {
  std::vector<Limit> of_rules;
  for (const kv1::Rule& rule : context.pack.rules()) {
    AddLimits(rule.when(), &of_rules);
  }
  for (const kv1::Measure& measure : context.pack.measures()) {
    CheckStrata(context, measure, of_rules);
    CheckRecovered(context, measure);
  }
}

}  // namespace tonus::engine
