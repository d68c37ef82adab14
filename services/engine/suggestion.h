// SPDX-License-Identifier: Apache-2.0
// Which tests are worth taking next.

#ifndef TONUS_SERVICES_ENGINE_SUGGESTION_H_
#define TONUS_SERVICES_ENGINE_SUGGESTION_H_

#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/assessment_service.pb.h"

namespace tonus::engine {

// Who would take the tests, and how many to name; 0 for the pack's number.
struct SuggestionTerms {
  knowledge::v1::Assessor assessor = knowledge::v1::ASSESSOR_CLINICIAN;
  int most = 0;
};

// Returns the tests whose result could change something about the person, and
// the gate; nothing but the reason while the gate is closed. First those that a
// rule asks for, then by the number of verdicts that could change, then by the
// number of those that matter for the plan, then by id. Deterministic.
v1::SuggestTestsResponse SuggestTests(const Knowledge& knowledge,
                                      const storage::v1::PatientFacts& facts,
                                      absl::CivilDay today,
                                      const SuggestionTerms& terms);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SUGGESTION_H_
