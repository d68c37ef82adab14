// SPDX-License-Identifier: Apache-2.0
// Turns decisions into the pieces of one session, each safe and dosed.

#ifndef TONUS_SERVICES_ENGINE_UNIT_BUILDER_H_
#define TONUS_SERVICES_ENGINE_UNIT_BUILDER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "services/engine/candidates.h"
#include "services/engine/eligibility.h"
#include "services/engine/item_chooser.h"
#include "services/engine/knowledge.h"
#include "services/engine/session_unit.h"
#include "services/engine/week_pairs.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Ends what is said of a pair without a release whose partner is trained all
// the same. Not in every week: it takes turns like any other.
inline constexpr char kTrainedDirectly[] =
    "; its weak partner is trained directly, in the sessions that have a place "
    "for it.";

// A finding that nothing was chosen for, and what is safe for it but taken.
struct TakenFor {
  const DecisionGroup* group = nullptr;
  Candidates exercises;
};

// Makes units for one session. What it is made from must outlive it. Every
// exercise is used once, except that a stretch of the main part may return
// after it.
class UnitBuilder {
 public:
  UnitBuilder(const Knowledge& knowledge,
              const v1::Interpretation& interpretation,
              const Eligibility& eligibility, const SessionSpot& spot);

  std::optional<Unit> WarmUp();

  // Returns the blocks of `pairs`, the first one first. `groups` are
  // all kept findings: a target is released on every side that needs it. Where
  // no release is safe the partner is trained directly. `others` are further
  // pairs of the session, whose partners wait for their own release.
  std::vector<Unit> Blocks(absl::Span<const DecisionGroup* const> pairs,
                           absl::Span<const DecisionGroup> groups,
                           absl::Span<const DecisionGroup* const> others = {});

  // Returns the activation of `pair` for the end of `block`, if that has its
  // release on every side that needs it and all begin in time.
  std::optional<Unit> IntoBlock(const Unit& block, const DecisionGroup& pair);

  // Whether a release of the muscle of `pair` is safe and free.
  bool CanRelease(const DecisionGroup& pair);
  // The same, if need be one that is taken.
  bool HasSafeRelease(const DecisionGroup& pair);

  // Notes that `pair` has no safe release; `what_then` ends the sentence.
  void NoRelease(const DecisionGroup& pair, absl::string_view what_then);
  // The same where it leaves its partner to `other`.
  void LeavePartner(const DecisionGroup& pair, const DecisionGroup& other);

  // Returns the unit of a finding that is not a pair. `groups` as above.
  std::optional<Unit> Single(const DecisionGroup& group,
                             absl::Span<const DecisionGroup> groups = {});

  // Returns the first exercise of `candidates` that fits, where it belongs.
  // Their order is kept. One that serves as well stands for a disliked one
  // unless `may_be_disliked`.
  std::optional<Unit> Work(const Candidates& candidates, absl::string_view rule,
                           absl::string_view reason,
                           bool may_be_disliked = false);

  // Returns `pair` without the activation: the release, and the movement that
  // uses the new range; nullopt when none is safe, which is noted.
  std::optional<Unit> ReleaseAlone(const DecisionGroup& pair,
                                   absl::Span<const DecisionGroup> groups);

  // Returns the gentle movement that alone is allowed for a target until the
  // test that `decision` asks for.
  std::optional<Unit> Meanwhile(const v1::Decision& decision);

  // Returns a long stretch after the main part for a target released in it.
  std::optional<Unit> PostStretch(const DecisionGroup& group);

  // Returns what the override `fact` pins; nullopt when it stands in the
  // session already, or when it is refused, which is noted.
  std::optional<Unit> Pinned(const storage::v1::OverrideFact& fact);

  // The stability exercise that a session has no other of, above its level cap;
  // the override that lowers it is told. `candidates` are by preference.
  std::optional<Unit> StabilityAboveCap(const Candidates& candidates,
                                        absl::string_view reason);

  // Notes that what `fact` pins has no room.
  void RefusePin(const storage::v1::OverrideFact& fact, std::string reason);

  // As in the chooser.
  void KeepAlternatives(const std::string& exercise, absl::string_view target) {
    chooser_.KeepAlternatives(exercise, target);
  }

  // Adds the alternatives of `items`, which make the whole session.
  void AddAlternatives(std::vector<v1::SessionItem>* items) const {
    chooser_.AddAlternatives(items);
  }

  // Takes back `unit`: its exercises are free again.
  void Discard(const Unit& unit);

