// SPDX-License-Identifier: Apache-2.0
#include "services/engine/formula.h"

#include <algorithm>
#include <utility>

namespace tonus::engine {
namespace {

constexpr int kNotChosen = -1;

TruthSet TrueOnly() { return Only(knowledge::v1::TRUTH_TRUE); }
TruthSet FalseOnly() { return Only(knowledge::v1::TRUTH_FALSE); }
TruthSet UnknownOnly() { return Only(knowledge::v1::TRUTH_UNKNOWN); }

bool Has(TruthSet set, TruthSet member) { return (set & member) != 0; }

}  // namespace

TruthSet Only(Truth truth) {
  return static_cast<TruthSet>(1U << static_cast<unsigned>(truth));
}

struct Formula::Search {
  Node node;
  TruthSet goal;
  // Variables to choose, the most used first.
  std::vector<int> order;
  // The value of each variable, or kNotChosen.
  std::vector<int> choice;
  int steps_left;
};

int Formula::AddVariable(int values) {
  values_.push_back(values);
  return static_cast<int>(values_.size()) - 1;
}

Formula::Node Formula::Add(Part part) {
  parts_.push_back(std::move(part));
  return size() - 1;
}

Formula::Node Formula::AddLeaf(std::vector<int> variables,
                               std::vector<Truth> truths) {
  Part part;
  part.kind = Kind::kLeaf;
  part.variables = std::move(variables);
  part.truths = std::move(truths);
  return Add(std::move(part));
}

void Formula::SetLeaf(Node leaf, std::vector<int> variables,
                      std::vector<Truth> truths) {
  parts_[leaf].variables = std::move(variables);
  parts_[leaf].truths = std::move(truths);
}

Formula::Node Formula::AddAtLeast(int count, std::vector<Node> parts) {
  Part part;
  part.kind = Kind::kAtLeast;
  part.count = count;
  part.parts = std::move(parts);
  return Add(std::move(part));
}

Formula::Node Formula::AddAll(std::vector<Node> parts) {
  const int count = static_cast<int>(parts.size());
  return AddAtLeast(count, std::move(parts));
}

Formula::Node Formula::AddAny(std::vector<Node> parts) {
  return AddAtLeast(1, std::move(parts));
}

Formula::Node Formula::AddNot(Node part) {
  Part negation;
  negation.kind = Kind::kNot;
  negation.parts = {part};
  return Add(std::move(negation));
}

Formula::Node Formula::AddIsTrue(Node part) {
  Part is_true;
  is_true.kind = Kind::kIsTrue;
  is_true.parts = {part};
  return Add(std::move(is_true));
}

TruthSet Formula::SetOfLeaf(const Part& leaf,
                            const std::vector<int>& choice) const {
  // Positions in `truths` that the chosen values leave.
  std::vector<size_t> positions = {0};
  for (const int variable : leaf.variables) {
    const auto values = static_cast<size_t>(values_[variable]);
    std::vector<size_t> longer;
    for (const size_t position : positions) {
      for (size_t value = 0; value < values; ++value) {
        if (choice[variable] == kNotChosen ||
            static_cast<size_t>(choice[variable]) == value) {
          longer.push_back(position * values + value);
        }
      }
    }
    positions = std::move(longer);
  }
  TruthSet set = 0;
  for (const size_t position : positions) set |= Only(leaf.truths[position]);
  return set;
}

// Exact when the parts are free of each other.
TruthSet Formula::SetOfCount(const Part& part,
                             const std::vector<int>& choice) const {
  const int parts = static_cast<int>(part.parts.size());
  int can_be_true = 0;
  int must_be_true = 0;
  int can_be_false = 0;
  int must_be_false = 0;
  int can_be_unknown = 0;
  for (const Node node : part.parts) {
    const TruthSet set = SetOf(node, choice);
    can_be_true += Has(set, TrueOnly()) ? 1 : 0;
    must_be_true += set == TrueOnly() ? 1 : 0;
    can_be_false += Has(set, FalseOnly()) ? 1 : 0;
    must_be_false += set == FalseOnly() ? 1 : 0;
    can_be_unknown += Has(set, UnknownOnly()) ? 1 : 0;
  }
  TruthSet set = 0;
  if (can_be_true >= part.count) set |= TrueOnly();
  if (parts - can_be_false < part.count) set |= FalseOnly();
  if (can_be_unknown > 0 && must_be_true < part.count &&
      parts - must_be_false >= part.count) {
    set |= UnknownOnly();
  }
  return set;
}

TruthSet Formula::SetOf(Node node, const std::vector<int>& choice) const {
  const Part& part = parts_[node];
  switch (part.kind) {
    case Kind::kLeaf:
      return SetOfLeaf(part, choice);
    case Kind::kAtLeast:
      return SetOfCount(part, choice);
    case Kind::kNot: {
      const TruthSet inner = SetOf(part.parts[0], choice);
      TruthSet set = inner & UnknownOnly();
      if (Has(inner, TrueOnly())) set |= FalseOnly();
      if (Has(inner, FalseOnly())) set |= TrueOnly();
      return set;
    }
    case Kind::kIsTrue: {
      const TruthSet inner = SetOf(part.parts[0], choice);
      TruthSet set = inner & TrueOnly();
      if (inner != TrueOnly()) set |= FalseOnly();
      return set;
    }
  }
  return 0;
}

void Formula::CountUses(Node node, std::vector<int>* uses) const {
  for (const int variable : parts_[node].variables) ++(*uses)[variable];
  for (const Node part : parts_[node].parts) CountUses(part, uses);
}

bool Formula::Find(Search* search, size_t depth) const {
  if (--search->steps_left < 0) return false;
  if (!Has(SetOf(search->node, search->choice), search->goal)) return false;
  if (depth == search->order.size()) return true;
  const int variable = search->order[depth];
  for (int value = 0; value < values_[variable]; ++value) {
    search->choice[variable] = value;
    if (Find(search, depth + 1)) return true;
  }
  search->choice[variable] = kNotChosen;
  return false;
}

Formula::Answer Formula::CanBe(Node node, Truth truth, int max_steps) const {
  std::vector<int> uses(values_.size(), 0);
  CountUses(node, &uses);
  Search search{node, Only(truth), {}, {}, max_steps};
  search.choice.assign(values_.size(), kNotChosen);
  for (int i = 0; i < static_cast<int>(uses.size()); ++i) {
    if (uses[i] > 1) search.order.push_back(i);
  }
  std::stable_sort(search.order.begin(), search.order.end(),
                   [&](int a, int b) { return uses[a] > uses[b]; });
  if (Find(&search, 0)) return Answer::kYes;
  return search.steps_left < 0 ? Answer::kUndecided : Answer::kNo;
}

}  // namespace tonus::engine
