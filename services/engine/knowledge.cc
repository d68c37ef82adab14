// SPDX-License-Identifier: Apache-2.0
#include "services/engine/knowledge.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "services/engine/by_id.h"
#include "services/engine/complaint.h"
#include "services/engine/lookup.h"
#include "services/engine/pack_check.h"

namespace tonus::engine {

using ::tonus::knowledge::v1::Exercise;
using ::tonus::knowledge::v1::Pack;
using ::tonus::knowledge::v1::Rule;
using ::tonus::knowledge::v1::TestMapping;
using ::tonus::knowledge::v1::WeekShape;

namespace {

template <typename Entry>
using ListById =
    absl::flat_hash_map<absl::string_view, std::vector<const Entry*>>;

template <typename Entry>
absl::Span<const Entry* const> FindList(const ListById<Entry>& index,
                                        absl::string_view id) {
  const auto found = index.find(id);
  if (found == index.end()) return {};
  return found->second;
}

std::vector<const WeekShape*> WeekOfEachSession(const Pack& pack) {
  std::vector<const WeekShape*> weeks;
  for (const WeekShape& week : pack.week_shapes()) {
    weeks.insert(weeks.end(), week.last_session() - week.first_session() + 1,
                 &week);
  }
  return weeks;
}

}  // namespace

struct Knowledge::Index {
  Index(Pack checked, std::string content_hash);

