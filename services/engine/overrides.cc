// SPDX-License-Identifier: Apache-2.0
#include "services/engine/overrides.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"

namespace tonus::engine {

using storage::v1::OverrideFact;
using v1::Override;

namespace {

// The exercise that a pin, exclusion or replacement is about; empty otherwise.
const std::string& SubjectOf(const Override& override) {
  switch (override.change_case()) {
    case Override::kPinExercise:
      return override.pin_exercise();
    case Override::kExcludeExercise:
      return override.exclude_exercise();
    default:
      return override.replace_exercise().exercise();
  }
}

// Returns the last of `facts` for which `matches` holds, or nullptr.
template <typename Matches>
const OverrideFact* Last(const std::vector<const OverrideFact*>& facts,
                         const Matches& matches) {
  const auto found = std::find_if(
      facts.rbegin(), facts.rend(),
      [&](const OverrideFact* fact) { return matches(fact->override()); });
  return found == facts.rend() ? nullptr : *found;
}

// Returns `fact` when its change is of `kind`, else nullptr.
const OverrideFact* If(const OverrideFact* fact, Override::ChangeCase kind) {
  return fact != nullptr && fact->override().change_case() == kind ? fact
                                                                   : nullptr;
}

}  // namespace

bool IsInForce(const OverrideFact& fact, absl::CivilDay day) {
  const Override& override = fact.override();
  return (!override.has_start_date() ||
          ToCivilDay(override.start_date()) <= day) &&
         (!override.has_end_date() || day <= ToCivilDay(override.end_date())) &&
         (!fact.has_cleared_date() || day <= ToCivilDay(fact.cleared_date()));
}

std::string OverrideId(const OverrideFact& fact) {
  const std::string event = absl::StrCat("overrides/", fact.revision());
  return fact.position() == 0 ? event
                              : absl::StrCat(event, "-", fact.position());
}

Overrides::Overrides(const storage::v1::PatientFacts& facts,
                     absl::CivilDay day) {
  for (const OverrideFact& fact : facts.overrides()) {
    if (IsInForce(fact, day)) all_.push_back(&fact);
  }
}

const OverrideFact* Overrides::Counting(const OverrideFact& fact) const {
  const Override& override = fact.override();
  switch (override.change_case()) {
    case Override::kExcludeExercise:
      if (const auto* exclusion = Exclusion(override.exclude_exercise())) {
        return exclusion;
      }
      return Word(override.exclude_exercise());
    case Override::kPinExercise:
    case Override::kReplaceExercise:
      return Word(SubjectOf(override));
    case Override::kForceVerdict:
      return Verdict(override.force_verdict().muscle(),
                     override.force_verdict().side());
    case Override::kMuteVerdict:
      return Verdict(override.mute_verdict().muscle(),
                     override.mute_verdict().side());
    case Override::kPolicy:
      return Policy(override.policy().policy());
    case Override::kEquipment:
      return Equipment();
    case Override::kLevelCap:
      return LevelCap();
    default:
      return &fact;
  }
}

std::vector<Overruled> Overrides::AllOverruled() const {
  std::vector<Overruled> overruled;
  for (const OverrideFact* fact : all_) {
    const OverrideFact* by = Counting(*fact);
    if (by != fact) overruled.push_back({fact, by});
  }
  return overruled;
}

std::vector<const OverrideFact*> Overrides::Pins() const {
  std::vector<const OverrideFact*> pins;
  absl::c_copy_if(all_, std::back_inserter(pins), [&](const auto* fact) {
    return fact->override().has_pin_exercise() &&
           Word(fact->override().pin_exercise()) == fact;
  });
  return pins;
}

const OverrideFact* Overrides::Word(absl::string_view exercise) const {
  return Last(all_, [&](const Override& override) {
    return SubjectOf(override) == exercise;
  });
}

const OverrideFact* Overrides::Pin(absl::string_view exercise) const {
  return If(Word(exercise), Override::kPinExercise);
}

const OverrideFact* Overrides::Exclusion(absl::string_view exercise) const {
  return If(Last(all_,
                 [&](const Override& override) {
                   return !override.has_replace_exercise() &&
                          SubjectOf(override) == exercise;
                 }),
            Override::kExcludeExercise);
}

const OverrideFact* Overrides::Replacement(absl::string_view exercise) const {
  return If(Word(exercise), Override::kReplaceExercise);
}

bool Overrides::IsReplacement(absl::string_view exercise) const {
  return absl::c_any_of(all_, [&](const OverrideFact* fact) {
    const auto& replace = fact->override().replace_exercise();
    return replace.replacement() == exercise &&
           Replacement(replace.exercise()) == fact;
  });
}

const OverrideFact* Overrides::Permission(absl::string_view exercise) const {
  return Last(all_, [&](const Override& override) {
    return override.has_permit_exercise() &&
           override.permit_exercise() == exercise;
  });
}

const OverrideFact* Overrides::Verdict(absl::string_view muscle,
                                       knowledge::v1::Side side) const {
  return Last(all_, [&](const Override& override) {
    return (override.has_force_verdict() &&
            override.force_verdict().muscle() == muscle &&
            override.force_verdict().side() == side) ||
           (override.has_mute_verdict() &&
            override.mute_verdict().muscle() == muscle &&
            override.mute_verdict().side() == side);
  });
}

const OverrideFact* Overrides::Policy(absl::string_view policy) const {
  return Last(all_, [&](const Override& override) {
    return override.has_policy() && override.policy().policy() == policy;
  });
}

const OverrideFact* Overrides::Equipment() const {
  return Last(
      all_, [](const Override& override) { return override.has_equipment(); });
}

const OverrideFact* Overrides::LevelCap() const {
  const OverrideFact* lowest = nullptr;
  for (const OverrideFact* fact : all_) {
    if (!fact->override().has_level_cap()) continue;
    if (lowest == nullptr ||
        fact->override().level_cap() < lowest->override().level_cap()) {
      lowest = fact;
    }
  }
  return lowest;
}

Overrides::DoseLimit Overrides::LimitOf(absl::string_view exercise) const {
  DoseLimit limit;
  for (const OverrideFact* fact : all_) {
    const v1::DoseCap& cap = fact->override().dose_cap();
    if (!fact->override().has_dose_cap() ||
        (!cap.exercise().empty() && cap.exercise() != exercise)) {
      continue;
    }
    limit.fact = fact;
    if (cap.max_sets() > 0) {
      limit.max_sets = limit.max_sets == 0
                           ? cap.max_sets()
                           : std::min(limit.max_sets, cap.max_sets());
    }
    if (cap.percent() > 0) {
      limit.percent = std::min(limit.percent, cap.percent());
    }
  }
  return limit;
}

storage::v1::PatientFacts WithOverridesOf(
    const storage::v1::PatientFacts& facts, absl::CivilDay day) {
  storage::v1::PatientFacts held = facts;
  held.clear_overrides();
  for (const OverrideFact& fact : facts.overrides()) {
    if (!IsInForce(fact, day)) continue;
    OverrideFact* kept = held.add_overrides();
    *kept = fact;
    kept->mutable_override()->clear_start_date();
    kept->mutable_override()->clear_end_date();
    kept->clear_cleared_date();
  }
  return held;
}

}  // namespace tonus::engine
