// SPDX-License-Identifier: Apache-2.0
#include "services/patient/log_replan.h"

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/adaptation.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/expiry.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/relief_mode.h"
#include "services/engine/stricter.h"
#include "services/patient/absence.h"
#include "services/patient/block.h"
#include "services/patient/change_review.h"
#include "services/patient/gate.h"
#include "services/patient/session_days.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

// The sessions of `outline` that relief mode makes relief.
std::vector<int> ReliefSessions(const engine::Knowledge& knowledge,
                                const storage::v1::PatientState& state,
                                const v1::Routine& outline,
                                absl::CivilDay today) {
  std::vector<int> relief;
  if (outline.sessions().empty()) return relief;
  const engine::ReliefMode mode(knowledge, state.facts(),
                                outline.sessions(0).number(), today,
                                absl::UTCTimeZone());
  for (const v1::Session& session : outline.sessions()) {
    if (mode.Holds(session.number())) relief.push_back(session.number());
  }
  return relief;
}

// Whether the log, or an absence that ends with it, changes what holds in a
// session because of logs.
bool AdaptsOtherwise(const engine::Knowledge& knowledge,
                     const storage::v1::PatientState& before,
                     const storage::v1::PatientState& after,
                     absl::CivilDay today) {
  return !AdaptsAlike(AdaptationOf(knowledge, before, today),
                      AdaptationOf(knowledge, after, today),
                      before.outline()) ||
         ChangesByAbsence(knowledge, before, today);
}

// Whether a session is told of that was done before the current routine was
// issued: it stays as it was issued then.
bool IsToldLate(const storage::v1::PatientState& before,
                const storage::v1::PatientState& after) {
  const absl::Time issued = FromTimestamp(before.outline().create_time());
  return absl::c_any_of(
      after.facts().logs(), [&](const storage::v1::LogFact& log) {
        return FromTimestamp(log.effective_time()) < issued &&
               absl::c_none_of(before.facts().logs(),
                               [&](const storage::v1::LogFact& known) {
                                 return known.fact_id() == log.fact_id();
                               });
      });
}

// Whether the log changes what may be planned, or what must be told with it.
bool ReadsOtherwise(const v1::Interpretation& without,
                    const v1::Interpretation& with) {
  const auto bytes_of = [](const v1::Interpretation& read) {
    v1::Interpretation told;
    *told.mutable_limits() = read.limits();
    *told.mutable_notices() = read.notices();
    *told.mutable_test_requests() = read.test_requests();
    return engine::DeterministicBytes(told);
  };
  return bytes_of(without) != bytes_of(with);
}

// Whether sessions are done on days of other overrides than those that they
// were planned with. Where changes wait for a review it is not issued: reads
// show it, since a clinician said it.
bool MovesToOtherOverrides(const engine::Knowledge& knowledge,
                           const storage::v1::PatientState& after,
                           absl::CivilDay today) {
  return MeetsOtherOverrides(knowledge, after, today) &&
         !AsksForReview(knowledge, after.facts(), today);
}

// Returns the running block planned again when it was closed for want of what
// the log tells: the rules that closed it would not have, had it come in order.
std::optional<v1::Routine> RoutineThatOpens(
    const engine::Knowledge& knowledge, const storage::v1::PatientState& before,
    const storage::v1::PatientState& after,
    const v1::Interpretation& interpretation, absl::CivilDay today) {
  const v1::Gate gate = interpretation.gate();
  if (!IsWorse(before.outline().gate(), gate) ||
      !IsWorse(engine::Interpret(knowledge, before.facts(), today).gate(),
               gate)) {
    return std::nullopt;
  }
  return PlanBlock(knowledge, before, after, interpretation, today,
                   WhenOver::kStay);
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
  if (outline.gate() != v1::GATE_OK) {
    return RoutineThatOpens(knowledge, before, after, interpretation, today);
  }
  if (engine::HasExpired(outline, today)) {
    return PlanBlock(knowledge, before, after, interpretation, today,
                     WhenOver::kStay);
  }
  const v1::Interpretation without =
      engine::Interpret(knowledge, before.facts(), today);
  if (!IsToldLate(before, after) && !ReadsOtherwise(without, interpretation) &&
      !AdaptsOtherwise(knowledge, before, after, today) &&
      !MovesToOtherOverrides(knowledge, after, today) &&
      (!interpretation.limits().relief_mode() ||
       ReliefSessions(knowledge, before, outline, today) ==
           ReliefSessions(knowledge, after, outline, today))) {
    return std::nullopt;
  }
  return PlanBlock(knowledge, before, after, interpretation, today,
                   WhenOver::kStay);
}

std::optional<v1::Routine> RoutineAfterReading(
    const engine::Knowledge& knowledge, const storage::v1::PatientState& before,
    const storage::v1::PatientState& after,
    const v1::Interpretation& interpretation, absl::CivilDay today) {
  if (before.outline().gate() != v1::GATE_OK) {
    return ReissueIfGateCloses(knowledge, after.facts(), before.outline(),
                               interpretation);
  }
  if (auto routine =
          RoutineAfterLog(knowledge, before, after, interpretation, today)) {
    return routine;
  }
  const auto decided = [](const v1::Interpretation& read) {
    v1::Interpretation told;
    *told.mutable_decisions() = read.decisions();
    *told.mutable_adaptations() = read.adaptations();
    return engine::DeterministicBytes(told);
  };
  if (decided(interpretation) ==
      decided(engine::Interpret(knowledge, before.facts(), today))) {
    return std::nullopt;
  }
  return PlanBlock(knowledge, before, after, interpretation, today,
                   WhenOver::kStay);
}

std::optional<v1::Routine> RoutineAfterRecheck(
    const engine::Knowledge& knowledge, const storage::v1::PatientState& before,
    const storage::v1::PatientState& after, const v1::Screening& recheck,
    const v1::Interpretation& interpretation, absl::CivilDay today) {
  const v1::Routine& outline = before.outline();
  if (auto closed = ReissueIfGateCloses(knowledge, after.facts(), outline,
                                        interpretation)) {
    return closed;
  }
  const bool says_yes = absl::c_any_of(
      recheck.answers(),
      [](const v1::RedFlagAnswer& answer) { return answer.present(); });
  if (outline.gate() != v1::GATE_OK) return std::nullopt;
  const bool is_stricter =
      says_yes &&
      engine::IsStricter(interpretation,
                         engine::Interpret(knowledge, before.facts(), today));
  if (!is_stricter && !engine::HasExpired(outline, today) &&
      !ChangesByAbsence(knowledge, before, today) &&
      !MovesToOtherOverrides(knowledge, after, today)) {
    return std::nullopt;
  }
  return PlanBlock(knowledge, before, after, interpretation, today,
                   WhenOver::kStay);
}

std::optional<v1::Routine> RoutineAfterRelief(
    const engine::Knowledge& knowledge, const storage::v1::PatientState& before,
    const storage::v1::PatientState& after, const storage::v1::ReliefFact& fact,
    const v1::Interpretation& interpretation, absl::CivilDay today) {
  return fact.has_answer()
             ? RoutineAfterLog(knowledge, before, after, interpretation, today)
             : RoutineAfterRecheck(knowledge, before, after,
                                   fact.begun().recheck(), interpretation,
                                   today);
}

}  // namespace tonus
