// SPDX-License-Identifier: Apache-2.0
#include "services/engine/coverage.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engine/coverage_person.h"
#include "services/engine/eligibility.h"
#include "services/engine/reachable.h"
#include "services/engine/uncovered_rows.h"
#include "services/engine/unit_builder.h"
#include "services/engine/week_pairs.h"
#include "services/engine/wishes.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// The weeks that differ in what they allow, the hardest first: they cover most.
std::vector<const kv1::WeekShape*> WeeksByLevel(const Knowledge& knowledge) {
  std::map<std::pair<int, bool>, const kv1::WeekShape*> by_level;
  for (const kv1::WeekShape& week : knowledge.pack().week_shapes()) {
    by_level.emplace(std::pair(-week.level_cap(), !week.pnf()), &week);
  }
  std::vector<const kv1::WeekShape*> weeks;
  weeks.reserve(by_level.size());
  for (const auto& [level, week] : by_level) weeks.push_back(week);
  return weeks;
}

// Things that an exercise for `muscle`, or a warm-up, may need. Others change
// nothing about the verdicts on it.
std::set<std::string> ThingsThatMatter(const Knowledge& knowledge,
                                       const kv1::Muscle& muscle) {
  // An exercise that trains it beside others may be replaced by one for those.
  std::set<std::string> targets = {muscle.id()};
  for (const kv1::Exercise& exercise : knowledge.pack().exercises()) {
    if (absl::c_linear_search(exercise.targets(), muscle.id())) {
      targets.insert(exercise.targets(0));
    }
  }
  std::set<std::string> things;
  for (const kv1::Exercise& exercise : knowledge.pack().exercises()) {
    if (absl::c_any_of(exercise.targets(),
                       [&](const std::string& target) {
                         return targets.contains(target);
                       }) ||
        PurposeOf(exercise) == Purpose::kAerobic ||
        absl::c_linear_search(knowledge.pack().session().warm_up(),
                              exercise.id())) {
      things.insert(exercise.equipment().begin(), exercise.equipment().end());
    }
  }
  return things;
}

// Two people with the same key have the same at hand, as far as it matters.
std::string KeyOf(const Knowledge& knowledge, const kv1::EquipmentSet& set,
                  const std::set<std::string>& things) {
  std::set<std::string> key;
  for (const std::string& thing : set.equipment()) {
    // A name that is no thing says something about the whole list.
    if (things.contains(thing) || knowledge.FindEquipment(thing) == nullptr) {
      key.insert(thing);
    }
  }
  return absl::StrJoin(key, " ");
}

// Examines all people of one pack.
class Examination {
 public:
  Examination(const Knowledge& knowledge, const Stop& stop)
      : knowledge_(knowledge), stop_(stop), weeks_(WeeksByLevel(knowledge)) {}

  // Every combination without an exercise.
  std::set<Uncovered> Run();

  int64_t combinations() const { return combinations_; }

 private:
  void Examine(const kv1::HealthCondition* condition);
  void ExamineVerdict(const CoveragePerson& person, const Uncovered& verdict,
                      const v1::Interpretation& interpretation);
  bool IsCovered(const v1::Interpretation& interpretation,
                 const storage::v1::PatientFacts& facts) const;

  const Knowledge& knowledge_;
  const Stop& stop_;
  const std::vector<const kv1::WeekShape*> weeks_;
  std::map<std::string, std::set<std::string>> things_;
  std::set<Uncovered> uncovered_;
  int64_t combinations_ = 0;
};

bool Examination::IsCovered(const v1::Interpretation& interpretation,
                            const storage::v1::PatientFacts& facts) const {
  const Eligibility eligibility(knowledge_, facts, interpretation,
                                CoveragePerson::Day());
  const std::vector<DecisionGroup> groups = KeptGroups(interpretation);
  const Wishes wishes;
  return absl::c_all_of(groups, [&](const DecisionGroup& group) {
    return absl::c_any_of(weeks_, [&](const kv1::WeekShape* week) {
      SessionSpot spot;
      spot.week = week;
      spot.wishes = &wishes;
      UnitBuilder builder(knowledge_, interpretation, eligibility, spot);
      builder.WarmUp();
      return builder.Single(group).has_value() && builder.uncovered().empty();
    });
  });
}

