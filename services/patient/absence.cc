// SPDX-License-Identifier: Apache-2.0
#include "services/patient/absence.h"

#include <string>

#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/patient/block.h"
#include "services/patient/state_excerpts.h"
#include "services/timestamp.h"

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

}  // namespace

bool AdaptsAlike(const engine::Adaptation& a, const engine::Adaptation& b,
                 const v1::Routine& outline) {
  return BytesOf(a, outline) == BytesOf(b, outline);
}

bool ChangesByAbsence(const engine::Knowledge& knowledge,
                      const storage::v1::PatientState& state,
                      absl::CivilDay today) {
  const v1::Routine& outline = state.outline();
  if (outline.gate() != v1::GATE_OK || outline.sessions().empty()) return false;
  const absl::CivilDay issued =
      DayIn(state.facts().time_zone(), FromTimestamp(outline.create_time()));
  return issued < today &&
         !AdaptsAlike(AdaptationOf(knowledge, state, issued),
                      AdaptationOf(knowledge, state, today), outline);
}

}  // namespace tonus
