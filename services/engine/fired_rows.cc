// SPDX-License-Identifier: Apache-2.0
#include "services/engine/fired_rows.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/logged_match.h"
#include "services/engine/pain_rise.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using kv1::AdaptationRule;

// The step that a row makes of an exercise: 1, -1, or 0 for none.
int StepOf(const AdaptationRule& row) {
  for (const kv1::AdaptationEffect& effect : row.effects()) {
    if (effect.has_step()) return effect.step();
  }
  return 0;
}

const kv1::Hold* HoldOf(const AdaptationRule& row) {
  for (const kv1::AdaptationEffect& effect : row.effects()) {
    if (effect.has_hold()) return &effect.hold();
  }
  return nullptr;
}

bool RollsBack(const AdaptationRule& row) {
  return absl::c_any_of(row.effects(), [](const kv1::AdaptationEffect& effect) {
    return effect.roll_back();
  });
}

// Reads the sessions one after the other.
class RowReader {
 public:
  RowReader(const Knowledge& knowledge, const BlockDone& block)
      : knowledge_(knowledge), block_(block) {}

  FiredRows Read();

 private:
  // What was taken for a step of one exercise in one session.
  struct Wish {
    FiredRow fired;
    int step = 0;
  };

  // Sessions after which an exercise does not go a step up.
  struct Held {
    const kv1::Hold* hold = nullptr;
    int from = 0;
    int to = 0;
  };

  const SessionDone& At(int position) const {
    return block_.sessions[position];
  }
  int BlockAt(int position) const {
    return BlockOf(knowledge_, At(position).number);
  }
  bool Judges(const AdaptationRule& row, int position) const {
    return At(position).relief_run == 0 || row.counts_relief();
  }
  bool IsIn(const AdaptationRule& row, int position, int last) const;
  std::vector<int> CountedSessions(const AdaptationRule& row, int last) const;
  std::vector<int> CountedExposures(const AdaptationRule& row,
                                    const ExerciseSide& subject,
                                    int last) const;
  bool IsEffortAbove(const AdaptationRule& row,
                     const std::vector<int>& counted) const;
  bool IsLastOfWeek(int position) const;
  int BlockWeekAt(int position) const;
  bool FiredEarlier(const kv1::EarlierRow& earlier, int position) const;
  std::vector<int> FiredOn(const AdaptationRule& row, int position) const;
  void AddHold(const AdaptationRule& row, int position);
  void AddHolds(const AdaptationRule& row);
  void ReadHolds();
  bool IsHeld(const AdaptationRule& row, int position) const;
  void ReadSessionRow(const AdaptationRule& row, int position);
  void ReadWeeks(int position);
  void ReadBreaks(int position);
  void ReadExercises(int position);
  static void DropYielding(std::vector<FiredRow>* fired);
  void TakeSteps(const std::vector<FiredRow>& fired, int position);
  bool AllSidesAgree(const FiredRow& up,
                     const std::vector<FiredRow>& fired) const;
  bool IsWeekFull(const AdaptationRule& row, int position) const;
  void Take(FiredRow fired, int step);
  void RollBack(int fired, int position);
  bool IsNew(const std::string& exercise, int position) const;

  const Knowledge& knowledge_;
  const BlockDone& block_;
  std::vector<Held> held_;
  FiredRows result_;
  // By exercise, within the block that is read: the step, the position after
  // which it was taken, and of the last step up.
  std::map<std::string, int> steps_;
  std::map<std::string, int> stepped_after_;
  std::map<std::string, int> raised_after_;
};

// Whether what happened at `position` counts together with what did at `last`.
bool RowReader::IsIn(const AdaptationRule& row, int position, int last) const {
  if (!Judges(row, position)) return false;
  if (row.span() == kv1::ADAPTATION_SPAN_DAYS) {
    return At(last).day - At(position).day < row.days();
  }
  if (BlockAt(position) != BlockAt(last)) return false;
  return row.span() != kv1::ADAPTATION_SPAN_WEEK ||
         (At(position).week == At(last).week &&
          At(position).attempt == At(last).attempt);
}

// Counts back from the last candidate, which must match, until there are as
// many as the row asks for.
class Count {
 public:
  explicit Count(const AdaptationRule& row) : row_(row) {}

  // Whether earlier candidates matter still.
  bool GoesOn() const {
    return !broken_ && static_cast<int>(positions_.size()) < row_.times();
  }

