// SPDX-License-Identifier: Apache-2.0
// The released pack with one slip in a table of safety: it is refused, or the
// slip stands in accepted_mutants.txt with the reason why it may pass. A slip
// that passes without standing there, and one that stands there although it is
// refused, both fail.
#include "tests/testing/pack_mutants.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "services/engine/condition_pins.h"
#include "services/engine/knowledge.h"
#include "services/engine/pack_vector.h"
#include "services/knowledge/pack_files.h"
#include "tests/testing/matchers.h"

namespace tonus {
namespace {

using ::tonus::testing::PackMutant;
using ::tonus::testing::PackMutants;

const v1::PackRelease& Released() {
  static const auto* const kRelease =
      new v1::PackRelease(*ReadPackFolder(TONUS_PACK_FOLDER));
  return *kRelease;
}

// Lines that are neither empty nor a reason, which begins with `#`.
std::set<std::string> AcceptedMutants() {
  std::set<std::string> accepted;
  std::ifstream file(TONUS_ACCEPTED_MUTANTS);
  EXPECT_TRUE(file.good());
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.front() != '#') accepted.insert(line);
  }
  return accepted;
}

// Whether an entry is wrong, or a case of the pack comes out otherwise. The
// cases whose name is in that of the mutant are read first: they fail soonest.
bool IsRefused(const PackMutant& mutant) {
  knowledge::v1::Pack pack = Released().pack();
  mutant.make(pack);
  const auto knowledge = engine::Knowledge::Compile(std::move(pack), "");
  if (!knowledge.ok()) return true;
  std::vector<const v1::PackVector*> vectors;
  for (const auto& vector : Released().vectors()) vectors.push_back(&vector);
  std::stable_partition(
      vectors.begin(), vectors.end(), [&](const v1::PackVector* vector) {
        return mutant.name.find(vector->id()) != std::string::npos;
      });
  return !engine::CheckConditionPins(knowledge->pack(), Released().vectors())
              .empty() ||
         std::any_of(vectors.begin(), vectors.end(), [&](const auto* vector) {
           return !engine::DifferencesOf(*knowledge, *vector).empty();
         });
}

struct Table {
  const char* name;
  // Empty for every field.
  const char* field = "";
};

void PrintTo(const Table& table, std::ostream* stream) {
  *stream << table.name;
}

class PackMutantsTest : public ::testing::TestWithParam<Table> {};

TEST_P(PackMutantsTest, AreRefusedOrAccepted) {
  const std::set<std::string> accepted = AcceptedMutants();
  const std::vector<PackMutant> mutants =
      PackMutants(Released().pack(), GetParam().name).Find(GetParam().field);
  ASSERT_FALSE(mutants.empty());
  std::vector<std::string> passed;
  std::vector<std::string> refused_though_accepted;
  for (const PackMutant& mutant : mutants) {
    const bool refused = IsRefused(mutant);
    const bool known = accepted.contains(mutant.name);
    if (!refused && !known) passed.push_back(mutant.name);
    if (refused && known) refused_though_accepted.push_back(mutant.name);
  }
  std::cout << GetParam().name << ": " << mutants.size() << " mutants\n";
  EXPECT_TRUE(passed.empty()) << "not refused:\n"
                              << absl::StrJoin(passed, "\n");
  EXPECT_TRUE(refused_though_accepted.empty())
      << "refused by now, to be taken out of accepted_mutants.txt:\n"
      << absl::StrJoin(refused_though_accepted, "\n");
}

INSTANTIATE_TEST_SUITE_P(
    OfSafety, PackMutantsTest,
    ::testing::ValuesIn(std::vector<Table>{{"red_flags"},
                                           {"recheck_questions"},
                                           {"conditions"},
                                           {"tags"},
                                           {"pain_zones"},
                                           {"release_barriers"},
                                           {"smr_prohibitions"},
                                           {"tests", "required_tags"}}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace tonus
