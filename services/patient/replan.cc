// SPDX-License-Identifier: Apache-2.0
#include "services/patient/replan.h"

#include <string>
#include <utility>

#include "services/engine/interpretation.h"
#include "services/engine/routine_diff.h"
#include "services/patient/block.h"
#include "services/patient/issued_routine.h"
#include "services/patient/safe_plan.h"
#include "services/status_macros.h"

namespace tonus {

absl::StatusOr<std::optional<v1::Routine>> ReadCurrentRoutine(
    const PatientRecords& records, const PatientRef& ref,
    const storage::v1::PatientState& state) {
  if (!state.has_outline()) return std::nullopt;
  TONUS_ASSIGN_OR_RETURN(
      const std::string bytes,
      records.ReadRoutine(ref, state.head().routine_revision()));
  TONUS_ASSIGN_OR_RETURN(v1::Routine routine, ParseStored<v1::Routine>(bytes));
  return routine;
}

absl::StatusOr<std::optional<Replanned>> Replan(
    const engine::Knowledge& knowledge, const PatientLog& log,
    const PatientRef& ref, const storage::v1::PatientState& before,
    const storage::v1::PatientState& after, absl::CivilDay today, Basis basis) {
  TONUS_ASSIGN_OR_RETURN(const std::optional<v1::Routine> current,
                         ReadCurrentRoutine(log.records(), ref, before));
  if (!current.has_value()) return std::nullopt;
  const v1::Interpretation known =
      engine::Interpret(knowledge, after.facts(), today);
  Replanned replanned;
  if (basis == Basis::kAllKnown || before.head().held_since() == 0) {
    replanned.routine =
        PlanBlock(knowledge, before, after, known, today, WhenOver::kStay);
  } else {
    TONUS_ASSIGN_OR_RETURN(const Agreement agreed,
                           ReadAgreement(log, ref, after));
    replanned.routine =
        PlanSafely(knowledge, agreed, after.facts(), known, today);
  }
  NameOverrides(ref.patient, &replanned.routine);
  replanned.diff = engine::DiffOf(*current, replanned.routine);
  return replanned;
}

}  // namespace tonus
