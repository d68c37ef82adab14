// SPDX-License-Identifier: Apache-2.0
// Chooses what one session holds, in the order of R-731, until it is full.

#ifndef TONUS_SERVICES_ENGINE_SESSION_FILL_H_
#define TONUS_SERVICES_ENGINE_SESSION_FILL_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "services/engine/eligibility.h"
#include "services/engine/general_work.h"
#include "services/engine/knowledge.h"
#include "services/engine/session_budget.h"
#include "services/engine/session_unit.h"
#include "services/engine/unit_builder.h"
#include "services/engine/week_pairs.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Fills one session, once. What it is made from must outlive it.
class SessionFill {
 public:
  SessionFill(const Knowledge& knowledge,
              const v1::Interpretation& interpretation,
              const Eligibility& eligibility,
              absl::Span<const DecisionGroup> groups, const SessionSpot& spot);

  void Run();

  // The pieces of the session, in the order in which they were taken.
  std::vector<Unit> TakeUnits() { return std::move(units_); }
  // Time of what was taken.
  int seconds() const { return budget_.seconds(); }
  // How many there are; one that returns after the main part counts once.
  int Exercises() const;
  // What did not fit, with the reason.
  const std::vector<v1::Dropped>& dropped() const { return dropped_; }
  // Findings without anything since what would serve them is taken, with the
  // reason.
  const std::vector<v1::Dropped>& taken() const { return taken_; }
  const UnitBuilder& builder() const { return builder_; }

 private:
  // A pair without a safe release leaves its partner to one that has a release
  // that inhibits it still.
  void LeavePartners();
  void TellPartners();
  // Adds the pairs of the session, and stability beside the first.
  void AddBlocksAndStability();
  // The same where there is room for one pair: adds the finding whose turn it
  // is, and what matters most besides.
  void AddTurnAndStability();
  // Adds `finding` to a short session, unless it stands there or would be a
  // second block. Returns whether it was added.
  bool AddBesideTurn(const std::vector<const DecisionGroup*>& finding);
  // Adds findings to a short or small session in the place of general work.
  void AddMoreFindings();
  // Adds the activation of a pair to the block of its release, which stands in
  // a short session, where it begins in time. Returns whether it was added.
  bool AddToBlock(const DecisionGroup& pair);
  std::vector<Unit> UnitsOf(absl::Span<const DecisionGroup* const> finding);
  // Adds `unit` and the stability exercise beside it, or neither. Returns
  // whether it was added.
  bool AddWithStability(Unit unit);
  // Adds work that belongs to no block; `no_room` says why a short session
  // leaves it out.
  void AddOther(std::optional<Unit> unit, const char* no_room);
  bool HasRoomForOther() const;
  void AddSingles(bool nerves);
  // The pair in whose block the partner of `pair` is trained, while nothing
  // releases the muscle of `pair`; nullptr for none.
  const DecisionGroup* TakesPartnerOf(const DecisionGroup& pair) const;
  bool Releases(absl::string_view muscle) const;
  std::optional<Unit> SingleOf(const DecisionGroup& group);
  // Whether `unit` of the finding, a release whose movement has no room, leaves
  // its place to a whole finding of higher rank among `others`, which come
  // later. It has its first turn of the block all the same.
  bool YieldsTurn(const DecisionGroup& group, const Unit& unit,
                  absl::Span<const DecisionGroup* const> others) const;
  // Ends what is said of what has no room, once the session is full: what was
  // taken after it may matter less.
  void TellWhatIsFirst();
  // What trains the muscle of the finding wherever it is weak; nullptr for
  // nothing.
  const v1::SessionItem* TrainerOf(const DecisionGroup& group) const;
  // Says of what has no room that something else in the session trains it.
  void TellTrained();
  // Adds what nothing was chosen for and now can be, and notes why the rest is
  // left without anything.
  void AddTaken();
  void NoteTaken(const TakenFor& taken);
  void TellServed(const DecisionGroup& group);
  void TellBesides(const DecisionGroup& group);
  // What was taken so far.
  std::vector<const v1::SessionItem*> Items() const;
  // Whether it serves the finding.
  bool IsServedYet(const DecisionGroup& group) const;
  // Whether an item is there for the finding itself.
  bool HasItem(const DecisionGroup& group) const;
  void AddMeanwhile();
  void AddPostStretches();
  // Adds what a rule names: walks, which may be done outside the session, or
  // the rest.
  void AddNamedExercises(bool walks);
  // Keeps room for what a clinician pinned, which may serve a finding, as far
  // as warm-up and stability leave some.
  void SetPinsAside();
  void ReserveStabilityBesidePins();
  void AddPins();

