// SPDX-License-Identifier: Apache-2.0
// What differs between two forms of one session.

#ifndef TONUS_SERVICES_ENGINE_SESSION_DIFF_H_
#define TONUS_SERVICES_ENGINE_SESSION_DIFF_H_

#include <optional>

#include "tonus/v1/routine.pb.h"
#include "tonus/v1/routine_diff.pb.h"

namespace tonus::engine {

// Returns what `after` changes in `before`, one of which may be a session
// without items and number for one that is not there; nullopt when neither
// day, exercises, doses, order nor work at home differ. An exercise is moved
// when its part of the session differs, or when it does not keep its order
// among the exercises that both have. Work at home is compared as exercises
// are.
std::optional<v1::SessionChange> DiffOfSession(const v1::Session& before,
                                               const v1::Session& after);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SESSION_DIFF_H_
