// SPDX-License-Identifier: Apache-2.0
// What was logged changes what comes next.
//
// A pure function of what was logged: recomputed from the beginning each time,
// so a correction of a log corrects all that followed from it. A session is
// changed by what was logged before it was done, so one that was done stays as
// it was.

#ifndef TONUS_SERVICES_ENGINE_ADAPTATION_H_
#define TONUS_SERVICES_ENGINE_ADAPTATION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/breaks.h"
#include "services/engine/fired_rows.h"
#include "services/engine/knowledge.h"
#include "services/engine/session_adaptation.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/adaptation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// What was logged, or told in relief runs, and follows from it. The knowledge
// must outlive it, the facts need not.
class Adaptation {
 public:
  // Nothing was logged.
  Adaptation() = default;

  // `outline` has the numbers, weeks and days of the sessions of the running
  // block, `zone` is that of the person.
  Adaptation(const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
             const v1::Routine& outline, absl::CivilDay today,
             absl::TimeZone zone);

  // Whether session `number` was done.
  bool WasDone(int number) const;

  // Takes back the steps up that `agreed` does not have, which was read from
  // some of the same logs.
  void HoldStepsUp(const Adaptation& agreed);

  // Returns what holds in session `number`, which is planned for `day`.
  SessionAdaptation For(int number, absl::CivilDay day) const;

 private:
  // What is left of a session that was done or is planned.
  struct Turn {
    int number = 0;
    int week = 0;
    int like_week = 0;  // The week that it was done like.
    int attempt = 1;
    absl::CivilDay day;
    absl::CivilDay stopped;  // Of the last log that tells a symptom to stop at.
    std::string log;
    absl::Time time;                     // Of the last log.
    int64_t relief_run = 0;              // 0 for none.
    std::vector<std::string> home_logs;  // Of a day at home.
    // What was done, and its first targets.
    std::set<std::string> exercises;
    std::set<std::string> targets;
    bool done = false;

    bool IsSession() const { return relief_run == 0 && home_logs.empty(); }
  };

  // Where a session stands among those that were done.
  struct Place {
    int number = 0;
    int block = 0;
    int week = 0;
    absl::CivilDay day;
    // Position of the session itself; that after the last one when not done.
    int position = 0;
  };

  Place PlaceOf(int number, absl::CivilDay day) const;
  bool IsAmongNext(const FiredRow& fired, int sessions,
                   const Place& place) const;
  bool IsInNextWeek(const FiredRow& fired, const Place& place) const;
  bool HasFormat(const FiredRow& fired, const Place& place) const;
  // Position of the session among those after what fired, from 0; -1 before it.
  // One whose turn has passed stands where the next one does.
  int PlaceAfter(const FiredRow& fired, const Place& place) const;
  void ReadLikeWeeks();
  bool HasPassed(int number) const;
  // The week in which a session is of a block whose first ones have passed,
  // counted from the first that was done; 0 where that is none earlier.
  int WeekSinceBegun(const Place& place) const;
  void BeginLate(const Place& place, SessionAdaptation* result) const;
  // Asks before the first session of the block what is asked after a long
  // break, where it is begun as late.
  void AskIfLate(const Place& place, SessionAdaptation* result) const;
  bool FallBack(const FiredRow& fired, const knowledge::v1::FallBack& back,
                const Place& place, SessionAdaptation* result) const;
  bool HoldLevel(const FiredRow& fired, const knowledge::v1::Hold& hold,
                 const Place& place, SessionAdaptation* result) const;
  bool WasReached(const StepTaken& step, const Place& place) const;
  bool MissEquipment(const FiredRow& fired, SessionAdaptation* result) const;
  bool LeaveOutUntilTested(const FiredRow& fired,
                           const knowledge::v1::SetCondition& set,
                           SessionAdaptation* result) const;
  void AskFirst(const FiredRow& fired, const knowledge::v1::CheckFirst& check,
                SessionAdaptation* result) const;
  bool IsLeftOutIn(const FiredRow& fired, const knowledge::v1::LeaveOut& out,
                   const Place& place) const;
  void LeaveOutLike(const FiredRow& fired, const knowledge::v1::LeaveOut& out,
                    SessionAdaptation* result) const;
  bool Lighten(const FiredRow& fired, const knowledge::v1::Lighter& lighter,
               const Place& place, SessionAdaptation* result) const;
  bool Apply(const FiredRow& fired,
             const knowledge::v1::AdaptationEffect& effect, const Place& place,
             SessionAdaptation* result) const;
  std::string CauseOf(const StepTaken& step) const;
  bool ComesBack(const StepTaken& step) const;
  SessionAdaptation::Step StepOf(const StepTaken& taken) const;
  void ApplySteps(const Place& place, std::map<int, std::string>* applied,
                  SessionAdaptation* result) const;
  void RestWithEasier(SessionAdaptation* result) const;
  void KeepHarderOut(SessionAdaptation* result) const;
  bool FollowsLater(const FiredRow& fired, const Place& place) const;
  v1::AppliedAdaptation Told(const FiredRow& fired) const;
  // Tells what was applied: by position of its row the exercise whose step it
  // made, if any, and the positions of those that only follow later.
  void Tell(const std::map<int, std::string>& applied,
            const std::set<int>& only_later, SessionAdaptation* result) const;

  const Knowledge* knowledge_ = nullptr;
  // In the order in which they were done.
  std::vector<Turn> turns_;
  // Numbers of the sessions of the running block.
  std::vector<int> numbers_;
  // Those of them that were not done and whose turn has passed.
  std::vector<int> passed_;
  absl::CivilDay today_;
  std::optional<LateBegin> late_;
  // When it was last said what equipment is at hand.
  absl::Time equipment_said_ = absl::InfinitePast();
  // By test that ends what logs put in force, the last day on which it was
  // taken, in UTC as in a reading.
  std::map<std::string, absl::CivilDay> tested_;
  FiredRows fired_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_ADAPTATION_H_
