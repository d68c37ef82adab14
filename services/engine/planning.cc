// SPDX-License-Identifier: Apache-2.0
#include "services/engine/planning.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/engine/eligibility.h"
#include "services/engine/facts.h"
#include "services/engine/relief_session.h"
#include "services/engine/session_builder.h"
#include "services/engine/week_pairs.h"

namespace tonus::engine {

using knowledge::v1::WeekShape;

namespace {

constexpr int kDaysPerWeek = 7;
constexpr const char* kTooFew = "INSUFFICIENT_SAFE_OPTIONS";
// Rule of a finding that is uncovered since its training is not safe.
constexpr const char* kNoActivation = "G-07";

// Sessions of a tapered week that are shortened, from its second on.
bool IsTapered(const WeekShape& week, int number) {
  return week.taper_percent() > 0 && number > week.first_session();
}

// Whether no tag that a test needs is forbidden.
bool MayBeTaken(const Knowledge& knowledge,
                const v1::Interpretation& interpretation,
                const std::string& test) {
  const auto& needed = knowledge.FindTest(test)->required_tags();
  return absl::c_none_of(
      interpretation.tags(), [&](const v1::TagRestriction& tag) {
        return tag.forbidden() && absl::c_linear_search(needed, tag.tag());
      });
}

class Planner {
 public:
  Planner(const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
          const v1::Interpretation& interpretation, absl::CivilDay start)
      : knowledge_(knowledge),
        interpretation_(interpretation),
        eligibility_(knowledge, facts, interpretation, start),
        groups_(KeptGroups(interpretation)),
        start_(start) {}

  void Plan(v1::Routine* routine);

 private:
  v1::Session PlanSession(const WeekShape& week, int number);
  void Remember(const BuiltSession& built);
  void AddUncovered(v1::Routine* routine) const;
  void AddTooFew(v1::Routine* routine) const;
  void AddRetests(const WeekShape& week, v1::Routine* routine) const;