  const Pack pack;
  const std::string hash;
  const ById<knowledge::v1::Muscle> muscles;
  const ById<knowledge::v1::Test> tests;
  const ById<knowledge::v1::Measure> measures;
  const ById<knowledge::v1::RedFlag> red_flags;
  const ById<knowledge::v1::HealthCondition> conditions;
  const ById<knowledge::v1::Tag> tags;
  const ById<Exercise> exercises;
  const ById<knowledge::v1::Equipment> equipment;
  const ById<Rule> rules;
  const ById<knowledge::v1::CitedRule> cited_rules;
  const ById<knowledge::v1::SyndromeSet> syndrome_sets;
  ListById<TestMapping> mappings_of_test;
  ListById<TestMapping> mappings_of_muscle;
  ListById<Exercise> exercises_of_muscle;
  absl::flat_hash_map<absl::string_view, absl::string_view>
      integration_movements;
  std::vector<const Rule*> rules_in_order;
  // At position n the week of session n + 1 of a block.
  const std::vector<const WeekShape*> week_of_session;
  const Lookup lookup;
};

Knowledge::Index::Index(Pack checked, std::string content_hash)
    : pack(std::move(checked)),
      hash(std::move(content_hash)),
      muscles(IndexById(pack.muscles())),
      tests(IndexById(pack.tests())),
      measures(IndexById(pack.measures())),
      red_flags(IndexById(pack.red_flags())),
      conditions(IndexById(pack.conditions())),
      tags(IndexById(pack.tags())),
      exercises(IndexById(pack.exercises())),
      equipment(IndexById(pack.equipment())),
      rules(IndexById(pack.rules())),
      cited_rules(IndexById(pack.cited_rules())),
      syndrome_sets(IndexById(pack.syndrome_sets())),
      week_of_session(WeekOfEachSession(pack)),
      lookup(pack) {
  for (const TestMapping& mapping : pack.test_mappings()) {
    mappings_of_test[mapping.test()].push_back(&mapping);
    mappings_of_muscle[mapping.muscle()].push_back(&mapping);
  }
  for (const Exercise& exercise : pack.exercises()) {
    if (exercise.targets().empty()) continue;
    exercises_of_muscle[exercise.targets(0)].push_back(&exercise);
  }
  for (auto& [muscle, list] : exercises_of_muscle) {
    std::sort(list.begin(), list.end(), [](const auto* a, const auto* b) {
      return std::forward_as_tuple(a->level(), a->id()) <
             std::forward_as_tuple(b->level(), b->id());
    });
  }
  for (const auto& movement : pack.integration_movements()) {
    integration_movements[movement.muscle()] = movement.exercise();
  }
  for (const Rule& rule : pack.rules()) rules_in_order.push_back(&rule);
  std::sort(rules_in_order.begin(), rules_in_order.end(),
            [](const Rule* a, const Rule* b) {
              return std::tuple(a->stage(), a->order(), a->id()) <
                     std::tuple(b->stage(), b->order(), b->id());
            });
}

absl::StatusOr<Knowledge> Knowledge::Compile(Pack pack, std::string hash) {
  if (const Complaints complaints = CheckPack(pack); !complaints.empty()) {
    return absl::InvalidArgumentError(ComplaintsText(complaints));
  }
  return Knowledge(
      std::make_unique<const Index>(std::move(pack), std::move(hash)));
}

Knowledge::Knowledge(std::unique_ptr<const Index> index)
    : index_(std::move(index)) {}
Knowledge::Knowledge(Knowledge&&) noexcept = default;
Knowledge& Knowledge::operator=(Knowledge&&) noexcept = default;
Knowledge::~Knowledge() = default;

const Pack& Knowledge::pack() const { return index_->pack; }

absl::string_view Knowledge::hash() const { return index_->hash; }

const knowledge::v1::Muscle* Knowledge::FindMuscle(absl::string_view id) const {
  return Find(index_->muscles, id);
}

const knowledge::v1::Test* Knowledge::FindTest(absl::string_view id) const {
  return Find(index_->tests, id);
}

const knowledge::v1::Measure* Knowledge::FindMeasure(
    absl::string_view id) const {
  return Find(index_->measures, id);
}

const knowledge::v1::RedFlag* Knowledge::FindRedFlag(
    absl::string_view id) const {
  return Find(index_->red_flags, id);
}

const knowledge::v1::HealthCondition* Knowledge::FindCondition(
    absl::string_view id) const {
  return Find(index_->conditions, id);
}

const knowledge::v1::Tag* Knowledge::FindTag(absl::string_view id) const {
  return Find(index_->tags, id);
}

const Exercise* Knowledge::FindExercise(absl::string_view id) const {
  return Find(index_->exercises, id);
}

const knowledge::v1::Equipment* Knowledge::FindEquipment(
    absl::string_view id) const {
  return Find(index_->equipment, id);
}

const Rule* Knowledge::FindRule(absl::string_view id) const {
  return Find(index_->rules, id);
}

const knowledge::v1::CitedRule* Knowledge::FindCitedRule(
    absl::string_view id) const {
  return Find(index_->cited_rules, id);
}

const knowledge::v1::SyndromeSet* Knowledge::FindSyndromeSet(
    absl::string_view id) const {
  return Find(index_->syndrome_sets, id);
}

absl::Span<const TestMapping* const> Knowledge::MappingsOfTest(
    absl::string_view test) const {
  return FindList(index_->mappings_of_test, test);
}

absl::Span<const TestMapping* const> Knowledge::MappingsOfMuscle(
    absl::string_view muscle) const {
  return FindList(index_->mappings_of_muscle, muscle);
}

absl::Span<const Exercise* const> Knowledge::ExercisesFor(
    absl::string_view muscle) const {
  return FindList(index_->exercises_of_muscle, muscle);
}

absl::string_view Knowledge::IntegrationMovement(
    absl::string_view muscle) const {
  const auto found = index_->integration_movements.find(muscle);
  return found == index_->integration_movements.end() ? absl::string_view()
                                                      : found->second;
}

absl::Span<const Rule* const> Knowledge::RulesInOrder() const {
  return index_->rules_in_order;
}

const Lookup& Knowledge::lookup() const { return index_->lookup; }

const WeekShape& Knowledge::WeekOfSession(int number) const {
  const auto& weeks = index_->week_of_session;
  return *weeks[(std::max(number, 1) - 1) % weeks.size()];
}

}  // namespace tonus::engine
