// SPDX-License-Identifier: Apache-2.0
#include "services/engine/clause_formula.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/engine/clause.h"
#include "services/engine/finding.h"
#include "services/engine/fusion.h"
#include "services/engine/reachable.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Combinations of the values that one clause looks at.
constexpr size_t kMaxCombinations = 20'000;

std::string SideKey(absl::string_view kind, absl::string_view id,
                    kv1::Side side) {
  return absl::StrCat(kind, ":", id, ":", kv1::Side_Name(side));
}

// Qualifiers that the results alone can bring.
bool ComesFromResults(kv1::Qualifier qualifier) {
  switch (qualifier) {
    case kv1::QUALIFIER_BORDERLINE:
    case kv1::QUALIFIER_CONFLICT:
    case kv1::QUALIFIER_LOW_EVIDENCE:
    case kv1::QUALIFIER_PAIN_LIMITED:
    case kv1::QUALIFIER_ASYMMETRIC:
      return true;
    default:
      return false;
  }
}

}  // namespace

v1::Finding* ClauseFormula::Person::finding(const std::string& muscle,
                                            kv1::Side side) {
  for (v1::Finding& finding : findings) {
    if (finding.muscle() == muscle && finding.side() == side) return &finding;
  }
  v1::Finding& finding = findings.emplace_back();
  finding.set_muscle(muscle);
  finding.set_side(side);
  finding.set_status(kv1::STATUS_UNKNOWN);
  return &finding;
}

ClauseFormula::Node ClauseFormula::AddFree(const std::string& key,
                                           bool may_be_unknown) {
  const auto [known, added] = free_.emplace(key, 0);
  if (added) {
    std::vector<Truth> truths = {kv1::TRUTH_FALSE, kv1::TRUTH_TRUE};
    if (may_be_unknown) truths.push_back(kv1::TRUTH_UNKNOWN);
    const int values = static_cast<int>(truths.size());
    known->second =
        formula_.AddLeaf({formula_.AddVariable(values)}, std::move(truths));
  }
  return known->second;
}

ClauseFormula::Sides ClauseFormula::SidesSeen(kv1::Laterality laterality,
                                              kv1::SideReference reference,
                                              const RuleView& view) {
  if (laterality != kv1::LATERALITY_BILATERAL) return {kv1::SIDE_MIDLINE};
  const bool both = reference == kv1::SIDE_REFERENCE_ANY ||
                    reference == kv1::SIDE_REFERENCE_BOTH ||
                    view.side == kv1::SIDE_MIDLINE;
  if (both) return {kv1::SIDE_LEFT, kv1::SIDE_RIGHT};
  if (reference != kv1::SIDE_REFERENCE_OPPOSITE) return {view.side};
  return {view.side == kv1::SIDE_LEFT ? kv1::SIDE_RIGHT : kv1::SIDE_LEFT};
}

std::string ClauseFormula::ReadingKey(const kv1::Test& test, kv1::Side side) {
  std::string key = SideKey("reading", test.id(), side);
  Variable& variable = variables_[key];
  variable.test = &test;
  variable.side = side;
  return key;
}

std::string ClauseFormula::StatusKey(const kv1::Muscle& muscle,
                                     kv1::Side side) {
  std::string key = SideKey("status", muscle.id(), side);
  const auto [variable, added] = variables_.emplace(key, Variable());
  if (!added) return key;
  for (const kv1::Status status : ReachableStatuses(knowledge_, muscle)) {
    variable->second.changes.emplace_back(
        [id = muscle.id(), side, status](Person* person) {
          person->finding(id, side)->set_status(status);
        });
  }
  return key;
}

std::string ClauseFormula::NumberKey(
    const std::string& name, int limit,
    std::function<void(int, Person*)> set_number) {
  Variable& variable = variables_[name];
  variable.limits.push_back(limit);
  variable.set_number = std::move(set_number);
  return name;
}

ClauseFormula::Node ClauseFormula::AddLeaf(const kv1::Clause& clause,
                                           const RuleView& view,
                                           Keys variables) {
  const Node node = formula_.AddLeaf({}, {});
  leaves_.push_back({node, clause, view, std::move(variables)});
  return node;
}

