// SPDX-License-Identifier: Apache-2.0
// The table of all rules of a pack: what each says, where it is carried out
// and which tests show it.

#ifndef TONUS_TESTS_RULES_RULE_TABLE_H_
#define TONUS_TESTS_RULES_RULE_TABLE_H_

#include <string>
#include <vector>

#include "services/engine/knowledge.h"
#include "tests/rules/rule_cases.h"

namespace tonus::rules {

// Everything that the table is made of.
struct RuleSources {
  const engine::Knowledge& knowledge;
  const std::vector<RuleExample>& examples;
  const RuleHomes& homes;
};

// Returns the table as Markdown.
std::string RuleTable(const RuleSources& sources);

// Returns what is missing or wrong, empty when nothing is: ids of the pack
// without an example of each kind, examples and homes of ids that the pack does
// not have, ids without a home, files that are not there, and rules that are
// said to be shown elsewhere although they have examples.
std::vector<std::string> RuleTableComplaints(const RuleSources& sources);

}  // namespace tonus::rules

#endif  // TONUS_TESTS_RULES_RULE_TABLE_H_