  void Add(int position, Truth truth) {
    if (truth == kv1::TRUTH_TRUE) {
      positions_.push_back(position);
    } else if (positions_.empty() ||
               row_.span() == kv1::ADAPTATION_SPAN_CONSECUTIVE) {
      broken_ = true;
    }
  }

  // Returns the positions in order; nothing when the row does not fire.
  std::vector<int> Take() {
    if (static_cast<int>(positions_.size()) < row_.times()) return {};
    std::reverse(positions_.begin(), positions_.end());
    return std::move(positions_);
  }

 private:
  const AdaptationRule& row_;
  std::vector<int> positions_;
  bool broken_ = false;
};

std::vector<int> RowReader::CountedSessions(const AdaptationRule& row,
                                            int last) const {
  Count count(row);
  for (int i = last; i >= 0 && count.GoesOn(); --i) {
    if (IsIn(row, i, last)) {
      count.Add(i, Matches(knowledge_, row.when(), block_, i));
    }
  }
  return count.Take();
}

// Exposures of a step and before count no further for the next.
std::vector<int> RowReader::CountedExposures(const AdaptationRule& row,
                                             const ExerciseSide& subject,
                                             int last) const {
  const kv1::Exercise& exercise = *knowledge_.FindExercise(subject.exercise);
  const auto stepped = stepped_after_.find(subject.exercise);
  const bool begins_anew = row.span() == kv1::ADAPTATION_SPAN_CONSECUTIVE &&
                           stepped != stepped_after_.end();
  const std::vector<Exposure>& exposures = block_.exposures.at(subject);
  Count count(row);
  for (auto exposure = exposures.rbegin();
       exposure != exposures.rend() && count.GoesOn(); ++exposure) {
    const int position = exposure->session;
    if (position > last || !IsIn(row, position, last)) continue;
    if (begins_anew && position <= stepped->second) break;
    count.Add(position, Matches(row.when(), exercise, *exposure, At(position)));
  }
  return count.Take();
}

bool RowReader::IsLastOfWeek(int position) const {
  for (size_t i = position + 1; i < block_.sessions.size(); ++i) {
    if (block_.sessions[i].relief_run == 0 &&
        BlockAt(static_cast<int>(i)) == BlockAt(position) &&
        block_.sessions[i].week == At(position).week &&
        block_.sessions[i].attempt == At(position).attempt) {
      return false;
    }
  }
  return true;
}

// Whether the mean effort of the sessions that told it is above the limit.
bool RowReader::IsEffortAbove(const AdaptationRule& row,
                              const std::vector<int>& counted) const {
  int sum = 0;
  int told = 0;
  for (int i = 0; i <= counted.back(); ++i) {
    if (!IsIn(row, i, counted.back()) || !At(i).rpe.has_value()) continue;
    sum += *At(i).rpe;
    ++told;
  }
  return told > 0 && sum > row.when().above_mean_rpe() * told;
}

// Weeks of all blocks, one after the other.
int RowReader::BlockWeekAt(int position) const {
  return BlockAt(position) * knowledge_.pack().week_shapes_size() +
         At(position).week;
}

bool RowReader::FiredEarlier(const kv1::EarlierRow& earlier,
                             int position) const {
  for (const AdaptationRule& row : knowledge_.pack().adaptation_rules()) {
    if (row.id() != earlier.row()) continue;
    for (int i = 0; i < position; ++i) {
      if (At(i).relief_run == 0 && BlockAt(i) == BlockAt(position) &&
          BlockWeekAt(position) - BlockWeekAt(i) >= earlier.weeks() &&
          !FiredOn(row, i).empty()) {
        return true;
      }
    }
  }
  return false;
}

// What a row about sessions counted when it fires after that one; else nothing.
std::vector<int> RowReader::FiredOn(const AdaptationRule& row,
                                    int position) const {
  std::vector<int> counted = CountedSessions(row, position);
  if (counted.empty()) return {};
  const kv1::LoggedCondition& when = row.when();
  if (when.has_above_mean_rpe() &&
      (!IsLastOfWeek(position) || !IsEffortAbove(row, counted))) {
    return {};
  }
  if (when.has_earlier() && !FiredEarlier(when.earlier(), position)) return {};
  if (!when.has_pain_rise()) return counted;
  if (block_.pain == nullptr) return {};
  return block_.pain->RisenBy(knowledge_, when.pain_rise(), block_, position);
}

