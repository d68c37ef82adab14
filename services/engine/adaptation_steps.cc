// SPDX-License-Identifier: Apache-2.0
// Where exercises stand in one session by the steps that they took.
#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/adaptation.h"
#include "services/engine/candidates.h"
#include "services/engine/row_effects.h"
#include "services/engine/selection.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

bool IsUp(const kv1::AdaptationRule& row) { return StepOf(row) > 0; }

}  // namespace

// Whether the exercise was done since it took the step, before the session.
bool Adaptation::WasReached(const StepTaken& step, const Place& place) const {
  for (int i = fired_.rows[step.fired].session + 1;
       i < std::min<int>(place.position, static_cast<int>(turns_.size()));
       ++i) {
    if (turns_[i].IsSession() && turns_[i].exercises.contains(step.exercise)) {
      return true;
    }
  }
  return false;
}

// What made the step and of which logs, which says the same of the same step.
std::string Adaptation::CauseOf(const StepTaken& step) const {
  const FiredRow& fired = fired_.rows[step.fired];
  std::string cause =
      absl::StrCat(step.exercise, " ", step.step, " ", fired.row->id(), " ",
                   fired.subject.exercise);
  for (const int position : fired.causes) {
    absl::StrAppend(&cause, " ", turns_[position].log);
  }
  return cause;
}

void Adaptation::HoldStepsUp(const Adaptation& agreed) {
  std::set<std::string> known;
  for (const StepTaken& step : agreed.fired_.steps) {
    known.insert(agreed.CauseOf(step));
  }
  std::vector<StepTaken> kept;
  absl::c_copy_if(fired_.steps, std::back_inserter(kept),
                  [&](const StepTaken& step) {
                    return !IsUp(*fired_.rows[step.fired].row) ||
                           known.contains(CauseOf(step));
                  });
  fired_.steps = std::move(kept);
}

// Whether another exercise made the step, which went well in its place.
bool Adaptation::ComesBack(const StepTaken& step) const {
  const std::string& judged = fired_.rows[step.fired].subject.exercise;
  return !judged.empty() && judged != step.exercise;
}

SessionAdaptation::Step Adaptation::StepOf(const StepTaken& taken) const {
  const FiredRow& fired = fired_.rows[taken.fired];
  SessionAdaptation::Step step;
  step.step = taken.step;
  step.rule = fired.row->rule();
  step.reason = fired.row->reason();
  step.up = IsUp(*fired.row);
  step.comes_back = ComesBack(taken);
  step.keeps_technique = fired.row->when().has_min_difficulty();
  step.taken = static_cast<int>(&taken - fired_.steps.data());
  for (const int cause : fired.causes) {
    if (turns_[cause].IsSession()) {
      step.sessions.push_back(turns_[cause].number);
    }
  }
  if (step.comes_back) {
    const auto name = [&](const std::string& id) {
      return ExerciseName(*knowledge_->FindExercise(id));
    };
    step.reason =
        absl::StrCat(name(taken.exercise), " comes back, since ",
                     name(fired.subject.exercise), " went well in its place.");
  }
  return step;
}

// The last step of each exercise before the session holds; one up that was not
// done yet waits where the session is as before.
void Adaptation::ApplySteps(const Place& place,
                            std::map<int, std::string>* applied,
                            SessionAdaptation* result) const {
  std::map<std::string, const StepTaken*> last;
  for (const StepTaken& step : fired_.steps) {
    const FiredRow& fired = fired_.rows[step.fired];
    if (fired.session < place.position &&
        BlockOf(*knowledge_, turns_[fired.session].number) == place.block &&
        (!result->as_before || !IsUp(*fired.row) || WasReached(step, place))) {
      last[step.exercise] = &step;
    }
  }
  for (const auto& [exercise, taken] : last) {
    SessionAdaptation::Step step = StepOf(*taken);
    if (step.step == 0 && !step.up) continue;
    result->steps[exercise] = std::move(step);
    applied->emplace(taken->fired, exercise);
  }
}

// Where the easier exercise that stands in for another rests since it hurt, so
// does the other.
void Adaptation::RestWithEasier(SessionAdaptation* result) const {
  std::map<std::string, const kv1::AdaptationRule*> resting;
  for (const auto& [id, step] : result->steps) {
    if (step.step >= 0) continue;
    const kv1::Exercise& exercise = *knowledge_->FindExercise(id);
    const Candidates chain = Easier(*knowledge_, exercise);
    const auto easier = absl::c_find_if(chain, [&](const kv1::Exercise* other) {
      return ServesSame(*other, exercise);
    });
    if (easier == chain.end()) continue;
    const auto out = result->left_out.find((*easier)->id());
    if (out != result->left_out.end() &&
        out->second->when().skip_reason().empty()) {
      resting.emplace(id, out->second);
    }
  }
  result->left_out.insert(resting.begin(), resting.end());
}

// What warms up is done no longer than what it stands in for, and walking is
// part of every week; so of those none is too hard for another.
void Adaptation::KeepHarderOut(SessionAdaptation* result) const {
  const auto warms_up = [&](const std::string& id) {
    return absl::c_linear_search(knowledge_->pack().session().warm_up(), id);
  };
  std::map<std::string, std::string> rules;
  for (const auto& [id, row] : result->left_out) {
    if (row->when().skip_reason().empty()) rules.emplace(id, row->rule());
  }
  for (const auto& [id, step] : result->steps) {
    if (step.step < 0) rules.emplace(id, step.rule);
  }
  for (const auto& [id, rule] : rules) {
    const kv1::Exercise* harder = knowledge_->FindExercise(id);
    while (true) {
      harder = knowledge_->FindExercise(harder->progression());
      if (harder == nullptr) break;
      if (warms_up(id) && warms_up(harder->id())) continue;
      if (!result->too_hard
               .emplace(harder->id(), SessionAdaptation::TooHard{id, rule})
               .second) {
        break;
      }
    }
  }
}

}  // namespace tonus::engine
