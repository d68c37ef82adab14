// SPDX-License-Identifier: Apache-2.0
#include "services/engine/session_budget.h"

#include "services/engine/dose.h"

namespace tonus::engine {

namespace {
constexpr int kSecondsPerMinute = 60;
}  // namespace

SessionBudget::Cost SessionBudget::CostOf(const Unit& unit) const {
  Cost cost;
  for (const v1::SessionItem& item : unit.items) {
    const knowledge::v1::Exercise* exercise =
        knowledge_.FindExercise(item.exercise());
    ++cost.items;
    for (const v1::Dose& dose : item.doses()) {
      cost.seconds += DoseSeconds(knowledge_.pack().session(), *exercise, dose);
      if (exercise->technique() == knowledge::v1::TECHNIQUE_SMR) {
        cost.massage_seconds += HeldSeconds(*exercise, dose);
      }
    }
  }
  return cost;
}

void SessionBudget::Reserve(const Unit& unit) { reserved_ = CostOf(unit); }

bool SessionBudget::Take(const Unit& unit) {
  const auto& constants = knowledge_.pack().session();
  const Cost cost = CostOf(unit);
  if (taken_.items + reserved_.items + cost.items > max_items_ ||
      taken_.seconds + reserved_.seconds + cost.seconds >
          constants.max_minutes() * kSecondsPerMinute ||
      taken_.massage_seconds + cost.massage_seconds >
          constants.max_smr_seconds()) {
    return false;
  }
  taken_.items += cost.items;
  taken_.seconds += cost.seconds;
  taken_.massage_seconds += cost.massage_seconds;
  return true;
}

}  // namespace tonus::engine
