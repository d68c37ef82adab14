// SPDX-License-Identifier: Apache-2.0
#include "services/progress/reading_decision.h"

#include <optional>
#include <utility>

#include "services/engine/interpretation.h"
#include "services/patient/change_review.h"
#include "services/patient/log_replan.h"
#include "services/status_macros.h"

namespace tonus {

absl::StatusOr<Decision> DecideAfterReading(const PatientLog& log,
                                            const PatientRef& ref,
                                            const Change& change,
                                            absl::CivilDay today) {
  Decision decision;
  const v1::Interpretation& read = decision.interpretation.emplace(
      engine::Interpret(change.knowledge, change.after.facts(), today));
  if (!change.before.has_outline()) return decision;
  std::optional<v1::Routine> routine = RoutineAfterReading(
      change.knowledge, change.before, change.after, read, today);
  if (routine.has_value()) {
    TONUS_RETURN_IF_ERROR(IssueOrPropose(log, ref, change, read, today,
                                         *std::move(routine), &decision));
  }
  return decision;
}

}  // namespace tonus
