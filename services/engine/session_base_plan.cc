// SPDX-License-Identifier: Apache-2.0
// What a session holds where nothing was found.
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/dose.h"
#include "services/engine/session_fill.h"
#include "services/engine/shorter_session.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

using knowledge::v1::Exercise;

namespace {

constexpr char kBaseRule[] = "R-512";
constexpr char kBaseReason[] =
    "Part of the base plan: nothing that was measured asks for more.";

}  // namespace

// What does the same work as `row`, where that is not wanted or the other is
// liked.
const Exercise* SessionFill::ServesInstead(const Exercise& row) const {
  const bool wanted = IsWanted(row);
  for (const v1::SessionItem* item : Items()) {
    const Exercise& exercise = *knowledge_.FindExercise(item->exercise());
    if (IsSameWork(exercise, row) &&
        (!wanted || spot_.wishes->liked.contains(exercise.id()))) {
      return &exercise;
    }
  }
  return nullptr;
}

void SessionFill::LeaveOutOfBase(const Exercise& row, const std::string& rule,
                                 const std::string& reason) {
  v1::Dropped& dropped = dropped_.emplace_back();
  dropped.set_exercise(row.id());
  dropped.set_rule(rule);
  dropped.set_reason(reason);
}

void SessionFill::LeaveOutServed(const Exercise& row, const Exercise& other) {
  const std::string serves =
      absl::StrCat(ExerciseName(other), " serves the same in this session");
  if (spot_.wishes->disliked.contains(row.id())) {
    LeaveOutOfBase(row, "A-051",
                   absl::StrCat("It is disliked, and ", serves, "."));
  } else if (!IsAllowed(row)) {
    LeaveOutRefused(row);
  } else {
    LeaveOutOfBase(row, kBaseRule, absl::StrCat(serves, " and is liked."));
  }
}

void SessionFill::LeaveOutRefused(const Exercise& row) {
  Spot spot;
  spot.week = spot_.week;
  const auto refusal =
      eligibility_.RefuseItself(row, WorkedSides(row, {}), spot);
  if (refusal.has_value()) {
    LeaveOutOfBase(row, refusal->rule, refusal->reason);
  } else if (spot_.pool != nullptr && !spot_.pool->contains(row.id())) {
    LeaveOutOfBase(row, kBaseRule,
                   "It is new, and this week begins nothing new.");
  } else {
    LeaveOutOfBase(row, kBaseRule,
                   "What would be done for it stands in this session already.");
  }
}

bool SessionFill::IsFullForBase(const Exercise& row) const {
  return format_ != nullptr &&
         (Exercises() >= knowledge_.pack().session().min_exercises() ||
          HasEnoughLike(row));
}

std::string SessionFill::WhyNoRoomForBase(const Exercise& row,
                                          const Unit& unit) const {
  if (!IsFullForBase(row)) return budget_.WhyNot(unit);
  if (!HasEnoughLike(row)) return kShortReason;
  return absl::StrCat("A session this short keeps to fewer exercises for ",
                      row.technique() == knowledge::v1::TECHNIQUE_STRENGTH
                          ? "strength"
                          : "stability",
                      ", and has them.");
}

bool SessionFill::AddOfBase(const Exercise& row) {
  if (Contains(row.id()) || HasStandIn(row.id())) return true;
  if (const Exercise* other = ServesInstead(row)) {
    LeaveOutServed(row, *other);
    return true;
  }
  std::optional<Unit> unit = builder_.Work({&row}, kBaseRule, kBaseReason);
  if (!unit.has_value()) {
    LeaveOutRefused(row);
    return true;
  }
  v1::SessionItem& item = unit->items.front();
  const Exercise& chosen = *knowledge_.FindExercise(item.exercise());
  const bool is_other = chosen.id() != row.id();
  if (IsFullForBase(row) || !budget_.Fits(*unit)) {
    if (is_other && !IsAllowed(row)) {
      LeaveOutRefused(row);
    } else {
      LeaveOutOfBase(row, "R-732", WhyNoRoomForBase(row, *unit));
    }
    builder_.Discard(*unit);
    return false;
  }
  if (is_other && !IsWanted(row) && item.substitutes() != row.id()) {
    item.set_reason(absl::StrCat("Stands for ", ExerciseName(row),
                                 " of the base plan: nothing that was measured "
                                 "asks for more."));
    LeaveOutServed(row, chosen);
  }
  return Add(std::move(unit));
}

// What may be done itself comes before what something else stands in for: that
// may be one of the others. Whole patterns follow where all of it has room.
void SessionFill::AddBasePlan() {
  const auto allowed = [&](const Exercise& exercise) {
    return IsAllowed(exercise);
  };
  for (const Exercise* planned : PlannedBase(knowledge_)) {
    const Exercise* row = WithoutCaution(work_, planned, allowed);
    if (row != planned) {
      LeaveOutOfBase(*planned, kBaseRule,
                     absl::StrCat("It needs caution, and ", ExerciseName(*row),
                                  " does the same without."));
    }
  }
  Candidates rows = BasePlan(work_, allowed);
  absl::c_stable_partition(rows,
                           [&](const auto* row) { return IsWanted(*row); });
  bool all = true;
  for (const Exercise* row : rows) all = AddOfBase(*row) && all;
  if (all && format_ == nullptr && spot_.week->pattern_work()) {
    if (std::optional<Unit> unit = Strength()) {
      if (budget_.Fits(*unit)) {
        Add(std::move(unit));
      } else {
        builder_.Discard(*unit);
      }
    }
  }
}

}  // namespace tonus::engine
