// SPDX-License-Identifier: Apache-2.0
#include "services/engine/pack_check.h"

#include "services/engine/check_context.h"
#include "services/engine/check_sense.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {

Complaints CheckPack(const knowledge::v1::Pack& pack) {
  CheckContext context(pack);
  CheckFields(context);
  CheckMuscles(context);
  CheckTests(context);
  CheckMeasures(context);
  CheckSafety(context);
  CheckExercises(context);
  CheckRules(context);
  CheckDecisions(context);
  CheckSteps(context);
  CheckOmissions(context);
  CheckAdaptation(context);
  CheckLearning(context);
  CheckAlerts(context);
  CheckOrders(context);
  CheckPolicies(context);
  CheckProgramme(context);
  CheckConstants(context);
  CheckCoverageTables(context);
  CheckPresence(context);
  CheckUnits(context);
  CheckDirections(context);
  CheckMappings(context);
  CheckLevels(context);
  CheckReach(context);
  CheckClaims(context);
  CheckScores(context);
  CheckSymptoms(context);
  CheckTagSigns(context);
  CheckCitations(context);
  CheckStepOrder(context);
  CheckToldNumbers(context);
  CheckHolds(context);
  CheckWordings(context);
  CheckInstructions(context);
  CheckSessionLists(context);
  CheckAgreement(context);
  return context.TakeComplaints();
}

}  // namespace tonus::engine
