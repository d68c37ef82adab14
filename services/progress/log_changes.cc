// SPDX-License-Identifier: Apache-2.0
#include "services/progress/log_changes.h"

#include <optional>
#include <string>

#include "absl/algorithm/container.h"
#include "services/patient/change_review.h"
#include "services/progress/logged_fact.h"
#include "tonus/v1/adaptation.pb.h"

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

}  // namespace

void TellChanges(const Change& change, const Decision& decision,
                 LogOutcome* outcome) {
  outcome->set_proposal(NewProposal(decision));
  if (decision.routine.has_value()) {
    outcome->set_routine_revision(change.event.revision());
  }
  const std::optional<storage::v1::LoggedFact> fact =
      LoggedFactIn(change.event);
  if (!fact.has_value()) return;
  const std::string& log = FactIdOf(*fact);
  if (decision.routine.has_value()) {
    AddCaused(decision.routine->sessions(), log, outcome);
  }
  if (decision.proposal.has_value()) {
    AddCaused(decision.proposal->diff().sessions(), log, outcome);
  }
}

}  // namespace tonus
