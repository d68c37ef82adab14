// SPDX-License-Identifier: Apache-2.0
// What a row of the adaptation rules counts among what was logged.

#ifndef TONUS_SERVICES_ENGINE_ROW_COUNT_H_
#define TONUS_SERVICES_ENGINE_ROW_COUNT_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"

namespace tonus::engine {

// What a row about sessions counted, in order.
struct Counted {
  std::vector<int> sessions;
  // Mornings whose pain rose; the sessions are the ones around them then.
  std::vector<absl::CivilDay> mornings;
};

// Positions are those of BlockDone::sessions. What it is made from must outlive
// it.
class RowCount {
 public:
  RowCount(const Knowledge& knowledge, const BlockDone& block)
      : knowledge_(knowledge), block_(block) {}

  // Which block, from 0, the session belongs to.
  int BlockAt(int position) const;

  // Whether the row judges what that stands for, a session or a relief run.
  bool Judges(const knowledge::v1::AdaptationRule& row, int position) const;

  // Returns the exposures that a row about exercises counted when it fires
  // after session `last`, none of them up to session `after`; else nothing.
  std::vector<int> OfExposures(const knowledge::v1::AdaptationRule& row,
                               const ExerciseSide& subject, int last,
                               int after) const;

  // Returns what a row about sessions counted when it fires after that one;
  // else no sessions.
  Counted OfSessions(const knowledge::v1::AdaptationRule& row,
                     int position) const;

 private:
  const SessionDone& At(int position) const {
    return block_.sessions[position];
  }
  bool IsIn(const knowledge::v1::AdaptationRule& row, int position,
            int last) const;
  std::vector<int> Matching(const knowledge::v1::AdaptationRule& row,
                            int last) const;
  bool IsEffortAbove(const knowledge::v1::AdaptationRule& row,
                     const std::vector<int>& counted) const;
  bool IsLastOfWeek(int position) const;
  int BlockWeekAt(int position) const;
  bool FiredEarlier(const knowledge::v1::EarlierRow& earlier,
                    int position) const;

  const Knowledge& knowledge_;
  const BlockDone& block_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_ROW_COUNT_H_
