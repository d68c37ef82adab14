// SPDX-License-Identifier: Apache-2.0
#include "services/engine/planning.h"

#include <algorithm>
#include <string>

#include "services/engine/block_planner.h"
#include "services/engine/facts.h"

namespace tonus::engine {

namespace {

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
  BlockPlanner(knowledge, facts, interpretation, start).Plan(&routine);
  return routine;
}

}  // namespace tonus::engine
