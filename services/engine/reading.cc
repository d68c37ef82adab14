// SPDX-License-Identifier: Apache-2.0
#include "services/engine/reading.h"

#include "services/engine/asymmetry.h"
#include "services/engine/clearance.h"
#include "services/engine/facts.h"
#include "services/engine/fusion.h"
#include "services/engine/measurement.h"
#include "services/engine/red_flags.h"
#include "services/engine/rules.h"
#include "services/engine/screening.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// The facts as they stood with the first `assessments` assessments. The profile
// is that of today: it states what is, and a corrected one was never true.
storage::v1::PatientFacts FactsUntil(const storage::v1::PatientFacts& facts,
                                     int assessments) {
  storage::v1::PatientFacts past;
  *past.mutable_profiles() = facts.profiles();
  for (int i = 0; i < assessments; ++i) {
    *past.add_assessments() = facts.assessments(i);
  }
  return past;
}

}  // namespace

std::vector<RaisedFlag> FlagsOfTheirTime(const Case& the_case) {
  const storage::v1::PatientFacts& facts = the_case.facts;
  std::vector<RaisedFlag> flags;
  for (int count = 1; count < facts.assessments_size(); ++count) {
    const storage::v1::PatientFacts past_facts = FactsUntil(facts, count);
    Case past(the_case.knowledge, past_facts,
              UtcDay(facts.assessments(count - 1).effective_time()));
    past.age_years = the_case.age_years;
    ReadToday(&past);
    for (const RaisedFlag& raised : past.raised_flags) {
      const kv1::RedFlag* flag =
          the_case.knowledge.FindRedFlag(raised.red_flag);
      if (flag != nullptr && LocksUntilCleared(*flag)) flags.push_back(raised);
    }
  }
  return flags;
}

void ReadToday(Case* the_case) {
  const Knowledge& knowledge = the_case->knowledge;
  the_case->measurements = Measure(knowledge, the_case->facts, the_case->today);
  JudgeAsymmetry(knowledge, &the_case->measurements);
  the_case->flags = ReadAnswers(knowledge, the_case->facts);
  AdoptConditions(the_case);

  // Before fusion, since a rule may change its terms.
  RunRules(kv1::RULE_STAGE_MEASUREMENT, the_case);
  v1::Interpretation& result = the_case->result;
  for (const kv1::Muscle& muscle : knowledge.pack().muscles()) {
    for (kv1::Side side : SidesOf(muscle)) {
      *result.add_findings() = Fuse(knowledge, the_case->measurements,
                                    the_case->terms, muscle, side);
    }
  }
  RunRules(kv1::RULE_STAGE_FINDING, the_case);
  MarkAsymmetricFindings(the_case->measurements, result.mutable_findings());
  RunRules(kv1::RULE_STAGE_SAFETY, the_case);
}

void ReadCase(Case* the_case) {
  the_case->raised_flags = FlagsOfTheirTime(*the_case);
  ReadToday(the_case);
}

}  // namespace tonus::engine