// Those of the session itself, and of so many that were done after it.
void RowReader::AddHold(const AdaptationRule& row, int position) {
  const kv1::Hold* hold = HoldOf(row);
  if (hold == nullptr) return;
  int left = hold->sessions();
  int to = position;
  while (left > 0 && ++to < static_cast<int>(block_.sessions.size())) {
    if (At(to).relief_run == 0 && At(to).done) --left;
  }
  held_.push_back(
      {hold, position, left > 0 ? std::numeric_limits<int>::max() : to});
}

void RowReader::AddHolds(const AdaptationRule& row) {
  switch (row.subject()) {
    case kv1::ADAPTATION_SUBJECT_WEEK:
      for (const WeekTrained& week : block_.weeks_trained) {
        if (Matches(row.when(), week)) AddHold(row, week.position);
      }
      return;
    case kv1::ADAPTATION_SUBJECT_BREAK:
      for (const BreakTaken& taken : block_.breaks) {
        if (Matches(row.when(), taken)) AddHold(row, taken.position);
      }
      return;
    case kv1::ADAPTATION_SUBJECT_SESSION:
      for (int i = 0; i < static_cast<int>(block_.sessions.size()); ++i) {
        if (Judges(row, i) && !FiredOn(row, i).empty()) AddHold(row, i);
      }
      return;
    default:
      return;
  }
}

void RowReader::ReadHolds() {
  for (const AdaptationRule& row : knowledge_.pack().adaptation_rules()) {
    if (HoldOf(row) != nullptr) AddHolds(row);
  }
}

// Whether the step up of `row` is not taken after that session.
bool RowReader::IsHeld(const AdaptationRule& row, int position) const {
  return absl::c_any_of(held_, [&](const Held& held) {
    return held.from <= position && position <= held.to &&
           BlockAt(held.from) == BlockAt(position) &&
           !absl::c_linear_search(held.hold->but_rules(), row.rule());
  });
}

void RowReader::ReadSessionRow(const AdaptationRule& row, int position) {
  std::vector<int> counted = FiredOn(row, position);
  if (counted.empty()) return;
  const int fired = static_cast<int>(result_.rows.size());
  result_.rows.push_back({&row, {}, position, std::move(counted)});
  if (RollsBack(row)) RollBack(fired, position);
}

// What follows from the weeks of which that session was the last.
void RowReader::ReadWeeks(int position) {
  for (const AdaptationRule& row : knowledge_.pack().adaptation_rules()) {
    if (row.subject() != kv1::ADAPTATION_SUBJECT_WEEK) continue;
    for (size_t i = 0; i < block_.weeks_trained.size(); ++i) {
      const WeekTrained& week = block_.weeks_trained[i];
      if (week.position != position || !Matches(row.when(), week)) continue;
      result_.rows.push_back(
          {&row, {}, position, week.sessions, static_cast<int>(i)});
    }
  }
}

// What follows from the break after that session.
void RowReader::ReadBreaks(int position) {
  for (const AdaptationRule& row : knowledge_.pack().adaptation_rules()) {
    if (row.subject() != kv1::ADAPTATION_SUBJECT_BREAK) continue;
    for (const BreakTaken& taken : block_.breaks) {
      if (taken.position != position || !Matches(row.when(), taken)) continue;
      result_.rows.push_back({&row, {}, position, {position}});
    }
  }
}

void RowReader::DropYielding(std::vector<FiredRow>* fired) {
  const auto yields = [&](const FiredRow& row) {
    return absl::c_any_of(*fired, [&](const FiredRow& other) {
      return other.subject == row.subject &&
             absl::c_linear_search(row.row->yields_to(), other.row->id());
    });
  };
  std::vector<FiredRow> kept;
  absl::c_copy_if(*fired, std::back_inserter(kept),
                  [&](const FiredRow& row) { return !yields(row); });
  *fired = std::move(kept);
}

