// SPDX-License-Identifier: Apache-2.0
// Whether an exercise can go a step up, and whose turn it is.

#ifndef TONUS_SERVICES_ENGINE_STEP_ROOM_H_
#define TONUS_SERVICES_ENGINE_STEP_ROOM_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/engine/eligibility.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Judges steps by the ranges of exercise and week, by what a clinician leaves
// of a dose and, for the harder exercise, by what the person may do. What it is
// made from must outlive it. Nothing is read before it is asked for.
class StepRoom {
 public:
  StepRoom(const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
           absl::CivilDay today)
      : knowledge_(knowledge), facts_(facts), today_(today) {}

  // Returns the first step above `step` that changes what is done of `exercise`
  // on `sides` in session `number`; 0 for none.
  int NextStep(const knowledge::v1::Exercise& exercise,
               const std::vector<knowledge::v1::Side>& sides, int step,
               int number);

  // Returns the rank of the most important decision that `exercise` serves,
  // from 1; that of none is the highest.
  int RankOf(const knowledge::v1::Exercise& exercise);

 private:
  const v1::Interpretation& Reading();
  const Eligibility& Allowed();
  bool IsHarderPossible(const knowledge::v1::Exercise& exercise,
                        const std::vector<knowledge::v1::Side>& sides,
                        const knowledge::v1::WeekShape& week);
  bool UsesNewRange(const knowledge::v1::Exercise& exercise);

  const Knowledge& knowledge_;
  const storage::v1::PatientFacts& facts_;
  const absl::CivilDay today_;
  std::unique_ptr<v1::Interpretation> reading_;
  std::unique_ptr<Eligibility> allowed_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_STEP_ROOM_H_
