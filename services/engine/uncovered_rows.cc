// SPDX-License-Identifier: Apache-2.0
#include "services/engine/uncovered_rows.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/util/message_differencer.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using Ids = std::set<std::string>;
using kv1::UncoveredVerdict;

// Equipment sets and conditions for which something is uncovered.
using Area = std::pair<Ids, Ids>;
using Verdict = std::pair<std::string, kv1::Status>;

Ids EquipmentSets(const Knowledge& knowledge) {
  Ids sets;
  for (const auto& set : knowledge.pack().equipment_sets()) {
    sets.insert(set.id());
  }
  return sets;
}

// Every condition that does not block, and "" for none.
Ids Conditions(const Knowledge& knowledge) {
  Ids conditions = {""};
  for (const auto& condition : knowledge.pack().conditions()) {
    if (condition.gate() != kv1::CONDITION_GATE_BLOCK) {
      conditions.insert(condition.id());
    }
  }
  return conditions;
}

// The areas of one verdict, from its equipment sets by condition: what holds
// for all conditions, then the rest by condition, like with like.
std::vector<Area> AreasOf(const Ids& all_conditions,
                          const std::map<std::string, Ids>& sets_of) {
  Ids common;
  if (sets_of.size() == all_conditions.size()) {
    common = sets_of.begin()->second;
    for (const auto& [condition, sets] : sets_of) {
      Ids both;
      absl::c_set_intersection(common, sets, std::inserter(both, both.begin()));
      common = std::move(both);
    }
  }
  std::vector<Area> areas;
  if (!common.empty()) areas.emplace_back(common, all_conditions);
  std::map<Ids, Ids> conditions_of;
  for (const auto& [condition, sets] : sets_of) {
    Ids rest;
    absl::c_set_difference(sets, common, std::inserter(rest, rest.begin()));
    if (!rest.empty()) conditions_of[rest].insert(condition);
  }
  for (const auto& [sets, conditions] : conditions_of) {
    areas.emplace_back(sets, conditions);
  }
  return areas;
}

std::map<Verdict, std::vector<Area>> AreasOfVerdicts(
    const Knowledge& knowledge, const std::set<Uncovered>& uncovered) {
  std::map<Verdict, std::map<std::string, Ids>> sets_of;
  for (const Uncovered& one : uncovered) {
    sets_of[{one.muscle, one.status}][one.condition].insert(one.equipment_set);
  }
  const Ids conditions = Conditions(knowledge);
  std::map<Verdict, std::vector<Area>> areas;
  for (const auto& [verdict, sets] : sets_of) {
    areas[verdict] = AreasOf(conditions, sets);
  }
  return areas;
}

UncoveredVerdict RowOf(const Knowledge& knowledge, const Ids& muscles,
                       const std::set<kv1::Status>& statuses,
                       const Area& area) {
  UncoveredVerdict row;
  for (const std::string& muscle : muscles) row.add_muscles(muscle);
  for (const kv1::Status status : statuses) row.add_statuses(status);
  if (area.first != EquipmentSets(knowledge)) {
    for (const std::string& set : area.first) row.add_equipment_sets(set);
  }
  if (area.second != Conditions(knowledge)) {
    for (const std::string& condition : area.second) {
      if (condition.empty()) {
        row.set_without_condition(true);
      } else {
        row.add_conditions(condition);
      }
    }
  }
  return row;
}

// The reason that the pack gives for the same row; "" when there is none.
std::string ReasonOf(const Knowledge& knowledge, const UncoveredVerdict& row) {
  for (UncoveredVerdict listed : knowledge.pack().uncovered_verdicts()) {
    std::string reason = listed.reason();
    listed.clear_reason();
    if (google::protobuf::util::MessageDifferencer::Equals(listed, row)) {
      return reason;
    }
  }
  return "";
}

