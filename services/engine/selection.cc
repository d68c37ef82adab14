// SPDX-License-Identifier: Apache-2.0
#include "services/engine/selection.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/engine/dose.h"
#include "services/engine/target_name.h"

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
         const Spot& spot, const PassedOver& passed_over,
         absl::string_view target)
      : knowledge_(knowledge),
        eligibility_(eligibility),
        candidates_(candidates),
        sides_(sides),
        spot_(spot),
        passed_over_(passed_over),
        target_(target) {}

  Selection Run() {
    for (const Exercise* candidate : candidates_) {
      if (passed_over_.IsTaken(*candidate)) continue;
      const auto refusal = Refuse(*candidate);
      if (IsNewForGood(*candidate)) {
        // What it would be but for what keeps it out, it is in any week.
        if (refusal.has_value()) NoteWanted(*candidate, *refusal);
        continue;
      }
      const Instead instead = !refusal.has_value() || IsWanted(*refusal)
                                  ? TakeReplacement(*candidate)
                                  : Instead::kNone;
      if (instead == Instead::kTaken) return std::move(selection_);
      if (instead == Instead::kStands || passed_over_.IsNew(*candidate)) {
        continue;
      }
      if (!refusal.has_value()) {
        if (wanted_ != nullptr) break;
        selection_.exercise = candidate;
        return std::move(selection_);
      }
      NoteWanted(*candidate, *refusal);
    }
    is_refused_ = wanted_ != nullptr;
    if (wanted_ == nullptr && !candidates_.empty()) {
      wanted_ = candidates_.front();
      is_refused_ = IsRefused(*wanted_);
    }
    if (wanted_ != nullptr) TakeSubstitute();
    return std::move(selection_);
  }

 private:
  // One that is new stays for what stands for it and is not.
  bool IsNewForGood(const Exercise& exercise) const {
    return passed_over_.IsNew(exercise) &&
           absl::c_all_of(eligibility_.InsteadOf(exercise),
                          [&](const Exercise* instead) {
                            return passed_over_.IsNew(*instead);
                          });
  }

  void NoteWanted(const Exercise& candidate, const Refusal& refusal) {
    if (wanted_ != nullptr || !IsWanted(refusal) ||
        IsThereInstead(candidate, candidates_)) {
      return;
    }
    wanted_ = &candidate;
    kind_ = refusal.kind;
  }

  // What became of what a clinician puts in the place of an exercise.
  enum class Instead {
    kNone,    // There is nothing, or it may not stand here.
    kTaken,   // It was taken.
    kStands,  // It stands in the session already.
  };

  // Returns why `exercise` may not be planned, whatever replaces it, and notes
  // it.
  std::optional<Refusal> Refuse(const Exercise& exercise) {
    auto refusal = eligibility_.RefuseItself(
        exercise, WorkedSides(exercise, sides_), spot_);
    if (refusal.has_value()) Note(exercise, *refusal, &selection_);
    return refusal;
  }

  bool IsRefused(const Exercise& exercise) const {
    return eligibility_
        .RefuseItself(exercise, WorkedSides(exercise, sides_), spot_)
        .has_value();
  }

  // Why one exercise stands nowhere for another one `where` this is so.
  Refusal NoPlace(const Exercise& candidate, const Exercise& instead,
                  absl::string_view rule, absl::string_view target,
                  absl::string_view what) const {
    return {Refusal::Kind::kNotNow, std::string(rule),
            Sentence(absl::StrCat(
                ExerciseName(instead), " does not take the place of ",
                ExerciseName(candidate), " where ",
                absl::Substitute(what, TargetName(knowledge_, target,
                                                  knowledge::v1::SIDE_MIDLINE)),
                "."))};
  }

  // Returns why `instead` does not serve what `candidate` would here.
  std::optional<Refusal> RefuseToServe(const Exercise& candidate,
                                       const Exercise& instead) const {
    if (auto refusal = eligibility_.RefuseReplacement(candidate, instead)) {
      return refusal;
    }
    if (!Lists(candidate, target_) || Lists(instead, target_)) {
      return std::nullopt;
    }
    return NoPlace(candidate, instead, "R-735", target_,
                   "that works on the $0, since it does not");
  }

  // Returns why `instead`, which would serve, may not stand here.
  std::optional<Refusal> RefuseHere(const Exercise& candidate,
                                    const Exercise& instead) const {
    if (!instead.targets().empty() &&
        passed_over_.first_targets.contains(instead.targets(0))) {
      return NoPlace(candidate, instead, "R-504", instead.targets(0),
                     "the $0 waits for its own release");
    }
    return eligibility_.RefuseItself(instead, WorkedSides(instead, sides_),
                                     spot_);
  }

  void Take(const Exercise* exercise, const Exercise* replaces,
            absl::string_view rule) {
    selection_.exercise = exercise;
    selection_.replaces = replaces;
    selection_.rule = std::string(rule);
  }

  // Takes what a clinician puts in the place of `candidate` where it may stand,
  // whether or not this week begins something new; what refuses it is noted.
  Instead TakeReplacement(const Exercise& candidate) {
    for (const Exercise* instead : eligibility_.InsteadOf(candidate)) {
      auto refusal = RefuseToServe(candidate, *instead);
      if (!refusal.has_value()) {
        if (passed_over_.used.contains(instead->id())) return Instead::kStands;
        refusal = RefuseHere(candidate, *instead);
      }
      if (!refusal.has_value()) {
        Take(instead, &candidate, kOverrideRule);
        return Instead::kTaken;
      }
      NoteReplacement(candidate, *instead, *refusal);
    }
    return Instead::kNone;
  }

  void NoteReplacement(const Exercise& candidate, const Exercise& instead,
                       const Refusal& refusal) {
    const std::string id =
        OverrideId(*eligibility_.overrides().Replacement(candidate.id()));
    for (const v1::Dropped& refused : selection_.refused) {
      if (refused.exercise() == instead.id() && refused.override() == id) {
        return;
      }
    }
    v1::Dropped& refused = selection_.refused.emplace_back();
    refused.set_exercise(instead.id());
    refused.set_rule(refusal.rule);
    refused.set_reason(refusal.reason);
    refused.set_override(id);
  }

  // Whether `candidate` trains the target and stands in the session already, or
  // waits there for its own release: then nothing stands in for work on it.
  bool TrainsInSession(const Exercise& candidate) const {
    return PurposeOf(candidate) == Purpose::kLoad &&
           Lists(candidate, target_) && passed_over_.IsTaken(candidate) &&
           (passed_over_.used.contains(candidate.id()) ||
            !IsRefused(candidate));
  }

  void TakeSubstitute() {
    Candidates order =
        Substitutes(knowledge_, eligibility_, *wanted_, kind_, candidates_);
    // What it stands in for may be here for another target than its first.
    std::stable_partition(
        order.begin(), order.end(),
        [&](const Exercise* candidate) { return Lists(*candidate, target_); });
    const bool target_is_trained = absl::c_any_of(
        order,
        [&](const Exercise* candidate) { return TrainsInSession(*candidate); });
    for (const Exercise* candidate : order) {
      if (target_is_trained && !Lists(*candidate, target_)) return;
      if (passed_over_.Contains(*candidate) || Refuse(*candidate).has_value()) {
        continue;
      }
      const Instead instead = TakeReplacement(*candidate);
      if (instead == Instead::kTaken) return;
      if (instead == Instead::kStands) continue;
      if (passed_over_.IsTaken(*wanted_) ||
          (!is_refused_ && passed_over_.IsNew(*wanted_))) {
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
  const absl::string_view target_;
  // What the plan would want but for what keeps it out.
  const Exercise* wanted_ = nullptr;
  Refusal::Kind kind_ = Refusal::Kind::kForbidden;
  // Whether it is kept out for itself.
  bool is_refused_ = false;
  Selection selection_;
};

}  // namespace

Selection Select(const Knowledge& knowledge, const Eligibility& eligibility,
                 const Candidates& candidates, const std::vector<Side>& sides,
                 const Spot& spot, const PassedOver& passed_over,
                 absl::string_view target) {
  return Search(knowledge, eligibility, candidates, sides, spot, passed_over,
                target)
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
