// SPDX-License-Identifier: Apache-2.0
#include "services/engine/retest_effects.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"
#include "services/engine/fired_retests.h"
#include "services/engine/fired_rows.h"
#include "services/engine/lookup.h"
#include "services/engine/measured_by.h"
#include "services/engine/progress_wording.h"
#include "services/engine/target_name.h"
#include "services/engine/test_change.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using kv1::RetestEffect;

// A target on a side.
using Target = std::pair<std::string, kv1::Side>;

bool ClosesGate(const RetestEffect& effect) {
  return effect.refer().action() == kv1::SAFETY_ACTION_REFER;
}

std::vector<kv1::Side> SidesOf(const kv1::Test& test) {
  if (test.laterality() == kv1::LATERALITY_BILATERAL) {
    return {kv1::SIDE_LEFT, kv1::SIDE_RIGHT};
  }
  return {kv1::SIDE_MIDLINE};
}

// Adds what follows from one row after the other.
class Applier {
 public:
  Applier(const BlockDone& history, Case* the_case)
      : history_(history), case_(*the_case) {}

  void Add(const FiredRetest& fired);

 private:
  v1::PlanLimits& limits() { return *case_.result.mutable_limits(); }
  std::string WhatWasFound(const FiredRetest& fired) const;
  std::vector<Target> TargetsOf(const FiredRetest& fired) const;
  kv1::Technique UsedMost(const FiredRetest& fired,
                          const kv1::TechniqueOrder& order) const;
  void Switch(const FiredRetest& fired, const kv1::TechniqueOrder& order);
  void Stop(const FiredRetest& fired, const kv1::StopTechniques& stop);
  void SetSteps(const FiredRetest& fired, int steps);
  // Asks for a test unless `fired` did; nullptr then.
  v1::TestRequest* Ask(const FiredRetest& fired, const std::string& test,
                       kv1::Side side);
  void AskAgain(const FiredRetest& fired, const kv1::RepeatTest& repeat,
                const std::string& test, kv1::Side side);
  void Repeat(const FiredRetest& fired, const kv1::RepeatTest& repeat);
  void Maintain(const FiredRetest& fired, const kv1::Maintenance& maintenance);
  void Request(const FiredRetest& fired, const kv1::TestsAfterRetest& tests);
  void Refer(const FiredRetest& fired, const kv1::RetestReferral& refer);
  void Shift(const kv1::TimeShift& shift);
  void Queue(const FiredRetest& fired, int best_rank);
  void Apply(const FiredRetest& fired, const RetestEffect& effect);

  const BlockDone& history_;
  Case& case_;
};

std::string Applier::WhatWasFound(const FiredRetest& fired) const {
  if (!fired.muscle.empty()) {
    return absl::StrCat(TargetName(case_.knowledge, fired.muscle, fired.side),
                        " ", fired.row->finding());
  }
  const kv1::Test* test = case_.knowledge.FindTest(fired.test);
  if (test == nullptr) return fired.row->finding();
  return absl::StrCat(OnSide(test->display_name(), fired.side), " ",
                      fired.row->finding());
}

// The target itself, or all that the test speaks about.
std::vector<Target> Applier::TargetsOf(const FiredRetest& fired) const {
  if (!fired.muscle.empty()) return {{fired.muscle, fired.side}};
  std::vector<Target> targets;
  for (const TargetSide& target : case_.knowledge.lookup().targets()) {
    const auto speaks = [&](const kv1::TestMapping& mapping) {
      return mapping.test() == fired.test &&
             mapping.muscle() == target.muscle->id() &&
             SpeaksAbout(mapping, fired.side, target.side);
    };
    if (absl::c_any_of(case_.knowledge.pack().test_mappings(), speaks)) {
      targets.emplace_back(target.muscle->id(), target.side);
    }
  }
  return targets;
}

// The technique of `order` that released the target most often in the block.
kv1::Technique Applier::UsedMost(const FiredRetest& fired,
                                 const kv1::TechniqueOrder& order) const {
  std::map<int, int> used;
  for (const auto& [subject, exposures] : history_.exposures) {
    const kv1::Exercise& exercise =
        *case_.knowledge.FindExercise(subject.exercise);
    if (exercise.targets().empty() || exercise.targets(0) != fired.muscle ||
        (subject.side != fired.side && subject.side != kv1::SIDE_MIDLINE)) {
      continue;
    }
    used[exercise.technique()] += static_cast<int>(
        absl::c_count_if(exposures, [&](const Exposure& exposure) {
          const SessionDone& session = history_.sessions[exposure.session];
          return session.IsSession() && session.day <= fired.day &&
                 BlockOf(case_.knowledge, session.number) == fired.retest.block;
        }));
  }
  kv1::Technique most = kv1::TECHNIQUE_UNSPECIFIED;
  int times = 0;
  for (const int technique : order.techniques()) {
    if (used[technique] <= times) continue;
    times = used[technique];
    most = static_cast<kv1::Technique>(technique);
  }
  return most;
}

