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

// Adds those of `more` that serve the purpose of `wanted` and are not there.
void AddSubstitutes(const Exercise& wanted, const Candidates& more,
                    Candidates* order) {
  for (const Exercise* exercise : more) {
    if (!ServesSame(*exercise, wanted)) continue;
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

// Looks for one exercise among candidates and, where safety or equipment keeps
// them out, beyond.
class Search {
 public:
  Search(const Knowledge& knowledge, const Eligibility& eligibility,
         const Candidates& candidates, const std::vector<Side>& sides,
         const Spot& spot, const PassedOver& passed_over)
      : knowledge_(knowledge),
        eligibility_(eligibility),
        candidates_(candidates),
        sides_(sides),
        spot_(spot),
        passed_over_(passed_over) {}

  Selection Run() {
    for (const Exercise* candidate : candidates_) {
      if (passed_over_.Contains(*candidate)) continue;
      if (TakeReplacement(*candidate)) return std::move(selection_);
      const auto refusal = Refuse(*candidate);
      if (!refusal.has_value()) {
        if (wanted_ != nullptr) break;
        selection_.exercise = candidate;
        return std::move(selection_);
      }
      if (wanted_ == nullptr && IsWanted(*refusal) &&
          !IsThereInstead(*candidate, candidates_)) {
        wanted_ = candidate;
        kind_ = refusal->kind;
      }
    }
    if (wanted_ == nullptr && !candidates_.empty()) {
      wanted_ = candidates_.front();
    }
    if (wanted_ != nullptr) TakeSubstitute();
    return std::move(selection_);
  }

 private:
  // Returns why `exercise` may not be planned, and notes it.
  std::optional<Refusal> Refuse(const Exercise& exercise) {
    auto refusal =
        eligibility_.Refuse(exercise, WorkedSides(exercise, sides_), spot_);
    if (refusal.has_value()) Note(exercise, *refusal, &selection_);
    return refusal;
  }

  void Take(const Exercise* exercise, const Exercise* replaces,
            absl::string_view rule) {
    selection_.exercise = exercise;
    selection_.replaces = replaces;
    selection_.rule = std::string(rule);
  }

  // Returns whether what a clinician puts in the place of `candidate` is taken.
  bool TakeReplacement(const Exercise& candidate) {
    const Exercise* instead = Replacement(knowledge_, eligibility_, candidate);
    if (instead == nullptr) return false;
    const size_t noted = selection_.refused.size();
    auto refusal = eligibility_.RefuseReplacement(candidate, instead->id());
    if (refusal.has_value()) {
      Note(*instead, *refusal, &selection_);
    } else if (!passed_over_.Contains(*instead) &&
               !Refuse(*instead).has_value()) {
      Take(instead, &candidate, kOverrideRule);
      return true;
    }
    for (size_t i = noted; i < selection_.refused.size(); ++i) {
      selection_.refused[i].set_override(
          OverrideId(*eligibility_.overrides().Replacement(candidate.id())));
    }
    return false;
  }

  void TakeSubstitute() {
    for (const Exercise* candidate :
         Substitutes(knowledge_, eligibility_, *wanted_, kind_, candidates_)) {
      if (passed_over_.Contains(*candidate) || Refuse(*candidate).has_value()) {
        continue;
      }
      if (passed_over_.Contains(*wanted_)) {
        selection_.exercise = candidate;
      } else {
        Take(candidate, wanted_, SubstitutionRule(kind_));
      }
      return;
    }
  }

  const Knowledge& knowledge_;
  const Eligibility& eligibility_;
  const Candidates& candidates_;
  const std::vector<Side>& sides_;
  const Spot& spot_;
  const PassedOver& passed_over_;
  // What the plan would want but for what keeps it out.
  const Exercise* wanted_ = nullptr;
  Refusal::Kind kind_ = Refusal::Kind::kForbidden;
  Selection selection_;
};

}  // namespace

Selection Select(const Knowledge& knowledge, const Eligibility& eligibility,
                 const Candidates& candidates, const std::vector<Side>& sides,
                 const Spot& spot, const PassedOver& passed_over) {
  return Search(knowledge, eligibility, candidates, sides, spot, passed_over)
      .Run();
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
