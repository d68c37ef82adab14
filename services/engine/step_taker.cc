// SPDX-License-Identifier: Apache-2.0
#include "services/engine/step_taker.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/candidates.h"
#include "services/engine/row_effects.h"
#include "services/engine/selection.h"

namespace tonus::engine {

namespace kv1 = knowledge::v1;

using kv1::AdaptationRule;

void StepTaker::BeginBlock() {
  steps_.clear();
  stepped_after_.clear();
  raised_after_.clear();
  before_last_up_.clear();
  rests_for_.clear();
  gone_.clear();
}

int StepTaker::LastStepAfter(const std::string& exercise) const {
  const auto stepped = stepped_after_.find(exercise);
  return stepped == stepped_after_.end() ? -1 : stepped->second;
}

int StepTaker::StandsAt(const std::string& exercise) const {
  const auto found = steps_.find(exercise);
  return found == steps_.end() ? 0 : found->second;
}

// Whether a row fired on every side on which the exercise was done.
bool StepTaker::AllSidesAgree(const FiredRow& up,
                              const std::vector<FiredRow>& fired) const {
  for (const auto& exposures : block_.exposures) {
    if (exposures.first.exercise != up.subject.exercise) continue;
    const bool was_done =
        absl::c_any_of(exposures.second, [&](const Exposure& exposure) {
          return exposure.session == up.session;
        });
    if (was_done && absl::c_none_of(fired, [&](const FiredRow& other) {
          return other.row == up.row && other.subject == exposures.first;
        })) {
      return false;
    }
  }
  return true;
}

bool StepTaker::IsWeekFull(const AdaptationRule& row, int position) const {
  if (row.per_week() == 0) return false;
  const auto fired = absl::c_count_if(result_.rows, [&](const FiredRow& other) {
    return other.row == &row &&
           block_.sessions[other.session].week ==
               block_.sessions[position].week &&
           counts_.BlockAt(other.session) == counts_.BlockAt(position);
  });
  return fired >= row.per_week();
}

// Where the exercise stands after its next step up; 0 when none is left.
int StepTaker::NextStep(const FiredRow& up) const {
  const std::string& id = up.subject.exercise;
  const int stands = StandsAt(id);
  if (room_ == nullptr) return stands == kHarderStep ? 0 : stands + 1;
  std::vector<kv1::Side> sides;
  for (const auto& [subject, exposures] : block_.exposures) {
    if (subject.exercise == id && subject.side != kv1::SIDE_MIDLINE &&
        absl::c_any_of(exposures, [&](const Exposure& exposure) {
          return exposure.session == up.session;
        })) {
      sides.push_back(subject.side);
    }
  }
  return room_->NextStep(*knowledge_.FindExercise(id), sides, stands,
                         block_.sessions[up.session].number + 1);
}

void StepTaker::Take(FiredRow fired, const std::string& exercise, int stands,
                     bool up) {
  const int position = fired.session;
  const kv1::LeaveOut* rest = LeaveOutOf(*fired.row);
  rests_for_[exercise] = rest == nullptr ? 0 : rest->sessions();
  // What was counted for the step of another counts no further.
  stepped_after_[fired.subject.exercise] = position;
  result_.rows.push_back(std::move(fired));
  if (up) {
    before_last_up_[exercise] = StandsAt(exercise);
    raised_after_[exercise] = position;
  }
  steps_[exercise] = stands;
  stepped_after_[exercise] = position;
  result_.steps.push_back(
      {exercise, stands, static_cast<int>(result_.rows.size()) - 1});
}

// By the rank of the decision that they serve, then by id.
void StepTaker::PutImportantFirst(std::vector<FiredRow>* up) const {
  if (room_ == nullptr || up->size() < 2) return;
  std::map<std::string, int> ranks;
  for (const FiredRow& row : *up) {
    const std::string& id = row.subject.exercise;
    ranks.emplace(id, room_->RankOf(*knowledge_.FindExercise(id)));
  }
  absl::c_stable_sort(*up, [&](const FiredRow& a, const FiredRow& b) {
    const std::string& one = a.subject.exercise;
    const std::string& other = b.subject.exercise;
    return std::tie(ranks.at(one), one) < std::tie(ranks.at(other), other);
  });
}

bool StepTaker::WasDone(const std::string& exercise, int from, int to) const {
  return absl::c_any_of(block_.exposures, [&](const auto& exposures) {
    return exposures.first.exercise == exercise &&
           absl::c_any_of(exposures.second, [&](const Exposure& exposure) {
             return exposure.session >= from && exposure.session <= to;
           });
  });
}

// Whether the rest after its last step was over before the session.
bool StepTaker::HasRested(const std::string& exercise, int position) const {
  int sessions = 0;
  for (int i = stepped_after_.at(exercise) + 1; i < position; ++i) {
    const SessionDone& session = block_.sessions[i];
    if (session.IsSession() && session.begun) ++sessions;
  }
  return stepped_after_.at(exercise) < position &&
         sessions >= rests_for_.at(exercise);
}

// The exercise that went a step down and in whose place the easier one was
// done, the next harder one of several; empty for none.
std::string StepTaker::ReplacedBy(const FiredRow& easier) const {
  const kv1::Exercise* in_place =
      knowledge_.FindExercise(easier.subject.exercise);
  std::string replaced;
  std::ptrdiff_t nearest = 0;
  for (const auto& [id, step] : steps_) {
    if (step >= 0 || gone_.contains(id) ||
        WasDone(id, easier.causes.front(), easier.session)) {
      continue;
    }
    const kv1::Exercise& exercise = *knowledge_.FindExercise(id);
    const Candidates chain = Easier(knowledge_, exercise);
    const auto place = absl::c_find(chain, in_place);
    if (place == chain.end() || !ServesSame(*in_place, exercise)) continue;
    const std::ptrdiff_t distance = place - chain.begin();
    if (replaced.empty() || distance < nearest) {
      replaced = id;
      nearest = distance;
    }
  }
  return replaced;
}

// Returns whether the step was taken. What is done in the place of another goes
// no step up itself: done well twice after the rest, it brings the other back.
bool StepTaker::TakeUp(const FiredRow& row, std::set<std::string>* stepped) {
  const std::string& exercise = row.subject.exercise;
  const bool back = StandsAt(exercise) < 0;
  const std::string replaced = back ? "" : ReplacedBy(row);
  if (!replaced.empty()) {
    if (row.causes.size() < 2 || stepped->contains(replaced) ||
        !HasRested(replaced, row.causes.front())) {
      return false;
    }
    stepped->insert({exercise, replaced});
    Take(row, replaced, 0, /*up=*/true);
    return true;
  }
  const int next = NextStep(row);
  if (next == 0 && !back) return false;
  stepped->insert(exercise);
  Take(row, exercise, next, /*up=*/true);
  return true;
}

void StepTaker::TakeUp(std::vector<FiredRow> up, int position,
                       std::set<std::string> stepped) {
  PutImportantFirst(&up);
  int raised = 0;
  for (const FiredRow& row : up) {
    if (raised == knowledge_.pack().adaptation().steps_up_per_session()) return;
    if (stepped.contains(row.subject.exercise) ||
        IsWeekFull(*row.row, position) || holds_.IsHeld(*row.row, position) ||
        !AllSidesAgree(row, up)) {
      continue;
    }
    raised += TakeUp(row, &stepped) ? 1 : 0;
  }
}

void StepTaker::Take(const std::vector<FiredRow>& fired, int position) {
  std::set<std::string> stepped;
  std::vector<FiredRow> up;
  for (const FiredRow& row : fired) {
    const int step = StepOf(*row.row);
    if (step > 0) {
      up.push_back(row);
    } else if (step < 0 && StandsAt(row.subject.exercise) < 0 &&
               row.row->effects_size() == 1) {
      // Nothing is easier than the step down on which it stands.
      stepped.insert(row.subject.exercise);
    } else if (step < 0 && stepped.insert(row.subject.exercise).second) {
      Take(row, row.subject.exercise, -1, /*up=*/false);
    } else {
      result_.rows.push_back(row);
    }
  }
  // What went wrong in any way does not get harder.
  for (const FiredRow& row : fired) {
    if (StepOf(*row.row) <= 0) stepped.insert(row.subject.exercise);
    if (IsForBlock(*row.row)) gone_.insert(row.subject.exercise);
  }
  TakeUp(std::move(up), position, std::move(stepped));
}

// Whether the exercise was done in no session of the block before, or for the
// first time since it went up a step.
bool StepTaker::IsNew(const std::string& exercise, int position) const {
  const auto raised = raised_after_.find(exercise);
  const int since = raised == raised_after_.end() ? -1 : raised->second;
  for (const auto& [subject, exposures] : block_.exposures) {
    if (subject.exercise != exercise) continue;
    for (const Exposure& exposure : exposures) {
      if (block_.sessions[exposure.session].IsSession() &&
          exposure.session < position && exposure.session > since &&
          counts_.BlockAt(exposure.session) == counts_.BlockAt(position)) {
        return false;
      }
    }
  }
  return true;
}

void StepTaker::RollBack(int fired, int position) {
  std::set<std::string> exercises;
  for (const auto& [subject, exposures] : block_.exposures) {
    for (const Exposure& exposure : exposures) {
      if (exposure.session == position) exercises.insert(subject.exercise);
    }
  }
  for (const std::string& exercise : exercises) {
    const auto stepped = stepped_after_.find(exercise);
    const bool just_stepped =
        stepped != stepped_after_.end() && stepped->second == position;
    if (just_stepped || !IsNew(exercise, position)) continue;
    int& stands = steps_[exercise];
    stands = stands > 0 ? before_last_up_[exercise] : -1;
    rests_for_[exercise] = 0;
    stepped_after_[exercise] = position;
    result_.steps.push_back({exercise, stands, fired});
  }
}

}  // namespace tonus::engine
