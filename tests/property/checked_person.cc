// SPDX-License-Identifier: Apache-2.0
#include "tests/property/checked_person.h"

#include <algorithm>

#include "tests/property/checked_dose.h"

namespace tonus::testing {

using knowledge::v1::Exercise;
using knowledge::v1::Side;
using v1::Finding;
using v1::Session;
using v1::SessionItem;

CheckedPerson::CheckedPerson(const knowledge::v1::Pack& pack,
                             const storage::v1::PatientFacts& facts,
                             const v1::Interpretation& interpretation)
    : pack_(pack), interpretation_(interpretation) {
  if (facts.profiles_size() > 0) {
    profile_ = facts.profiles(facts.profiles_size() - 1).profile();
  }
  for (const auto& exercise : pack.exercises()) {
    exercises_[exercise.id()] = &exercise;
  }
  for (const auto& muscle : pack.muscles()) muscles_[muscle.id()] = &muscle;
  for (const auto& finding : interpretation.findings()) {
    findings_[{finding.muscle(), finding.side()}] = &finding;
  }
  for (const auto& decision : interpretation.decisions()) {
    decisions_[decision.id()] = &decision;
  }
  // From the tags as read and, once more, from the conditions themselves.
  for (const auto& tag : interpretation.tags()) {
    (tag.forbidden() ? forbidden_tags_ : caution_tags_).insert(tag.tag());
  }
  std::set<std::string> active;
  for (const auto& condition : interpretation.conditions()) {
    active.insert(condition.condition());
  }
  for (const auto& condition : pack.conditions()) {
    if (active.count(condition.id()) == 0) continue;
    forbidden_tags_.insert(condition.forbidden_tags().begin(),
                           condition.forbidden_tags().end());
    caution_tags_.insert(condition.caution_tags().begin(),
                         condition.caution_tags().end());
  }
  equipment_.insert(profile_.equipment().begin(), profile_.equipment().end());
  for (const auto& fact : facts.overrides()) {
    pinned_.insert(fact.override().pin_exercise());
  }
  for (const auto& fact : facts.logs()) {
    for (const auto& exercise : fact.log().exercises()) {
      ++logged_[exercise.exercise()];
    }
  }
}

const Exercise& CheckedPerson::ExerciseOf(const SessionItem& item) const {
  const auto found = exercises_.find(item.exercise());
  return found == exercises_.end() ? Exercise::default_instance()
                                   : *found->second;
}

std::vector<const Finding*> CheckedPerson::Touched(const std::string& muscle,
                                                   Side side) const {
  static const Finding* const kNothing = new Finding;
  const auto target = muscles_.find(muscle);
  if (target == muscles_.end()) return {};
  std::vector<int> sides = {side};
  if (target->second->laterality() == knowledge::v1::LATERALITY_MIDLINE) {
    sides = {knowledge::v1::SIDE_MIDLINE};
  } else if (side == knowledge::v1::SIDE_MIDLINE) {
    sides = {knowledge::v1::SIDE_LEFT, knowledge::v1::SIDE_RIGHT};
  }
  std::vector<const Finding*> touched;
  for (const int at : sides) {
    const auto found = findings_.find({muscle, at});
    touched.push_back(found == findings_.end() ? kNothing : found->second);
  }
  return touched;
}

int CheckedPerson::Cap(const Session& session) const {
  int cap = 4;
  for (const auto& week : pack_.week_shapes()) {
    if (week.week() == session.week()) cap = std::min(cap, week.level_cap());
  }
  cap = std::min(cap,
                 (profile_.has_user_level() ? profile_.user_level() : 1) + 1);
  const int limit = interpretation_.limits().max_level();
  return limit > 0 ? std::min(cap, limit) : cap;
}

bool CheckedPerson::HasEquipment(const Exercise& exercise) const {
  static const std::set<std::string> kAlways = {"mat", "pillow", "towel"};
  static const std::set<std::string> kUsually = {"wall", "chair", "step"};
  for (const std::string& id : exercise.equipment()) {
    if (kAlways.count(id) > 0 || equipment_.count(id) > 0) continue;
    if (kUsually.count(id) > 0 && equipment_.count("none") == 0) continue;
    return false;
  }
  return true;
}

bool CheckedPerson::Safe(const Exercise& exercise,
                         const Session& session) const {
  return HasEquipment(exercise) && SafeWithAnyEquipment(exercise, session);
}

std::set<knowledge::v1::Side> CheckedPerson::ClosedSides(
    const Exercise& exercise) const {
  std::set<knowledge::v1::Side> sides;
  for (const auto& limited : limits().limited_targets()) {
    if (!exercise.targets().empty() &&
        limited.muscle() == exercise.targets(0) &&
        std::find(limited.exercises().begin(), limited.exercises().end(),
                  exercise.id()) == limited.exercises().end()) {
      sides.insert(limited.side());
    }
  }
  for (const auto& limit : limits().forbidden_target_techniques()) {
    if (!exercise.targets().empty() && limit.muscle() == exercise.targets(0) &&
        limit.technique() == exercise.technique()) {
      sides.insert(limit.side());
    }
  }
  return sides;
}

bool CheckedPerson::WorksOnClosedSide(const v1::SessionItem& item) const {
  const std::set<knowledge::v1::Side> closed = ClosedSides(ExerciseOf(item));
  return std::any_of(
      item.doses().begin(), item.doses().end(), [&](const v1::Dose& dose) {
        return closed.count(dose.side()) > 0 ||
               (dose.side() == knowledge::v1::SIDE_MIDLINE && !closed.empty());
      });
}

bool CheckedPerson::SafeWithAnyEquipment(const Exercise& exercise,
                                         const Session& session) const {
  const v1::PlanLimits& limits = interpretation_.limits();
  if (exercise.opt_in_only() || exercise.level() > Cap(session)) return false;
  for (const std::string& tag : exercise.tags()) {
    if (forbidden_tags_.count(tag) > 0) return false;
    if (caution_tags_.count(tag) > 0 && exercise.level() > 2) return false;
  }
  for (const std::string& id : limits.forbidden_exercises()) {
    if (id == exercise.id()) return false;
  }
  for (const int technique : limits.forbidden_techniques()) {
    if (technique == exercise.technique()) return false;
  }
  const std::set<knowledge::v1::Side> closed = ClosedSides(exercise);
  if (closed.count(knowledge::v1::SIDE_MIDLINE) > 0 || closed.size() > 1 ||
      (!closed.empty() && !exercise.per_side())) {
    return false;
  }
  for (const auto& limit : limits.forbidden_region_tags()) {
    if (!HasTag(exercise, limit.tag())) continue;
    for (const std::string& target : exercise.targets()) {
      const auto found = muscles_.find(target);
      if (found != muscles_.end() &&
          found->second->region() == limit.region()) {
        return false;
      }
    }
  }
  return true;
}

const Exercise* CheckedPerson::FindExercise(const std::string& id) const {
  const auto found = exercises_.find(id);
  return found == exercises_.end() ? nullptr : found->second;
}

const v1::Decision* CheckedPerson::DecisionOf(const SessionItem& item) const {
  const auto found = decisions_.find(item.decision());
  return found == decisions_.end() ? nullptr : found->second;
}

bool CheckedPerson::NeedsCaution(const Exercise& exercise) const {
  return std::any_of(
      exercise.tags().begin(), exercise.tags().end(),
      [&](const std::string& tag) { return caution_tags_.count(tag) > 0; });
}

}  // namespace tonus::testing
