// SPDX-License-Identifier: Apache-2.0
#include "tests/property/invariant_checker.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"

namespace tonus::testing {

using knowledge::v1::Exercise;
using knowledge::v1::Side;
using v1::Dose;
using v1::Finding;
using v1::Session;
using v1::SessionItem;

namespace {

// Figures of the invariants, deliberately not read from the pack.
constexpr double kMaxMinutes = 30;
constexpr int kFewest = 6;
constexpr int kMost = 10;
constexpr int kColdStretchSeconds = 15;
constexpr int kWarmUpSeconds = 180;
constexpr int kMaxMassageSeconds = 300;
constexpr int kIntraStretchSeconds = 60;
constexpr int kSessions = 18;

bool IsStatic(const Exercise& e) {
  return e.technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH;
}
bool IsPnf(const Exercise& e) {
  return e.technique() == knowledge::v1::TECHNIQUE_PNF;
}
bool IsMassage(const Exercise& e) {
  return e.technique() == knowledge::v1::TECHNIQUE_SMR;
}
bool IsLoad(const Exercise& e) {
  return e.technique() == knowledge::v1::TECHNIQUE_ACTIVATION ||
         e.technique() == knowledge::v1::TECHNIQUE_STRENGTH ||
         e.technique() == knowledge::v1::TECHNIQUE_STABILITY;
}
bool IsRelease(const Exercise& e) {
  return IsStatic(e) || IsPnf(e) || IsMassage(e) ||
         e.technique() == knowledge::v1::TECHNIQUE_DYNAMIC_MOBILITY ||
         e.technique() == knowledge::v1::TECHNIQUE_DECOMPRESSION;
}
bool Has(const Finding& finding, knowledge::v1::Qualifier qualifier) {
  for (const int given : finding.qualifiers()) {
    if (given == qualifier) return true;
  }
  return false;
}
bool Tight(const Finding& finding) {
  return finding.status() == knowledge::v1::STATUS_TIGHT ||
         finding.status() == knowledge::v1::STATUS_TIGHT_AND_WEAK ||
         finding.status() == knowledge::v1::STATUS_STIFF;
}
bool HasTag(const Exercise& e, const std::string& tag) {
  return std::find(e.tags().begin(), e.tags().end(), tag) != e.tags().end();
}

// Time of a dose: 2 s per repetition, 8 s per breath, holds and rests.
int Seconds(const Exercise& e, const Dose& dose) {
  const int rests = (dose.sets() - 1) * dose.rest_seconds();
  if (dose.total_seconds() > 0) return dose.total_seconds() + rests;
  if (IsMassage(e)) return dose.sets() * dose.hold_seconds() + rests;
  if (IsPnf(e)) {
    return dose.sets() *
           (dose.repetitions() * (dose.hold_seconds() + dose.rest_seconds()) +
            8 * dose.breaths());
  }
  if (e.technique() == knowledge::v1::TECHNIQUE_BREATHING) {
    return dose.sets() * dose.breaths() * (8 + dose.hold_seconds()) + rests;
  }
  int repetitions = dose.sets() * dose.repetitions();
  for (int i = 0; i < dose.repetitions_by_set_size(); ++i) {
    repetitions += dose.repetitions_by_set().Get(i);
  }
  if (repetitions == 0) return dose.sets() * dose.hold_seconds() + rests;
  return repetitions * (2 + dose.hold_seconds()) + rests;
}

int Held(const Exercise& e, const Dose& dose) {
  const int holds = IsMassage(e) ? 1 : std::max(1, dose.repetitions());
  return dose.sets() * holds * dose.hold_seconds();
}

}  // namespace

InvariantChecker::InvariantChecker(const knowledge::v1::Pack& pack,
                                   const storage::v1::PatientFacts& facts,
                                   const v1::Interpretation& interpretation)
    : pack_(pack), interpretation_(interpretation) {
  if (facts.profiles_size() > 0) {
    profile_ = facts.profiles(facts.profiles_size() - 1).profile();
  }
  for (const auto& exercise : pack.exercises()) {
    exercises_[exercise.id()] = &exercise;
  }
  for (const auto& muscle : pack.muscles()) muscles_[muscle.id()] = &muscle;
  for (const auto& finding : interpretation.findings()) {
    findings_[{finding.muscle(), finding.side()}] = &finding;
  }
  for (const auto& decision : interpretation.decisions()) {
    decisions_[decision.id()] = &decision;
  }
  // From the tags as read and, once more, from the conditions themselves.
  for (const auto& tag : interpretation.tags()) {
    (tag.forbidden() ? forbidden_tags_ : caution_tags_).insert(tag.tag());
  }
  std::set<std::string> active;
  for (const auto& condition : interpretation.conditions()) {
    active.insert(condition.condition());
  }
  for (const auto& condition : pack.conditions()) {
    if (active.count(condition.id()) == 0) continue;
    forbidden_tags_.insert(condition.forbidden_tags().begin(),
                           condition.forbidden_tags().end());
    caution_tags_.insert(condition.caution_tags().begin(),
                         condition.caution_tags().end());
  }
  equipment_.insert(profile_.equipment().begin(), profile_.equipment().end());
}

const Exercise& InvariantChecker::ExerciseOf(const SessionItem& item) const {
  const auto found = exercises_.find(item.exercise());
  return found == exercises_.end() ? Exercise::default_instance()
                                   : *found->second;
}

std::vector<const Finding*> InvariantChecker::Touched(const std::string& muscle,
                                                      Side side) const {
  static const Finding* const kNothing = new Finding;
  const auto target = muscles_.find(muscle);
  if (target == muscles_.end()) return {};
  std::vector<int> sides = {side};
  if (target->second->laterality() == knowledge::v1::LATERALITY_MIDLINE) {
    sides = {knowledge::v1::SIDE_MIDLINE};
  } else if (side == knowledge::v1::SIDE_MIDLINE) {
    sides = {knowledge::v1::SIDE_LEFT, knowledge::v1::SIDE_RIGHT};
  }
  std::vector<const Finding*> touched;
  for (const int at : sides) {
    const auto found = findings_.find({muscle, at});
    touched.push_back(found == findings_.end() ? kNothing : found->second);
  }
  return touched;
}

int InvariantChecker::Cap(const Session& session) const {
  int cap = 4;
  for (const auto& week : pack_.week_shapes()) {
    if (week.week() == session.week()) cap = std::min(cap, week.level_cap());
  }
  cap = std::min(cap,
                 (profile_.has_user_level() ? profile_.user_level() : 1) + 1);
  const int limit = interpretation_.limits().max_level();
  return limit > 0 ? std::min(cap, limit) : cap;
}

bool InvariantChecker::HasEquipment(const Exercise& exercise) const {
  static const std::set<std::string> kAlways = {"mat", "pillow", "towel"};
  static const std::set<std::string> kUsually = {"wall", "chair", "step"};
  for (const std::string& id : exercise.equipment()) {
    if (kAlways.count(id) > 0 || equipment_.count(id) > 0) continue;
    if (kUsually.count(id) > 0 && equipment_.count("none") == 0) continue;
    return false;
  }
  return true;
}

// Whether nothing at all speaks against `exercise` in this session.
bool InvariantChecker::Safe(const Exercise& exercise,
                            const Session& session) const {
  const v1::PlanLimits& limits = interpretation_.limits();
  if (exercise.opt_in_only() || exercise.level() > Cap(session) ||
      !HasEquipment(exercise)) {
    return false;
  }
  for (const std::string& tag : exercise.tags()) {
    if (forbidden_tags_.count(tag) > 0) return false;
    if (caution_tags_.count(tag) > 0 && exercise.level() > 2) return false;
  }
  for (const std::string& id : limits.forbidden_exercises()) {
    if (id == exercise.id()) return false;
  }
  for (const int technique : limits.forbidden_techniques()) {
    if (technique == exercise.technique()) return false;
  }
  for (const auto& limited : limits.limited_targets()) {
    if (!exercise.targets().empty() &&
        limited.muscle() == exercise.targets(0) &&
        std::find(limited.exercises().begin(), limited.exercises().end(),
                  exercise.id()) == limited.exercises().end()) {
      return false;
    }
  }
  for (const auto& limit : limits.forbidden_target_techniques()) {
    if (!exercise.targets().empty() && limit.muscle() == exercise.targets(0) &&
        limit.technique() == exercise.technique()) {
      return false;
    }
  }
  for (const auto& limit : limits.forbidden_region_tags()) {
    if (!HasTag(exercise, limit.tag())) continue;
    for (const std::string& target : exercise.targets()) {
      const auto found = muscles_.find(target);
      if (found != muscles_.end() &&
          found->second->region() == limit.region()) {
        return false;
      }
    }
  }
  return true;
}

void InvariantChecker::CheckTags(const Session& session,
                                 Complaints* complaints) const {
  for (const SessionItem& item : session.items()) {
    const Exercise& exercise = ExerciseOf(item);
    if (exercise.id().empty()) {
      complaints->push_back(
          absl::StrCat("I-01 ", item.exercise(), " is not in the pack"));
    } else if (exercise.level() <= Cap(session) && !Safe(exercise, session)) {
      complaints->push_back(absl::StrCat("I-01 ", item.exercise(),
                                         " is forbidden for this person"));
    }
    bool caution = false;
    for (const std::string& tag : exercise.tags()) {
      caution = caution || caution_tags_.count(tag) > 0;
    }
    if (caution != item.caution()) {
      complaints->push_back(
          absl::StrCat("I-01 ", item.exercise(), " has the wrong caution"));
    }
    for (const Dose& dose : item.doses()) {
      if (caution && dose.sets() != 1) {
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
    const Exercise& exercise = ExerciseOf(item);
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
    const auto decision = decisions_.find(item.decision());
    if (item.block() == 0 || !IsRelease(ExerciseOf(item)) ||
        decision == decisions_.end()) {
      continue;
    }
    for (int before = 0; before < release; ++before) {
      const Exercise& earlier = ExerciseOf(session.items(before));
      if (IsLoad(earlier) && !earlier.targets().empty() &&
          earlier.targets(0) == decision->second->partner()) {
        complaints->push_back(absl::StrCat(
            "I-02 ", earlier.id(), " trains ", decision->second->partner(),
            " before its inhibitor is released"));
      }
    }
  }
}

void InvariantChecker::CheckWarmUp(const Session& session,
                                   Complaints* complaints) const {
  int warm = 0;
  for (const SessionItem& item : session.items()) {
    const Exercise& exercise = ExerciseOf(item);
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
    const Exercise& exercise = ExerciseOf(item);
    const bool stretch = IsStatic(exercise) || IsPnf(exercise);
    const bool traction = HasTag(exercise, "SPINAL_TRACTION");
    if (IsPnf(exercise) && session.week() == 1) {
      complaints->push_back(
          absl::StrCat("I-10 ", item.exercise(), " in week 1"));
    }
    if ((!stretch && !traction) || exercise.targets().empty()) continue;
    for (const Dose& dose : item.doses()) {
      for (const Finding* finding : Touched(exercise.targets(0), dose.side())) {
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

void InvariantChecker::CheckSize(const Session& session, bool fewer_allowed,
                                 Complaints* complaints) const {
  int seconds = 0;
  int massage = 0;
  for (const SessionItem& item : session.items()) {
    int here = 0;
    for (const Dose& dose : item.doses()) {
      here += Seconds(ExerciseOf(item), dose);
      if (IsMassage(ExerciseOf(item))) massage += Held(ExerciseOf(item), dose);
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
  if (seconds > kMaxMinutes * 60 ||
      std::abs(session.total_minutes() - seconds / 60.0) > 0.01) {
    complaints->push_back(absl::StrCat("I-05 takes ", seconds, " s and says ",
                                       session.total_minutes(), " min"));
  }
  if (massage > kMaxMassageSeconds) {
    complaints->push_back(
        absl::StrCat("I-05 takes ", massage, " s of self-massage"));
  }
  if (session.relief()) return;
  const int limit = interpretation_.limits().max_exercises();
  if (session.items_size() > kMost ||
      (limit > 0 && session.items_size() > limit) ||
      (session.items_size() < kFewest && !fewer_allowed)) {
    complaints->push_back(
        absl::StrCat("I-05 has ", session.items_size(), " exercises"));
  }
}

void InvariantChecker::CheckStability(const Session& session,
                                      Complaints* complaints) const {
  if (session.relief()) return;
  for (const SessionItem& item : session.items()) {
    if (ExerciseOf(item).technique() == knowledge::v1::TECHNIQUE_STABILITY) {
      return;
    }
  }
  for (const Exercise& exercise : pack_.exercises()) {
    if (exercise.technique() == knowledge::v1::TECHNIQUE_STABILITY &&
        Safe(exercise, session)) {
      complaints->push_back(absl::StrCat("I-06 no stability exercise, though ",
                                         exercise.id(), " is safe"));
      return;
    }
  }
}

void InvariantChecker::CheckLevels(const Session& session,
                                   Complaints* complaints) const {
  for (const SessionItem& item : session.items()) {
    const Exercise& exercise = ExerciseOf(item);
    if (exercise.level() > Cap(session) || exercise.level() >= 5 ||
        exercise.opt_in_only()) {
      complaints->push_back(absl::StrCat("I-07 ", item.exercise(), " is level ",
                                         exercise.level(), ", the cap is ",
                                         Cap(session)));
    }
  }
}

void InvariantChecker::CheckSides(const Session& session,
                                  Complaints* complaints) const {
  for (const SessionItem& item : session.items()) {
    const Exercise& exercise = ExerciseOf(item);
    const auto found = decisions_.find(item.decision());
    if (found == decisions_.end()) continue;
    const v1::Decision& decision = *found->second;
    // The target that the item is for: released or trained.
    const std::string& target = IsLoad(exercise) && !decision.partner().empty()
                                    ? decision.partner()
                                    : decision.muscle();
    const bool for_target =
        std::find(exercise.targets().begin(), exercise.targets().end(),
                  target) != exercise.targets().end();
    if (!for_target || !exercise.per_side()) continue;
    std::vector<const Finding*> sides;
    for (const Dose& dose : item.doses()) {
      const std::vector<const Finding*> touched = Touched(target, dose.side());
      if (touched.size() == 1) sides.push_back(touched.front());
    }
    const bool one_set_only =
        decision.action() ==
            knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE ||
        decision.action() == knowledge::v1::DECISION_ACTION_MOBILISE;
    if (IsRelease(exercise)) {
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
    const bool no_room = item.slot() == knowledge::v1::SLOT_INTRA &&
                         (IsStatic(exercise) || IsMassage(exercise)) &&
                         2 * Held(exercise, better) > kIntraStretchSeconds;
    if (worse.sets() != 2 * better.sets() && !no_room) {
      complaints->push_back(absl::StrCat("I-12 ", item.exercise(), " takes ",
                                         worse.sets(), " and ", better.sets(),
                                         " sets"));
    }
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
    const auto decision = decisions_.find(item.decision());
    if (decision == decisions_.end() || !decision->second->kept()) {
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
  CheckWarmUp(session, &found);
  CheckTargets(session, &found);
  CheckSize(session, fewer_allowed, &found);
  CheckStability(session, &found);
  CheckLevels(session, &found);
  CheckSides(session, &found);
  CheckReasons(session, &found);
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
  return complaints;
}

}  // namespace tonus::testing
