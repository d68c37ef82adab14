// SPDX-License-Identifier: Apache-2.0
#include "services/engine/value_readers.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using Ids = absl::flat_hash_set<absl::string_view>;

void AddTests(const kv1::Clause& clause, Ids* tests) {
  const auto add_all = [&](const auto& clauses) {
    for (const kv1::Clause& part : clauses) AddTests(part, tests);
  };
  switch (clause.kind_case()) {
    case kv1::Clause::kAll:
      return add_all(clause.all().clauses());
    case kv1::Clause::kAny:
      return add_all(clause.any().clauses());
    case kv1::Clause::kAtLeast:
      return add_all(clause.at_least().clauses());
    case kv1::Clause::kNot:
      return AddTests(clause.not_(), tests);
    case kv1::Clause::kValue:
      tests->insert(clause.value().test());
      return;
    case kv1::Clause::kMean:
      tests->insert(clause.mean().test());
      return;
    case kv1::Clause::kDifference:
      tests->insert(clause.difference().first());
      tests->insert(clause.difference().second());
      return;
    default:
      return;
  }
}

}  // namespace

absl::flat_hash_set<absl::string_view> TestsReadByValue(const kv1::Pack& pack) {
  Ids tests;
  for (const kv1::Rule& rule : pack.rules()) AddTests(rule.when(), &tests);
  for (const kv1::Test& test : pack.tests()) {
    if (!test.has_derivation()) continue;
    tests.insert(test.derivation().numerator());
    tests.insert(test.derivation().denominator());
  }
  return tests;
}

}  // namespace tonus::engine
