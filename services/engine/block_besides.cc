// SPDX-License-Identifier: Apache-2.0
// What a block holds beside its sessions: walking, what is done at home, tests
// that are repeated, and what nothing safe is left for.
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/block_planner.h"
#include "services/engine/candidates.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/retest_set.h"
#include "services/engine/served_side.h"

namespace tonus::engine {

using knowledge::v1::WeekShape;

namespace {

constexpr const char* kTooFew = "INSUFFICIENT_SAFE_OPTIONS";
// Rule of a finding that is uncovered since its training is not safe.
constexpr const char* kNoActivation = "G-07";

bool SameAdaptations(const v1::Session& a, const v1::Session& b) {
  return absl::c_equal(
      a.adaptations(), b.adaptations(),
      [](const v1::AppliedAdaptation& one, const v1::AppliedAdaptation& other) {
        return DeterministicBytes(one) == DeterministicBytes(other);
      });
}

}  // namespace

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

void BlockPlanner::AskOnReturn(const SessionAdaptation& adaptation,
                               int number) {
  if (adaptation.check_first == nullptr ||
      adaptation.check_first->retest_set().empty()) {
    return;
  }
  v1::Retest& retest = on_return_[number];
  retest = RetestOf(knowledge_, interpretation_,
                    adaptation.check_first->retest_set());
  retest.set_rule(adaptation.check_rule);
  *retest.mutable_absent_since() = ToDate(adaptation.last_day);
}

// That of the week is taken on return where an absence asks for one, too.
void BlockPlanner::AddRetests(const WeekShape& week,
                              v1::Routine* routine) const {
  for (int number = week.first_session(); number <= week.last_session();
       ++number) {
    const bool is_planned =
        number == week.first_session() && !week.retest_before().empty();
    const auto on_return = on_return_.find(number);
    if (!is_planned && on_return == on_return_.end()) continue;
    v1::Retest retest;
    if (on_return != on_return_.end()) retest = on_return->second;
    if (is_planned) {
      *retest.mutable_tests() =
          RetestOf(knowledge_, interpretation_, week.retest_before()).tests();
    }
    retest.set_before_session(number);
    *routine->add_retests() = std::move(retest);
  }
  if (week.retest_after().empty()) return;
  v1::Retest* retest = routine->add_retests();
  *retest = RetestOf(knowledge_, interpretation_, week.retest_after());
  retest->set_after_session(week.last_session());
}

}  // namespace tonus::engine
