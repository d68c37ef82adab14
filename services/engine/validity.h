// SPDX-License-Identifier: Apache-2.0
// Whether a single result can be read at all.

#ifndef TONUS_SERVICES_ENGINE_VALIDITY_H_
#define TONUS_SERVICES_ENGINE_VALIDITY_H_

#include <optional>

#include "services/engine/knowledge.h"
#include "tonus/v1/assessment.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Returns nullopt for a result that can be read, otherwise why it can not:
// UNKNOWN_TEST, WRONG_SIDE, INVALID_INPUT or NOT_ACCEPTED_FROM_SELF, in this
// order, with its rule. `index` is only carried along.
std::optional<v1::RejectedResult> Reject(const Knowledge& knowledge,
                                         const v1::TestResult& result,
                                         int index);

// Says of a result that it is too old to be read.
v1::RejectedResult Expired(const v1::TestResult& result, int index);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_VALIDITY_H_
