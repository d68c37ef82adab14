// SPDX-License-Identifier: Apache-2.0
// Fills the six weeks of a block for one person.

#ifndef TONUS_SERVICES_ENGINE_BLOCK_PLANNER_H_
#define TONUS_SERVICES_ENGINE_BLOCK_PLANNER_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/time/civil_time.h"
#include "services/engine/adaptation.h"
#include "services/engine/eligibility.h"
#include "services/engine/home_items.h"
#include "services/engine/knowledge.h"
#include "services/engine/reached_doses.h"
#include "services/engine/relief_mode.h"
#include "services/engine/session_builder.h"
#include "services/engine/session_length.h"
#include "services/engine/told_adaptations.h"
#include "services/engine/turns.h"
#include "services/engine/week_pairs.h"
#include "services/engine/wishes.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// What was logged of a block that is planned again.
struct RunningBlock {
  Adaptation adaptation;
  // Number of its first session.
  int first_session = 1;
  // The sessions that were done, as they were issued; nullptr for none.
  const v1::Routine* done = nullptr;
};

// Plans one block that begins on `start`. What it is made from must outlive it.
// The gate is open.
class BlockPlanner {
 public:
  BlockPlanner(const Knowledge& knowledge,
               const storage::v1::PatientFacts& facts,
               const v1::Interpretation& interpretation, absl::CivilDay start,
               const RunningBlock& running);

  // Adds sessions, retests, walking, and what could not be done.
  void Plan(v1::Routine* routine);

  // Returns the items of session `number` of the block built again for
  // `length`, with `adaptation` in force; number, dates and home items are left
  // to the caller. Only once, and not after Plan.
  v1::Session BuildToday(int number, const SessionLength& length,
                         const SessionAdaptation& adaptation);

 private:
  // What holds in session `number` of the block.
  SessionAdaptation AdaptationOf(const knowledge::v1::WeekShape& week,
                                 int number) const;
  Eligibility EligibilityWith(const SessionAdaptation& adaptation) const;
  SessionLength LengthWith(const SessionAdaptation& adaptation) const;
  HomePlan PlanHomeWith(const knowledge::v1::WeekShape& week,
                        const std::vector<v1::Session>& sessions,
                        const SessionAdaptation& adaptation) const;
  // That of the week, or of the earlier one which the session is like.
  const knowledge::v1::WeekShape& ShapeOf(
      const knowledge::v1::WeekShape& week,
      const SessionAdaptation& adaptation) const;
  SessionSpot SpotOf(const knowledge::v1::WeekShape& week, int number,
                     const SessionLength& length,
                     const SessionAdaptation& adaptation) const;
  // The session as if nothing had been logged. The turns go by it, so that what
  // is logged later never changes what a session that was done had.
  v1::Session Unadapted(const knowledge::v1::WeekShape& week, int number,
                        const std::vector<DecisionGroup>& in_turn) const;
  v1::Session PlanSession(const knowledge::v1::WeekShape& week, int number);
  // That session as it was done; nullptr when it was not.
  const v1::Session* Done(int number) const;
  // Takes over what was done, which stays as it was.
  v1::Session Recall(const knowledge::v1::WeekShape& week, int number,
                     const v1::Session& done);
  void TellRetests(v1::Session* session);
  bool IsRelief(int number) const;
  void CompareWithUsual(const std::vector<DecisionGroup>& in_turn,
                        const Eligibility& eligibility, const SessionSpot& spot,
                        BuiltSession* built) const;
  void Remember(const BuiltSession& built);
  void RememberRefused(const std::vector<v1::Dropped>& all);
  void RememberItems(const v1::Session& session);
  void RememberHome(
      const google::protobuf::RepeatedPtrField<v1::HomeItem>& items);
  void AddHome(const knowledge::v1::WeekShape& week,
               std::vector<v1::Session>* sessions);
  void AddUncovered(const std::vector<const v1::Session*>& sessions,
                    v1::Routine* routine) const;
  void AddTooFew(v1::Routine* routine) const;
  void AskOnReturn(const SessionAdaptation& adaptation, int number);
  void AddRetests(const knowledge::v1::WeekShape& week,
                  v1::Routine* routine) const;
  static void AddWalking(const knowledge::v1::WeekShape& week,
                         v1::Routine* routine);

  const Knowledge& knowledge_;
  const storage::v1::PatientFacts& facts_;
  const v1::Interpretation& interpretation_;
  const RunningBlock& running_;
  const std::vector<DecisionGroup> groups_;
  const Wishes wishes_;
  const SessionLength length_;
  const bool home_wanted_;
  const bool bedtime_;
  // Days of the sessions of a week.
  const std::vector<int> offsets_;
  const ReliefMode relief_mode_;
  const absl::CivilDay start_;
  // Exercises of the sessions so far.
  absl::flat_hash_set<std::string> known_exercises_;
  std::vector<v1::Dropped> refused_;
  std::set<std::pair<std::string, std::string>> refused_keys_;
  // By decision.
  absl::btree_map<std::string, v1::Uncovered> uncovered_;
  // Of the week that is planned.
  std::vector<TakenInSession> taken_;
  bool too_few_ = false;
  bool told_retests_ = false;
  // What an absence asks for before a session, by its number.
  std::map<int, v1::Retest> on_return_;
  Turns turns_;
  ToldAdaptations told_;
  ReachedDoses reached_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_BLOCK_PLANNER_H_
