// SPDX-License-Identifier: Apache-2.0
#include "services/engine/block_planner.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"
#include "services/engine/never_served.h"
#include "services/engine/policy.h"
#include "services/engine/relief_session.h"
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
  TellShorter(knowledge_, in_turn, /*turns=*/true, longer.session,
              &built->session);
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
  const bool planned_relief =
      done.relief() && (IsRelief(number) || adaptation.relief == nullptr);
  if (!planned_relief) {
    turns_.Count(groups_,
                 adaptation.applied.empty()
                     ? done
                     : Unadapted(week, number, turns_.InTurn(groups_)));
  }
  AskOnReturn(adaptation, number);
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
  // Relief that is planned is no turn of what it leaves out.
  if (!IsRelief(number)) {
    turns_.Count(groups_, adaptation.applied.empty()
                              ? built.session
                              : Unadapted(week, number, in_turn));
  }
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
  AskOnReturn(adaptation, number);
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
                &week.sessions,
                HasSmallSessions(knowledge_, interpretation_.limits()));
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
