// SPDX-License-Identifier: Apache-2.0
// What one reading of safety rules out beside another.

#ifndef TONUS_SERVICES_ENGINE_STRICTER_H_
#define TONUS_SERVICES_ENGINE_STRICTER_H_

#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Whether `then` closes the gate, or forbids, cautions or limits anything that
// `now` does not.
bool IsStricter(const v1::Interpretation& then, const v1::Interpretation& now);

// Returns `now` with all that `then` closes, forbids, cautions and limits;
// findings and decisions stay.
v1::Interpretation WithSafetyOf(const v1::Interpretation& then,
                                v1::Interpretation now);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_STRICTER_H_
