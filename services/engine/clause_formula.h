// SPDX-License-Identifier: Apache-2.0
// Conditions of rules as formulas over everything that a person may tell or
// show.
//
// What an earlier rule may have added (conditions, tags, flags, that it fired)
// stands for the condition of that rule, so that rules which exclude each other
// are seen to do so. A status or qualifier is a variable of its own: which
// results lead to it is not asked, nor which norm fits which person.

#ifndef TONUS_SERVICES_ENGINE_CLAUSE_FORMULA_H_
#define TONUS_SERVICES_ENGINE_CLAUSE_FORMULA_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/engine/case.h"
#include "services/engine/formula.h"
#include "services/engine/knowledge.h"
#include "services/engine/reading_choices.h"

namespace tonus::engine {

// Where a rule looks from; see Viewpoint.
struct RuleView {
  knowledge::v1::Side side = knowledge::v1::SIDE_MIDLINE;
  // Target of a rule that is evaluated for every target, else nullptr.
  const knowledge::v1::Muscle* target = nullptr;
};

// Builds one formula from the conditions of one or more rules. What it is made
// from must outlive it.
class ClauseFormula {
 public:
  using Node = Formula::Node;

  explicit ClauseFormula(const Knowledge& knowledge) : knowledge_(knowledge) {}

  // Adds the condition of the rule at `position` of RulesInOrder().
  Node AddRule(int position, const RuleView& view);

  // Adds what the rule at `position` came to, seen from `view` of another rule:
  // on its side if both have sides, else on any.
  Node AddOutcome(int position, const RuleView& view);

  // Adds that it fired: TRUE or FALSE, since UNKNOWN has no effects.
  Node AddFired(int position, const RuleView& view) {
    return formula_.AddIsTrue(AddOutcome(position, view));
  }

  // Adds that a health condition is in force before the rule at `position`.
  Node AddCondition(const std::string& condition, int position);

  Node AddAll(std::vector<Node> parts) {
    return formula_.AddAll(std::move(parts));
  }
  Node AddAny(std::vector<Node> parts) {
    return formula_.AddAny(std::move(parts));
  }
  Node AddNot(Node part) { return formula_.AddNot(part); }

  // Returns the formula with every leaf evaluated as the engine does; nullopt
  // when it is too large. To be called once, after everything was added.
  std::optional<Formula> Finish();

 private:
  // What a person tells and shows, as far as it is chosen.
  struct Person {
    storage::v1::PatientFacts facts;
    std::optional<int> age_years;
    std::vector<Reading> readings;
    std::vector<v1::Finding> findings;

    v1::History* history() {
      if (facts.assessments().empty()) facts.add_assessments();
      return facts.mutable_assessments(0)->mutable_history();
    }
    v1::Finding* finding(const std::string& muscle, knowledge::v1::Side side);
  };
  using Change = std::function<void(Person*)>;
  struct Variable {
    std::vector<Change> changes;
    // Of a reading; its changes follow from what is asked.
    const knowledge::v1::Test* test = nullptr;
    knowledge::v1::Side side = knowledge::v1::SIDE_MIDLINE;
    ReadingNeeds needs;
    // Limits of an age or a pressure.
    std::vector<int> limits;
    std::function<void(int, Person*)> set_number;
  };
  // A clause that is evaluated by the engine.
  struct Leaf {
    Node node;
    knowledge::v1::Clause clause;
    RuleView view;
    std::vector<std::string> variables;
  };
  using Keys = std::vector<std::string>;
  using Sides = std::vector<knowledge::v1::Side>;

  Node AddClause(const knowledge::v1::Clause& clause, int position,
                 const RuleView& view);
  std::vector<Node> AddClauses(
      const google::protobuf::RepeatedPtrField<knowledge::v1::Clause>& clauses,
      int position, const RuleView& view);
  Node AddLeaf(const knowledge::v1::Clause& clause, const RuleView& view,
               Keys variables);
  Node AddReadings(const knowledge::v1::Clause& clause, const RuleView& view);
  Node AddStatus(const knowledge::v1::Clause& clause, const RuleView& view);
  Node AddRegion(const knowledge::v1::StatusClause& clause,
                 const RuleView& view);
  Node AddQualifier(const knowledge::v1::Clause& clause, const RuleView& view);
  Node AddHistory(const knowledge::v1::Clause& clause, const RuleView& view);
  Node AddPressure(const knowledge::v1::Clause& clause, const RuleView& view);
  Node AddTag(const std::string& tag, int position);
  Node AddFlag(const std::string& red_flag, int position);
  Node AddPreference(knowledge::v1::DirectionalPreference preference,
                     int position);
  // A statement of its own that is TRUE or FALSE, or also UNKNOWN.
  Node AddFree(const std::string& key, bool may_be_unknown = false);
  Node AddNever() { return formula_.AddAny({}); }
  bool TooLarge() const;

  // Each returns the key of a variable, which is there afterwards.
  std::string ReadingKey(const knowledge::v1::Test& test,
                         knowledge::v1::Side side);
  std::string StatusKey(const knowledge::v1::Muscle& muscle,
                        knowledge::v1::Side side);
  std::string NumberKey(const std::string& name, int limit,
                        std::function<void(int, Person*)> set_number);
  static Sides SidesSeen(knowledge::v1::Laterality laterality,
                         knowledge::v1::SideReference reference,
                         const RuleView& view);
  // Rules before `position` with an effect that fits.
  template <typename Fits>
  std::vector<int> RulesBefore(int position, Fits fits) const;
  std::vector<Node> AddFiredRules(const std::vector<int>& positions);

  static void FillChanges(Variable* variable);
  Truth TruthOfLeaf(const Leaf& leaf,
                    const std::vector<const Change*>& changes) const;
  bool FillLeaf(const Leaf& leaf, const std::map<std::string, int>& numbers);

  const Knowledge& knowledge_;
  Formula formula_;
  std::map<std::string, Variable> variables_;
  std::map<std::string, Node> free_;
  std::vector<Leaf> leaves_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CLAUSE_FORMULA_H_
