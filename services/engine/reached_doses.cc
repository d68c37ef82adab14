// SPDX-License-Identifier: Apache-2.0
#include "services/engine/reached_doses.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "services/engine/dose.h"

namespace tonus::engine {
namespace {

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

void ReachedDoses::Note(const v1::Session& session) {
  for (const v1::SessionItem& item : session.items()) {
    if (item.doses().empty()) continue;
    v1::SessionItem& most = most_[item.exercise()];
    if (most.doses().empty() || SecondsOf(item) > SecondsOf(most)) most = item;
  }
}

void ReachedDoses::Cap(v1::Session* session) const {
  int fewer = 0;
  for (v1::SessionItem& item : *session->mutable_items()) {
    const auto most = most_.find(item.exercise());
    if (most == most_.end()) continue;
    const int before = SecondsOf(item);
    for (v1::Dose& dose : *item.mutable_doses()) {
      CapDose(DoseOf(most->second, dose.side()), &dose);
    }
    const int after = SecondsOf(item);
    if (after == before) continue;
    item.set_minutes(ToMinutes(after));
    fewer += before - after;
  }
  if (fewer == 0) return;
  int seconds = 0;
  for (const v1::SessionItem& item : session->items()) {
    seconds += SecondsOf(item);
  }
  session->set_total_minutes(ToMinutes(seconds));
}

}  // namespace tonus::engine