  // Adds the exercises of the base plan that are not there yet, and says why
  // others are left out.
  void AddBasePlan();
  // The same of one. Returns whether it had room, where it needed some.
  bool AddOfBase(const knowledge::v1::Exercise& row);
  // Whether a short session takes no more of its kind.
  bool IsFullForBase(const knowledge::v1::Exercise& row) const;
  std::string WhyNoRoomForBase(const knowledge::v1::Exercise& row,
                               const Unit& unit) const;
  const knowledge::v1::Exercise* ServesInstead(
      const knowledge::v1::Exercise& row) const;
  void LeaveOutServed(const knowledge::v1::Exercise& row,
                      const knowledge::v1::Exercise& other);
  void LeaveOutRefused(const knowledge::v1::Exercise& row);
  void LeaveOutOfBase(const knowledge::v1::Exercise& row,
                      const std::string& rule, const std::string& reason);
  bool IsBasePlan() const { return work_.base_plan; }
  // Whether every session of the person is as small as the first ones,
  // so that findings take turns and come before general work.
  bool IsSmall() const;
  // Whether pairs and single findings share one place.
  bool HasOneTurn() const;
  std::optional<Unit> Stability();
  // Whether `exercise` is used, and not as stability work.
  bool IsUsedOtherwise(const knowledge::v1::Exercise& exercise) const;
  // One that fits into what is left of a short session.
  std::optional<Unit> ShortStability();
  // The first of a session: above the level cap where it would have none.
  std::optional<Unit> FirstStability();
  // The same, a shorter one if only that leaves room for `unit`. Whatever was
  // reserved is not any more.
  std::optional<Unit> StabilityBeside(const Unit& unit);
  // Says why a session has no stability exercise, if so.
  void TellNoStability();
  std::optional<Unit> Strength();
  void AddBreathing();
  bool HasEnoughLike(const knowledge::v1::Exercise& exercise) const;
  // Adds general work to a session that has too little.
  void FillUp();
  // Whether it may be done, and is not disliked.
  bool IsWanted(const knowledge::v1::Exercise& exercise) const;
  bool IsAllowed(const knowledge::v1::Exercise& exercise,
                 bool keeps_stability = false) const;

  bool Contains(const std::string& exercise) const;
  // Whether something stands in for `exercise`.
  bool HasStandIn(const std::string& exercise) const;
  // Adds `unit` if it fits, if need be without its optional tail; otherwise
  // takes it back and notes what was left out. Returns whether it was added.
  bool Add(std::optional<Unit> unit);
  // The same of the last item of `unit` alone.
  void LeaveOutTail(Unit* unit);
  void ForgetWhatStands();
  // Takes back `unit` and notes that it was left out.
  void LeaveOut(const Unit& unit, const std::string& reason);
  void Drop(const v1::SessionItem& item, const std::string& reason);

  const Knowledge& knowledge_;
  const v1::Interpretation& interpretation_;
  const Eligibility& eligibility_;
  const absl::Span<const DecisionGroup> groups_;
  const SessionSpot spot_;
  // nullptr for a session of usual length.
  const knowledge::v1::ShortFormat* const format_;
  const GeneralWork work_;
  UnitBuilder builder_;
  SessionBudget budget_;
  std::vector<Unit> units_;
  std::vector<v1::Dropped> dropped_;
  std::vector<v1::Dropped> taken_;
  // What was set aside.
  std::vector<const storage::v1::OverrideFact*> pins_;
  // Pairs that leave their partner to another one, and to which.
  WithoutGroups without_;
  std::vector<std::pair<const DecisionGroup*, const DecisionGroup*>> left_to_;
  // Pairs whose partner has no safe release of any muscle that inhibits it.
  std::vector<const DecisionGroup*> unreleased_;
  // The pairs of the session, unless it is short.
  std::vector<const DecisionGroup*> pairs_;
  // What stands in a short session.
  WithoutGroups in_turn_;
  // The single finding whose turn it is where pairs and single findings share
  // one place of a session of usual length; nullptr for a pair.
  const DecisionGroup* turn_of_ = nullptr;
  int blocks_ = 0;
  int others_ = 0;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SESSION_FILL_H_
