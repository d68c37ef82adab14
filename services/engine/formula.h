// SPDX-License-Identifier: Apache-2.0
// Three-valued formulas over variables with few values, and a search for what
// they can come to.

#ifndef TONUS_SERVICES_ENGINE_FORMULA_H_
#define TONUS_SERVICES_ENGINE_FORMULA_H_

#include <cstdint>
#include <vector>

#include "services/engine/truth.h"

namespace tonus::engine {

// Some of TRUE, FALSE and UNKNOWN.
using TruthSet = uint8_t;

TruthSet Only(Truth truth);

class Formula {
 public:
  // Position of a part.
  using Node = int;

  // What a part can come to.
  enum class Answer {
    kYes,
    kNo,
    // The search was given up.
    kUndecided,
  };

  // Adds a variable with `values` values, at least one. Returns its number.
  int AddVariable(int values);

  // Adds a part that depends on `variables` alone. `truths` holds its truth
  // for each combination of their values, the last variable changing fastest.
  Node AddLeaf(std::vector<int> variables, std::vector<Truth> truths);

  // Gives a leaf, added empty, its variables and truths.
  void SetLeaf(Node leaf, std::vector<int> variables,
               std::vector<Truth> truths);

  // Adds a part that counts others, as AtLeastTrue does.
  Node AddAtLeast(int count, std::vector<Node> parts);
  Node AddAll(std::vector<Node> parts);
  Node AddAny(std::vector<Node> parts);
  Node AddNot(Node part);

  // Adds a part that is TRUE when `part` is, and FALSE otherwise.
  Node AddIsTrue(Node part);

  // Returns whether some choice of all values makes `node` come to `truth`.
  // Exact, unless more than `max_steps` partial choices were looked at: only
  // variables that occur more than once are chosen, the others are free of each
  // other.
  Answer CanBe(Node node, Truth truth, int max_steps) const;

  int size() const { return static_cast<int>(parts_.size()); }

 private:
  enum class Kind { kLeaf, kAtLeast, kNot, kIsTrue };
  struct Part {
    Kind kind = Kind::kLeaf;
    int count = 0;
    std::vector<Node> parts;
    std::vector<int> variables;
    std::vector<Truth> truths;
  };
  struct Search;

  Node Add(Part part);
  TruthSet SetOf(Node node, const std::vector<int>& choice) const;
  TruthSet SetOfLeaf(const Part& leaf, const std::vector<int>& choice) const;
  TruthSet SetOfCount(const Part& part, const std::vector<int>& choice) const;
  void CountUses(Node node, std::vector<int>* uses) const;
  bool Find(Search* search, size_t depth) const;

  std::vector<int> values_;
  std::vector<Part> parts_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_FORMULA_H_
