// SPDX-License-Identifier: Apache-2.0
#include "services/progress/log_changes.h"

#include <optional>
#include <string>

#include "absl/algorithm/container.h"
#include "services/progress/logged_fact.h"
#include "services/status_macros.h"
#include "tonus/v1/adaptation.pb.h"
#include "tonus/v1/proposal.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {
namespace {

bool IsCausedBy(const std::string& log, const v1::AppliedAdaptation& applied) {
  return absl::c_linear_search(applied.logs(), log) ||
         absl::c_linear_search(applied.home_logs(), log) ||
         absl::c_linear_search(applied.morning_logs(), log);
}

bool AreOfTheSame(const v1::AppliedAdaptation& left,
                  const v1::AppliedAdaptation& right) {
  return left.rule() == right.rule() && left.exercise() == right.exercise() &&
         left.side() == right.side() && left.muscle() == right.muscle();
}

// Adds what `sessions` tell of `log` and nobody told yet.
template <typename Sessions>
void AddCaused(const Sessions& sessions, const std::string& log,
               LogOutcome* outcome) {
  for (const auto& session : sessions) {
    for (const v1::AppliedAdaptation& applied : session.adaptations()) {
      if (IsCausedBy(log, applied) &&
          !absl::c_any_of(outcome->adaptations(),
                          [&](const v1::AppliedAdaptation& told) {
                            return AreOfTheSame(told, applied);
                          })) {
        *outcome->add_adaptations() = applied;
      }
    }
  }
}

// `routine` and `proposal` are what the event led to, or null.
void Tell(const storage::v1::Event& event, const v1::Routine* routine,
          const v1::Proposal* proposal, LogOutcome* outcome) {
  if (routine != nullptr) outcome->set_routine_revision(event.revision());
  if (proposal != nullptr) outcome->set_proposal(proposal->name());
  const std::optional<storage::v1::LoggedFact> fact = LoggedFactIn(event);
  if (!fact.has_value()) return;
  const std::string& log = FactIdOf(*fact);
  if (routine != nullptr) AddCaused(routine->sessions(), log, outcome);
  if (proposal != nullptr) {
    AddCaused(proposal->diff().sessions(), log, outcome);
  }
}

}  // namespace

void TellChanges(const Change& change, const Decision& decision,
                 LogOutcome* outcome) {
  Tell(change.event,
       decision.routine.has_value() ? &*decision.routine : nullptr,
       decision.proposal.has_value() ? &*decision.proposal : nullptr, outcome);
}

absl::Status TellChangesOf(const PatientRecords& records, const PatientRef& ref,
                           const storage::v1::Event& event,
                           LogOutcome* outcome) {
  std::optional<v1::Routine> routine;
  TONUS_RETURN_IF_ERROR(records.VisitRoutinesBackward(
      ref, event.revision() + 1, [&](const v1::Routine& issued) {
        if (issued.revision() == event.revision()) routine = issued;
        return false;
      }));
  std::optional<v1::Proposal> proposal;
  TONUS_RETURN_IF_ERROR(records.VisitProposalsBackward(
      ref, event.revision() + 1, [&](const v1::Proposal& made) {
        if (made.revision() == event.revision() &&
            made.state() == v1::PROPOSAL_STATE_PENDING) {
          proposal = made;
        }
        return false;
      }));
  Tell(event, routine.has_value() ? &*routine : nullptr,
       proposal.has_value() ? &*proposal : nullptr, outcome);
  return absl::OkStatus();
}

}  // namespace tonus
