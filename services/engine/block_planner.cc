// SPDX-License-Identifier: Apache-2.0
#include "services/engine/block_planner.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/candidates.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/never_served.h"
#include "services/engine/policy.h"
#include "services/engine/relief_session.h"
#include "services/engine/retest_set.h"
#include "services/engine/served_side.h"
#include "services/engine/shorter_session.h"
#include "services/engine/target_steps.h"
#include "services/engine/training_days.h"
#include "services/engine/week_lessons.h"

namespace tonus::engine {

using knowledge::v1::WeekShape;

namespace {

constexpr int kDaysPerWeek = 7;
// The switch of stretches at bedtime, and its choice of none.
constexpr char kBedtimeStretch[] = "bedtime_stretch";
constexpr char kNoBedtimeStretch[] = "none";
constexpr const char* kTooFew = "INSUFFICIENT_SAFE_OPTIONS";
// Rule of a finding that is uncovered since its training is not safe.
constexpr const char* kNoActivation = "G-07";

// Sessions of a tapered week that are shortened, from its second on.
bool IsTapered(const WeekShape& week, int number) {
  return week.taper_percent() > 0 && number > week.first_session();
}

// Whether all of the session is lighter than planned, not a region of it.
bool IsLighter(const SessionAdaptation& adaptation) {
  return adaptation.lighter.percent_off > 0 ||
         adaptation.lighter.fewer_sets > 0 || adaptation.like_week > 0;
}

// The sessions of a week, of which the first ones were done.
struct PlannedWeek {
  std::vector<v1::Session> sessions;
  size_t done = 0;
  std::vector<TakenInSession> taken;
};

bool SameAdaptations(const v1::Session& a, const v1::Session& b) {
  return absl::c_equal(
      a.adaptations(), b.adaptations(),
      [](const v1::AppliedAdaptation& one, const v1::AppliedAdaptation& other) {
        return DeterministicBytes(one) == DeterministicBytes(other);
      });
}

}  // namespace

BlockPlanner::BlockPlanner(const Knowledge& knowledge,
                           const storage::v1::PatientFacts& facts,
                           const v1::Interpretation& interpretation,
                           absl::CivilDay start, const RunningBlock& running)
    : knowledge_(knowledge),
      facts_(facts),
      interpretation_(interpretation),
      running_(running),
      groups_(KeptGroups(interpretation)),
      wishes_(WishesOf(CurrentProfile(facts))),
      length_(LengthFor(knowledge, CurrentProfile(facts).session_minutes())),
      home_wanted_(!CurrentProfile(facts).has_home_exercises() ||
                   CurrentProfile(facts).home_exercises()),
      bedtime_(ChoiceOf(knowledge, facts, start, kBedtimeStretch) !=
               kNoBedtimeStretch),
      offsets_(SessionOffsets(knowledge.pack().session(), CurrentProfile(facts),
                              start)),
      relief_mode_(knowledge, facts, running.first_session, start,
                   absl::UTCTimeZone()),
      start_(start),
      turns_(knowledge),
      told_(knowledge),
      reached_(knowledge) {}

SessionAdaptation BlockPlanner::AdaptationOf(const WeekShape& week,
                                             int number) const {
  const int day = kDaysPerWeek * (week.week() - 1) +
                  offsets_[number - week.first_session()];
  const int in_all = running_.first_session + number - 1;
  SessionAdaptation adaptation = running_.adaptation.For(in_all, start_ + day);
  if (!running_.adaptation.WasDone(in_all)) {
    ApplyTargetSteps(knowledge_, interpretation_, &adaptation);
  }
  return adaptation;
}

Eligibility BlockPlanner::EligibilityWith(
    const SessionAdaptation& adaptation) const {
  return Eligibility(knowledge_, facts_, interpretation_, start_, &adaptation);
}

// The shorter of what the person has time for and what the last week showed.
SessionLength BlockPlanner::LengthWith(
    const SessionAdaptation& adaptation) const {
  for (const knowledge::v1::ShortFormat& format :
       knowledge_.pack().short_formats()) {
    if (format.id() == adaptation.short_format &&
        format.max_minutes() < length_.minutes) {
      return LengthFor(knowledge_, format.max_minutes());
    }
  }
  return length_;
}

void BlockPlanner::RememberItems(const v1::Session& session) {
  for (const v1::SessionItem& item : session.items()) {
    known_exercises_.insert(item.exercise());
  }
}

void BlockPlanner::RememberRefused(const std::vector<v1::Dropped>& all) {
  for (const v1::Dropped& refused : all) {
    // What several overrides ask for is told of each.
    if (refused_keys_
            .emplace(refused.exercise(),
                     absl::StrCat(refused.decision(), " ", refused.override()))
            .second) {
      refused_.push_back(refused);
    }
  }
}

void BlockPlanner::Remember(const BuiltSession& built) {
  RememberItems(built.session);
  RememberRefused(built.refused);
  for (const v1::Uncovered& uncovered : built.uncovered) {
    uncovered_.emplace(uncovered.decision(), uncovered);
  }
  too_few_ = too_few_ || built.too_few;
}

const WeekShape& BlockPlanner::ShapeOf(
    const WeekShape& week, const SessionAdaptation& adaptation) const {
  for (const WeekShape& earlier : knowledge_.pack().week_shapes()) {
    if (earlier.week() == adaptation.like_week) return earlier;
  }
  return week;
}

SessionSpot BlockPlanner::SpotOf(const WeekShape& week, int number,
                                 const SessionLength& length,
                                 const SessionAdaptation& adaptation) const {
  SessionSpot spot;
  spot.week = &ShapeOf(week, adaptation);
  spot.position = number - week.first_session();
  const int in_all = running_.first_session + number - 1;
  if (running_.adaptation.WasDone(in_all) || !IsLighter(adaptation)) {
    spot.number = in_all;
  }
  spot.taper_percent = IsTapered(week, number) ? week.taper_percent() : 0;
  spot.pool =
      week.no_new_exercise() && spot.position > 0 ? &known_exercises_ : nullptr;
  spot.wishes = &wishes_;
  spot.length = length;
  return spot;
}

// A short session tells what one of usual length has besides, and that tells
// whether too few exercises are safe.
void BlockPlanner::CompareWithUsual(const std::vector<DecisionGroup>& in_turn,
                                    const Eligibility& eligibility,
                                    const SessionSpot& spot,
                                    BuiltSession* built) const {
  if (spot.length.format == nullptr) return;
  SessionSpot usual = spot;
  usual.length = LengthFor(knowledge_, /*minutes_at_hand=*/0);
  const BuiltSession longer =
      BuildSession(knowledge_, interpretation_, eligibility, in_turn, usual);
  built->too_few = longer.too_few;
  TellShorter(longer.session, &built->session);
}

bool BlockPlanner::IsRelief(int number) const {
  return interpretation_.limits().relief_mode() &&
         relief_mode_.Holds(running_.first_session + number - 1);
}

v1::Session BlockPlanner::Unadapted(
    const WeekShape& week, int number,
    const std::vector<DecisionGroup>& in_turn) const {
  const SessionAdaptation nothing_logged;
  return BuildSession(knowledge_, interpretation_,
                      EligibilityWith(nothing_logged), in_turn,
                      SpotOf(week, number, length_, nothing_logged))
      .session;
}

const v1::Session* BlockPlanner::Done(int number) const {
  if (running_.done == nullptr) return nullptr;
  const auto found =
      absl::c_find_if(running_.done->sessions(), [&](const v1::Session& done) {
        return done.number() == running_.first_session + number - 1;
      });
  return found == running_.done->sessions().end() ? nullptr : &*found;
}

v1::Session BlockPlanner::Recall(const WeekShape& week, int number,
                                 const v1::Session& done) {
  const SessionAdaptation adaptation = AdaptationOf(week, number);
  turns_.Count(groups_, adaptation.applied.empty()
                            ? done
                            : Unadapted(week, number, turns_.InTurn(groups_)));
  if (adaptation.check_first != nullptr) {
    set_before_[number] = adaptation.check_first->retest_set();
  }
  if (!done.relief()) {
    told_.Recall(adaptation, done);
    reached_.Note(running_.first_session + number - 1, done);
    RememberItems(done);
  }
  v1::Session session = done;
  session.set_number(number);
  return session;
}

v1::Session BlockPlanner::PlanSession(const WeekShape& week, int number) {
  if (const v1::Session* done = Done(number)) {
    return Recall(week, number, *done);
  }
  const SessionAdaptation adaptation = AdaptationOf(week, number);
  const Eligibility eligibility = EligibilityWith(adaptation);
  const SessionSpot spot =
      SpotOf(week, number, LengthWith(adaptation), adaptation);
  const std::vector<DecisionGroup> in_turn = turns_.InTurn(groups_);
  BuiltSession built =
      BuildSession(knowledge_, interpretation_, eligibility, in_turn, spot);
  turns_.Count(groups_, adaptation.applied.empty()
                            ? built.session
                            : Unadapted(week, number, in_turn));
  if (IsRelief(number) || adaptation.relief != nullptr) {
    const std::string rule =
        IsRelief(number) ? "R-813" : adaptation.relief->rule();
    MakeRelief(knowledge_, interpretation_, eligibility, *spot.week,
               spot.length.minutes, rule, &built.session);
    built.session.clear_short_format();
    RememberRefused(
        PinsBesideRelief(eligibility.overrides(), rule, built.session));
  } else {
    CompareWithUsual(in_turn, eligibility, spot, &built);
    Remember(built);
    for (v1::Dropped& dropped : built.taken) {
      taken_.push_back(
          {static_cast<size_t>(spot.position), std::move(dropped)});
    }
    // What is not safe in this week may be so in another one.
    for (const v1::Uncovered& uncovered : built.uncovered) {
      TakenInSession& here = taken_.emplace_back();
      here.session = static_cast<size_t>(spot.position);
      here.dropped.set_decision(uncovered.decision());
      here.dropped.set_rule(uncovered.rule());
      here.dropped.set_reason(uncovered.reason());
    }
    if (adaptation.as_before) reached_.Cap(&built.session);
    reached_.CapStepsDown(adaptation, &built.session);
  }
  if (adaptation.check_first != nullptr) {
    set_before_[number] = adaptation.check_first->retest_set();
  }
  v1::Session session = std::move(built.session);
  session.set_number(number);
  session.set_week(week.week());
  const int day = kDaysPerWeek * (week.week() - 1) + offsets_[spot.position];
  *session.mutable_date() = ToDate(start_ + day);
  session.set_gate(interpretation_.gate());
  *session.mutable_notices() = interpretation_.notices();
  told_.Tell(adaptation, built.stepped, &session);
  if (!running_.adaptation.WasDone(running_.first_session + number - 1)) {
    TellRetests(&session);
  } else if (!session.relief()) {
    reached_.Note(running_.first_session + number - 1, session);
  }
  if (!session.relief()) {
    session.mutable_advice()->MergeFrom(interpretation_.limits().advice());
    for (std::string& text : LessonsOf(knowledge_, eligibility, week)) {
      session.add_advice(std::move(text));
    }
  }
  if (week.walking_minutes() > 0 && !session.relief()) {
    session.add_advice(absl::StrCat("Outside the session: walk briskly for ",
                                    week.walking_minutes(),
                                    " minutes on 3 to 5 days of this week."));
  }
  return session;
}

// In words the first session after them tells it, the others as data alone.
void BlockPlanner::TellRetests(v1::Session* session) {
  session->mutable_adaptations()->MergeFrom(interpretation_.adaptations());
  if (told_retests_) return;
  told_retests_ = true;
  for (const v1::AppliedAdaptation& applied : interpretation_.adaptations()) {
    if (!absl::c_linear_search(session->advice(), applied.reason())) {
      session->add_advice(applied.reason());
    }
  }
}

void BlockPlanner::AddWalking(const WeekShape& week, v1::Routine* routine) {
  if (week.walking_minutes() == 0) return;
  v1::WeekWalking* walking = routine->add_walking();
  walking->set_week(week.week());
  walking->set_minutes(week.walking_minutes());
}

// The sessions of a week each carry what is done at home in it, so that an app
// has it without a connection. A week that has relief has nothing else.
void BlockPlanner::AddHome(const WeekShape& week,
                           std::vector<v1::Session>* sessions) {
  if (absl::c_any_of(*sessions, [](const v1::Session& session) {
        return session.relief();
      })) {
    return;
  }
  HomePlan plan;
  bool planned = false;
  for (size_t i = 0; i < sessions->size(); ++i) {
    v1::Session& session = (*sessions)[i];
    const int number = week.first_session() + static_cast<int>(i);
    if (Done(number) != nullptr) {
      RememberHome(session.home_items());
      continue;
    }
    // What was logged in the week changes what is left of it.
    if (!planned || !SameAdaptations((*sessions)[i - 1], session)) {
      planned = true;
      plan = PlanHomeWith(week, *sessions, AdaptationOf(week, number));
      for (const v1::Dropped& dropped : plan.short_of) {
        *session.add_dropped() = dropped;
      }
    }
    session.mutable_home_items()->Assign(plan.items.begin(), plan.items.end());
    RememberHome(session.home_items());
  }
}

void BlockPlanner::RememberHome(
    const google::protobuf::RepeatedPtrField<v1::HomeItem>& items) {
  for (const v1::HomeItem& item : items) {
    known_exercises_.insert(item.item().exercise());
  }
}

HomePlan BlockPlanner::PlanHomeWith(const WeekShape& week,
                                    const std::vector<v1::Session>& sessions,
                                    const SessionAdaptation& adaptation) const {
  HomeWeek home;
  home.week = &ShapeOf(week, adaptation);
  home.sessions = sessions;
  home.pool = week.no_new_exercise() ? &known_exercises_ : nullptr;
  home.wishes = &wishes_;
  home.wanted = home_wanted_;
  home.bedtime = bedtime_;
  return PlanHome(knowledge_, interpretation_, EligibilityWith(adaptation),
                  groups_, home);
}

// Decisions that no session serves because nothing safe is left, or that are
// served without their release.
void BlockPlanner::AddUncovered(const std::vector<const v1::Session*>& sessions,
                                v1::Routine* routine) const {
  for (const DecisionGroup& group : groups_) {
    const std::string& trained =
        group.partner.empty() ? group.muscle : group.partner;
    const auto trains = [&](const v1::SessionItem& item) {
      const auto& exercise = *knowledge_.FindExercise(item.exercise());
      return group.Has(item.decision()) &&
             PurposeOf(exercise) == Purpose::kLoad && Lists(exercise, trained);
    };
    for (const v1::Decision* decision : group.decisions) {
      const auto found = uncovered_.find(decision->id());
      if (found == uncovered_.end()) continue;
      const bool no_activation = found->second.rule() == kNoActivation;
      const bool served =
          absl::c_any_of(sessions, [&](const v1::Session* session) {
            return ServesSideOf(knowledge_, *decision, *session) ||
                   (no_activation && absl::c_any_of(session->items(), trains));
          });
      if (!served) *routine->add_uncovered() = found->second;
    }
  }
}

void BlockPlanner::AddTooFew(v1::Routine* routine) const {
  bool no_activation = false;
  for (const v1::Uncovered& uncovered : routine->uncovered()) {
    no_activation = no_activation || uncovered.rule() == kNoActivation;
  }
  if (!too_few_ && !no_activation) return;
  v1::SafetyNotice notice;
  notice.set_action(knowledge::v1::SAFETY_ACTION_REFER_ROUTINE);
  notice.set_subject(kTooFew);
  notice.set_rule(kNoActivation);
  notice.set_text(
      "Too few safe exercises are left for a full plan. A clinician should "
      "look at what can be added.");
  *routine->add_notices() = notice;
  for (v1::Session& session : *routine->mutable_sessions()) {
    *session.add_notices() = notice;
  }
}

v1::Retest BlockPlanner::RetestOf(const std::string& set) const {
  v1::Retest retest;
  for (const auto& tests : knowledge_.pack().retest_sets()) {
    if (tests.id() != set) continue;
    for (std::string& test :
         TestsToRepeat(knowledge_, interpretation_, tests)) {
      retest.add_tests(std::move(test));
    }
  }
  return retest;
}

// That of the week, else that of a break before the session; empty for none.
std::string BlockPlanner::SetBefore(const WeekShape& week, int number) const {
  if (number == week.first_session() && !week.retest_before().empty()) {
    return week.retest_before();
  }
  const auto after_break = set_before_.find(number);
  return after_break == set_before_.end() ? "" : after_break->second;
}

void BlockPlanner::AddRetests(const WeekShape& week,
                              v1::Routine* routine) const {
  for (int number = week.first_session(); number <= week.last_session();
       ++number) {
    const std::string set = SetBefore(week, number);
    if (set.empty()) continue;
    v1::Retest* retest = routine->add_retests();
    *retest = RetestOf(set);
    retest->set_before_session(number);
  }
  if (week.retest_after().empty()) return;
  v1::Retest* retest = routine->add_retests();
  *retest = RetestOf(week.retest_after());
  retest->set_after_session(week.last_session());
}

void BlockPlanner::Plan(v1::Routine* routine) {
  std::vector<PlannedWeek> planned;
  for (const WeekShape& week : knowledge_.pack().week_shapes()) {
    PlannedWeek& here = planned.emplace_back();
    taken_.clear();
    for (int number = week.first_session(); number <= week.last_session();
         ++number) {
      if (here.done == here.sessions.size() && Done(number) != nullptr) {
        ++here.done;
      }
      here.sessions.push_back(PlanSession(week, number));
    }
    AddHome(week, &here.sessions);
    here.taken = std::move(taken_);
    AddRetests(week, routine);
    AddWalking(week, routine);
  }
  std::vector<const v1::Session*> all;
  absl::flat_hash_set<int> done;
  for (const PlannedWeek& week : planned) {
    for (size_t i = 0; i < week.sessions.size(); ++i) {
      all.push_back(&week.sessions[i]);
      if (i < week.done) done.insert(week.sessions[i].number());
    }
  }
  AddUncovered(all, routine);
  // What one week can not serve and another one does is told in its week.
  absl::flat_hash_set<std::string> uncovered;
  for (const v1::Uncovered& told : routine->uncovered()) {
    uncovered.insert(told.decision());
  }
  for (PlannedWeek& week : planned) {
    TellLeftOut(knowledge_, groups_, uncovered, week.taken, week.done,
                &week.sessions);
    for (v1::Session& session : week.sessions) {
      *routine->add_sessions() = std::move(session);
    }
  }
  TellNeverServed(knowledge_, interpretation_, done, routine);
  AddTooFew(routine);
  routine->mutable_refused()->Assign(refused_.begin(), refused_.end());
}

v1::Session BlockPlanner::BuildToday(int number, const SessionLength& length,
                                     const SessionAdaptation& adaptation) {
  const WeekShape& week = knowledge_.WeekOfSession(number);
  const bool steps_down = absl::c_any_of(
      adaptation.steps,
      [](const auto& exercise) { return exercise.second.step < 0; });
  if (week.no_new_exercise() || adaptation.as_before || steps_down) {
    for (int earlier = 1; earlier < number; ++earlier) {
      PlanSession(knowledge_.WeekOfSession(earlier), earlier);
    }
  }
  SessionSpot spot = SpotOf(week, number, length, adaptation);
  // What is short today alone keeps to what matters most.
  spot.by_rank = LengthWith(adaptation).format == nullptr;
  v1::Session session = BuildSession(knowledge_, interpretation_,
                                     EligibilityWith(adaptation), groups_, spot)
                            .session;
  if (adaptation.as_before) reached_.Cap(&session);
  reached_.CapStepsDown(adaptation, &session);
  return session;
}

}  // namespace tonus::engine
