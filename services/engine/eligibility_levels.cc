// SPDX-License-Identifier: Apache-2.0
// How hard an exercise may be: for the week, the person, and what is safe.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/engine/adaptation.h"
#include "services/engine/eligibility.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

using knowledge::v1::Exercise;

namespace {

Refusal TooHard(absl::string_view rule, std::string reason) {
  return {Refusal::Kind::kLevel, std::string(rule),
          Sentence(std::move(reason))};
}

}  // namespace

int Eligibility::LevelCap(const knowledge::v1::WeekShape& week) const {
  int week_cap = std::max(1, week.level_cap() - adaptation_.fewer_levels);
  if (adaptation_.max_level > 0) {
    week_cap = std::min(week_cap, adaptation_.max_level);
  }
  return std::min(UsualLevelCap(week_cap), AllowedLevelCap());
}

int Eligibility::UsualLevelCap(int week_cap) const {
  return std::min({week_cap, user_level_ + 1,
                   knowledge_.pack().session().opt_in_level() - 1,
                   SafeLevelCap()});
}

int Eligibility::AllowedLevelCap() const {
  const auto* fact = overrides_.LevelCap();
  return fact == nullptr
             ? SafeLevelCap()
             : std::min(SafeLevelCap(), fact->override().level_cap());
}

int Eligibility::SafeLevelCap() const {
  int cap = knowledge_.pack().session().opt_in_level();
  if (interpretation_.limits().max_level() > 0) {
    cap = std::min(cap, interpretation_.limits().max_level());
  }
  if (under_caution_) {
    cap = std::min(cap, knowledge_.pack().session().caution_level());
  }
  return cap;
}

// Where a rule is named for it, that it was taught in person has to be said.
bool Eligibility::IsOptedIn(const Exercise& exercise) const {
  return overrides_.Permission(exercise.id()) != nullptr ||
         (overrides_.Pin(exercise.id()) != nullptr &&
          (!exercise.opt_in_only() || exercise.use_rule().empty()));
}

int Eligibility::StartLevel() const {
  return std::min(knowledge_.pack().session().start_level(), user_level_);
}

int Eligibility::LevelCapFor(const Exercise& exercise, const Spot& spot) const {
  const int opt_in_level = knowledge_.pack().session().opt_in_level();
  const bool opted_in = exercise.level() >= opt_in_level;
  if (spot.week == nullptr || (spot.relief && opted_in)) {
    return AllowedLevelCap();
  }
  if (spot.keeps_stability) return UsualLevelCap(spot.week->level_cap());
  const int cap = LevelCap(*spot.week);
  // A level that needs an opt-in lies above the cap of every week: it follows
  // on the highest one, for a person who is that far.
  const bool next = cap == opt_in_level - 1 && user_level_ + 1 >= opt_in_level;
  return opted_in && next ? AllowedLevelCap() : cap;
}

std::optional<Refusal> Eligibility::RefuseByLevel(const Exercise& exercise,
                                                  const Spot& spot) const {
  const std::string name = ExerciseName(exercise);
  if (exercise.never_in_block()) {
    return TooHard(exercise.use_rule(),
                   absl::StrCat(name, " is never part of a block."));
  }
  const int opt_in_level = knowledge_.pack().session().opt_in_level();
  if ((exercise.opt_in_only() || exercise.level() >= opt_in_level) &&
      !IsOptedIn(exercise)) {
    return TooHard(
        exercise.use_rule().empty() ? "R-736" : exercise.use_rule(),
        absl::StrCat(name, exercise.use_rule().empty()
                               ? " needs an explicit opt-in."
                               : " needs to be taught in person first."));
  }
  const auto too_hard = adaptation_.too_hard.find(exercise.id());
  if (too_hard != adaptation_.too_hard.end() &&
      overrides_.Pin(exercise.id()) == nullptr) {
    const auto& [than, rule] = too_hard->second;
    return TooHard(rule,
                   absl::StrCat(name, " is harder than ",
                                ExerciseName(*knowledge_.FindExercise(than)),
                                ", which is left out or got easier."));
  }
  const int cap = LevelCapFor(exercise, spot);
  if (exercise.level() > cap) {
    return TooHard("R-736", absl::StrCat(name, " is level ", exercise.level(),
                                         ", the cap is ", cap, "."));
  }
  const int caution_level = knowledge_.pack().session().caution_level();
  if (exercise.level() > caution_level && NeedsCaution(exercise)) {
    return TooHard("G-06",
                   absl::StrCat(name,
                                " needs caution, and with caution the cap "
                                "is level ",
                                caution_level, "."));
  }
  return std::nullopt;
}

}  // namespace tonus::engine
