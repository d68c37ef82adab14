// SPDX-License-Identifier: Apache-2.0
#include "services/engine/selection.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "services/engine/dose.h"

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::Side;

namespace {

bool Lists(const Exercise& exercise, absl::string_view target) {
  return std::find(exercise.targets().begin(), exercise.targets().end(),
                   target) != exercise.targets().end();
}

// Adds those of `more` that serve the purpose of `wanted` and are not there.
void AddSubstitutes(const Exercise& wanted, const Candidates& more,
                    Candidates* order) {
  for (const Exercise* exercise : more) {
    if (PurposeOf(*exercise) != PurposeOf(wanted)) continue;
    if (!wanted.targets().empty() && !Lists(*exercise, wanted.targets(0))) {
      continue;
    }
    if (std::find(order->begin(), order->end(), exercise) == order->end()) {
      order->push_back(exercise);
    }
  }
}

// Lowest level first, then those without caution, then by id.
void SortByLevel(const Eligibility& eligibility, Candidates* candidates) {
  const auto key = [&](const Exercise* exercise) {
    return std::make_tuple(exercise->level(),
                           eligibility.NeedsCaution(*exercise),
                           absl::string_view(exercise->id()));
  };
  std::sort(candidates->begin(), candidates->end(),
            [&](const auto* a, const auto* b) { return key(a) < key(b); });
}

Candidates SameFirstTarget(const Knowledge& knowledge,
                           const Eligibility& eligibility,
                           const Exercise& wanted) {
  if (wanted.targets().empty()) return {};
  const auto same = knowledge.ExercisesFor(wanted.targets(0));
  Candidates others(same.begin(), same.end());
  SortByLevel(eligibility, &others);
  return others;
}

// Exercises that list the first target of `wanted` at another place.
Candidates TargetElsewhere(const Knowledge& knowledge,
                           const Eligibility& eligibility,
                           const Exercise& wanted) {
  Candidates others;
  if (wanted.targets().empty()) return others;
  for (const Exercise& exercise : knowledge.pack().exercises()) {
    if (Lists(exercise, wanted.targets(0))) others.push_back(&exercise);
  }
  SortByLevel(eligibility, &others);
  return others;
}

// The order in which to look beyond `wanted`.
Candidates Substitutes(const Knowledge& knowledge,
                       const Eligibility& eligibility, const Exercise& wanted,
                       Refusal::Kind kind, const Candidates& candidates) {
  Candidates order;
  if (kind == Refusal::Kind::kEquipment) {
    order = candidates;
    AddSubstitutes(wanted, Easier(knowledge, wanted), &order);
  } else {
    AddSubstitutes(wanted, Easier(knowledge, wanted), &order);
    for (const Exercise* candidate : candidates) {
      if (std::find(order.begin(), order.end(), candidate) == order.end()) {
        order.push_back(candidate);
      }
    }
  }
  AddSubstitutes(wanted, SameFirstTarget(knowledge, eligibility, wanted),
                 &order);
  AddSubstitutes(wanted, TargetElsewhere(knowledge, eligibility, wanted),
                 &order);
  return order;
}

// What a clinician puts in the place of `exercise`, or nullptr.
const Exercise* Replacement(const Knowledge& knowledge,
                            const Eligibility& eligibility,
                            const Exercise& exercise) {
  const auto* fact = eligibility.overrides().Replacement(exercise.id());
  return fact == nullptr
             ? nullptr
             : knowledge.FindExercise(
                   fact->override().replace_exercise().replacement());
}

void Note(const Exercise& exercise, const Refusal& refusal,
          Selection* selection) {
  for (const v1::Dropped& refused : selection->refused) {
    if (refused.exercise() == exercise.id()) return;
  }
  v1::Dropped& refused = selection->refused.emplace_back();
  refused.set_exercise(exercise.id());
  refused.set_rule(refusal.rule);
  refused.set_reason(refusal.reason);
}

// What the plan would want but for safety and equipment: level and the moment
// decide it, not the person's restrictions.
bool IsWanted(const Refusal& refusal) {
  return refusal.kind == Refusal::Kind::kForbidden ||
         refusal.kind == Refusal::Kind::kEquipment;
}

// Whether `candidate` is among them only since it is preferred to another one,
// whose target counts.
bool IsThereInstead(const Exercise& candidate, const Candidates& candidates) {
  return std::any_of(candidates.begin(), candidates.end(),
                     [&](const Exercise* other) {
                       return other->prefer_instead() == candidate.id();
                     });
}

absl::string_view SubstitutionRule(Refusal::Kind kind) {
  return kind == Refusal::Kind::kEquipment ? "R-734" : "R-735";
}

Selection Chosen(const Exercise* exercise, const Exercise* replaces,
                 absl::string_view rule, Selection selection) {
  selection.exercise = exercise;
  selection.replaces = replaces;
  selection.rule = std::string(rule);
  return selection;
}

}  // namespace

