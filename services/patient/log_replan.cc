// SPDX-License-Identifier: Apache-2.0
#include "services/patient/log_replan.h"

#include <string>

#include "services/engine/adaptation.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/patient/block.h"
#include "services/patient/gate.h"

namespace tonus {
namespace {

// What was logged and holds in the sessions, as bytes that are equal when it
// is.
std::string BytesOf(const engine::Adaptation& adaptation,
                    const v1::Routine& outline) {
  v1::Routine held;
  for (const v1::Session& session : outline.sessions()) {
    v1::Session* line = held.add_sessions();
    for (const v1::AppliedAdaptation& applied :
         adaptation.For(session.number(), engine::ToCivilDay(session.date()))
             .applied) {
      *line->add_adaptations() = applied;
    }
  }
  return engine::DeterministicBytes(held);
}

// Whether the log changes what holds in a session because of logs.
bool AdaptsOtherwise(const engine::Knowledge& knowledge,
                     const storage::v1::PatientState& before,
                     const storage::v1::PatientState& after,
                     absl::CivilDay today) {
  return BytesOf(AdaptationOf(knowledge, before, today), before.outline()) !=
         BytesOf(AdaptationOf(knowledge, after, today), before.outline());
}

}  // namespace

std::optional<v1::Routine> RoutineAfterLog(
    const engine::Knowledge& knowledge, const storage::v1::PatientState& before,
    const storage::v1::PatientState& after,
    const v1::Interpretation& interpretation, absl::CivilDay today) {
  const v1::Routine& outline = before.outline();
  if (auto closed = ReissueIfGateCloses(knowledge, after.facts(), outline,
                                        interpretation)) {
    return closed;
  }
  if (outline.gate() != v1::GATE_OK) return std::nullopt;
  const v1::Interpretation without =
      engine::Interpret(knowledge, before.facts(), today);
  if (engine::DeterministicBytes(without.limits()) ==
          engine::DeterministicBytes(interpretation.limits()) &&
      !AdaptsOtherwise(knowledge, before, after, today)) {
    return std::nullopt;
  }
  return PlanBlock(knowledge, before, after, interpretation, today,
                   WhenOver::kStay);
}

}  // namespace tonus
