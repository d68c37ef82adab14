// SPDX-License-Identifier: Apache-2.0
// Which week a session is like: that of the person and not of its number.
#include <algorithm>

#include "absl/algorithm/container.h"
#include "services/engine/adaptation.h"
#include "services/engine/missed_sessions.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// The row about a week in which nothing was begun; nullptr when there is none.
const kv1::AdaptationRule* NothingDone(const Knowledge& knowledge) {
  for (const kv1::AdaptationRule& row : knowledge.pack().adaptation_rules()) {
    if (row.subject() == kv1::ADAPTATION_SUBJECT_WEEK &&
        row.when().has_max_week_begun() && row.when().max_week_begun() == 0) {
      return &row;
    }
  }
  return nullptr;
}

// What the row tells who has not begun.
v1::AppliedAdaptation ToldLate(const kv1::AdaptationRule& row) {
  v1::AppliedAdaptation told;
  told.set_rule(row.rule());
  told.set_reason(row.late_reason().empty() ? row.reason() : row.late_reason());
  told.set_finding(row.late_finding().empty() ? row.finding()
                                              : row.late_finding());
  return told;
}

}  // namespace

// From the first on: a week earlier is earlier than what was done.
void Adaptation::ReadLikeWeeks() {
  for (size_t i = 0; i < turns_.size(); ++i) {
    Turn& turn = turns_[i];
    turn.like_week = turn.week;
    if (!turn.done || !turn.IsSession()) continue;
    const Place place = PlaceOf(turn.number, turn.day);
    SessionAdaptation here;
    for (const FiredRow& fired : fired_.rows) {
      if (fired.session >= static_cast<int>(i)) continue;
      for (const kv1::AdaptationEffect& effect : fired.row->effects()) {
        if (effect.has_fall_back()) {
          FallBack(fired, effect.fall_back(), place, &here);
        }
      }
    }
    here.like_week = StricterLimit(here.like_week, WeekSinceBegun(place));
    if (here.like_week > 0) turn.like_week = here.like_week;
  }
}

bool Adaptation::HasPassed(int number) const {
  return absl::c_linear_search(passed_, number);
}

// Sessions after what fired: those that were done since, then those that are
// open, in their order.
int Adaptation::PlaceAfter(const FiredRow& fired, const Place& place) const {
  int after = 0;
  for (size_t i = fired.session + 1; i < turns_.size(); ++i) {
    if (!turns_[i].done) continue;
    if (turns_[i].number == place.number) return after;
    ++after;
  }
  for (const int number : numbers_) {
    if (WasDone(number)) continue;
    if (number == place.number) return after;
    if (!HasPassed(number)) ++after;
  }
  return -1;
}

int Adaptation::WeekSinceBegun(const Place& place) const {
  if (passed_.empty()) return 0;
  const auto is_of_block = [&](const Turn& turn) {
    return turn.done && turn.IsSession() &&
           BlockOf(*knowledge_, turn.number) == place.block;
  };
  const auto first = absl::c_find_if(turns_, is_of_block);
  if (first != turns_.end() && first->week == 1) return 0;
  auto before = std::count_if(turns_.begin(), turns_.begin() + place.position,
                              is_of_block);
  if (!WasDone(place.number)) {
    before += absl::c_count_if(numbers_, [&](int number) {
      return number < place.number && !WasDone(number) && !HasPassed(number);
    });
  }
  const int week = 1 + static_cast<int>(before) /
                           knowledge_->pack().session().sessions_per_week();
  return week < place.week ? week : 0;
}

void Adaptation::BeginLate(const Place& place,
                           SessionAdaptation* result) const {
  const kv1::AdaptationRule* row = NothingDone(*knowledge_);
  const int week = WeekSinceBegun(place);
  if (row == nullptr || week == 0) return;
  result->like_week = StricterLimit(result->like_week, week);
  result->applied.push_back(ToldLate(*row));
}

void Adaptation::AskIfLate(const Place& place,
                           SessionAdaptation* result) const {
  if (!late_.has_value()) return;
  const auto is_before = [&](const Turn& turn) {
    return turn.done && turn.IsSession() && turn.number != place.number &&
           BlockOf(*knowledge_, turn.number) == place.block;
  };
  const bool was_begun =
      std::any_of(turns_.begin(), turns_.begin() + place.position, is_before);
  const bool is_done = WasDone(place.number);
  const bool is_first = is_done || absl::c_none_of(numbers_, [&](int number) {
                          return number < place.number && !HasPassed(number);
                        });
  const absl::CivilDay day = is_done ? place.day : today_;
  if (was_begun || !is_first || day < late_->day ||
      absl::c_none_of(numbers_,
                      [&](int number) { return number == place.number; }) ||
      HasPassed(place.number)) {
    return;
  }
  result->check_first = late_->check;
  result->check_rule = late_->row->rule();
  result->last_day = late_->since;
  v1::AppliedAdaptation& told = result->applied.emplace_back();
  told.set_rule(late_->row->rule());
  told.set_reason(late_->reason);
  told.set_finding(late_->finding);
}

// Each week has its shape at the earliest so many sessions later.
bool Adaptation::FallBack(const FiredRow& fired, const kv1::FallBack& back,
                          const Place& place, SessionAdaptation* result) const {
  const Turn& last = turns_[fired.session];
  const int after = PlaceAfter(fired, place);
  const bool again = absl::c_any_of(fired_.rows, [&](const FiredRow& other) {
    return other.row == fired.row && other.week == fired.week - 1;
  });
  if (after < 0 || (back.once() && again) ||
      BlockOf(*knowledge_, last.number) != place.block) {
    return false;
  }
  const int week = std::max(1, last.like_week - back.weeks()) +
                   after / knowledge_->pack().session().sessions_per_week();
  if (week >= place.week) return false;
  // A break tells no second time what a week without sessions told.
  if (fired.week < 0 && result->like_week > 0 && result->like_week <= week) {
    return false;
  }
  result->like_week = StricterLimit(result->like_week, week);
  return true;
}

}  // namespace tonus::engine
