// SPDX-License-Identifier: Apache-2.0
// How work that takes seconds learns that nobody waits for it any more.

#ifndef TONUS_SERVICES_ENGINE_STOP_H_
#define TONUS_SERVICES_ENGINE_STOP_H_

#include <functional>

namespace tonus::engine {

// Asked every few milliseconds of work; once it is true, the work ends and what
// it returns is not complete.
using Stop = std::function<bool()>;

inline bool NeverStop() { return false; }

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_STOP_H_
