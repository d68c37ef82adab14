// SPDX-License-Identifier: Apache-2.0
#include "services/client/names.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/client/words.h"

namespace tonus::client {
namespace {

namespace kb = ::tonus::knowledge::v1;

std::string Find(const absl::flat_hash_map<std::string, std::string>& table,
                 absl::string_view id) {
  const auto found = table.find(id);
  if (found == table.end() || found->second.empty()) return std::string(id);
  return found->second;
}

bool IsLateral(kb::Side side) {
  return side == kb::SIDE_LEFT || side == kb::SIDE_RIGHT;
}

std::string OnSide(std::string name, kb::Side side) {
  if (IsLateral(side)) {
    absl::StrAppend(&name, ", ", SideWord(side));
  }
  return name;
}

}  // namespace

Names::Names(const kb::Pack& pack)
    : mappings_(pack.test_mappings().begin(), pack.test_mappings().end()) {
  for (const auto& muscle : pack.muscles()) {
    muscles_[muscle.id()] = muscle.display_name();
  }
  for (const auto& exercise : pack.exercises()) {
    exercises_[exercise.id()] = exercise.display_name();
    instructions_[exercise.id()] = exercise.instruction();
  }
  for (const auto& test : pack.tests()) {
    tests_[test.id()] = test.display_name();
    units_[test.id()] = test.unit();
  }
  for (const auto& syndrome : pack.syndromes()) {
    syndromes_[syndrome.id()] = syndrome.display_name();
  }
  for (const auto& condition : pack.conditions()) {
    conditions_[condition.id()] = condition.display_name();
  }
  for (const auto& flag : pack.red_flags()) {
    red_flags_[flag.id()] = flag.finding();
  }
}

std::string Names::Muscle(absl::string_view id) const {
  return Find(muscles_, id);
}

std::string Names::Exercise(absl::string_view id) const {
  return Find(exercises_, id);
}

std::string Names::Test(absl::string_view id) const { return Find(tests_, id); }

std::string Names::Syndrome(absl::string_view id) const {
  return Find(syndromes_, id);
}

std::string Names::Condition(absl::string_view id) const {
  return Find(conditions_, id);
}

std::string Names::RedFlag(absl::string_view id) const {
  return Find(red_flags_, id);
}

std::string Names::Instruction(absl::string_view exercise) const {
  const auto found = instructions_.find(exercise);
  return found == instructions_.end() ? "" : found->second;
}

std::string Names::Unit(absl::string_view test) const {
  const auto found = units_.find(test);
  return found == units_.end() ? "" : found->second;
}

bool Names::SpeaksAbout(absl::string_view test, kb::Side test_side,
                        absl::string_view muscle, kb::Side side) const {
  const bool one_sided = IsLateral(test_side) && IsLateral(side);
  return absl::c_any_of(mappings_, [&](const kb::TestMapping& mapping) {
    if (mapping.test() != test || mapping.muscle() != muscle) return false;
    if (mapping.side() == kb::TestMapping::SIDE_RELATION_SAME) {
      return !one_sided || test_side == side;
    }
    if (mapping.side() == kb::TestMapping::SIDE_RELATION_OPPOSITE) {
      return !one_sided || test_side != side;
    }
    return true;
  });
}

std::string Names::MuscleOnSide(absl::string_view id, kb::Side side) const {
  return OnSide(Muscle(id), side);
}

std::string Names::TestOnSide(absl::string_view id, kb::Side side) const {
  return OnSide(Test(id), side);
}

}  // namespace tonus::client
