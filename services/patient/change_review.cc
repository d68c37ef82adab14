// SPDX-License-Identifier: Apache-2.0
#include "services/patient/change_review.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/adaptation.h"
#include "services/engine/eligibility.h"
#include "services/engine/expiry.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/overrides.h"
#include "services/engine/policy.h"
#include "services/engine/progress.h"
#include "services/engine/routine_diff.h"
#include "services/engine/session_diff.h"
#include "services/engine/stricter.h"
#include "services/patient/block.h"
#include "services/patient/event_cause.h"
#include "services/patient/issued_routine.h"
#include "services/patient/replan.h"
#include "services/patient/safe_plan.h"
#include "services/resource_names.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

constexpr char kRoutineChanges[] = "routine_changes";
constexpr char kReview[] = "review";
// Of a target that must not be stretched.
constexpr char kNotStretched[] = "R-500";

bool IsForbidden(const std::optional<engine::Refusal>& refusal) {
  return refusal.has_value() &&
         (refusal->kind == engine::Refusal::Kind::kForbidden ||
          refusal->rule == kNotStretched);
}

bool HoldsForbidden(const engine::Knowledge& knowledge,
                    const engine::Eligibility& eligibility,
                    const v1::Session& session) {
  engine::Spot spot;
  spot.week = &knowledge.WeekOfSession(session.number());
  spot.relief = session.relief();
  const auto is_forbidden = [&](const v1::SessionItem& item) {
    const auto* exercise = knowledge.FindExercise(item.exercise());
    if (exercise == nullptr) return false;
    std::vector<knowledge::v1::Side> sides;
    for (const v1::Dose& dose : item.doses()) sides.push_back(dose.side());
    return IsForbidden(eligibility.Refuse(*exercise, sides, spot));
  };
  return absl::c_any_of(session.items(), is_forbidden) ||
         absl::c_any_of(session.home_items(), [&](const v1::HomeItem& home) {
           return is_forbidden(home.item());
         });
}

// Whether a log makes `session` easier than it is in `current`: that does not
// wait.
bool BecomesEasier(const engine::Knowledge& knowledge,
                   const v1::Session& current, const v1::Session& session) {
  const std::optional<v1::SessionChange> change =
      engine::DiffOfSession(current, session);
  return change.has_value() &&
         absl::c_any_of(change->adaptations(),
                        [&](const v1::AppliedAdaptation& applied) {
                          return engine::IsForSafety(knowledge, applied);
                        });
}

// Whether what was logged caused the change. It is not known without it what
// of the sessions is to stay.
bool IsLogged(const storage::v1::Event& event) {
  return event.has_session_logged() || event.has_morning_recorded() ||
         event.has_home_logged() || event.has_log_amended();
}

// Whether safety does not let the sessions of the current routine stay.
bool MustChange(const Change& change, const v1::Interpretation& interpretation,
                absl::CivilDay today, const v1::Routine& current,
                const v1::Routine& routine) {
  const engine::Knowledge& knowledge = change.knowledge;
  const storage::v1::PatientFacts& facts = change.after.facts();
  const storage::v1::PatientFacts held = engine::WithOverridesOf(facts, today);
  const engine::Adaptation adaptation =
      AdaptationOf(knowledge, change.after, today);
  const int next = engine::NextSession(facts, current);
  for (int i = 0; i < current.sessions_size(); ++i) {
    const v1::Session& session = current.sessions(i);
    if (next == 0 || session.number() < next) continue;
    const engine::SessionAdaptation adapted =
        adaptation.For(session.number(), engine::ToCivilDay(session.date()));
    const engine::Eligibility eligibility(knowledge, held, interpretation,
                                          today, &adapted);
    if (HoldsForbidden(knowledge, eligibility, session)) return true;
    if (i < routine.sessions_size() &&
        BecomesEasier(knowledge, session, routine.sessions(i))) {
      return true;
    }
  }
  return false;
}

bool ExpiresSooner(const v1::Routine& routine, const v1::Routine& current) {
  return routine.has_expire_date() &&
         (!current.has_expire_date() ||
          engine::ToCivilDay(routine.expire_date()) <
              engine::ToCivilDay(current.expire_date()));
}

