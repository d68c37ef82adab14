// SPDX-License-Identifier: Apache-2.0
#include "services/engine/session_budget.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/dose.h"
#include "services/engine/what_is_first.h"

namespace tonus::engine {

namespace {
constexpr int kSecondsPerMinute = 60;
}  // namespace

void SessionBudget::Cost::Add(const Cost& more) {
  items += more.items;
  seconds += more.seconds;
  massage_seconds += more.massage_seconds;
}

SessionBudget::Cost SessionBudget::CostOf(const v1::SessionItem& item) const {
  const knowledge::v1::Exercise* exercise =
      knowledge_.FindExercise(item.exercise());
  Cost cost;
  cost.items = 1;
  for (const v1::Dose& dose : item.doses()) {
    cost.seconds += DoseSeconds(knowledge_.pack().session(), *exercise, dose);
    if (exercise->technique() == knowledge::v1::TECHNIQUE_SMR) {
      cost.massage_seconds += HeldSeconds(*exercise, dose);
    }
  }
  return cost;
}

SessionBudget::Cost SessionBudget::CostOf(const Unit& unit) const {
  Cost cost;
  for (const v1::SessionItem& item : unit.items) cost.Add(CostOf(item));
  return cost;
}

// What is set aside and stands in `unit` counts once.
SessionBudget::Cost SessionBudget::WithOthers(const Unit& unit) const {
  Cost cost = CostOf(unit);
  cost.Add(reserved_);
  for (const auto& [exercise, set_aside] : set_aside_) {
    const std::string& id = exercise;
    if (absl::c_none_of(unit.items, [&](const v1::SessionItem& item) {
          return item.exercise() == id;
        })) {
      cost.Add(set_aside);
    }
  }
  return cost;
}

void SessionBudget::Reserve(const Unit& unit) { reserved_ = CostOf(unit); }

void SessionBudget::SetAside(const Unit& unit) {
  set_aside_.clear();
  for (const v1::SessionItem& item : unit.items) {
    set_aside_.emplace(item.exercise(), CostOf(item));
  }
}

bool SessionBudget::HasItemsFor(const Cost& cost) const {
  return taken_.items + cost.items <= max_items_;
}

bool SessionBudget::HasTimeFor(const Cost& cost) const {
  return taken_.seconds + cost.seconds <= max_minutes_ * kSecondsPerMinute;
}

bool SessionBudget::HasMassageFor(const Cost& cost) const {
  return taken_.massage_seconds + cost.massage_seconds <=
         knowledge_.pack().session().max_smr_seconds();
}

bool SessionBudget::Fits(const Unit& unit) const {
  const Cost cost = WithOthers(unit);
  return HasItemsFor(cost) && HasTimeFor(cost) && HasMassageFor(cost);
}

bool SessionBudget::Take(const Unit& unit) {
  if (!Fits(unit)) return false;
  taken_.Add(CostOf(unit));
  for (const v1::SessionItem& item : unit.items) {
    set_aside_.erase(item.exercise());
  }
  return true;
}

std::string SessionBudget::WhyNot(const Unit& unit) const {
  const Cost cost = WithOthers(unit);
  if (!HasItemsFor(cost)) {
    return absl::StrCat("This session has room for ", max_items_,
                        " exercises; ", kMattersMore, ".");
  }
  if (!HasTimeFor(cost) && lowered_) {
    return absl::StrCat(
        "There was no time left for it before the doses of this session were "
        "lowered; ",
        kMattersMore, ".");
  }
  if (!HasTimeFor(cost)) {
    return absl::StrCat("This session lasts at most ", max_minutes_,
                        " minutes; ", kMattersMore, ".");
  }
  return absl::StrCat(
      "A session has at most ",
      knowledge_.pack().session().max_smr_seconds() / kSecondsPerMinute,
      " minutes of self-massage; ", kMattersMore, ".");
}

}  // namespace tonus::engine
