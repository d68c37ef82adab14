// SPDX-License-Identifier: Apache-2.0
#include "services/engine/possible_alarms.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "services/engine/bands.h"
#include "services/engine/clause.h"
#include "services/engine/clause_parts.h"
#include "services/engine/red_flags.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

bool IsOfHistory(const kv1::Clause& part) {
  return part.has_history() || part.has_side_history() ||
         part.has_feels_tight() || part.has_blood_pressure();
}

bool Holds(const Case& the_case, const kv1::Clause& part) {
  return absl::c_any_of(
      std::vector{kv1::SIDE_LEFT, kv1::SIDE_RIGHT, kv1::SIDE_MIDLINE},
      [&](kv1::Side side) {
        Viewpoint viewpoint;
        viewpoint.side = side;
        return Evaluate(the_case, viewpoint, part).truth == kv1::TRUTH_TRUE;
      });
}

// Whether one value has the same band whatever else is known of the person.
bool IsNormal(const Case& the_case, const kv1::Test& test,
              const v1::TestResult& result) {
  return !test.has_asymmetry() && !test.has_relative_asymmetry() &&
         !result.pain_limited() &&
         BandOf(BandsFor(test, the_case.profile, the_case.age_years,
                         result.protocol()),
                result.value()) == kv1::BAND_NORMAL;
}

}  // namespace

std::vector<const kv1::Rule*> LockingRules(const Knowledge& knowledge) {
  std::vector<const kv1::Rule*> rules;
  for (const kv1::Rule& rule : knowledge.pack().rules()) {
    if (absl::c_any_of(rule.effects(), [&](const kv1::Effect& effect) {
          if (!effect.has_raise_red_flag()) return false;
          const auto* flag = knowledge.FindRedFlag(effect.raise_red_flag());
          return flag != nullptr && LocksUntilCleared(*flag);
        })) {
      rules.push_back(&rule);
    }
  }
  return rules;
}

PossibleAlarms::PossibleAlarms(const Case& the_case)
    : case_(the_case), rules_(LockingRules(the_case.knowledge)) {}

void PossibleAlarms::Add(const storage::v1::AssessmentFact& assessment) {
  for (const v1::TestResult& result : assessment.results()) {
    const kv1::Test* test = case_.knowledge.FindTest(result.test());
    if (test == nullptr) continue;
    const double value = result.value();
    Range& range =
        ranges_.try_emplace(test->id(), Range{value, value}).first->second;
    range.lowest = std::min(range.lowest, value);
    range.highest = std::max(range.highest, value);
    range.all_normal &= IsNormal(case_, *test, result);
  }
  if (assessment.has_history()) AddHistory(assessment.history());
}

void PossibleAlarms::AddHistory(const v1::History& history) {
  storage::v1::PatientFacts told;
  *told.add_assessments()->mutable_history() = history;
  const Case teller(case_.knowledge, told, case_.today);
  for (const kv1::Rule* rule : rules_) {
    ForEachPart(rule->when(), [&](const kv1::Clause& part) {
      if (IsOfHistory(part) && Holds(teller, part)) told_.insert(&part);
    });
  }
}

bool PossibleAlarms::MayCompare(const kv1::ValueClause& clause) const {
  const kv1::Test* test = case_.knowledge.FindTest(clause.test());
  const bool is_computed =
      test != nullptr && (test->has_derivation() ||
                          case_.knowledge.FindMeasure(test->id()) != nullptr);
  if (is_computed) return true;
  const auto found = ranges_.find(clause.test());
  if (found == ranges_.end()) return false;
  const auto& [lowest, highest, all_normal] = found->second;
  switch (clause.comparison()) {
    case kv1::COMPARISON_LESS:
      return Below(lowest, clause.number());
    case kv1::COMPARISON_LESS_OR_EQUAL:
      return AtMost(lowest, clause.number());
    case kv1::COMPARISON_EQUAL:
      return AtMost(lowest, clause.number()) &&
             AtLeast(highest, clause.number());
    case kv1::COMPARISON_GREATER_OR_EQUAL:
      return AtLeast(highest, clause.number());
    case kv1::COMPARISON_GREATER:
      return Above(highest, clause.number());
    default:
      return true;
  }
}

// A nerve is found by a test that is not normal, or forced by a rule.
bool PossibleAlarms::MayBeNeural(const kv1::StatusClause& clause) const {
  for (const auto* mapping :
       case_.knowledge.MappingsOfMuscle(clause.muscle())) {
    const auto found = ranges_.find(mapping->test());
    if (found != ranges_.end() && !found->second.all_normal) return true;
  }
  return absl::c_any_of(
      case_.knowledge.pack().rules(), [&](const kv1::Rule& rule) {
        return absl::c_any_of(rule.effects(),
                              [&](const kv1::Effect& effect) {
                                return effect.force_neural_positive() ==
                                       clause.muscle();
                              }) &&
               (!rule.when().has_value() || MayCompare(rule.when().value()));
      });
}

// NOLINTNEXTLINE(misc-no-recursion): packs are not deeper than their parser.
bool PossibleAlarms::May(const kv1::Clause& clause) const {
  // NOLINTNEXTLINE(misc-no-recursion)
  const auto may = [&](const kv1::Clause& part) { return May(part); };
  switch (clause.kind_case()) {
    case kv1::Clause::kAll:
      return absl::c_all_of(clause.all().clauses(), may);
    case kv1::Clause::kAny:
      return absl::c_any_of(clause.any().clauses(), may);
    case kv1::Clause::kValue:
      return MayCompare(clause.value());
    case kv1::Clause::kFired: {
      const kv1::Rule* rule = case_.knowledge.FindRule(clause.fired());
      return rule == nullptr || May(rule->when());
    }
    case kv1::Clause::kAge:
      return Holds(case_, clause);
    case kv1::Clause::kStatus: {
      const bool asks_nerve =
          absl::c_all_of(clause.status().statuses(), [](int status) {
            return status == kv1::STATUS_NEURAL_POSITIVE ||
                   status == kv1::STATUS_NEURAL_SUSPECT;
          });
      return !asks_nerve || clause.status().muscle().empty() ||
             MayBeNeural(clause.status());
    }
    default:
      return !IsOfHistory(clause) || told_.contains(&clause);
  }
}

bool PossibleAlarms::MayRaise() const {
  return absl::c_any_of(
      rules_, [&](const kv1::Rule* rule) { return May(rule->when()); });
}

}  // namespace tonus::engine
