// SPDX-License-Identifier: Apache-2.0
#include "services/engine/session_budget.h"

#include "absl/strings/str_cat.h"
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

bool SessionBudget::HasItemsFor(const Cost& cost) const {
  return taken_.items + reserved_.items + set_aside_.items + cost.items <=
         max_items_;
}

bool SessionBudget::HasTimeFor(const Cost& cost) const {
  return taken_.seconds + reserved_.seconds + set_aside_.seconds +
             cost.seconds <=
         max_minutes_ * kSecondsPerMinute;
}

bool SessionBudget::HasMassageFor(const Cost& cost) const {
  return taken_.massage_seconds + cost.massage_seconds <=
         knowledge_.pack().session().max_smr_seconds();
}

bool SessionBudget::Fits(const Unit& unit) const {
  const Cost cost = CostOf(unit);
  return HasItemsFor(cost) && HasTimeFor(cost) && HasMassageFor(cost);
}

bool SessionBudget::Take(const Unit& unit) {
  if (!Fits(unit)) return false;
  const Cost cost = CostOf(unit);
  taken_.items += cost.items;
  taken_.seconds += cost.seconds;
  taken_.massage_seconds += cost.massage_seconds;
  return true;
}

std::string SessionBudget::WhyNot(const Unit& unit) const {
  const Cost cost = CostOf(unit);
  if (!HasItemsFor(cost)) {
    return absl::StrCat("This session has room for ", max_items_,
                        " exercises; what matters more comes first.");
  }
  if (!HasTimeFor(cost) && lowered_) {
    return "There was no time left for it before the doses of this session "
           "were lowered; what matters more comes first.";
  }
  if (!HasTimeFor(cost)) {
    return absl::StrCat("This session lasts at most ", max_minutes_,
                        " minutes; what matters more comes first.");
  }
  return absl::StrCat(
      "A session has at most ",
      knowledge_.pack().session().max_smr_seconds() / kSecondsPerMinute,
      " minutes of self-massage; what matters more comes first.");
}

}  // namespace tonus::engine
