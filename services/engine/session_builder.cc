// SPDX-License-Identifier: Apache-2.0
#include "services/engine/session_builder.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/block_time.h"
#include "services/engine/dose.h"
#include "services/engine/session_fill.h"
#include "services/engine/taper.h"

namespace tonus::engine {
namespace {

int DosesSeconds(const knowledge::v1::SessionConstants& constants,
                 const knowledge::v1::Exercise& exercise,
                 const std::vector<v1::Dose>& doses) {
  int seconds = 0;
  for (const v1::Dose& dose : doses) {
    seconds += DoseSeconds(constants, exercise, dose);
  }
  return seconds;
}

bool IsStretch(const knowledge::v1::Exercise& exercise) {
  return exercise.technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH ||
         exercise.technique() == knowledge::v1::TECHNIQUE_PNF;
}

// A session without a stretch is not warmed up for one.
void TellWarmUp(const Knowledge& knowledge, std::vector<Unit>* units) {
  const auto stretches = [&](const Unit& unit) {
    return absl::c_any_of(unit.items, [&](const v1::SessionItem& item) {
      return IsStretch(*knowledge.FindExercise(item.exercise()));
    });
  };
  if (absl::c_any_of(*units, stretches)) return;
  for (Unit& unit : *units) {
    if (unit.stage == Stage::kWarmUp) {
      unit.items.front().set_reason("Warms up for the work that follows.");
    }
  }
}

// The same exercises with less of each; a warm-up keeps its time. Returns by
// how many seconds the session is shorter.
int Taper(const Knowledge& knowledge, int percent, std::vector<Unit>* units) {
  const auto& constants = knowledge.pack().session();
  int saved = 0;
  for (Unit& unit : *units) {
    if (unit.stage == Stage::kWarmUp) continue;
    for (v1::SessionItem& item : unit.items) {
      const auto& exercise = *knowledge.FindExercise(item.exercise());
      std::vector<v1::Dose> doses(item.doses().begin(), item.doses().end());
      const int before = DosesSeconds(constants, exercise, doses);
      TaperDoses(exercise, percent, &doses);
      const int after = DosesSeconds(constants, exercise, doses);
      item.mutable_doses()->Assign(doses.begin(), doses.end());
      item.set_minutes(ToMinutes(after));
      saved += before - after;
    }
  }
  return saved;
}

}  // namespace

BuiltSession BuildSession(const Knowledge& knowledge,
                          const v1::Interpretation& interpretation,
                          const Eligibility& eligibility,
                          absl::Span<const DecisionGroup> groups,
                          const SessionSpot& spot) {
  SessionFill fill(knowledge, interpretation, eligibility, groups, spot);
  fill.Run();
  BuiltSession built;
  built.too_few =
      fill.Exercises() < knowledge.pack().session().min_safe_exercises();
  std::vector<Unit> units = fill.TakeUnits();
  TellWarmUp(knowledge, &units);
  const int saved =
      spot.taper_percent > 0 ? Taper(knowledge, spot.taper_percent, &units) : 0;
  for (Unit& unit : units) {
    if (unit.stage == Stage::kBlock) PutInTime(knowledge, &unit);
  }
  const UnitBuilder& builder = fill.builder();
  std::vector<v1::SessionItem> items = InOrder(std::move(units));
  builder.AddAlternatives(&items);
  for (v1::SessionItem& item : items) {
    *built.session.add_items() = std::move(item);
  }
  built.session.set_total_minutes(ToMinutes(fill.seconds() - saved));
  built.session.set_budget_minutes(spot.length.minutes);
  if (spot.length.format != nullptr) {
    built.session.set_short_format(spot.length.format->id());
  }
  built.session.mutable_dropped()->Assign(fill.dropped().begin(),
                                          fill.dropped().end());
  built.refused = builder.refused_pins();
  built.refused.insert(built.refused.end(), builder.refused().begin(),
                       builder.refused().end());
  built.uncovered = builder.uncovered();
  built.stepped = builder.stepped();
  built.taken = fill.taken();
  return built;
}

}  // namespace tonus::engine
