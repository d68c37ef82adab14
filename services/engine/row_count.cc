// SPDX-License-Identifier: Apache-2.0
#include "services/engine/row_count.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/fired_rows.h"
#include "services/engine/logged_match.h"
#include "services/engine/pain_rise.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using kv1::AdaptationRule;

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

bool StepsUp(const AdaptationRule& row) {
  return absl::c_any_of(row.effects(), [](const kv1::AdaptationEffect& effect) {
    return effect.step() > 0;
  });
}

}  // namespace

int RowCount::BlockAt(int position) const {
  return BlockOf(knowledge_, At(position).number);
}

bool RowCount::Judges(const AdaptationRule& row, int position) const {
  const SessionDone& session = At(position);
  // Relief is no training to go up from.
  const bool relief = session.relief || session.planned_relief;
  if (session.IsSession()) return !relief || !StepsUp(row);
  return session.relief_run > 0 ? row.counts_relief() : row.counts_home();
}

// Whether what happened at `position` counts together with what did at `last`.
bool RowCount::IsIn(const AdaptationRule& row, int position, int last) const {
  if (!Judges(row, position)) return false;
  if (row.span() == kv1::ADAPTATION_SPAN_DAYS) {
    return At(last).day - At(position).day < row.days();
  }
  if (BlockAt(position) != BlockAt(last)) return false;
  return row.span() != kv1::ADAPTATION_SPAN_WEEK ||
         (At(position).week == At(last).week &&
          At(position).attempt == At(last).attempt);
}

std::vector<int> RowCount::Matching(const AdaptationRule& row, int last) const {
  Count count(row);
  for (int i = last; i >= 0 && count.GoesOn(); --i) {
    if (IsIn(row, i, last)) {
      count.Add(i, Matches(knowledge_, row.when(), block_, i));
    }
  }
  return count.Take();
}

std::vector<int> RowCount::OfExposures(const AdaptationRule& row,
                                       const ExerciseSide& subject, int last,
                                       int after) const {
  const kv1::Exercise& exercise = *knowledge_.FindExercise(subject.exercise);
  const std::vector<Exposure>& exposures = block_.exposures.at(subject);
  Count count(row);
  for (auto exposure = exposures.rbegin();
       exposure != exposures.rend() && count.GoesOn(); ++exposure) {
    const int position = exposure->session;
    if (position > last || !IsIn(row, position, last)) continue;
    if (position <= after) break;
    count.Add(position, Matches(row.when(), exercise, *exposure, At(position)));
  }
  return count.Take();
}

bool RowCount::IsLastOfWeek(int position) const {
  for (size_t i = position + 1; i < block_.sessions.size(); ++i) {
    if (block_.sessions[i].IsSession() &&
        BlockAt(static_cast<int>(i)) == BlockAt(position) &&
        block_.sessions[i].week == At(position).week &&
        block_.sessions[i].attempt == At(position).attempt) {
      return false;
    }
  }
  return true;
}

// Whether the mean effort of the sessions that told it is above the limit.
bool RowCount::IsEffortAbove(const AdaptationRule& row,
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
int RowCount::BlockWeekAt(int position) const {
  return BlockAt(position) * knowledge_.pack().week_shapes_size() +
         At(position).week;
}

bool RowCount::FiredEarlier(const kv1::EarlierRow& earlier,
                            int position) const {
  for (const AdaptationRule& row : knowledge_.pack().adaptation_rules()) {
    if (row.id() != earlier.row()) continue;
    for (int i = 0; i < position; ++i) {
      if (At(i).IsSession() && BlockAt(i) == BlockAt(position) &&
          BlockWeekAt(position) - BlockWeekAt(i) >= earlier.weeks() &&
          !OfSessions(row, i).sessions.empty()) {
        return true;
      }
    }
  }
  return false;
}

Counted RowCount::OfSessions(const AdaptationRule& row, int position) const {
  const std::vector<int> counted = Matching(row, position);
  if (counted.empty()) return {};
  const kv1::LoggedCondition& when = row.when();
  if (when.has_above_mean_rpe() &&
      (!IsLastOfWeek(position) || !IsEffortAbove(row, counted))) {
    return {};
  }
  if (when.has_earlier() && !FiredEarlier(when.earlier(), position)) return {};
  if (!when.has_pain_rise()) return {counted, {}};
  if (block_.pain == nullptr) return {};
  return block_.pain->RisenBy(knowledge_, when.pain_rise(), block_, position);
}

}  // namespace tonus::engine
