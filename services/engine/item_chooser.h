// SPDX-License-Identifier: Apache-2.0
// Chooses the exercise for a place in a session and writes it down: dose,
// tempo, reason, and what else was considered.

#ifndef TONUS_SERVICES_ENGINE_ITEM_CHOOSER_H_
#define TONUS_SERVICES_ENGINE_ITEM_CHOOSER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "services/engine/candidates.h"
#include "services/engine/eligibility.h"
#include "services/engine/knowledge.h"
#include "services/engine/selection.h"
#include "services/engine/session_length.h"
#include "services/engine/told_adaptations.h"
#include "services/engine/wishes.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Which session is built.
struct SessionSpot {
  const knowledge::v1::WeekShape* week = nullptr;
  // Position in the week, from 0.
  int position = 0;
  // Whether a short session has what matters most, whoever's turn it is.
  bool by_rank = false;
  // Counted through all blocks; 0 where techniques take no turns.
  int number = 0;
  // Percent of volume taken off what is chosen.
  int taper_percent = 0;
  // When set, the only exercises that may be used.
  const absl::flat_hash_set<std::string>* pool = nullptr;
  // What the person likes and dislikes.
  const Wishes* wishes = nullptr;
  SessionLength length;
};

// What is wanted for one place.
struct ItemRequest {
  Candidates candidates;
  std::vector<knowledge::v1::Side> sides;
  // The target whose worse side gets more; empty for none.
  std::string target;
  std::string decision;
  std::string rule;
  std::string reason;
  // Unspecified: where what is chosen belongs by itself.
  knowledge::v1::Slot slot = knowledge::v1::SLOT_INTRA;
  int max_side_seconds = 0;
  // The muscle whose new range the movement that comes first uses; empty for
  // none.
  std::string released;
  bool one_set = false;
  // Whether caution and likes have been weighed in the order of `candidates`.
  bool in_order = false;
  // Whether dislikes count.
  bool may_be_disliked = false;
  // Whether less of it would not do: then it is never lightened, and what went
  // a step down is passed over.
  bool whole_dose = false;
  // Whether it is the stability exercise that the session would not have within
  // its level cap.
  bool keeps_stability = false;
  // Whether a step down may not make another kind of exercise of it.
  bool keeps_technique = false;
};

// Chooses items for one session. What it is made from must outlive it. Every
// exercise is used once, unless it is taken out of `passed_over`.
class ItemChooser {
 public:
  ItemChooser(const Knowledge& knowledge,
              const v1::Interpretation& interpretation,
              const Eligibility& eligibility, const SessionSpot& spot);

  // Returns the item; nullopt when nothing safe is left.
  std::optional<v1::SessionItem> Choose(const ItemRequest& request);

  // What is safe when the last item was not chosen all the same: all of it
  // stands in the session already, or is passed over for another reason. In the
  // order of choice.
  const Candidates& taken() const { return taken_; }

  // What would do when the last item was not chosen, but is above the level
  // cap; nullptr for none.
  const knowledge::v1::Exercise* above_cap() const { return above_cap_; }

  // What stands in the session for `exercise`: another one that took its place
  // by a step, else itself.
  std::string PlaceOf(const std::string& exercise) const;

  // Takes back `exercise`, which was chosen: it is free again, and so is what
  // it took the place of by a step.
  void Free(const std::string& exercise);

  // Exercises of items that a step made easier or harder, each with that whose
  // step it was.
  const SteppedItems& stepped() const { return stepped_; }

  void SetWarmedUp() { warmed_up_ = true; }
  bool warmed_up() const { return warmed_up_; }
  PassedOver& passed_over() { return passed_over_; }
  // Whether it was chosen, or gave way to what was.
  bool IsUsed(const std::string& exercise) const {
    return passed_over_.used.contains(exercise);
  }
  // Candidates refused for decisions.
  const std::vector<v1::Dropped>& refused() const { return refused_; }

  // Leaves to `exercise`, which was chosen, those alternatives that work on
  // `target`, too.
  void KeepAlternatives(const std::string& exercise, absl::string_view target);

  // Adds the alternatives of `items`, which make a whole session.
  void AddAlternatives(std::vector<v1::SessionItem>* items) const;

 private:
  Candidates InOrder(const ItemRequest& request) const;
  Selection Pick(const ItemRequest& request, const Candidates& candidates,
                 const Spot& spot) const;
  Candidates AllSafe(const ItemRequest& request, const Candidates& candidates,
                     const Spot& spot) const;
  const knowledge::v1::Exercise* AboveCap(const ItemRequest& request,
                                          const Selection& selection,
                                          const Spot& spot) const;
  bool MayTakePlace(const knowledge::v1::Exercise& exercise,
                    const ItemRequest& request, const Spot& spot) const;
  const knowledge::v1::Exercise* EasierThan(const Selection& selection,
                                            const ItemRequest& request,
                                            const Spot& spot) const;
  const knowledge::v1::Exercise* HarderThan(
      const knowledge::v1::Exercise& exercise, const ItemRequest& request,
      const Spot& spot) const;
  void Step(const ItemRequest& request, const Spot& spot, Selection* selection);
  const SessionAdaptation::Step* StepOf(const Selection& selection) const;
  void AdaptDoses(const Selection& selection, std::vector<v1::Dose>* doses);
  bool IsStepDown(const std::string& exercise) const;
  void TellAdaptation(const Selection& selection, v1::SessionItem* item) const;
  // Lowers `doses` to what a clinician leaves; what a warm-up keeps is told.
  void CapItem(const ItemRequest& request,
               const knowledge::v1::Exercise& exercise,
               std::vector<v1::Dose>* doses);
  v1::SessionItem MakeItem(const ItemRequest& request,
                           const Selection& selection);
  void AddConsidered(const ItemRequest& request, const Candidates& candidates,
                     const Selection& selection, const Spot& spot,
                     v1::SessionItem* item) const;
  Candidates WithOtherEquipment(const ItemRequest& request,
                                const Candidates& candidates,
                                const knowledge::v1::Exercise& chosen,
                                const Spot& spot) const;
  std::vector<std::string> Needed(
      const knowledge::v1::Exercise& exercise) const;
  bool UsesRange(const ItemRequest& request,
                 const knowledge::v1::Exercise& chosen) const;
  bool IsOfBase(const knowledge::v1::Exercise& exercise) const;
  // Whether a clinician wants it in every session.
  bool IsPinned(const std::string& exercise) const;
  // The override that chose, empty when none did.
  std::string OverrideBehind(const Selection& selection) const;
  bool IsWorseFirst(absl::string_view target,
                    const std::vector<knowledge::v1::Side>& sides) const;

  const Knowledge& knowledge_;
  const v1::Interpretation& interpretation_;
  const Eligibility& eligibility_;
  const SessionSpot spot_;
  PassedOver passed_over_;
  bool warmed_up_ = false;
  Candidates taken_;
  const knowledge::v1::Exercise* above_cap_ = nullptr;
  std::vector<v1::Dropped> refused_;
  SteppedItems stepped_;
  // By exercise, what it took the place of by steps.
  absl::flat_hash_map<std::string, std::vector<std::string>> aside_;
  // By exercise.
  absl::flat_hash_map<std::string, Candidates> alternatives_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_ITEM_CHOOSER_H_
