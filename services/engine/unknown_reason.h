// SPDX-License-Identifier: Apache-2.0
// Why the status of a target is unknown.

#ifndef TONUS_SERVICES_ENGINE_UNKNOWN_REASON_H_
#define TONUS_SERVICES_ENGINE_UNKNOWN_REASON_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Gives every finding whose status is UNKNOWN its reason. `rejected` are the
// results that were not read.
void ExplainUnknowns(
    const Knowledge& knowledge,
    const google::protobuf::RepeatedPtrField<v1::RejectedResult>& rejected,
    google::protobuf::RepeatedPtrField<v1::Finding>* findings);

// The reason in one sentence, without the target.
absl::string_view UnknownSentence(v1::UnknownReason reason);

// Id of the rule that leaves `finding` unknown.
std::string UnknownRule(const Knowledge& knowledge, const v1::Finding& finding);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_UNKNOWN_REASON_H_