Selection Select(const Knowledge& knowledge, const Eligibility& eligibility,
                 const Candidates& candidates, const std::vector<Side>& sides,
                 const Spot& spot, const PassedOver& passed_over) {
  Selection selection;
  // Whether `exercise` may be planned; notes why not.
  const auto refuse = [&](const Exercise& exercise) {
    auto refusal =
        eligibility.Refuse(exercise, WorkedSides(exercise, sides), spot);
    if (refusal.has_value()) Note(exercise, *refusal, &selection);
    return refusal;
  };
  const Exercise* wanted = nullptr;
  Refusal::Kind kind = Refusal::Kind::kForbidden;
  for (const Exercise* candidate : candidates) {
    if (passed_over.Contains(*candidate)) continue;
    const Exercise* instead = Replacement(knowledge, eligibility, *candidate);
    if (instead != nullptr) {
      const size_t noted = selection.refused.size();
      auto refusal = eligibility.RefuseReplacement(*candidate, instead->id());
      if (refusal.has_value()) {
        Note(*instead, *refusal, &selection);
      } else if (!passed_over.Contains(*instead) &&
                 !refuse(*instead).has_value()) {
        return Chosen(instead, candidate, kOverrideRule, std::move(selection));
      }
      for (size_t i = noted; i < selection.refused.size(); ++i) {
        selection.refused[i].set_override(
            OverrideId(*eligibility.overrides().Replacement(candidate->id())));
      }
    }
    const auto refusal = refuse(*candidate);
    if (!refusal.has_value()) {
      if (wanted != nullptr) break;
      selection.exercise = candidate;
      return selection;
    }
    if (wanted == nullptr && IsWanted(*refusal) &&
        !IsThereInstead(*candidate, candidates)) {
      wanted = candidate;
      kind = refusal->kind;
    }
  }
  if (wanted == nullptr) {
    if (candidates.empty()) return selection;
    wanted = candidates.front();
  }
  for (const Exercise* candidate :
       Substitutes(knowledge, eligibility, *wanted, kind, candidates)) {
    if (passed_over.Contains(*candidate) || refuse(*candidate).has_value()) {
      continue;
    }
    if (passed_over.Contains(*wanted)) {
      selection.exercise = candidate;
      return selection;
    }
    return Chosen(candidate, wanted, SubstitutionRule(kind),
                  std::move(selection));
  }
  return selection;
}

Candidates Easier(const Knowledge& knowledge, const Exercise& exercise) {
  Candidates chain;
  const Exercise* next = knowledge.FindExercise(exercise.regression());
  while (next != nullptr && next != &exercise &&
         std::find(chain.begin(), chain.end(), next) == chain.end()) {
    chain.push_back(next);
    next = knowledge.FindExercise(next->regression());
  }
  return chain;
}

}  // namespace tonus::engine
