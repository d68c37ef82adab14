// SPDX-License-Identifier: Apache-2.0
// What one person does at the steps of the relief ladder.

#ifndef TONUS_SERVICES_ENGINE_LADDER_H_
#define TONUS_SERVICES_ENGINE_LADDER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "services/engine/candidates.h"
#include "services/engine/eligibility.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// The exercise of a step, or why the step is left out.
struct StepChoice {
  const knowledge::v1::Exercise* exercise = nullptr;
  v1::Dropped refusal;  // Of the exercise of the pack; its id is always set.
};

// An item and the time that it takes.
struct TimedItem {
  v1::SessionItem item;
  int seconds = 0;
};

// What it is made from must outlive it.
class Ladder {
 public:
  using Ids = absl::flat_hash_set<std::string>;

  Ladder(const Knowledge& knowledge, const v1::Interpretation& interpretation,
         const Eligibility& eligibility, const knowledge::v1::WeekShape& week);

  // Returns what is done at `step`, where nothing of `used` is done again. A
  // forbidden exercise is left out, one that needs caution gives way to its
  // easier form, also where it stands in for another, one above the level cap
  // to the next easier one that is not; one without its equipment to another of
  // the same target and family, then to an easier one.
  // Movements against the direction that eases are left out; bending of
  // the low back for a person who is sensitive to it (D-10).
  StepChoice Choose(const knowledge::v1::LadderStep& step,
                    const Ids& used) const;

  // Returns the movements in the direction that eases, which begin the rung of
  // movement (D-08); none when no direction does.
  Candidates EasingMovements(const Ids& used) const;

  // Returns why `exercise` is not done; nullopt when it may be.
  std::optional<v1::Dropped> Refuse(const knowledge::v1::Exercise& exercise,
                                    const Ids& used) const;
  bool Allows(const knowledge::v1::Exercise& exercise, const Ids& used) const {
    return !Refuse(exercise, used).has_value();
  }

  // Whether the person must be warm before `exercise` at this rung (R-700,
  //
  bool NeedsWarmth(int rung, const knowledge::v1::Exercise& exercise) const;

  // Returns the first warm-up of the pack that may be done, or nullptr.
  const knowledge::v1::Exercise* WarmUp(const Ids& used) const;

  // Returns `exercise` with its dose of one set.
  TimedItem MakeItem(const knowledge::v1::Exercise& exercise,
                     absl::string_view rule, absl::string_view reason) const;

 private:
  const knowledge::v1::Exercise* InPlaceOf(
      const knowledge::v1::Exercise& exercise, Refusal::Kind kind,
      const Ids& used) const;
  std::optional<StepChoice> UnderCaution(
      const knowledge::v1::Exercise& exercise, const Ids& used) const;
  void CapItem(const knowledge::v1::Exercise& exercise,
               std::vector<v1::Dose>* doses) const;

  const Knowledge& knowledge_;
  const v1::Interpretation& interpretation_;
  const Eligibility& eligibility_;
  // The time of rising is not known, so bending may fall inside the wait.
  const bool bending_waits_;
  Spot spot_;
  absl::string_view easing_;
  absl::string_view opposite_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_LADDER_H_
