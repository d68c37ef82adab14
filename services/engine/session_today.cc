// SPDX-License-Identifier: Apache-2.0
#include "services/engine/session_today.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "services/engine/block_planner.h"
#include "services/engine/check_in_rows.h"
#include "services/engine/eligibility.h"
#include "services/engine/facts.h"
#include "services/engine/relief_session.h"
#include "services/engine/session_length.h"
#include "services/engine/shorter_session.h"
#include "services/engine/target_name.h"
#include "services/engine/target_steps.h"

namespace tonus::engine {

using storage::v1::CheckInFact;
using storage::v1::PatientFacts;

namespace {

// Rule of equipment that is missing.
constexpr char kNotAtHand[] = "R-734";

// Number of the session within its block, from 1.
int NumberInBlock(const Knowledge& knowledge, int number) {
  const auto& weeks = knowledge.pack().week_shapes();
  return (number - 1) % weeks[weeks.size() - 1].last_session() + 1;
}

// Whether the item needs something that is not at hand.
bool LacksEquipment(const Knowledge& knowledge, const Eligibility& eligibility,
                    const v1::Session& session, const v1::SessionItem& item) {
  Spot spot;
  spot.week = &knowledge.WeekOfSession(session.number());
  spot.relief = session.relief();
  const auto* exercise = knowledge.FindExercise(item.exercise());
  if (exercise == nullptr) return true;
  std::vector<knowledge::v1::Side> sides;
  for (const v1::Dose& dose : item.doses()) sides.push_back(dose.side());
  const auto refusal = eligibility.Refuse(*exercise, sides, spot);
  return refusal.has_value() && refusal->kind == Refusal::Kind::kEquipment;
}

bool LacksEquipment(const Knowledge& knowledge, const Eligibility& eligibility,
                    const v1::Session& session) {
  return absl::c_any_of(session.items(), [&](const v1::SessionItem& item) {
    return LacksEquipment(knowledge, eligibility, session, item);
  });
}

// Takes what lacks its equipment today out of what is done at home. Returns
// whether there was any.
bool DropHomeItems(const Knowledge& knowledge, const Eligibility& eligibility,
                   v1::Session* session) {
  v1::Session kept;
  for (const v1::HomeItem& home : session->home_items()) {
    if (!LacksEquipment(knowledge, eligibility, *session, home.item())) {
      *kept.add_home_items() = home;
      continue;
    }
    v1::Dropped* dropped = kept.add_dropped();
    dropped->set_exercise(home.item().exercise());
    dropped->set_decision(home.item().decision());
    dropped->set_rule(kNotAtHand);
    dropped->set_reason("Its equipment is not at hand today.");
  }
  if (kept.dropped().empty()) return false;
  *session->mutable_home_items() = kept.home_items();
  session->mutable_dropped()->MergeFrom(kept.dropped());
  return true;
}

// Takes out what is advised about items of `planned` that `session` does not
// have any more.
void DropAdvice(const Knowledge& knowledge, const v1::Session& planned,
                v1::Session* session) {
  for (const v1::SessionItem& item : planned.items()) {
    const auto* exercise = knowledge.FindExercise(item.exercise());
    if (exercise == nullptr ||
        absl::c_any_of(session->items(), [&](const v1::SessionItem& other) {
          return other.exercise() == item.exercise();
        })) {
      continue;
    }
    const std::string name = ExerciseName(*exercise);
    auto& advice = *session->mutable_advice();
    advice.erase(std::remove_if(advice.begin(), advice.end(),
                                [&](const std::string& text) {
                                  return absl::StartsWith(text, name);
                                }),
                 advice.end());
  }
}

// Takes over what was built for the day; `lost_home` when something of what is
// done at home was left out.
void Rebuild(const Knowledge& knowledge, const v1::Session& built,
             bool lost_home, v1::Session* session) {
  const v1::Session planned = *session;
  *session->mutable_items() = built.items();
  DropAdvice(knowledge, planned, session);
  // What was left out of the day at home stays told.
  *session->mutable_dropped() = built.dropped();
  for (const v1::Dropped& dropped : planned.dropped()) {
    if (lost_home && dropped.rule() == kNotAtHand) {
      *session->add_dropped() = dropped;
    }
  }
  session->set_total_minutes(built.total_minutes());
  session->set_budget_minutes(built.budget_minutes());
  session->set_short_format(built.short_format());
}

std::string RuleOfLength(const Knowledge& knowledge,
                         const CheckInFact& check_in) {
  const auto* format = LengthFor(knowledge, check_in.minutes_today()).format;
  return format == nullptr ? "R-730" : format->rule();
}

void TellLighter(const std::vector<v1::AppliedAdaptation>& lighter,
                 v1::Session* session, std::vector<std::string>* rules) {
  for (const v1::AppliedAdaptation& applied : lighter) {
    *session->add_adaptations() = applied;
    session->add_advice(applied.reason());
    rules->push_back(applied.rule());
  }
}

// No more is allowed than the time of the day, also where the session is short
// enough as it is.
void LimitBudget(const CheckInFact& check_in, v1::Session* session) {
  if (check_in.minutes_today() > 0 &&
      check_in.minutes_today() < session->budget_minutes()) {
    session->set_budget_minutes(check_in.minutes_today());
  }
}

bool IsTooLong(const CheckInFact& check_in, const v1::Session& session) {
  return check_in.minutes_today() > 0 &&
         check_in.minutes_today() < session.total_minutes();
}

}  // namespace

int MinutesToday(const Knowledge& knowledge, const CheckInFact& check_in,
                 const v1::Session& planned) {
  int minutes = knowledge.pack().session().max_minutes();
  if (planned.budget_minutes() > 0) {
    minutes = std::min<int>(minutes, planned.budget_minutes());
  }
  return check_in.minutes_today() > 0
             ? std::min(minutes, check_in.minutes_today())
             : minutes;
}

PatientFacts WithEquipmentOf(const CheckInFact& check_in,
                             const PatientFacts& facts) {
  PatientFacts today = facts;
  if (check_in.has_equipment_today()) {
    *today.add_overrides()->mutable_override()->mutable_equipment() =
        check_in.equipment_today();
  }
  return today;
}

std::vector<std::string> FitToDay(
    const Knowledge& knowledge, const PatientFacts& facts,
    const v1::Interpretation& interpretation, const CheckInFact& check_in,
    absl::TimeZone zone, const Adaptation& adaptation, const v1::Routine* done,
    v1::Session* session) {
  if (session->items().empty()) return {};
  const absl::CivilDay day = ToCivilDay(session->date());
  const PatientFacts today = WithEquipmentOf(check_in, facts);
  SessionAdaptation adapted = adaptation.For(session->number(), day);
  ApplyTargetSteps(knowledge, interpretation, &adapted);
  const std::vector<v1::AppliedAdaptation> lighter =
      session->relief()
          ? std::vector<v1::AppliedAdaptation>()
          : ApplyCheckInRows(knowledge, facts, check_in, zone, &adapted);
  const Eligibility eligibility(knowledge, today, interpretation, day,
                                &adapted);
  const bool lacks = check_in.has_equipment_today() &&
                     LacksEquipment(knowledge, eligibility, *session);
  bool too_long = IsTooLong(check_in, *session);
  if (session->relief()) {
    if (!lacks && !too_long) {
      LimitBudget(check_in, session);
      return {};
    }
    const std::string rule = session->items(0).rule();
    MakeRelief(knowledge, interpretation, eligibility,
               knowledge.WeekOfSession(session->number()),
               MinutesToday(knowledge, check_in, *session), rule, session);
    return {too_long ? "R-730" : kNotAtHand};
  }
  const bool lost_home = check_in.has_equipment_today() &&
                         DropHomeItems(knowledge, eligibility, session);
  if (!lacks && !too_long && lighter.empty()) {
    LimitBudget(check_in, session);
    return lost_home ? std::vector<std::string>{kNotAtHand}
                     : std::vector<std::string>();
  }

  const auto build = [&](int minutes) {
    RunningBlock running;
    running.adaptation = adaptation;
    running.done = done;
    running.first_session =
        session->number() - NumberInBlock(knowledge, session->number()) + 1;
    return BlockPlanner(knowledge, today, interpretation, day, running)
        .BuildToday(NumberInBlock(knowledge, session->number()),
                    LengthFor(knowledge, minutes), adapted);
  };
  v1::Session built =
      build(too_long ? check_in.minutes_today() : session->budget_minutes());
  // What replaces the missing may take longer.
  if (IsTooLong(check_in, built)) {
    too_long = true;
    built = build(check_in.minutes_today());
  }
  if (too_long) {
    // What is missing or hurts today is not left out for want of time.
    const bool same = !lacks && lighter.empty();
    TellShorter(knowledge, KeptGroups(interpretation), /*turns=*/false,
                same ? *session : build(session->budget_minutes()), &built);
  }
  Rebuild(knowledge, built, lost_home, session);
  LimitBudget(check_in, session);
  std::vector<std::string> rules;
  if (too_long) rules.push_back(RuleOfLength(knowledge, check_in));
  if (lacks || lost_home) rules.emplace_back(kNotAtHand);
  TellLighter(lighter, session, &rules);
  return rules;
}

}  // namespace tonus::engine
