// SPDX-License-Identifier: Apache-2.0
// Whether exercise may be planned at all, and with which restrictions.

#ifndef TONUS_SERVICES_ENGINE_SCREENING_H_
#define TONUS_SERVICES_ENGINE_SCREENING_H_

#include "services/engine/case.h"

namespace tonus::engine {

// Puts the reported conditions in force. One that ends by definition some weeks
// after its beginning has then ended, or turned into another.
void AdoptConditions(Case* the_case);

// Fills gate, notices, open questions, conditions and tags of the result, and
// the limits that a caution or an unknown age brings, from answers, conditions,
// clearances and everything that rules raised. The gates are asked in their
// order (G-01 to G-06); the first one that fails closes, and all that fail are
// told.
void Screen(Case* the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SCREENING_H_
