// SPDX-License-Identifier: Apache-2.0
// Says the reading of an outcome in plain words: what the change means, never a
// number alone and never a verdict about the person.

#ifndef TONUS_SERVICES_ENGINE_OUTCOME_WORDING_H_
#define TONUS_SERVICES_ENGINE_OUTCOME_WORDING_H_

#include <string>

#include "tonus/knowledge/v1/measure.pb.h"
#include "tonus/knowledge/v1/test.pb.h"
#include "tonus/v1/outcome.pb.h"

namespace tonus::engine {

// `outcome` is complete but for its text; `test` is the one of the same id.
std::string OutcomeText(const knowledge::v1::Measure& measure,
                        const knowledge::v1::Test& test,
                        const v1::Outcome& outcome);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_OUTCOME_WORDING_H_
