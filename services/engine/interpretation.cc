// SPDX-License-Identifier: Apache-2.0
#include "services/engine/interpretation.h"

#include <string>

#include "services/engine/asymmetry.h"
#include "services/engine/case.h"
#include "services/engine/decision.h"
#include "services/engine/facts.h"
#include "services/engine/fusion.h"
#include "services/engine/measurement.h"
#include "services/engine/red_flags.h"
#include "services/engine/rules.h"
#include "services/engine/screening.h"
#include "services/engine/test_requests.h"

namespace tonus::engine {

v1::Interpretation Interpret(const Knowledge& knowledge,
                             const storage::v1::PatientFacts& facts,
                             absl::CivilDay today) {
  Case the_case(knowledge, facts, today);
  the_case.measurements = Measure(knowledge, facts, today);
  JudgeAsymmetry(knowledge, &the_case.measurements);
  the_case.flags = ReadAnswers(knowledge, facts);
  AdoptConditions(&the_case);

  // Before fusion, since a rule may change its terms.
  RunRules(knowledge::v1::RULE_STAGE_MEASUREMENT, &the_case);
  v1::Interpretation& result = the_case.result;
  for (const auto& muscle : knowledge.pack().muscles()) {
    for (knowledge::v1::Side side : SidesOf(muscle)) {
      *result.add_findings() =
          Fuse(knowledge, the_case.measurements, the_case.terms, muscle, side);
    }
  }
  RunRules(knowledge::v1::RULE_STAGE_FINDING, &the_case);
  MarkAsymmetricFindings(the_case.measurements, result.mutable_findings());
  RunRules(knowledge::v1::RULE_STAGE_SAFETY, &the_case);

  Screen(&the_case);
  for (const auto& rejected : the_case.measurements.rejected) {
    *result.add_rejected_results() = rejected;
  }
  CompleteTestRequests(&the_case);
  result.set_pack_version(std::string(knowledge.version()));
  result.set_pack_hash(std::string(knowledge.hash()));
  result.set_engine_version(kEngineVersion);
  Decide(knowledge, the_case.profile, the_case.history, &result);
  return std::move(the_case.result);
}

}  // namespace tonus::engine
