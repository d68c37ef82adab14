// SPDX-License-Identifier: Apache-2.0
#include "services/engine/told_adaptations.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/engine/dose.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

using v1::SessionItem;

namespace {

bool Contains(const v1::Session& session, const std::string& exercise) {
  return absl::c_any_of(session.items(), [&](const SessionItem& item) {
    return item.exercise() == exercise;
  });
}

// The last step of `exercise`, also the one that brought it back.
const SessionAdaptation::Step* LastStepOf(const SessionAdaptation& adaptation,
                                          const std::string& exercise) {
  const auto found = adaptation.steps.find(exercise);
  return found == adaptation.steps.end() ? nullptr : &found->second;
}

// Whether the step of `exercise` changed an item of the session.
bool IsIn(const SteppedItems& stepped, const std::string& exercise,
          const v1::Session& session) {
  return absl::c_any_of(stepped, [&](const auto& item) {
    return item.second == exercise && Contains(session, item.first);
  });
}

void Advise(const std::string& text, v1::Session* session) {
  if (!absl::c_linear_search(session->advice(), text)) {
    session->add_advice(text);
  }
}

}  // namespace

void TellSwap(const Knowledge& knowledge, const SessionAdaptation& adaptation,
              const knowledge::v1::Exercise& planned,
              const knowledge::v1::Exercise& chosen, v1::SessionItem* item) {
  if (planned.technique() == chosen.technique() ||
      (!adaptation.left_out.contains(planned.id()) &&
       adaptation.StepOf(planned.id()) == nullptr &&
       !adaptation.IsMissing(planned))) {
    return;
  }
  item->set_reason(absl::StrCat(
      item->reason(), " It is ", TechniqueWords(chosen.technique()),
      " instead of ", TechniqueWords(planned.technique()),
      ", and what it does is counted apart (",
      knowledge.pack().adaptation().swap_rule(), ")."));
}

int ToldAdaptations::SecondsOf(const SessionItem& item) const {
  const auto& exercise = *knowledge_.FindExercise(item.exercise());
  int most = 0;
  for (const v1::Dose& dose : item.doses()) {
    most = std::max(most,
                    DoseSeconds(knowledge_.pack().session(), exercise, dose));
  }
  return most;
}

// Whether the dose of the item goes where `step` does, compared with before.
bool ToldAdaptations::Shows(const SessionAdaptation::Step& step,
                            const SessionItem& item) const {
  if (step.comes_back) return true;
  const auto before = seconds_.find({item.exercise(), item.slot()});
  if (before == seconds_.end()) return true;
  const int seconds = SecondsOf(item);
  return step.up ? seconds > before->second : seconds < before->second;
}

// Tells the step of exercise `of` with `item` unless it was told or does not
// show in it.
void ToldAdaptations::TellStep(const SessionAdaptation& adaptation,
                               const std::string& of, SessionItem* item,
                               v1::Session* session) {
  const auto* step = LastStepOf(adaptation, of);
  if (step == nullptr) return;
  const bool in_place = of != item->exercise();
  if (in_place ? item->substitutes() != of : !Shows(*step, *item)) return;
  const auto told = told_.find(of);
  if (told != told_.end() && told->second == step->taken) return;
  told_[of] = step->taken;
  std::string who = ExerciseName(*knowledge_.FindExercise(item->exercise()));
  if (in_place) {
    absl::StrAppend(&who, " in the place of ",
                    ExerciseName(*knowledge_.FindExercise(of)));
  }
  item->set_reason(absl::StrCat(item->reason(), " ", step->reason));
  Advise(
      step->comes_back ? step->reason : absl::StrCat(who, ": ", step->reason),
      session);
}

void ToldAdaptations::TellSteps(const SessionAdaptation& adaptation,
                                const SteppedItems& stepped,
                                v1::Session* session) {
  for (SessionItem& item : *session->mutable_items()) {
    const std::string reason = item.reason();
    for (const auto& [exercise, of] : stepped) {
      // One at a time.
      if (exercise == item.exercise() && item.reason() == reason) {
        TellStep(adaptation, of, &item, session);
      }
    }
  }
  NoteSeconds(*session);
}

void ToldAdaptations::NoteSeconds(const v1::Session& session) {
  for (const SessionItem& item : session.items()) {
    seconds_[{item.exercise(), item.slot()}] = SecondsOf(item);
  }
}

void ToldAdaptations::Recall(const SessionAdaptation& adaptation,
                             const v1::Session& session) {
  for (const auto& [exercise, step] : adaptation.steps) {
    const std::string& of = exercise;
    const std::string& reason = step.reason;
    if (absl::c_any_of(session.items(), [&](const SessionItem& item) {
          return (item.exercise() == of || item.substitutes() == of) &&
                 absl::StrContains(item.reason(), reason);
        })) {
      told_[of] = step.taken;
    }
  }
  NoteSeconds(session);
}

void ToldAdaptations::Tell(const SessionAdaptation& adaptation,
                           const SteppedItems& stepped, v1::Session* session) {
  for (size_t i = 0; i < adaptation.applied.size(); ++i) {
    const v1::AppliedAdaptation& applied = adaptation.applied[i];
    const auto of = adaptation.only_steps.find(i);
    const bool only_step = of != adaptation.only_steps.end();
    if (only_step && !IsIn(stepped, of->second, *session)) continue;
    *session->add_adaptations() = applied;
    if (only_step) continue;
    const auto* exercise = knowledge_.FindExercise(applied.exercise());
    if (exercise == nullptr) {
      Advise(applied.reason(), session);
    } else if (adaptation.left_out.contains(applied.exercise()) ||
               adaptation.IsMissing(*exercise) ||
               Contains(*session, applied.exercise())) {
      Advise(absl::StrCat(ExerciseName(*exercise), ": ", applied.reason()),
             session);
    }
  }
  if (!session->relief()) TellSteps(adaptation, stepped, session);
}

}  // namespace tonus::engine
