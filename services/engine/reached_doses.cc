// SPDX-License-Identifier: Apache-2.0
#include "services/engine/reached_doses.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/adapted_dose.h"
#include "services/engine/dose.h"

namespace tonus::engine {
namespace {

constexpr int kAll = 100;  // Percent.

// The smaller of two counts, of which 0 is one that is not used.
int Less(int value, int most) {
  return value > 0 && most > 0 ? std::min(value, most) : value;
}

// The end of a range that began at `low`; 0 when nothing is left of the range.
int LessEnd(int end, int most_low, int most_end, int low) {
  const int less = Less(end, std::max(most_low, most_end));
  return less > low ? less : 0;
}

void CapSets(const v1::Dose& most, v1::Dose* dose) {
  dose->set_sets(Less(dose->sets(), most.sets()));
  auto* by_set = dose->mutable_repetitions_by_set();
  while (by_set->size() > dose->sets()) by_set->RemoveLast();
  for (int i = 0; i < by_set->size(); ++i) {
    const int reached = i < most.repetitions_by_set_size()
                            ? most.repetitions_by_set(i)
                            : most.repetitions();
    by_set->Set(i, Less(by_set->Get(i), reached));
  }
}

void CapDose(const v1::Dose& most, v1::Dose* dose) {
  CapSets(most, dose);
  dose->set_repetitions(Less(dose->repetitions(), most.repetitions()));
  dose->set_hold_seconds(Less(dose->hold_seconds(), most.hold_seconds()));
  dose->set_breaths(Less(dose->breaths(), most.breaths()));
  dose->set_total_seconds(Less(dose->total_seconds(), most.total_seconds()));
  dose->set_max_sets(
      LessEnd(dose->max_sets(), most.sets(), most.max_sets(), dose->sets()));
  dose->set_max_repetitions(LessEnd(dose->max_repetitions(), most.repetitions(),
                                    most.max_repetitions(),
                                    dose->repetitions()));
  dose->set_max_hold_seconds(
      LessEnd(dose->max_hold_seconds(), most.hold_seconds(),
              most.max_hold_seconds(), dose->hold_seconds()));
  dose->set_max_breaths(LessEnd(dose->max_breaths(), most.breaths(),
                                most.max_breaths(), dose->breaths()));
  dose->set_max_total_seconds(
      LessEnd(dose->max_total_seconds(), most.total_seconds(),
              most.max_total_seconds(), dose->total_seconds()));
}

// Whether the worse side has twice the sets.
bool IsDoubled(const v1::SessionItem& item) {
  return item.doses_size() > 1 &&
         item.doses(0).sets() == 2 * item.doses(1).sets();
}

// Halves the sides so that the worse one has twice the sets again and no more
// than before.
void DoubleWithin(const knowledge::v1::Exercise& exercise,
                  v1::SessionItem* item) {
  std::vector<v1::Dose> half = {item->doses(1)};
  LightenDoses(exercise, kAll / 2, /*fewer_sets=*/0, &half);
  v1::Dose worse = half[0];
  worse.set_side(item->doses(0).side());
  worse.set_sets(2 * half[0].sets());
  worse.mutable_repetitions_by_set()->MergeFrom(half[0].repetitions_by_set());
  *item->mutable_doses(0) = std::move(worse);
  *item->mutable_doses(1) = std::move(half[0]);
}

// The dose of that side, else the first.
const v1::Dose& DoseOf(const v1::SessionItem& item, knowledge::v1::Side side) {
  const auto found = absl::c_find_if(
      item.doses(), [&](const v1::Dose& dose) { return dose.side() == side; });
  return found == item.doses().end() ? item.doses(0) : *found;
}

}  // namespace

int ReachedDoses::SecondsOf(const v1::SessionItem& item) const {
  const auto& exercise = *knowledge_.FindExercise(item.exercise());
  int seconds = 0;
  for (const v1::Dose& dose : item.doses()) {
    seconds += DoseSeconds(knowledge_.pack().session(), exercise, dose);
  }
  return seconds;
}

int ReachedDoses::SecondsOf(const v1::Session& session) const {
  int seconds = 0;
  for (const v1::SessionItem& item : session.items()) {
    seconds += SecondsOf(item);
  }
  return seconds;
}

void ReachedDoses::Note(int number, const v1::Session& session) {
  for (const v1::SessionItem& item : session.items()) {
    if (item.doses().empty()) continue;
    items_[{number, item.exercise()}] = item;
    v1::SessionItem& most = most_[item.exercise()];
    if (most.doses().empty() || SecondsOf(item) > SecondsOf(most)) most = item;
  }
}

void ReachedDoses::CapItems(
    absl::FunctionRef<std::vector<Item>(const Item&)> mosts,
    v1::Session* session) const {
  const int before = SecondsOf(*session);
  for (Item& item : *session->mutable_items()) {
    const int longer = SecondsOf(item);
    const bool doubled = IsDoubled(item);
    for (const Item& most : mosts(item)) {
      for (v1::Dose& dose : *item.mutable_doses()) {
        CapDose(DoseOf(most, dose.side()), &dose);
      }
    }
    if (doubled && !IsDoubled(item)) {
      DoubleWithin(*knowledge_.FindExercise(item.exercise()), &item);
    }
    const int after = SecondsOf(item);
    if (after != longer) item.set_minutes(ToMinutes(after));
  }
  const int after = SecondsOf(*session);
  if (after != before) session->set_total_minutes(ToMinutes(after));
}

void ReachedDoses::Cap(v1::Session* session) const {
  CapItems(
      [&](const Item& item) {
        const auto most = most_.find(item.exercise());
        return most == most_.end() ? std::vector<Item>()
                                   : std::vector<Item>{most->second};
      },
      session);
}

// What a step down leaves of it.
ReachedDoses::Item ReachedDoses::Lightened(Item item) const {
  const int left = knowledge_.pack().adaptation().step_down_percent();
  std::vector<v1::Dose> doses(item.doses().begin(), item.doses().end());
  LightenDoses(*knowledge_.FindExercise(item.exercise()), kAll - left,
               /*fewer_sets=*/0, &doses);
  item.mutable_doses()->Assign(doses.begin(), doses.end());
  return item;
}

void ReachedDoses::CapStepsDown(const SessionAdaptation& adaptation,
                                v1::Session* session) const {
  const auto& warm_ups = knowledge_.pack().session().warm_up();
  CapItems(
      [&](const Item& item) {
        std::vector<Item> mosts;
        const auto* step = adaptation.StepOf(item.exercise());
        // Less than a warm-up warms nobody up.
        if (step == nullptr || step->step >= 0 ||
            absl::c_linear_search(warm_ups, item.exercise())) {
          return mosts;
        }
        for (const int number : step->sessions) {
          const auto found = items_.find({number, item.exercise()});
          if (found != items_.end()) mosts.push_back(Lightened(found->second));
        }
        return mosts;
      },
      session);
}

}  // namespace tonus::engine