ClauseFormula::Node ClauseFormula::AddReadings(const kv1::Clause& clause,
                                               const RuleView& view) {
  Keys keys;
  const auto add = [&](const std::string& id, kv1::SideReference reference,
                       const ReadingNeeds& needs) {
    const kv1::Test* test = knowledge_.FindTest(id);
    for (const kv1::Side side :
         SidesSeen(test->laterality(), reference, view)) {
      keys.push_back(ReadingKey(*test, side));
      ReadingNeeds& all = variables_[keys.back()].needs;
      all.limits.insert(all.limits.end(), needs.limits.begin(),
                        needs.limits.end());
      all.bands |= needs.bands;
      all.pain |= needs.pain;
      all.arithmetic |= needs.arithmetic;
    }
  };
  ReadingNeeds needs;
  switch (clause.kind_case()) {
    case kv1::Clause::kValue:
      needs.limits = {clause.value().number()};
      add(clause.value().test(), clause.value().side(), needs);
      break;
    case kv1::Clause::kMean:
      needs.limits = {clause.mean().number()};
      needs.arithmetic = true;
      add(clause.mean().test(), kv1::SIDE_REFERENCE_BOTH, needs);
      break;
    case kv1::Clause::kBand:
      needs.bands = true;
      add(clause.band().test(), clause.band().side(), needs);
      break;
    case kv1::Clause::kPainLimited:
      needs.pain = true;
      add(clause.pain_limited().test(), clause.pain_limited().side(), needs);
      break;
    case kv1::Clause::kTaken:
      add(clause.taken().test(), clause.taken().side(), needs);
      break;
    default: {
      // The corners of what the two together can reach.
      const auto& difference = clause.difference();
      needs.arithmetic = true;
      for (const auto& [one, other] :
           {std::pair(difference.first(), difference.second()),
            std::pair(difference.second(), difference.first())}) {
        const kv1::Test& test = *knowledge_.FindTest(other);
        needs.limits = {difference.min_sum() - test.max(),
                        test.max() - difference.min_difference(),
                        test.min() + difference.min_difference()};
        add(one, kv1::SIDE_REFERENCE_SAME, needs);
      }
    }
  }
  return AddLeaf(clause, view, std::move(keys));
}

ClauseFormula::Node ClauseFormula::AddRegion(const kv1::StatusClause& clause,
                                             const RuleView& view) {
  std::vector<Node> sides;
  for (const kv1::Side side :
       SidesSeen(kv1::LATERALITY_BILATERAL, clause.side(), view)) {
    std::vector<Node> targets;
    for (const kv1::Muscle& muscle : knowledge_.pack().muscles()) {
      if (muscle.region() != clause.region()) continue;
      const bool sided = muscle.laterality() == kv1::LATERALITY_BILATERAL;
      const kv1::Side its_side = sided ? side : kv1::SIDE_MIDLINE;
      kv1::Clause one;
      one.mutable_status()->set_muscle(muscle.id());
      *one.mutable_status()->mutable_statuses() = clause.statuses();
      targets.push_back(
          AddLeaf(one, {its_side, nullptr}, {StatusKey(muscle, its_side)}));
    }
    sides.push_back(formula_.AddAny(std::move(targets)));
  }
  return clause.side() == kv1::SIDE_REFERENCE_BOTH
             ? formula_.AddAll(std::move(sides))
             : formula_.AddAny(std::move(sides));
}

ClauseFormula::Node ClauseFormula::AddStatus(const kv1::Clause& clause,
                                             const RuleView& view) {
  const kv1::StatusClause& status = clause.status();
  const kv1::Muscle* muscle = knowledge_.FindMuscle(status.muscle());
  if (muscle != nullptr) {
    Keys keys;
    for (const kv1::Side side :
         SidesSeen(muscle->laterality(), status.side(), view)) {
      keys.push_back(StatusKey(*muscle, side));
    }
    return AddLeaf(clause, view, std::move(keys));
  }
  if (status.region() != kv1::REGION_UNSPECIFIED) {
    return AddRegion(status, view);
  }
  return AddLeaf(clause, view, {StatusKey(*view.target, view.side)});
}

ClauseFormula::Node ClauseFormula::AddQualifier(const kv1::Clause& clause,
                                                const RuleView& view) {
  const kv1::QualifierClause& qualifier = clause.qualifier();
  const kv1::Muscle& muscle = *knowledge_.FindMuscle(qualifier.muscle());
  const bool possible =
      ComesFromResults(qualifier.qualifier()) ||
      absl::c_any_of(knowledge_.pack().rules(), [&](const kv1::Rule& rule) {
        return absl::c_any_of(rule.effects(), [&](const kv1::Effect& effect) {
          const auto& added = effect.add_qualifier();
          return added.qualifier() == qualifier.qualifier() &&
                 (added.muscle().empty() || added.muscle() == muscle.id());
        });
      });
  Keys keys;
  for (const kv1::Side side :
       SidesSeen(muscle.laterality(), qualifier.side(), view)) {
    keys.push_back(SideKey(absl::StrCat("qualifier ", qualifier.qualifier()),
                           muscle.id(), side));
    const auto [variable, added] = variables_.emplace(keys.back(), Variable());
    if (!added) continue;
    variable->second.changes.emplace_back([](Person*) {});
    if (!possible) continue;
    variable->second.changes.emplace_back(
        [id = muscle.id(), side, what = qualifier.qualifier()](Person* person) {
          engine::AddQualifier(what, person->finding(id, side));
        });
  }
  return AddLeaf(clause, view, std::move(keys));
}