void Applier::Switch(const FiredRetest& fired,
                     const kv1::TechniqueOrder& order) {
  const kv1::Technique current = UsedMost(fired, order);
  const auto found = absl::c_find(order.techniques(), current);
  if (found == order.techniques().end()) return;
  v1::TargetTechniqueOrder& changed = *limits().add_technique_orders();
  changed.set_muscle(fired.muscle);
  changed.set_side(fired.side);
  changed.set_rule(fired.row->rule());
  const int at = static_cast<int>(found - order.techniques().begin());
  for (int i = 1; i <= order.techniques_size(); ++i) {
    changed.add_techniques(static_cast<kv1::Technique>(
        order.techniques((at + i) % order.techniques_size())));
  }
}

void Applier::Stop(const FiredRetest& fired, const kv1::StopTechniques& stop) {
  for (const int technique : stop.techniques()) {
    v1::TargetTechniqueLimit& limit =
        *limits().add_forbidden_target_techniques();
    limit.set_muscle(fired.muscle);
    limit.set_side(fired.side);
    limit.set_technique(static_cast<kv1::Technique>(technique));
    limit.set_rule(fired.row->rule());
  }
}

void Applier::SetSteps(const FiredRetest& fired, int steps) {
  for (const auto& [muscle, side] : TargetsOf(fired)) {
    v1::TargetSteps& target = *limits().add_target_steps();
    target.set_muscle(muscle);
    target.set_side(side);
    target.set_steps(steps);
    target.set_rule(fired.row->rule());
  }
}

v1::TestRequest* Applier::Ask(const FiredRetest& fired, const std::string& test,
                              kv1::Side side) {
  const bool asked =
      absl::c_any_of(case_.repeats, [&](const v1::TestRequest& request) {
        return request.test() == test && request.side() == side &&
               request.rule() == fired.row->rule();
      });
  if (asked) return nullptr;
  v1::TestRequest& request = case_.repeats.emplace_back();
  request.set_test(test);
  request.set_side(side);
  request.set_rule(fired.row->rule());
  request.set_reason(absl::StrCat(Sentence(WhatWasFound(fired)), "."));
  return &request;
}

void Applier::AskAgain(const FiredRetest& fired, const kv1::RepeatTest& repeat,
                       const std::string& test, kv1::Side side) {
  v1::TestRequest* request = Ask(fired, test, side);
  if (request == nullptr) return;
  const absl::CivilDay due = fired.day + repeat.min_days();
  if (due > case_.today) *request->mutable_due_date() = ToDate(due);
  *request->mutable_last_date() = ToDate(fired.day + repeat.max_days());
}

// The test itself, or those that spoke for the target: until they were taken
// again, also when that is late.
void Applier::Repeat(const FiredRetest& fired, const kv1::RepeatTest& repeat) {
  if (!fired.test.empty()) {
    return AskAgain(fired, repeat, fired.test, fired.side);
  }
  for (const std::string& test : fired.causes) {
    for (const kv1::Side side : SidesOf(*case_.knowledge.FindTest(test))) {
      const auto speaks = [&](const kv1::TestMapping& mapping) {
        return mapping.test() == test && mapping.muscle() == fired.muscle &&
               SpeaksAbout(mapping, side, fired.side);
      };
      if (absl::c_any_of(case_.knowledge.pack().test_mappings(), speaks)) {
        AskAgain(fired, repeat, test, side);
      }
    }
  }
}

void Applier::Maintain(const FiredRetest& fired,
                       const kv1::Maintenance& maintenance) {
  v1::MaintainedTarget& target = *limits().add_maintained_targets();
  target.set_muscle(fired.muscle);
  target.set_side(fired.side);
  target.set_axis(fired.row->when().axis());
  target.set_sessions_per_week(maintenance.sessions_per_week());
  target.set_rule(fired.row->rule());
}

void Applier::Request(const FiredRetest& fired,
                      const kv1::TestsAfterRetest& tests) {
  if (case_.today - fired.day > tests.days()) return;
  for (const std::string& test : tests.tests()) {
    if (IsMeasuredAfter(case_.facts, test, fired.day)) continue;
    for (const kv1::Side side : SidesOf(*case_.knowledge.FindTest(test))) {
      Ask(fired, test, side);
    }
  }
}

