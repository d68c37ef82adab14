// SPDX-License-Identifier: Apache-2.0
// Tests that would settle a finding and that nobody may offer the person.

#ifndef TONUS_SERVICES_ENGINE_WITHHELD_TESTS_H_
#define TONUS_SERVICES_ENGINE_WITHHELD_TESTS_H_

#include "services/engine/knowledge.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Rejects in `decision`, where it is to test again, each test that a rule of
// `finding` asks for and that a forbidden tag of `interpretation` rules out
// so that the plan says what stays open.
void RejectWithheldTests(const Knowledge& knowledge,
                         const v1::Interpretation& interpretation,
                         const v1::Finding& finding, v1::Decision* decision);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_WITHHELD_TESTS_H_
