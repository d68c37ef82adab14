// SPDX-License-Identifier: Apache-2.0
#include "services/engine/reading.h"

#include <vector>

#include "services/engine/asymmetry.h"
#include "services/engine/fusion.h"
#include "services/engine/lasting_conditions.h"
#include "services/engine/logged_conditions.h"
#include "services/engine/measurement.h"
#include "services/engine/past_flags.h"
#include "services/engine/red_flags.h"
#include "services/engine/rules.h"
#include "services/engine/screening.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

void Read(const std::vector<LastingCondition>& lasting, Case* the_case) {
  const Knowledge& knowledge = the_case->knowledge;
  the_case->measurements = Measure(knowledge, the_case->facts, the_case->today);
  JudgeAsymmetry(knowledge, &the_case->measurements);
  the_case->flags = ReadAnswers(knowledge, the_case->facts);
  AdoptConditions(the_case);
  for (const ConditionAfterLog& logged : the_case->logged_conditions) {
    SetCondition(logged.condition, logged.rule, the_case);
  }
  for (const LastingCondition& one : lasting) {
    SetCondition(one.condition, one.rule, the_case);
    for (const kv1::Side side : one.sides) {
      the_case->lasting.push_back({one.rule, side, InWords(one.results)});
    }
  }

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

}  // namespace

void ReadWithoutLasting(Case* the_case) { Read({}, the_case); }

void ReadWithLasting(const std::vector<LastingCondition>& lasting,
                     Case* the_case) {
  Read(lasting, the_case);
}

void ReadToday(Case* the_case) {
  ReadWithLasting(LastingConditions(*the_case), the_case);
}

void ReadCase(Case* the_case) {
  the_case->raised_flags = FlagsOfTheirTime(*the_case);
  the_case->logged_conditions = ConditionsAfterLogs(*the_case);
  ReadToday(the_case);
}

}  // namespace tonus::engine
