// SPDX-License-Identifier: Apache-2.0
#include "services/engine/interpretation.h"

#include <string>
#include <utility>

#include "services/engine/allowance.h"
#include "services/engine/case.h"
#include "services/engine/clinician_word.h"
#include "services/engine/closed_gate.h"
#include "services/engine/completion.h"
#include "services/engine/decision.h"
#include "services/engine/easy_stretch.h"
#include "services/engine/eligibility.h"
#include "services/engine/facts.h"
#include "services/engine/finding_table.h"
#include "services/engine/gate_trace.h"
#include "services/engine/lasting_conditions.h"
#include "services/engine/outcome.h"
#include "services/engine/reading.h"
#include "services/engine/retest_effects.h"
#include "services/engine/screening.h"
#include "services/engine/syndrome_trace.h"
#include "services/engine/technique_trials.h"
#include "services/engine/test_requests.h"
#include "services/engine/unknown_reason.h"

namespace tonus::engine {

v1::Interpretation Interpret(const Knowledge& knowledge,
                             const storage::v1::PatientFacts& facts,
                             absl::CivilDay today) {
  Case the_case(knowledge, facts, today);
  ReadCase(&the_case);
  ApplyVerdicts(&the_case);
  ReadOutcomes(&the_case);
  ApplyRetestRules(&the_case);
  Screen(&the_case);
  TraceGate(&the_case);
  ApplyClinicianLimits(&the_case);
  StopEasyStretches(&the_case);
  TakeBackAllowances(knowledge, facts, today, &the_case.result);
  CompleteTestRequests(&the_case);
  AskForLastingConditions(&the_case);
  v1::Interpretation& result = the_case.result;
  for (const auto& rejected : the_case.measurements.rejected) {
    *result.add_rejected_results() = rejected;
  }
  result.set_pack_version(std::string(knowledge.version()));
  result.set_pack_hash(std::string(knowledge.hash()));
  result.set_engine_version(kEngineVersion);
  ExplainUnknowns(knowledge, result.rejected_results(),
                  result.mutable_findings());
  const Eligibility eligibility(knowledge, facts, result, today);
  Decide(knowledge, the_case.profile, the_case.history, eligibility, &result);
  TellCompletion(&the_case);
  LearnTechniques(&the_case);
  TraceSyndromes(knowledge, FindingTable(result), &result);
  TellVerdictsSetAside(&the_case);
  CloseReading(&the_case);
  return std::move(result);
}

}  // namespace tonus::engine