std::set<Uncovered> Expand(const Knowledge& knowledge,
                           const UncoveredVerdict& row) {
  Ids sets(row.equipment_sets().begin(), row.equipment_sets().end());
  if (sets.empty()) sets = EquipmentSets(knowledge);
  Ids conditions(row.conditions().begin(), row.conditions().end());
  if (row.without_condition()) {
    conditions.insert("");
  } else if (conditions.empty()) {
    conditions = Conditions(knowledge);
  }
  std::set<Uncovered> expanded;
  for (const std::string& muscle : row.muscles()) {
    for (const int status : row.statuses()) {
      for (const std::string& set : sets) {
        for (const std::string& condition : conditions) {
          expanded.insert(
              {muscle, static_cast<kv1::Status>(status), set, condition});
        }
      }
    }
  }
  return expanded;
}

std::string NameOf(const Uncovered& one) {
  return absl::StrCat(one.muscle, " ", kv1::Status_Name(one.status), " with `",
                      one.equipment_set, "` and ",
                      one.condition.empty()
                          ? "no condition"
                          : absl::StrCat("`", one.condition, "`"));
}

// "all", or the ids.
std::string ListOf(const Ids& ids, const Ids& all) {
  if (ids == all) return "all";
  std::vector<std::string> names;
  for (const std::string& id : ids) names.push_back(id.empty() ? "none" : id);
  return absl::StrJoin(names, ", ");
}

}  // namespace

std::vector<UncoveredVerdict> RowsOf(const Knowledge& knowledge,
                                     const std::set<Uncovered>& uncovered) {
  // Muscles with one status and area are one row, then statuses with the same
  // muscles and area.
  std::map<std::pair<Area, kv1::Status>, Ids> muscles_of;
  for (const auto& [verdict, areas] : AreasOfVerdicts(knowledge, uncovered)) {
    for (const Area& area : areas) {
      muscles_of[{area, verdict.second}].insert(verdict.first);
    }
  }
  std::map<std::pair<Area, Ids>, std::set<kv1::Status>> statuses_of;
  for (const auto& [area_and_status, muscles] : muscles_of) {
    statuses_of[{area_and_status.first, muscles}].insert(
        area_and_status.second);
  }
  std::vector<UncoveredVerdict> rows;
  for (const auto& [area_and_muscles, statuses] : statuses_of) {
    UncoveredVerdict& row = rows.emplace_back(RowOf(
        knowledge, area_and_muscles.second, statuses, area_and_muscles.first));
    row.set_reason(ReasonOf(knowledge, row));
  }
  return rows;
}

void CompareWithPack(const Knowledge& knowledge,
                     const std::set<Uncovered>& uncovered,
                     Complaints* complaints) {
  std::set<Uncovered> unlisted = uncovered;
  for (int i = 0; i < knowledge.pack().uncovered_verdicts_size(); ++i) {
    int too_many = 0;
    std::string example;
    for (const Uncovered& one :
         Expand(knowledge, knowledge.pack().uncovered_verdicts(i))) {
      unlisted.erase(one);
      if (uncovered.contains(one)) continue;
      if (++too_many == 1) example = NameOf(one);
    }
    if (too_many == 0) continue;
    complaints->push_back(MakeComplaint(
        kv1::PACK_CHECK_COVERAGE, "uncovered_verdicts",
        absl::StrCat("#", i + 1),
        absl::StrCat("lists ", too_many,
                     " combinations that are covered or no verdict, for "
                     "example ",
                     example)));
  }
  const Ids all_sets = EquipmentSets(knowledge);
  const Ids all_conditions = Conditions(knowledge);
  for (const auto& [verdict, areas] : AreasOfVerdicts(knowledge, unlisted)) {
    for (const auto& [sets, conditions] : areas) {
      complaints->push_back(MakeComplaint(
          kv1::PACK_CHECK_COVERAGE, "muscles", verdict.first,
          absl::StrCat(kv1::Status_Name(verdict.second),
                       " has no legal exercise and is not listed as uncovered "
                       "(equipment sets: ",
                       ListOf(sets, all_sets), "; conditions: ",
                       ListOf(conditions, all_conditions), ")")));
    }
  }
}

}  // namespace tonus::engine