void Applier::Refer(const FiredRetest& fired,
                    const kv1::RetestReferral& refer) {
  const auto settles = [&](const v1::Clearance& clearance) {
    const absl::CivilDay given = ToCivilDay(clearance.date());
    return clearance.subject() == fired.row->rule() && given > fired.day &&
           given <= case_.today;
  };
  if (refer.action() == kv1::SAFETY_ACTION_REFER
          ? absl::c_any_of(case_.facts.clearances(), settles)
          : case_.today - fired.day > refer.days()) {
    return;
  }
  case_.referrals.push_back(
      {refer.action(), fired.row->rule(), WhatWasFound(fired)});
}

void Applier::Shift(const kv1::TimeShift& shift) {
  limits().set_release_percent_off(
      std::max(limits().release_percent_off(), shift.release_percent_off()));
  limits().set_more_strength(
      std::max(limits().more_strength(), shift.more_strength()));
  if (!shift.advice().empty()) limits().add_advice(shift.advice());
}

void Applier::Queue(const FiredRetest& fired, int best_rank) {
  v1::QueuedTarget& queued = *limits().add_queued_targets();
  queued.set_muscle(fired.muscle);
  queued.set_side(fired.side);
  queued.set_best_rank(best_rank);
  queued.set_rule(fired.row->rule());
}

void Applier::Apply(const FiredRetest& fired, const RetestEffect& effect) {
  switch (effect.kind_case()) {
    case RetestEffect::kSwitchTechnique:
      return Switch(fired, effect.switch_technique());
    case RetestEffect::kStopTechniques:
      return Stop(fired, effect.stop_techniques());
    case RetestEffect::kLoadSteps:
      return SetSteps(fired, effect.load_steps());
    case RetestEffect::kHold:
      return SetSteps(fired, 0);
    case RetestEffect::kRepeatTest:
      return Repeat(fired, effect.repeat_test());
    case RetestEffect::kRequestTests:
      return Request(fired, effect.request_tests());
    case RetestEffect::kRefer:
      return Refer(fired, effect.refer());
    case RetestEffect::kRaiseRedFlag:
      case_.raised_flags.push_back(
          {effect.raise_red_flag(), fired.row->rule(), fired.day});
      return;
    case RetestEffect::kBestRank:
      return Queue(fired, effect.best_rank());
    case RetestEffect::kShiftTime:
      return Shift(effect.shift_time());
    case RetestEffect::kMaintain:
      return Maintain(fired, effect.maintain());
    default:
      return;
  }
}

void Applier::Add(const FiredRetest& fired) {
  v1::AppliedAdaptation& told = *case_.result.add_adaptations();
  told.set_rule(fired.row->rule());
  told.set_muscle(fired.muscle);
  told.set_side(fired.side);
  told.set_reason(fired.row->reason());
  told.set_finding(WhatWasFound(fired));
  for (const std::string& cause : fired.causes) told.add_tests(cause);
  for (const PastValue& value : fired.alone) {
    told.add_sessions(value.session);
    told.add_logs(value.log);
  }
  for (const RetestEffect& effect : fired.row->effects()) Apply(fired, effect);
}

}  // namespace

void ApplyRetestRules(Case* the_case) {
  const BlockDone history =
      ReadHistory(the_case->knowledge, the_case->facts, v1::Routine(),
                  the_case->today, absl::UTCTimeZone());
  Applier applier(history, the_case);
  for (const FiredRetest& fired : ReadFiredRetests(*the_case, history)) {
    applier.Add(fired);
  }
}

bool MayReferAfterRetests(const Knowledge& knowledge, absl::string_view rule) {
  return absl::c_any_of(
      knowledge.pack().retest_rules(), [&](const kv1::RetestRule& row) {
        return row.rule() == rule && absl::c_any_of(row.effects(), ClosesGate);
      });
}

bool IsRetestSafety(const Knowledge& knowledge,
                    const v1::AppliedAdaptation& applied) {
  return absl::c_any_of(
      knowledge.pack().retest_rules(), [&](const kv1::RetestRule& row) {
        return row.rule() == applied.rule() &&
               row.reason() == applied.reason() &&
               absl::c_any_of(row.effects(), [](const RetestEffect& effect) {
                 return effect.has_stop_techniques() || effect.hold() ||
                        effect.has_refer();
               });
      });
}

}  // namespace tonus::engine
