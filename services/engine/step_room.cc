// SPDX-License-Identifier: Apache-2.0
#include "services/engine/step_room.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "absl/algorithm/container.h"
#include "services/engine/adapted_dose.h"
#include "services/engine/candidates.h"
#include "services/engine/dose.h"
#include "services/engine/dose_cap.h"
#include "services/engine/fired_rows.h"
#include "services/engine/interpretation.h"
#include "services/engine/overrides.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

bool IsSameDose(const v1::Dose& a, const v1::Dose& b) {
  const auto amount = [](const v1::Dose& dose) {
    return std::make_tuple(dose.sets(), dose.repetitions(), dose.breaths(),
                           dose.hold_seconds(), dose.total_seconds());
  };
  return amount(a) == amount(b) &&
         absl::c_equal(a.repetitions_by_set(), b.repetitions_by_set());
}

}  // namespace

const v1::Interpretation& StepRoom::Reading() {
  if (reading_ == nullptr) {
    reading_ = std::make_unique<v1::Interpretation>(
        Interpret(knowledge_, facts_, today_));
  }
  return *reading_;
}

const Eligibility& StepRoom::Allowed() {
  if (allowed_ == nullptr) {
    allowed_ =
        std::make_unique<Eligibility>(knowledge_, facts_, Reading(), today_);
  }
  return *allowed_;
}

bool StepRoom::IsHarderPossible(const kv1::Exercise& exercise,
                                const std::vector<kv1::Side>& sides,
                                const kv1::WeekShape& week) {
  const kv1::Exercise* harder = knowledge_.FindExercise(exercise.progression());
  if (harder == nullptr || !IsSameWork(*harder, exercise)) return false;
  Spot spot;
  spot.week = &week;
  return !Allowed()
              .Refuse(*harder, WorkedSides(*harder, sides), spot)
              .has_value();
}

// Whether it is the movement after a release, which has one set.
bool StepRoom::UsesNewRange(const kv1::Exercise& exercise) {
  return absl::c_any_of(
      Reading().decisions(), [&](const v1::Decision& decision) {
        return decision.kept() &&
               (decision.action() ==
                    kv1::DECISION_ACTION_RELEASE_AND_INTEGRATE ||
                decision.action() == kv1::DECISION_ACTION_MOBILISE) &&
               knowledge_.IntegrationMovement(decision.muscle()) ==
                   exercise.id();
      });
}

int StepRoom::NextStep(const kv1::Exercise& exercise,
                       const std::vector<kv1::Side>& sides, int step,
                       int number) {
  if (step < 0) return step + 1;  // Back to the dose as planned.
  const auto& constants = knowledge_.pack().session();
  // A warm-up is as long as it has to be.
  if (absl::c_linear_search(constants.warm_up(), exercise.id())) return 0;
  const kv1::WeekShape& week = knowledge_.WeekOfSession(number);
  const bool caution = Allowed().NeedsCaution(exercise);
  const bool after_release = UsesNewRange(exercise);
  DoseSpot spot;
  spot.week = &week;
  spot.sides = sides;
  spot.max_hold_seconds = Reading().limits().max_hold_seconds();
  spot.max_side_seconds = constants.static_before_strength_seconds();
  const Overrides overrides(facts_, today_);
  const auto dose_at = [&](int at) {
    // With caution a dose rises only by steps.
    spot.one_set = after_release || (caution && at < kMoreSetsStep);
    spot.fixed = caution && at <= 0;
    std::vector<v1::Dose> doses = PlanDose(constants, exercise, spot);
    for (v1::Dose& dose : doses) {
      if (at > 0) RaiseDose(at, &dose);
    }
    CapDoses(exercise, overrides.LimitOf(exercise.id()), &doses);
    return doses;
  };
  const std::vector<v1::Dose> now = dose_at(step);
  for (int next = step + 1; next < kHarderStep; ++next) {
    if (!absl::c_equal(now, dose_at(next), IsSameDose)) return next;
  }
  return step < kHarderStep && IsHarderPossible(exercise, sides, week)
             ? kHarderStep
             : 0;
}

int StepRoom::RankOf(const kv1::Exercise& exercise) {
  int best = std::numeric_limits<int>::max();
  for (const v1::Decision& decision : Reading().decisions()) {
    if (!decision.kept() || exercise.targets().empty()) continue;
    const std::string& target = exercise.targets(0);
    if (decision.muscle() == target || decision.partner() == target) {
      best = std::min(best, static_cast<int>(decision.rank()));
    }
  }
  return best;
}

}  // namespace tonus::engine