void Examination::ExamineVerdict(const CoveragePerson& person,
                                 const Uncovered& verdict,
                                 const v1::Interpretation& interpretation) {
  std::map<std::string, bool> covered;
  for (const kv1::EquipmentSet& set : knowledge_.pack().equipment_sets()) {
    ++combinations_;
    const std::string key = KeyOf(knowledge_, set, things_[verdict.muscle]);
    auto known = covered.find(key);
    if (known == covered.end()) {
      const bool is_covered = IsCovered(interpretation, person.With(set));
      known = covered.emplace(key, is_covered).first;
    }
    if (known->second) continue;
    Uncovered found = verdict;
    found.equipment_set = set.id();
    uncovered_.insert(found);
  }
}

void Examination::Examine(const kv1::HealthCondition* condition) {
  const CoveragePerson person(knowledge_, condition);
  if (!person.may_exercise()) return;
  for (const kv1::Muscle& muscle : knowledge_.pack().muscles()) {
    if (stop_()) return;
    for (const kv1::Status status : ReachableStatuses(knowledge_, muscle)) {
      if (status == kv1::STATUS_NORMAL || status == kv1::STATUS_UNKNOWN) {
        continue;
      }
      const auto interpretation = person.Find(muscle, status);
      if (!interpretation.has_value()) continue;
      Uncovered verdict;
      verdict.muscle = muscle.id();
      verdict.status = status;
      verdict.condition = condition == nullptr ? "" : condition->id();
      ExamineVerdict(person, verdict, *interpretation);
    }
  }
}

std::set<Uncovered> Examination::Run() {
  for (const kv1::Muscle& muscle : knowledge_.pack().muscles()) {
    things_[muscle.id()] = ThingsThatMatter(knowledge_, muscle);
  }
  Examine(nullptr);
  for (const kv1::HealthCondition& condition : knowledge_.pack().conditions()) {
    if (condition.gate() != kv1::CONDITION_GATE_BLOCK) Examine(&condition);
  }
  return std::move(uncovered_);
}

// Whether some set holds `thing` and no other thing.
bool HasSetOf(const Knowledge& knowledge, const std::string& thing) {
  return absl::c_any_of(
      knowledge.pack().equipment_sets(), [&](const kv1::EquipmentSet& set) {
        const auto is_thing = [&](const std::string& id) {
          return knowledge.FindEquipment(id) != nullptr;
        };
        return absl::c_count_if(set.equipment(), is_thing) == 1 &&
               absl::c_linear_search(set.equipment(), thing);
      });
}

// Nothing at all and each thing alone: what people have lies between them.
void CheckSets(const Knowledge& knowledge, Complaints* complaints) {
  const auto complain = [&](absl::string_view problem) {
    complaints->push_back(
        MakeComplaint(kv1::PACK_CHECK_COVERAGE, "equipment_sets", "", problem));
  };
  const bool has_nothing = absl::c_any_of(
      knowledge.pack().equipment_sets(), [&](const kv1::EquipmentSet& set) {
        return !set.equipment().empty() &&
               absl::c_none_of(set.equipment(), [&](const std::string& id) {
                 return knowledge.FindEquipment(id) != nullptr;
               });
      });
  if (!has_nothing) complain("no set has nothing at all");
  for (const kv1::Equipment& thing : knowledge.pack().equipment()) {
    if (thing.always_available() || HasSetOf(knowledge, thing.id())) continue;
    complain(absl::StrCat("no set has `", thing.id(), "` alone"));
  }
}

int64_t MostCombinations(const Knowledge& knowledge) {
  const auto& pack = knowledge.pack();
  int64_t verdicts = 0;
  for (const kv1::Muscle& muscle : pack.muscles()) {
    verdicts +=
        static_cast<int64_t>(ReachableStatuses(knowledge, muscle).size());
  }
  return verdicts * (pack.conditions_size() + 1) *
         std::max(pack.equipment_sets_size(), 1);
}

}  // namespace

Coverage CheckCoverage(const Knowledge& knowledge, const Stop& stop) {
  Coverage coverage;
  CheckSets(knowledge, &coverage.complaints);
  if (MostCombinations(knowledge) > kMaxCoverageCombinations) {
    coverage.complaints.push_back(MakeComplaint(
        kv1::PACK_CHECK_COVERAGE, "equipment_sets", "",
        absl::StrCat("there are more than ", kMaxCoverageCombinations,
                     " combinations of verdicts, equipment sets and "
                     "conditions; none was examined")));
    return coverage;
  }
  Examination examination(knowledge, stop);
  const std::set<Uncovered> uncovered = examination.Run();
  coverage.combinations = examination.combinations();
  coverage.uncovered = RowsOf(knowledge, uncovered);
  CompareWithPack(knowledge, uncovered, &coverage.complaints);
  return coverage;
}

}  // namespace tonus::engine