ClauseFormula::Node ClauseFormula::AddHistory(const kv1::Clause& clause,
                                              const RuleView& view) {
  // A list and one of its entries, for example `tender.iliopsoas`.
  if (absl::StrContains(clause.side_history(), '.')) {
    return AddFree(SideKey("list", clause.side_history(), view.side));
  }
  Keys fields;
  if (clause.has_history()) {
    fields.push_back(clause.history());
  } else {
    for (const kv1::Side side :
         SidesSeen(kv1::LATERALITY_BILATERAL, kv1::SIDE_REFERENCE_SAME, view)) {
      fields.push_back(absl::StrCat(
          clause.side_history(), side == kv1::SIDE_LEFT ? "_left" : "_right"));
    }
  }
  for (const std::string& name : fields) {
    const auto [variable, added] = variables_.emplace(name, Variable());
    if (!added) continue;
    for (const bool told : {false, true}) {
      variable->second.changes.emplace_back([name, told](Person* person) {
        v1::History* history = person->history();
        const auto* field = v1::History::descriptor()->FindFieldByName(name);
        v1::History::GetReflection()->SetBool(history, field, told);
      });
    }
  }
  return AddLeaf(clause, view, std::move(fields));
}

ClauseFormula::Node ClauseFormula::AddPressure(const kv1::Clause& clause,
                                               const RuleView& view) {
  const auto& pressure = clause.blood_pressure();
  return AddLeaf(clause, view,
                 {NumberKey("systolic", pressure.systolic(),
                            [](int value, Person* person) {
                              person->history()->set_systolic_mmhg(value);
                            }),
                  NumberKey("diastolic", pressure.diastolic(),
                            [](int value, Person* person) {
                              person->history()->set_diastolic_mmhg(value);
                            })});
}

std::vector<ClauseFormula::Node> ClauseFormula::AddClauses(
    const google::protobuf::RepeatedPtrField<kv1::Clause>& clauses,
    int position, const RuleView& view) {
  std::vector<Node> nodes;
  for (const kv1::Clause& clause : clauses) {
    nodes.push_back(AddClause(clause, position, view));
  }
  return nodes;
}

ClauseFormula::Node ClauseFormula::AddClause(const kv1::Clause& clause,
                                             int position,
                                             const RuleView& view) {
  switch (clause.kind_case()) {
    case kv1::Clause::kAll:
      return formula_.AddAll(
          AddClauses(clause.all().clauses(), position, view));
    case kv1::Clause::kAny:
      return formula_.AddAny(
          AddClauses(clause.any().clauses(), position, view));
    case kv1::Clause::kAtLeast:
      return formula_.AddAtLeast(
          clause.at_least().count(),
          AddClauses(clause.at_least().clauses(), position, view));
    case kv1::Clause::kNot:
      return formula_.AddNot(AddClause(clause.not_(), position, view));
    case kv1::Clause::kValue:
    case kv1::Clause::kMean:
    case kv1::Clause::kBand:
    case kv1::Clause::kPainLimited:
    case kv1::Clause::kTaken:
    case kv1::Clause::kDifference:
      return AddReadings(clause, view);
    case kv1::Clause::kStatus:
      return AddStatus(clause, view);
    case kv1::Clause::kQualifier:
      return AddQualifier(clause, view);
    case kv1::Clause::kSideHistory:
      if (absl::StrContains(clause.side_history(), '.')) {
        return AddFree(absl::StrCat(clause.side_history(), ":", view.side));
      }
      return AddHistory(clause, view);
    case kv1::Clause::kHistory:
      return AddHistory(clause, view);
    case kv1::Clause::kBloodPressure:
      return AddPressure(clause, view);
    case kv1::Clause::kAge:
      return AddLeaf(clause, view,
                     {NumberKey("age", clause.age().years(),
                                [](int years, Person* person) {
                                  person->age_years = years;
                                })});
    case kv1::Clause::kCondition:
      return AddCondition(clause.condition(), position);
    case kv1::Clause::kForbiddenTag:
      return AddTag(clause.forbidden_tag(), position);
    case kv1::Clause::kRedFlag:
      return AddFlag(clause.red_flag(), position);
    case kv1::Clause::kDirectionalPreference:
      return AddPreference(clause.directional_preference(), position);
    case kv1::Clause::kFired: {
      const auto rules = knowledge_.RulesInOrder();
      for (int i = 0; i < position; ++i) {
        if (rules[i]->id() == clause.fired()) return AddOutcome(i, view);
      }
      return AddNever();
    }
    case kv1::Clause::kFeelsTight:
      return AddFree(absl::StrCat("feels tight:",
                                  view.target != nullptr
                                      ? view.target->id()
                                      : clause.feels_tight().muscle(),
                                  ":", view.side));
    default:
      // A kind that nothing is known about may come to anything.
      return AddFree(clause.SerializeAsString(), /*may_be_unknown=*/true);
  }
}

