// SPDX-License-Identifier: Apache-2.0
// Which exercises go a step up or down after a session.

#ifndef TONUS_SERVICES_ENGINE_STEP_TAKER_H_
#define TONUS_SERVICES_ENGINE_STEP_TAKER_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/engine/exposures.h"
#include "services/engine/fired_rows.h"
#include "services/engine/knowledge.h"
#include "services/engine/row_count.h"
#include "services/engine/step_holds.h"
#include "services/engine/step_room.h"

namespace tonus::engine {

// Takes the steps of one session after the other. What it is made from must
// outlive it.
class StepTaker {
 public:
  // Without `room` every step changes something, and nothing goes first.
  StepTaker(const Knowledge& knowledge, const BlockDone& block,
            const RowCount& counts, StepRoom* room, FiredRows* result)
      : knowledge_(knowledge),
        block_(block),
        counts_(counts),
        holds_(knowledge, block, counts),
        room_(room),
        result_(*result) {}

  // Steps of another block count no further.
  void BeginBlock();

  // Position of the session after which `exercise` took its last step; -1 for
  // none.
  int LastStepAfter(const std::string& exercise) const;

  // Adds what fired on exercises after the session, with its steps: one of an
  // exercise at most, down before up, and those up that change something, the
  // most important first.
  void Take(const std::vector<FiredRow>& fired, int position);

  // Takes back what was new or had gone up in the session, because of the row
  // that fired.
  void RollBack(int fired, int position);

 private:
  void TakeUp(std::vector<FiredRow> up, int position,
              std::set<std::string> stepped);
  void Take(FiredRow fired, const std::string& exercise, int stands, bool up);
  bool TakeUp(const FiredRow& row, std::set<std::string>* stepped);
  void PutImportantFirst(std::vector<FiredRow>* up) const;
  int StandsAt(const std::string& exercise) const;
  std::string ReplacedBy(const FiredRow& easier) const;
  bool WasDone(const std::string& exercise, int from, int to) const;
  bool HasRested(const std::string& exercise, int position) const;
  int NextStep(const FiredRow& up) const;
  bool AllSidesAgree(const FiredRow& up,
                     const std::vector<FiredRow>& fired) const;
  bool IsWeekFull(const knowledge::v1::AdaptationRule& row, int position) const;
  bool IsNew(const std::string& exercise, int position) const;

  const Knowledge& knowledge_;
  const BlockDone& block_;
  const RowCount& counts_;
  const StepHolds holds_;
  StepRoom* const room_;
  FiredRows& result_;
  // By exercise, within the block that is read: the step, the position after
  // which it was taken, and that of the last step up, and the step before that.
  std::map<std::string, int> steps_;
  std::map<std::string, int> stepped_after_;
  std::map<std::string, int> raised_after_;
  std::map<std::string, int> before_last_up_;
  // How many sessions it rests after its last step.
  std::map<std::string, int> rests_for_;
  // What is left out of the rest of the block.
  std::set<std::string> gone_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_STEP_TAKER_H_
