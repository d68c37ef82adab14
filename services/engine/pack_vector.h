// SPDX-License-Identifier: Apache-2.0
// The cases that come with a pack: people, and what must come of them.

#ifndef TONUS_SERVICES_ENGINE_PACK_VECTOR_H_
#define TONUS_SERVICES_ENGINE_PACK_VECTOR_H_

#include <string>
#include <vector>

#include "google/protobuf/repeated_ptr_field.h"
#include "services/engine/complaint.h"
#include "services/engine/knowledge.h"
#include "services/engine/stop.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/assessment_service.pb.h"
#include "tonus/v1/pack_vector.pb.h"

namespace tonus::engine {

// The facts that a request to interpret states, as if they had been stored at
// the time of its assessment.
storage::v1::PatientFacts FactsOf(
    const v1::InterpretAssessmentRequest& request);

// Returns how what comes of `vector` differs from what it expects, one entry a
// difference; empty when it is as expected. An expectation that names what the
// pack does not have is a difference too.
std::vector<std::string> DifferencesOf(const Knowledge& knowledge,
                                       const v1::PackVector& vector);

// Returns a complaint for every difference of every case, for cases without a
// usable id or date, and when there is no case at all.
Complaints CheckVectors(
    const Knowledge& knowledge,
    const google::protobuf::RepeatedPtrField<v1::PackVector>& vectors,
    const Stop& stop = NeverStop);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PACK_VECTOR_H_