void ClauseFormula::FillChanges(Variable* variable) {
  if (variable->test != nullptr) {
    variable->changes.emplace_back([](Person*) {});  // Not taken.
    for (Reading reading : ReadingChoices(*variable->test, variable->needs)) {
      reading.side = variable->side;
      variable->changes.emplace_back(
          [reading](Person* person) { person->readings.push_back(reading); });
    }
  }
  if (variable->set_number == nullptr) return;
  variable->changes.emplace_back([](Person*) {});  // Not told.
  std::vector<int> numbers;
  for (const int limit : variable->limits) {
    numbers.insert(numbers.end(), {limit - 1, limit, limit + 1});
  }
  absl::c_sort(numbers);
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  for (const int number : numbers) {
    variable->changes.emplace_back(
        [set = variable->set_number, number](Person* person) {
          set(number, person);
        });
  }
}

Truth ClauseFormula::TruthOfLeaf(
    const Leaf& leaf, const std::vector<const Change*>& changes) const {
  Person person;
  for (const Change* change : changes) (*change)(&person);
  Case the_case(knowledge_, person.facts, absl::CivilDay(2026, 1, 5));
  the_case.age_years = person.age_years;
  the_case.measurements.readings = std::move(person.readings);
  the_case.measurements.Index();
  Viewpoint viewpoint;
  viewpoint.side = leaf.view.side;
  // The engine expects a finding of everything, in its order.
  if (!person.findings.empty() || leaf.view.target != nullptr) {
    for (const kv1::Muscle& muscle : knowledge_.pack().muscles()) {
      for (const kv1::Side side : SidesOf(muscle)) {
        *the_case.result.add_findings() = *person.finding(muscle.id(), side);
      }
    }
  }
  if (leaf.view.target != nullptr) {
    viewpoint.target =
        FindFinding(the_case.result, leaf.view.target->id(), leaf.view.side);
  }
  return engine::Evaluate(the_case, viewpoint, leaf.clause).truth;
}

bool ClauseFormula::FillLeaf(const Leaf& leaf,
                             const std::map<std::string, int>& numbers) {
  std::vector<std::vector<const Change*>> combinations = {{}};
  std::vector<int> variables;
  for (const std::string& key : leaf.variables) {
    variables.push_back(numbers.at(key));
    std::vector<std::vector<const Change*>> longer;
    for (const auto& combination : combinations) {
      for (const Change& change : variables_.at(key).changes) {
        longer.push_back(combination);
        longer.back().push_back(&change);
      }
      if (longer.size() > kMaxCombinations) return false;
    }
    combinations = std::move(longer);
  }
  std::vector<Truth> truths;
  truths.reserve(combinations.size());
  for (const auto& combination : combinations) {
    truths.push_back(TruthOfLeaf(leaf, combination));
  }
  formula_.SetLeaf(leaf.node, std::move(variables), std::move(truths));
  return true;
}

std::optional<Formula> ClauseFormula::Finish() {
  if (TooLarge()) return std::nullopt;
  std::map<std::string, int> numbers;
  for (auto& [key, variable] : variables_) {
    FillChanges(&variable);
    numbers[key] =
        formula_.AddVariable(static_cast<int>(variable.changes.size()));
  }
  for (const Leaf& leaf : leaves_) {
    if (!FillLeaf(leaf, numbers)) return std::nullopt;
  }
  return std::move(formula_);
}

}  // namespace tonus::engine
