// SPDX-License-Identifier: Apache-2.0
// The released pack with one slip in a table of safety, or one of the dangerous
// kinds in a table of rules: it is refused, or the slip stands in
// accepted_mutants.txt with the reason why it may pass. A slip that passes
// without standing there, and one that stands there although it is refused,
// both fail.
#include "tests/testing/pack_mutants.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engine/condition_pins.h"
#include "services/engine/knowledge.h"
#include "services/engine/pack_vector.h"
#include "services/engine/table_differences.h"
#include "services/knowledge/pack_files.h"
#include "tests/testing/matchers.h"

namespace tonus {
namespace {

namespace kv1 = knowledge::v1;
using ::testing::IsEmpty;
using ::tonus::testing::Additions;
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

// Tables that the cases of the pack hold as a whole.
const kv1::Pack& HeldTables() {
  static const auto* const kHeld = [] {
    auto* held = new kv1::Pack;
    for (const auto& vector : Released().vectors()) {
      held->MergeFrom(vector.expect().tables());
    }
    return held;
  }();
  return *kHeld;
}

// Whether a table differs from how the cases hold it, an entry is wrong, or a
// case of the pack comes out otherwise. The cases whose name is in that of the
// mutant, or begins with `first`, are read first: they fail soonest.
bool IsRefused(const PackMutant& mutant, const std::string& first) {
  knowledge::v1::Pack pack = Released().pack();
  mutant.make(pack);
  if (!engine::TableDifferences(HeldTables(), pack).empty()) return true;
  const auto knowledge = engine::Knowledge::Compile(std::move(pack), "");
  if (!knowledge.ok()) return true;
  std::vector<const v1::PackVector*> vectors;
  for (const auto& vector : Released().vectors()) vectors.push_back(&vector);
  std::stable_partition(
      vectors.begin(), vectors.end(), [&](const v1::PackVector* vector) {
        return absl::StrContains(mutant.name, vector->id()) ||
               (!first.empty() && absl::StartsWith(vector->id(), first));
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
  // Parts of the names of the slips that are made; empty for all of them.
  std::vector<const char*> kinds = {};
  // Beginning of the names of the cases that these tables are about.
  const char* first = "";
};

void PrintTo(const Table& table, std::ostream* stream) {
  *stream << table.name;
}

class PackMutantsTest : public ::testing::TestWithParam<Table> {};

void ExpectRefusedOrAccepted(const std::vector<PackMutant>& mutants,
                             const std::string& first) {
  ASSERT_FALSE(mutants.empty());
  const std::set<std::string> accepted = AcceptedMutants();
  std::vector<std::string> passed;
  std::vector<std::string> refused_though_accepted;
  for (const PackMutant& mutant : mutants) {
    const bool refused = IsRefused(mutant, first);
    const bool known = accepted.contains(mutant.name);
    if (!refused && !known) passed.push_back(mutant.name);
    if (refused && known) refused_though_accepted.push_back(mutant.name);
  }
  std::cout << mutants.size() << " mutants\n";
  EXPECT_TRUE(passed.empty()) << "not refused:\n"
                              << absl::StrJoin(passed, "\n");
  EXPECT_TRUE(refused_though_accepted.empty())
      << "refused by now, to be taken out of accepted_mutants.txt:\n"
      << absl::StrJoin(refused_though_accepted, "\n");
}

TEST_P(PackMutantsTest, AreRefusedOrAccepted) {
  std::vector<PackMutant> mutants =
      PackMutants(Released().pack(), GetParam().name).Find(GetParam().field);
  if (!GetParam().kinds.empty()) {
    std::erase_if(mutants, [](const PackMutant& mutant) {
      return absl::c_none_of(GetParam().kinds, [&](const char* kind) {
        return absl::StrContains(mutant.name, kind);
      });
    });
  }
  ExpectRefusedOrAccepted(mutants, GetParam().first);
}

// `table` of `pack` with its row `i` alone, or as it is when it has no rows.
kv1::Pack OneRow(const kv1::Pack& pack,
                 const google::protobuf::FieldDescriptor* table, int i) {
  const auto& reflection = *kv1::Pack::GetReflection();
  kv1::Pack one;
  if (table->is_repeated()) {
    reflection.AddMessage(&one, table)
        ->CopyFrom(reflection.GetRepeatedMessage(pack, table, i));
  } else {
    reflection.MutableMessage(&one, table)
        ->CopyFrom(reflection.GetMessage(pack, table));
  }
  return one;
}

// Rows are compared one by one here, which takes a hundredth of the time; that
// the tables are those of the pack the cases say.
TEST(HeldTablesTest, EverySlipIsSeen) {
  const kv1::Pack& held = HeldTables();
  std::vector<const google::protobuf::FieldDescriptor*> tables;
  kv1::Pack::GetReflection()->ListFields(held, &tables);
  for (const auto* table : tables) {
    const auto& reflection = *kv1::Pack::GetReflection();
    const int rows =
        table->is_repeated() ? reflection.FieldSize(held, table) : 1;
    int mutants = 0;
    for (int i = 0; i < rows; ++i) {
      const kv1::Pack expected = OneRow(held, table, i);
      const kv1::Pack row = OneRow(Released().pack(), table, i);
      ASSERT_THAT(engine::TableDifferences(expected, row), IsEmpty());
      for (const PackMutant& mutant :
           PackMutants(row, table->name(), Additions::kYes).Find()) {
        kv1::Pack changed = row;
        mutant.make(changed);
        ++mutants;
        EXPECT_FALSE(engine::TableDifferences(expected, changed).empty())
            << mutant.name;
      }
    }
    std::cout << table->name() << ": " << mutants << " mutants\n";
  }
}

// Remarks and lists are not held, nor is what a check of its own or cases of
// persons hold: mappings and verdicts without an exercise.
TEST(HeldTablesTest, AreAllThatDecide) {
  const std::set<std::string> others = {"accepted_complaints",
                                        "articles",
                                        "notes",
                                        "rulings",
                                        "source_coverage",
                                        "test_mappings",
                                        "uncovered_verdicts",
                                        "version"};
  const kv1::Pack& held = HeldTables();
  const auto& reflection = *kv1::Pack::GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> tables;
  reflection.ListFields(Released().pack(), &tables);
  for (const auto* table : tables) {
    if (others.contains(table->name())) continue;
    SCOPED_TRACE(table->name());
    if (table->is_repeated()) {
      EXPECT_EQ(reflection.FieldSize(held, table),
                reflection.FieldSize(Released().pack(), table));
    } else {
      EXPECT_TRUE(reflection.HasField(held, table));
    }
  }
}

// Moves each limit of `bands` that is `from` to `to`.
void Move(double from, double to, kv1::Bands* bands) {
  for (kv1::Interval* part :
       {bands->mutable_normal(), bands->mutable_borderline(),
        bands->mutable_abnormal()}) {
    if (part->has_min() && part->min() == from) part->set_min(to);
    if (part->has_max() && part->max() == from) part->set_max(to);
  }
}

// Both bands at a limit moved by one unit, either way: unlike one of them alone
// this leaves no gap. Of tests that speak about a target; scores and answers
// are read by rules.
TEST(PackLimitsTest, DoNotMove) {
  const kv1::Pack& pack = Released().pack();
  std::set<std::string> mapped;
  for (const auto& mapping : pack.test_mappings()) {
    mapped.insert(mapping.test());
  }
  std::vector<PackMutant> mutants;
  for (int i = 0; i < pack.tests_size(); ++i) {
    const kv1::Test& test = pack.tests(i);
    if (!mapped.contains(test.id())) continue;
    const kv1::Interval& normal = test.bands().normal();
    const double limit = normal.has_min() ? normal.min() : normal.max();
    for (const double to : {limit - 1, limit + 1}) {
      mutants.push_back({absl::StrCat("tests ", test.id(), ": limit = ", to),
                         [i, limit, to](kv1::Pack& changed) {
                           Move(limit, to,
                                changed.mutable_tests(i)->mutable_bands());
                         }});
    }
  }
  ExpectRefusedOrAccepted(mutants, "bands-");
}

INSTANTIATE_TEST_SUITE_P(
    OfRules, PackMutantsTest,
    ::testing::ValuesIn(std::vector<Table>{
        {"rules",
         "",
         {": deleted", ": effects without", ".comparison = "},
         "rules-a-second"},
        {"decision_rules", "", {}, "what-follows"},
        {"decision_steps", "", {}, "what-follows"},
        {"test_mappings", "", {": deleted"}, "bands-"},
        {"tests", "overrides", {"overrides without"}, "bands-"}}),
    [](const auto& info) { return std::string(info.param.name); });

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
