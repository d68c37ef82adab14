// SPDX-License-Identifier: Apache-2.0
#include "tests/property/invariant_checker.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/property/base_plan_invariants.h"
#include "tests/property/block_invariants.h"
#include "tests/property/checked_dose.h"
#include "tests/property/kept_decisions.h"
#include "tests/property/told_precedence.h"
#include "tests/property/told_reasons.h"

namespace tonus::testing {

using knowledge::v1::Exercise;
using v1::Dose;
using v1::Finding;
using v1::Session;
using v1::SessionItem;

namespace {

// Figures of the invariants, deliberately not read from the pack.
constexpr int kMaxMinutes = 30;
constexpr int kShortMinutes = 20;
constexpr size_t kFewest = 6;
constexpr int kMost = 10;
constexpr int kColdStretchSeconds = 15;
constexpr int kWarmUpSeconds = 180;
constexpr int kMaxMassageSeconds = 300;
constexpr int kMaxPressure = 6;  // Points of 10.
constexpr int kIntraStretchSeconds = 60;
constexpr int kActivationSeconds = 120;
constexpr int kSessions = 18;

// A relief walk is shorter than the exercise it is taken from.
bool IsWalk(const Exercise& e) {
  return e.technique() == knowledge::v1::TECHNIQUE_AEROBIC;
}

}  // namespace

InvariantChecker::InvariantChecker(const knowledge::v1::Pack& pack,
                                   const storage::v1::PatientFacts& facts,
                                   const v1::Interpretation& interpretation)
    : person_(pack, facts, interpretation) {}

void InvariantChecker::CheckTags(const Session& session,
                                 Complaints* complaints) const {
  for (const SessionItem& item : session.items()) {
    const Exercise& exercise = person_.ExerciseOf(item);
    if (exercise.id().empty()) {
      complaints->push_back(
          absl::StrCat("I-01 ", item.exercise(), " is not in the pack"));
    } else if (exercise.level() <= person_.Cap(session) &&
               !person_.Safe(exercise, session)) {
      complaints->push_back(absl::StrCat("I-01 ", item.exercise(),
                                         " is forbidden for this person"));
    }
    if (person_.WorksOnClosedSide(item)) {
      complaints->push_back(absl::StrCat(
          "I-01 ", item.exercise(), " works on a side that is closed to it"));
    }
    const bool caution = person_.NeedsCaution(exercise);
    if (caution != item.caution()) {
      complaints->push_back(
          absl::StrCat("I-01 ", item.exercise(), " has the wrong caution"));
    }
    for (const Dose& dose : item.doses()) {
      if (caution && dose.sets() != 1 && !person_.MayHaveRisen(exercise)) {
        complaints->push_back(absl::StrCat("I-01 ", item.exercise(),
                                           " takes more than one set although "
                                           "a caution holds"));
      }
    }
  }
}

void InvariantChecker::CheckBlocks(const Session& session,
                                   Complaints* complaints) const {
  std::set<int> closed;
  int open = 0;
  bool load_seen = false;
  int releases = 0;
  int loads = 0;
  const auto close = [&] {
    if (open != 0 && (releases == 0 || loads == 0)) {
      complaints->push_back(absl::StrCat("I-02 block ", open,
                                         " lacks a release or an activation"));
    }
    if (open != 0) closed.insert(open);
    releases = loads = 0;
    load_seen = false;
  };
  for (const SessionItem& item : session.items()) {
    if (item.block() != open) {
      close();
      open = item.block();
      if (open != 0 && closed.count(open) > 0) {
        complaints->push_back(
            absl::StrCat("I-02 something stands inside block ", open,
                         ": before ", item.exercise()));
      }
    }
    if (open == 0) continue;
    const Exercise& exercise = person_.ExerciseOf(item);
    if (IsLoad(exercise)) {
      load_seen = true;
      ++loads;
    } else if (IsRelease(exercise) && !load_seen) {
      ++releases;
    } else {
      complaints->push_back(absl::StrCat("I-02 ", item.exercise(),
                                         " is out of place in block ", open));
    }
  }
  close();
  // No partner is strengthened before its own release in the session.
  for (int release = 0; release < session.items_size(); ++release) {
    const SessionItem& item = session.items(release);
    const v1::Decision* decision = person_.DecisionOf(item);
    if (item.block() == 0 || !IsRelease(person_.ExerciseOf(item)) ||
        decision == nullptr) {
      continue;
    }
    for (int before = 0; before < release; ++before) {
      const Exercise& earlier = person_.ExerciseOf(session.items(before));
      if (IsLoad(earlier) && !earlier.targets().empty() &&
          earlier.targets(0) == decision->partner()) {
        complaints->push_back(
            absl::StrCat("I-02 ", earlier.id(), " trains ", decision->partner(),
                         " before its inhibitor is released"));
      }
    }
  }
}

// Each activation begins soon after the last release of its block.
void InvariantChecker::CheckActivationTimes(const Session& session,
                                            Complaints* complaints) const {
  int block = 0;
  int since_release = 0;
  for (const SessionItem& item : session.items()) {
    const Exercise& exercise = person_.ExerciseOf(item);
    if (item.block() != block || IsRelease(exercise)) since_release = 0;
    block = item.block();
    if (block == 0 || IsRelease(exercise)) continue;
    if (since_release > kActivationSeconds) {
      complaints->push_back(
          absl::StrCat("I-02 ", item.exercise(), " begins ", since_release,
                       " s after the release of block ", block));
    }
    for (const Dose& dose : item.doses()) {
      since_release += Seconds(exercise, dose);
    }
  }
}

void InvariantChecker::CheckWarmUp(const Session& session,
                                   Complaints* complaints) const {
  int warm = 0;
  for (const SessionItem& item : session.items()) {
    const Exercise& exercise = person_.ExerciseOf(item);
    bool needs = IsPnf(exercise);
    int seconds = 0;
    for (const Dose& dose : item.doses()) {
      needs = needs ||
              (IsStatic(exercise) && dose.hold_seconds() > kColdStretchSeconds);
      seconds += Seconds(exercise, dose);
    }
    if (needs && warm < kWarmUpSeconds) {
      complaints->push_back(
          absl::StrCat("I-03 ", item.exercise(), " comes cold"));
    }
    if (exercise.technique() == knowledge::v1::TECHNIQUE_AEROBIC ||
        exercise.technique() == knowledge::v1::TECHNIQUE_DYNAMIC_MOBILITY) {
      warm += seconds;
    }
  }
}

void InvariantChecker::CheckTargets(const Session& session,
                                    Complaints* complaints) const {
  for (const SessionItem& item : session.items()) {
    const Exercise& exercise = person_.ExerciseOf(item);
    const bool stretch = IsStatic(exercise) || IsPnf(exercise);
    const bool traction = HasTag(exercise, "SPINAL_TRACTION");
    if (IsPnf(exercise) && session.week() == 1) {
      complaints->push_back(
          absl::StrCat("I-10 ", item.exercise(), " in week 1"));
    }
    if ((!stretch && !traction) || exercise.targets().empty()) continue;
    for (const Dose& dose : item.doses()) {
      for (const Finding* finding :
           person_.Touched(exercise.targets(0), dose.side())) {
        if (stretch && item.slot() != knowledge::v1::SLOT_RELIEF &&
            !Tight(*finding)) {
          complaints->push_back(absl::StrCat("I-04 ", item.exercise(),
                                             " stretches what is not tight"));
        }
        if (Has(*finding, knowledge::v1::QUALIFIER_DO_NOT_STRETCH)) {
          complaints->push_back(absl::StrCat("I-08 ", item.exercise(),
                                             " stretches what must not be"));
        }
      }
    }
  }
}

// Longest session that the person wants, in minutes.
int InvariantChecker::BudgetOf(const Session& session) const {
  const v1::Profile& profile = person_.profile();
  return profile.has_session_minutes() && !session.relief()
             ? std::min(kMaxMinutes, profile.session_minutes())
             : kMaxMinutes;
}

// One pair, one stability, one strength, one stretch after them.
void InvariantChecker::CheckFormat(const Session& session,
                                   Complaints* complaints) const {
  if (session.short_format().empty()) return;
  int blocks = 0;
  int stretches = 0;
  for (const SessionItem& item : session.items()) {
    blocks = std::max(blocks, item.block());
    if (item.slot() == knowledge::v1::SLOT_POST &&
        IsStatic(person_.ExerciseOf(item))) {
      ++stretches;
    }
  }
  if (blocks > 1 || stretches > 1 || session.budget_minutes() > kShortMinutes) {
    complaints->push_back(absl::StrCat(
        "I-05 a short session has ", blocks, " blocks, ", stretches,
        " stretches and ", session.budget_minutes(), " minutes"));
  }
}

void InvariantChecker::CheckDoses(const Session& session,
                                  Complaints* complaints) const {
  for (const SessionItem& item : session.items()) {
    const Exercise& exercise = person_.ExerciseOf(item);
    for (const Dose& dose : item.doses()) {
      const bool walk = session.relief() && IsWalk(exercise);
      const std::string wrong = walk ? "" : WrongRange(exercise, dose);
      if (!wrong.empty()) {
        complaints->push_back(
            absl::StrCat("dose of ", item.exercise(), " has ", wrong));
      }
    }
  }
}

// The target that an item works on for its decision; empty for none, as for a
// movement that uses a new range.
std::string InvariantChecker::ServedTarget(const SessionItem& item) const {
  const v1::Decision* decision = person_.DecisionOf(item);
  const Exercise& exercise = person_.ExerciseOf(item);
  const bool integrates =
      decision != nullptr &&
      (decision->action() ==
           knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE ||
       decision->action() == knowledge::v1::DECISION_ACTION_MOBILISE ||
       (!decision->partner().empty() && item.block() == 0));
  if (decision == nullptr || (IsLoad(exercise) && integrates)) return "";
  return IsLoad(exercise) && !decision->partner().empty() ? decision->partner()
                                                          : decision->muscle();
}

// What may take the place of an item is as safe as it, and serves the same.
void InvariantChecker::CheckOthers(const Session& session,
                                   Complaints* complaints) const {
  for (const SessionItem& item : session.items()) {
    if (item.alternatives_size() > 2 || item.considered_size() > 5) {
      complaints->push_back(
          absl::StrCat("others beside ", item.exercise(), " are too many"));
    }
    const std::string target = ServedTarget(item);
    for (const v1::Alternative& alternative : item.alternatives()) {
      const Exercise* exercise = person_.FindExercise(alternative.exercise());
      if (exercise != nullptr && !target.empty() &&
          std::find(exercise->targets().begin(), exercise->targets().end(),
                    target) == exercise->targets().end()) {
        complaints->push_back(absl::StrCat(
            "alternative ", alternative.exercise(), " of ", item.exercise(),
            " for ", item.decision(), " does not work on the ", target));
      }
      if (exercise == nullptr || exercise->id() == item.exercise() ||
          !person_.SafeWithAnyEquipment(*exercise, session)) {
        complaints->push_back(absl::StrCat(
            "I-01 ", alternative.exercise(), " is offered in place of ",
            item.exercise(), ", which is not safe"));
      }
    }
    for (const v1::Considered& considered : item.considered()) {
      if (considered.rule().empty() || considered.reason().empty() ||
          considered.exercise() == item.exercise()) {
        complaints->push_back(absl::StrCat("others beside ", item.exercise(),
                                           " lack a rule or a reason"));
      }
    }
  }
}

// Whatever is massaged, the person is told how hard at most.
void InvariantChecker::CheckPressure(const Session& session,
                                     Complaints* complaints) const {
  for (const SessionItem& item : session.items()) {
    const int pressure = item.tempo().max_pressure();
    if (IsMassage(person_.ExerciseOf(item)) &&
        (pressure < 1 || pressure > kMaxPressure)) {
      complaints->push_back(absl::StrCat("SMR-05 ", item.exercise(),
                                         " may press ", pressure, " of 10"));
    }
  }
}

void InvariantChecker::CheckSize(const Session& session, bool fewer_allowed,
                                 Complaints* complaints) const {
  int seconds = 0;
  int massage = 0;
  for (const SessionItem& item : session.items()) {
    int here = 0;
    for (const Dose& dose : item.doses()) {
      here += Seconds(person_.ExerciseOf(item), dose);
      if (IsMassage(person_.ExerciseOf(item)))
        massage += Held(person_.ExerciseOf(item), dose);
    }
    if (item.doses().empty() || here <= 0) {
      complaints->push_back(
          absl::StrCat("I-05 ", item.exercise(), " has no dose"));
    }
    if (std::abs(item.minutes() - here / 60.0) > 0.01) {
      complaints->push_back(
          absl::StrCat("I-05 ", item.exercise(), " says the wrong minutes"));
    }
    seconds += here;
  }
  const int budget = BudgetOf(session);
  if (session.budget_minutes() > budget ||
      seconds > session.budget_minutes() * 60 ||
      std::abs(session.total_minutes() - seconds / 60.0) > 0.01) {
    complaints->push_back(absl::StrCat("I-05 takes ", seconds, " s and says ",
                                       session.total_minutes(), " min"));
  }
  if (massage > kMaxMassageSeconds) {
    complaints->push_back(
        absl::StrCat("I-05 takes ", massage, " s of self-massage"));
  }
  if (session.relief()) return;
  const int limit = person_.limits().max_exercises();
  fewer_allowed = fewer_allowed || !session.short_format().empty();
  // One that returns after the main part is one exercise, and has its room.
  std::set<std::string> exercises;
  for (const SessionItem& item : session.items()) {
    exercises.insert(item.exercise());
  }
  if (session.items_size() > kMost ||
      (limit > 0 && session.items_size() > limit) ||
      (exercises.size() < kFewest && !fewer_allowed)) {
    complaints->push_back(absl::StrCat("I-05 has ", exercises.size(),
                                       " exercises in ", session.items_size(),
                                       " places"));
  }
}

void InvariantChecker::CheckStability(const Session& session,
                                      Complaints* complaints) const {
  if (session.relief()) return;
  for (const SessionItem& item : session.items()) {
    if (person_.ExerciseOf(item).technique() ==
        knowledge::v1::TECHNIQUE_STABILITY) {
      return;
    }
  }
  for (const Exercise& exercise : person_.pack().exercises()) {
    if (exercise.technique() == knowledge::v1::TECHNIQUE_STABILITY &&
        person_.Safe(exercise, session)) {
      complaints->push_back(absl::StrCat("I-06 no stability exercise, though ",
                                         exercise.id(), " is safe"));
      return;
    }
  }
}

void InvariantChecker::CheckLevels(const Session& session,
                                   Complaints* complaints) const {
  for (const SessionItem& item : session.items()) {
    const Exercise& exercise = person_.ExerciseOf(item);
    if (exercise.level() > person_.Cap(session) || exercise.level() >= 5 ||
        exercise.opt_in_only()) {
      complaints->push_back(absl::StrCat("I-07 ", item.exercise(), " is level ",
                                         exercise.level(), ", the cap is ",
                                         person_.Cap(session)));
    }
  }
}

void InvariantChecker::CheckSides(const Session& session,
                                  Complaints* complaints) const {
  // What follows a release outside blocks uses its range and trains nothing.
  const auto uses_range = [&](const SessionItem& item) {
    return item.block() == 0 && IsLoad(person_.ExerciseOf(item)) &&
           std::any_of(session.items().begin(), session.items().end(),
                       [&](const SessionItem& other) {
                         return other.decision() == item.decision() &&
                                other.block() == 0 &&
                                IsRelease(person_.ExerciseOf(other));
                       });
  };
  for (const SessionItem& item : session.items()) {
    const Exercise& exercise = person_.ExerciseOf(item);
    const v1::Decision* found = person_.DecisionOf(item);
    if (found == nullptr) continue;
    const v1::Decision& decision = *found;
    // The target that the item is for: released or trained.
    const std::string& target = IsLoad(exercise) && !decision.partner().empty()
                                    ? decision.partner()
                                    : decision.muscle();
    const bool for_target =
        std::find(exercise.targets().begin(), exercise.targets().end(),
                  target) != exercise.targets().end();
    if (!for_target || !exercise.per_side() ||
        (!decision.partner().empty() && uses_range(item))) {
      continue;
    }
    std::vector<const Finding*> sides;
    for (const Dose& dose : item.doses()) {
      const std::vector<const Finding*> touched =
          person_.Touched(target, dose.side());
      if (touched.size() == 1) sides.push_back(touched.front());
    }
    const bool one_set_only =
        decision.action() ==
            knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE ||
        decision.action() == knowledge::v1::DECISION_ACTION_MOBILISE;
    // What is in order again is released now and then, so that it stays so
    //
    if (IsRelease(exercise) &&
        decision.action() != knowledge::v1::DECISION_ACTION_MAINTAIN_LENGTH) {
      for (const Finding* finding : sides) {
        if (!Tight(*finding)) {
          complaints->push_back(absl::StrCat("I-12 ", item.exercise(),
                                             " releases a side that is not "
                                             "tight"));
        }
      }
    }
    if (sides.size() != 2 || sides[0] == sides[1]) continue;
    const bool first = Has(*sides[0], knowledge::v1::QUALIFIER_ASYMMETRIC);
    const bool second = Has(*sides[1], knowledge::v1::QUALIFIER_ASYMMETRIC);
    if (first == second) continue;
    if (second) {
      complaints->push_back(absl::StrCat(
          "I-12 ", item.exercise(), " does not start with the worse side"));
      continue;
    }
    if (item.caution() || (one_set_only && IsLoad(exercise))) continue;
    const Dose& worse = item.doses(0);
    const Dose& better = item.doses(1);
    // A set that is below the range of the exercise was cut from a longer one
    // which had to have room.
    const int set_seconds =
        std::max(Held(exercise, better),
                 IsStatic(exercise) ? exercise.hold_seconds().low() : 0);
    const bool no_room = item.slot() == knowledge::v1::SLOT_INTRA &&
                         (IsStatic(exercise) || IsMassage(exercise)) &&
                         2 * set_seconds > kIntraStretchSeconds;
    if (worse.sets() != 2 * better.sets() && !no_room) {
      complaints->push_back(absl::StrCat("I-12 ", item.exercise(), " takes ",
                                         worse.sets(), " and ", better.sets(),
                                         " sets"));
    }
  }
}

// What comes before, in and after the main part stands in that order
// a nerve glide is done several times daily besides.
void InvariantChecker::CheckSlots(const Session& session,
                                  Complaints* complaints) const {
  knowledge::v1::Slot latest = knowledge::v1::SLOT_PRE;
  for (const SessionItem& item : session.items()) {
    if (item.slot() != knowledge::v1::SLOT_PRE &&
        item.slot() != knowledge::v1::SLOT_INTRA &&
        item.slot() != knowledge::v1::SLOT_POST) {
      continue;
    }
    if (item.slot() < latest) {
      complaints->push_back(absl::StrCat("R-737 ", item.exercise(), " of ",
                                         knowledge::v1::Slot_Name(item.slot()),
                                         " comes after ",
                                         knowledge::v1::Slot_Name(latest)));
    }
    latest = std::max(latest, item.slot());
  }
}

void InvariantChecker::CheckReasons(const Session& session,
                                    Complaints* complaints) const {
  int order = 0;
  for (const SessionItem& item : session.items()) {
    if (item.order() != ++order) {
      complaints->push_back(absl::StrCat("order of ", item.exercise()));
    }
    if (item.rule().empty() || item.reason().empty()) {
      complaints->push_back(
          absl::StrCat("reason of ", item.exercise(), " is missing"));
    }
    if (item.decision().empty()) continue;
    const v1::Decision* decision = person_.DecisionOf(item);
    if (decision == nullptr || !decision->kept()) {
      complaints->push_back(
          absl::StrCat("decision of ", item.exercise(), " is not a kept one"));
    }
  }
}

std::vector<std::string> InvariantChecker::CheckSession(
    const Session& session, bool fewer_allowed) const {
  Complaints found;
  if (session.gate() != v1::GATE_OK) {
    if (!session.items().empty()) found.push_back("I-09 gate is closed");
    return found;
  }
  CheckTags(session, &found);
  CheckBlocks(session, &found);
  CheckActivationTimes(session, &found);
  CheckWarmUp(session, &found);
  CheckTargets(session, &found);
  CheckSize(session, fewer_allowed, &found);
  CheckStability(session, &found);
  CheckLevels(session, &found);
  CheckSides(session, &found);
  CheckSlots(session, &found);
  CheckReasons(session, &found);
  CheckFormat(session, &found);
  CheckPressure(session, &found);
  CheckDoses(session, &found);
  CheckOthers(session, &found);
  Complaints complaints;
  for (const std::string& complaint : found) {
    const size_t space = complaint.find(' ');
    complaints.push_back(absl::StrCat(complaint.substr(0, space), " session ",
                                      session.number(), ":",
                                      complaint.substr(space)));
  }
  return complaints;
}

std::vector<std::string> InvariantChecker::CheckRoutine(
    const v1::Routine& routine) const {
  Complaints complaints;
  if (routine.gate() != v1::GATE_OK) {
    if (!routine.sessions().empty()) complaints.push_back("I-09 sessions");
    return complaints;
  }
  bool few_safe = false;
  for (const v1::SafetyNotice& notice : routine.notices()) {
    few_safe = few_safe || notice.rule() == "G-07";
  }
  if (routine.sessions_size() != kSessions) {
    complaints.push_back(
        absl::StrCat("I-05 ", routine.sessions_size(), " sessions"));
  }
  for (const Session& session : routine.sessions()) {
    for (std::string& complaint : CheckSession(session, few_safe)) {
      complaints.push_back(std::move(complaint));
    }
  }
  for (std::string& complaint : BasePlanComplaints(person_, routine)) {
    complaints.push_back(std::move(complaint));
  }
  for (std::string& complaint : BlockComplaints(person_, routine)) {
    complaints.push_back(std::move(complaint));
  }
  for (std::string& complaint : ReasonComplaints(person_, routine)) {
    complaints.push_back(std::move(complaint));
  }
  for (std::string& complaint : KeptComplaints(person_, routine)) {
    complaints.push_back(std::move(complaint));
  }
  for (std::string& complaint : PrecedenceComplaints(person_, routine)) {
    complaints.push_back(std::move(complaint));
  }
  return complaints;
}

}  // namespace tonus::testing
