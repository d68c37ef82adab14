// SPDX-License-Identifier: Apache-2.0
// Tests that are repeated although there is a result.

#ifndef TONUS_SERVICES_ENGINE_RECHECK_H_
#define TONUS_SERVICES_ENGINE_RECHECK_H_

#include "services/engine/case.h"
#include "services/engine/knowledge.h"

namespace tonus::engine {

// Asks for the tests of `recheck` again once their time has come, and refers
// when one of them is no better than it was that long before its last result.
// `rule` asks for it on `side`.
void AskAgain(const knowledge::v1::Recheck& recheck,
              const knowledge::v1::Rule& rule, knowledge::v1::Side side,
              Case* the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RECHECK_H_