// Returns what safety makes of `current` at once, planned from what was agreed;
// nullopt when it lets it stay.
absl::StatusOr<std::optional<v1::Routine>> SafePart(
    const PatientLog& log, const PatientRef& ref, const Change& change,
    const v1::Interpretation& interpretation, absl::CivilDay today,
    const v1::Routine& current, const v1::Routine& routine) {
  TONUS_ASSIGN_OR_RETURN(Agreement agreed,
                         ReadAgreement(log, ref, change.before));
  // A session that is begun today has the overrides of today.
  *agreed.state.mutable_facts()->mutable_check_ins() =
      change.after.facts().check_ins();
  const v1::Interpretation known =
      engine::Interpret(change.knowledge, agreed.state.facts(), today);
  if (!engine::HasExpired(current, today) && !ExpiresSooner(routine, current) &&
      !engine::IsStricter(interpretation, known) &&
      !MustChange(change, interpretation, today, current, routine)) {
    return std::nullopt;
  }
  v1::Routine safe = PlanSafely(change.knowledge, agreed, change.after.facts(),
                                interpretation, today);
  NameOverrides(ref.patient, &safe);
  if (engine::DiffOf(current, safe).same() && !ExpiresSooner(safe, current)) {
    return std::nullopt;
  }
  return safe;
}

v1::Proposal ProposalOf(const std::string& patient, const Change& change,
                        int64_t base_revision, v1::RoutineDiff diff) {
  v1::Proposal proposal;
  proposal.set_name(ProposalName{patient, change.event.revision()}.ToString());
  proposal.set_state(v1::PROPOSAL_STATE_PENDING);
  proposal.set_cause(CauseOf(change.event));
  for (std::string& rule : engine::RulesOf(diff)) {
    proposal.add_rules(std::move(rule));
  }
  *proposal.mutable_diff() = std::move(diff);
  proposal.set_base_revision(base_revision);
  *proposal.mutable_create_time() = change.event.record_time();
  proposal.set_revision(change.event.revision());
  return proposal;
}

// Returns what a log that can not wait makes of the block: planned from what
// was agreed and from all that was logged, so that nothing that waits or was
// rejected comes in with it; what gets harder waits, too.
absl::StatusOr<v1::Routine> AfterUrgentLog(
    const PatientLog& log, const PatientRef& ref, const Change& change,
    const v1::Interpretation& interpretation, absl::CivilDay today) {
  TONUS_ASSIGN_OR_RETURN(Agreement agreed,
                         ReadAgreement(log, ref, change.after));
  if (!agreed.held.has_value()) agreed.held = change.before;
  v1::Routine routine = PlanSafely(change.knowledge, agreed,
                                   change.after.facts(), interpretation, today);
  NameOverrides(ref.patient, &routine);
  return routine;
}

}  // namespace

bool AsksForReview(const engine::Knowledge& knowledge,
                   const storage::v1::PatientFacts& facts,
                   absl::CivilDay today) {
  return engine::ChoiceOf(knowledge, facts, today, kRoutineChanges) == kReview;
}

absl::Status IssueOrPropose(const PatientLog& log, const PatientRef& ref,
                            const Change& change,
                            const v1::Interpretation& interpretation,
                            absl::CivilDay today, v1::Routine routine,
                            Decision* decision) {
  if (AsksForReview(change.knowledge, change.after.facts(), today)) {
    TONUS_ASSIGN_OR_RETURN(
        const std::optional<v1::Routine> current,
        ReadCurrentRoutine(log.records(), ref, change.before));
    NameOverrides(ref.patient, &routine);
    if (current.has_value() && routine.gate() == v1::GATE_OK &&
        !(IsLogged(change.event) &&
          MustChange(change, interpretation, today, *current, routine))) {
      TONUS_ASSIGN_OR_RETURN(
          decision->routine,
          SafePart(log, ref, change, interpretation, today, *current, routine));
      v1::RoutineDiff diff =
          engine::DiffOf(decision->routine.value_or(*current), routine);
      if (!diff.same()) {
        decision->proposal =
            ProposalOf(ref.patient, change,
                       decision->routine.has_value() ? change.event.revision()
                                                     : current->revision(),
                       std::move(diff));
        return absl::OkStatus();
      }
    } else if (current.has_value() && routine.gate() == v1::GATE_OK) {
      TONUS_ASSIGN_OR_RETURN(
          v1::Routine safe,
          AfterUrgentLog(log, ref, change, interpretation, today));
      v1::RoutineDiff rest = engine::DiffOf(safe, routine);
      if (!rest.same()) {
        decision->routine = std::move(safe);
        decision->proposal = ProposalOf(
            ref.patient, change, change.event.revision(), std::move(rest));
        return absl::OkStatus();
      }
    }
  }
  decision->routine = std::move(routine);
  return absl::OkStatus();
}

std::string NewProposal(const Decision& decision) {
  return decision.proposal.has_value() ? decision.proposal->name() : "";
}

}  // namespace tonus