  const Knowledge& knowledge_;
  const v1::Interpretation& interpretation_;
  const Eligibility eligibility_;
  const std::vector<DecisionGroup> groups_;
  const absl::CivilDay start_;
  // Exercises of the sessions so far.
  absl::flat_hash_set<std::string> known_exercises_;
  std::vector<v1::Dropped> refused_;
  std::set<std::pair<std::string, std::string>> refused_keys_;
  // By decision.
  absl::btree_map<std::string, v1::Uncovered> uncovered_;
  absl::flat_hash_set<std::string> covered_;
  bool too_few_ = false;
};

void Planner::Remember(const BuiltSession& built) {
  for (const v1::SessionItem& item : built.session.items()) {
    known_exercises_.insert(item.exercise());
    covered_.insert(item.decision());
  }
  for (const v1::Dropped& refused : built.refused) {
    if (refused_keys_.emplace(refused.exercise(), refused.decision()).second) {
      refused_.push_back(refused);
    }
  }
  for (const v1::Uncovered& uncovered : built.uncovered) {
    uncovered_.emplace(uncovered.decision(), uncovered);
  }
  too_few_ = too_few_ || built.too_few;
}

v1::Session Planner::PlanSession(const WeekShape& week, int number) {
  SessionSpot spot;
  spot.week = &week;
  spot.position = number - week.first_session();
  spot.taper_percent = IsTapered(week, number) ? week.taper_percent() : 0;
  spot.pool =
      week.no_new_exercise() && spot.position > 0 ? &known_exercises_ : nullptr;
  BuiltSession built =
      BuildSession(knowledge_, interpretation_, eligibility_, groups_, spot);
  const auto& constants = knowledge_.pack().session();
  if (interpretation_.limits().relief_mode() &&
      number <= constants.relief_mode_sessions()) {
    MakeRelief(knowledge_, interpretation_, eligibility_, week, "R-813",
               &built.session);
  } else {
    Remember(built);
  }
  v1::Session session = std::move(built.session);
  session.set_number(number);
  session.set_week(week.week());
  const int day = kDaysPerWeek * (week.week() - 1) +
                  constants.days_between() * spot.position;
  *session.mutable_date() = ToDate(start_ + day);
  session.set_gate(interpretation_.gate());
  *session.mutable_notices() = interpretation_.notices();
  if (week.walking_minutes() > 0 && !session.relief()) {
    session.add_advice(absl::StrCat("Outside the session: walk briskly for ",
                                    week.walking_minutes(),
                                    " minutes on 3 to 5 days of this week."));
  }
  return session;
}

// Findings that no session serves because nothing safe is left, or that are
// served without their release.
void Planner::AddUncovered(v1::Routine* routine) const {
  for (const DecisionGroup& group : groups_) {
    const bool served = covered_.contains(group.decisions.front()->id());
    for (const v1::Decision* decision : group.decisions) {
      const auto found = uncovered_.find(decision->id());
      if (found == uncovered_.end()) continue;
      if (served && found->second.rule() == kNoActivation) continue;
      *routine->add_uncovered() = found->second;
    }
  }
}

void Planner::AddTooFew(v1::Routine* routine) const {
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

void Planner::AddRetests(const WeekShape& week, v1::Routine* routine) const {
  for (const bool before : {true, false}) {
    const std::string& set =
        before ? week.retest_before() : week.retest_after();
    for (const auto& tests : knowledge_.pack().retest_sets()) {
      if (set.empty() || tests.id() != set) continue;
      v1::Retest* retest = routine->add_retests();
      for (const std::string& test : tests.tests()) {
        if (MayBeTaken(knowledge_, interpretation_, test)) {
          retest->add_tests(test);
        }
      }
      if (before) {
        retest->set_before_session(week.first_session());
      } else {
        retest->set_after_session(week.last_session());
      }
    }
  }
}

void Planner::Plan(v1::Routine* routine) {
  for (const WeekShape& week : knowledge_.pack().week_shapes()) {
    for (int number = week.first_session(); number <= week.last_session();
         ++number) {
      *routine->add_sessions() = PlanSession(week, number);
    }
    AddRetests(week, routine);
  }
  AddUncovered(routine);
  AddTooFew(routine);
  routine->mutable_refused()->Assign(refused_.begin(), refused_.end());
}

// Findings that say something or that a decision names.
bool IsWorthTelling(const v1::Finding& finding,
                    const v1::Interpretation& interpretation) {
  if (finding.status() != knowledge::v1::STATUS_UNKNOWN) return true;
  return std::any_of(interpretation.decisions().begin(),
                     interpretation.decisions().end(),
                     [&](const v1::Decision& decision) {
                       return (decision.muscle() == finding.muscle() &&
                               decision.side() == finding.side()) ||
                              (decision.partner() == finding.muscle() &&
                               decision.partner_side() == finding.side());
                     });
}

// Whether a closed gate still lets a walk be mentioned.
bool MayMentionWalking(const Knowledge& knowledge,
                       const v1::Interpretation& interpretation) {
  if (interpretation.gate() != v1::GATE_REFER) return false;
  return std::none_of(
      interpretation.notices().begin(), interpretation.notices().end(),
      [&](const v1::SafetyNotice& notice) {
        const auto* flag = knowledge.FindRedFlag(notice.subject());
        const auto* condition = knowledge.FindCondition(notice.subject());
        return (flag != nullptr && flag->no_walking_advice()) ||
               (condition != nullptr && condition->no_walking_advice());
      });
}

}  // namespace

v1::Routine PlanRoutine(const Knowledge& knowledge,
                        const storage::v1::PatientFacts& facts,
                        const v1::Interpretation& interpretation,
                        absl::CivilDay start) {
  v1::Routine routine;
  routine.set_pack_version(std::string(knowledge.version()));
  routine.set_pack_hash(std::string(knowledge.hash()));
  routine.set_engine_version(kEngineVersion);
  routine.set_gate(interpretation.gate());
  *routine.mutable_notices() = interpretation.notices();
  *routine.mutable_decisions() = interpretation.decisions();
  *routine.mutable_start_date() = ToDate(start);
  for (const v1::Finding& finding : interpretation.findings()) {
    if (IsWorthTelling(finding, interpretation)) {
      *routine.add_findings() = finding;
    }
  }
  *routine.mutable_advice() = interpretation.limits().advice();
  if (interpretation.gate() != v1::GATE_OK) {
    if (MayMentionWalking(knowledge, interpretation)) {
      routine.add_advice("Easy walking is fine as long as it feels good.");
    }
    return routine;
  }
  Planner(knowledge, facts, interpretation, start).Plan(&routine);
  return routine;
}

}  // namespace tonus::engine
