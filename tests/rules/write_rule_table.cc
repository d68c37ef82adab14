// SPDX-License-Identifier: Apache-2.0
// Writes the table of rules again, after a change of the pack or the cases.

#include <fstream>
#include <iostream>

#include "services/knowledge/pack_files.h"
#include "services/status_macros.h"
#include "tests/rules/rule_table.h"

namespace tonus::rules {
namespace {

absl::Status Write() {
  TONUS_ASSIGN_OR_RETURN(const engine::Knowledge knowledge,
                         OpenPackFolder(TONUS_PACK_FOLDER));
  TONUS_ASSIGN_OR_RETURN(const auto examples, LoadRuleExamples());
  TONUS_ASSIGN_OR_RETURN(const RuleHomes homes, LoadRuleHomes());
  std::ofstream file(TONUS_RULE_TABLE, std::ios::binary | std::ios::trunc);
  file << RuleTable({knowledge, examples, homes});
  file.close();
  return file.good() ? absl::OkStatus()
                     : absl::UnavailableError(TONUS_RULE_TABLE);
}

}  // namespace
}  // namespace tonus::rules

int main() {
  const absl::Status status = tonus::rules::Write();
  if (status.ok()) return 0;
  std::cerr << status.message() << "\n";
  return 1;
}