void RowReader::ReadExercises(int position) {
  std::vector<FiredRow> fired;
  for (const AdaptationRule& row : knowledge_.pack().adaptation_rules()) {
    if (row.subject() != kv1::ADAPTATION_SUBJECT_EXERCISE ||
        !Judges(row, position)) {
      continue;
    }
    for (const auto& [subject, exposures] : block_.exposures) {
      if (absl::c_none_of(exposures, [&](const Exposure& exposure) {
            return exposure.session == position;
          })) {
        continue;
      }
      std::vector<int> counted = CountedExposures(row, subject, position);
      if (counted.empty()) continue;
      fired.push_back({&row, subject, position, std::move(counted)});
    }
  }
  DropYielding(&fired);
  TakeSteps(fired, position);
}

// Whether a row fired on every side on which the exercise was done.
bool RowReader::AllSidesAgree(const FiredRow& up,
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

bool RowReader::IsWeekFull(const AdaptationRule& row, int position) const {
  if (row.per_week() == 0) return false;
  const auto fired = absl::c_count_if(result_.rows, [&](const FiredRow& other) {
    return other.row == &row && At(other.session).week == At(position).week &&
           BlockAt(other.session) == BlockAt(position);
  });
  return fired >= row.per_week();
}

void RowReader::Take(FiredRow fired, int step) {
  const std::string exercise = fired.subject.exercise;
  const int position = fired.session;
  result_.rows.push_back(std::move(fired));
  if (step == 0) return;
  int& stands = steps_[exercise];
  stands = step < 0 ? -1 : stands + 1;
  stepped_after_[exercise] = position;
  if (step > 0) raised_after_[exercise] = position;
  result_.steps.push_back(
      {exercise, stands, static_cast<int>(result_.rows.size()) - 1});
}

// An exercise takes one step in a session at most, and down goes before up.
void RowReader::TakeSteps(const std::vector<FiredRow>& fired, int position) {
  std::set<std::string> stepped;
  for (const FiredRow& row : fired) {
    const int step = StepOf(*row.row);
    if (step > 0) continue;
    const bool first = step == 0 || stepped.insert(row.subject.exercise).second;
    Take(row, first ? step : 0);
  }
  // What went wrong in any way does not get harder.
  for (const FiredRow& row : fired) {
    if (StepOf(*row.row) <= 0) stepped.insert(row.subject.exercise);
  }
  int raised = 0;
  for (const FiredRow& row : fired) {
    if (StepOf(*row.row) <= 0 || stepped.contains(row.subject.exercise) ||
        steps_[row.subject.exercise] == kHarderStep ||
        raised == knowledge_.pack().adaptation().steps_up_per_session() ||
        IsWeekFull(*row.row, position) || IsHeld(*row.row, position) ||
        !AllSidesAgree(row, fired)) {
      continue;
    }
    stepped.insert(row.subject.exercise);
    ++raised;
    Take(row, 1);
  }
}

// Whether the exercise was done in no session of the block before, or for the
// first time since it went up a step.
bool RowReader::IsNew(const std::string& exercise, int position) const {
  const auto raised = raised_after_.find(exercise);
  const int since = raised == raised_after_.end() ? -1 : raised->second;
  for (const auto& [subject, exposures] : block_.exposures) {
    if (subject.exercise != exercise) continue;
    for (const Exposure& exposure : exposures) {
      if (At(exposure.session).relief_run == 0 && exposure.session < position &&
          exposure.session > since &&
          BlockAt(exposure.session) == BlockAt(position)) {
        return false;
      }
    }
  }
  return true;
}

void RowReader::RollBack(int fired, int position) {
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
    stands = stands > 0 ? stands - 1 : -1;
    stepped_after_[exercise] = position;
    result_.steps.push_back({exercise, stands, fired});
  }
}

FiredRows RowReader::Read() {
  std::optional<int> block;
  ReadHolds();
  for (size_t i = 0; i < block_.sessions.size(); ++i) {
    const int position = static_cast<int>(i);
    if (block != BlockAt(position)) {
      block = BlockAt(position);
      steps_.clear();
      stepped_after_.clear();
      raised_after_.clear();
    }
    ReadExercises(position);
    for (const AdaptationRule& row : knowledge_.pack().adaptation_rules()) {
      if (row.subject() == kv1::ADAPTATION_SUBJECT_SESSION &&
          Judges(row, position)) {
        ReadSessionRow(row, position);
      }
    }
    ReadWeeks(position);
    ReadBreaks(position);
  }
  return std::move(result_);
}

}  // namespace

FiredRows ReadFiredRows(const Knowledge& knowledge, const BlockDone& block) {
  return RowReader(knowledge, block).Read();
}

}  // namespace tonus::engine
