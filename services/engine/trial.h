// SPDX-License-Identifier: Apache-2.0
// What a person would be found to be if one more test were taken today.

#ifndef TONUS_SERVICES_ENGINE_TRIAL_H_
#define TONUS_SERVICES_ENGINE_TRIAL_H_

#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/engine/case.h"
#include "services/engine/knowledge.h"
#include "services/engine/lasting_conditions.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/assessment.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Reads a person with a further assessment of today. The knowledge outlives it.
class Trial {
 public:
  Trial(const Knowledge& knowledge, storage::v1::PatientFacts facts,
        absl::CivilDay today);

  // Returns what would be known if the assessment held `result` alone: as
  // Interpret() does, without decisions, syndromes and test requests.
  v1::Interpretation Read(const v1::TestResult& result);

  // The same of an assessment that holds nothing, with which to compare.
  v1::Interpretation ReadNothing();

 private:
  bool MayChangeLasting() const;
  bool MayEndLogged() const;
  v1::Interpretation ReadAssessment() const;

  const Knowledge& knowledge_;
  const absl::CivilDay today_;
  storage::v1::PatientFacts facts_;
  storage::v1::AssessmentFact& assessment_;
  const std::vector<RaisedFlag> past_flags_;
  const std::vector<ConditionAfterLog> logged_conditions_;
  // What outlives its results, unless the trial is one of these tests.
  const absl::flat_hash_set<absl::string_view> tests_of_conditions_;
  const std::vector<LastingCondition> lasting_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TRIAL_H_