  // Candidates refused for decisions.
  const std::vector<v1::Dropped>& refused() const { return chooser_.refused(); }
  // Pinned exercises and level caps that are refused.
  const std::vector<v1::Dropped>& refused_pins() const { return refused_pins_; }
  const SteppedItems& stepped() const { return chooser_.stepped(); }
  // Decisions for which nothing safe was found.
  const std::vector<v1::Uncovered>& uncovered() const { return uncovered_; }
  // Returns the findings for which something safe was found that is taken, and
  // forgets them. They point to those that the units were made of.
  std::vector<TakenFor> TakeTaken();
  // As in the chooser.
  bool IsUsed(const std::string& exercise) const {
    return chooser_.IsUsed(exercise);
  }
  std::string PlaceOf(const std::string& exercise) const {
    return chooser_.PlaceOf(exercise);
  }

 private:
  std::vector<knowledge::v1::Side> WorseFirst(const DecisionGroup& group,
                                              bool partner) const;
  std::vector<knowledge::v1::Side> ReleaseSides(
      absl::string_view muscle, absl::Span<const DecisionGroup* const> pairs,
      absl::Span<const DecisionGroup> groups) const;
  std::optional<v1::SessionItem> Release(
      const DecisionGroup& group, const std::vector<knowledge::v1::Side>& sides,
      absl::string_view rule);
  std::optional<v1::SessionItem> Activation(const DecisionGroup& pair,
                                            bool released);
  std::optional<v1::SessionItem> ActivationOf(
      const DecisionGroup& pair, absl::Span<const DecisionGroup* const> pairs,
      bool released);
  std::vector<knowledge::v1::Side> SidesWithPairs(
      const DecisionGroup& group, absl::Span<const DecisionGroup> groups) const;
  // Notes that `block` leaves `late` out, and takes that back.
  void LeaveOutLate(const DecisionGroup& first,
                    const std::vector<v1::SessionItem>& late, Unit* block);
  // Returns `release` and the activations of the pairs with the same target as
  // `first`. Where none is safe, the release stands alone; where what is safe
  // is taken, nullopt.
  std::optional<Unit> Block(const DecisionGroup& first,
                            absl::Span<const DecisionGroup* const> pairs,
                            absl::Span<const DecisionGroup> groups,
                            v1::SessionItem release);
  // Returns the unit of `group` as if `action` were what its decisions ask for,
  // by `rule`.
  std::optional<Unit> SingleAs(knowledge::v1::DecisionAction action,
                               absl::string_view rule,
                               const DecisionGroup& group,
                               absl::Span<const DecisionGroup> groups);
  // Returns the same activations without a release.
  std::vector<Unit> DirectWork(const DecisionGroup& first,
                               absl::Span<const DecisionGroup* const> pairs);
  Unit UnitOf(Stage stage, const DecisionGroup& group,
              std::vector<v1::SessionItem> items) const;
  bool IsTrained(const DecisionGroup& pair,
                 const std::vector<v1::SessionItem>& items) const;
  int RoomForStretching(absl::string_view muscle) const;
  // Time under static stretch on the side that has more.
  int StaticSeconds(const v1::SessionItem& item) const;
  // Notes that `group` is not served, and why.
  void TellUncovered(const DecisionGroup& group, absl::string_view rule,
                     const std::string& reason);
  // Notes that the last choice found nothing safe for `group`, or that it is
  // taken or too hard; "No safe `what` `is_not`." says the first.
  void Uncover(const DecisionGroup& group, absl::string_view rule,
               absl::string_view what, absl::string_view is_not);
  // Notes that no work was found for `group`, whose target has that `name`.
  void UncoverWork(const DecisionGroup& group, const std::string& name,
                   const ItemRequest& request);
  // The sides on which a pinned exercise may be done; those that it wants when
  // it may be done on none.
  std::vector<knowledge::v1::Side> PinnedSides(
      const knowledge::v1::Exercise& exercise, const Spot& spot) const;

  const Knowledge& knowledge_;
  const v1::Interpretation& interpretation_;
  const Eligibility& eligibility_;
  const SessionSpot spot_;
  ItemChooser chooser_;
  // Exercise that released a target in the main part.
  absl::flat_hash_map<std::string, std::string> released_with_;
  // Pairs of the session beside those of which blocks are made.
  absl::Span<const DecisionGroup* const> others_;
  // Static time of a session's releases, and of what is stretched again after
  // the main part, by exercise, on its longer side.
  absl::flat_hash_map<std::string, int> held_seconds_;
  std::vector<v1::Dropped> refused_pins_;
  std::vector<v1::Uncovered> uncovered_;
  std::vector<TakenFor> taken_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_UNIT_BUILDER_H_
