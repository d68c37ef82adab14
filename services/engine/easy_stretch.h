// SPDX-License-Identifier: Apache-2.0
// What is not hard is not needed: a stretch that pulls little is stopped.

#ifndef TONUS_SERVICES_ENGINE_EASY_STRETCH_H_
#define TONUS_SERVICES_ENGINE_EASY_STRETCH_H_

#include "services/engine/case.h"

namespace tonus::engine {

// Stops the stretches of every tight target whose stretches were easy in
// consecutive sessions, and asks for its length tests again.
// Sessions before the newest of those tests do not count, so a retest that
// still says tight begins anew.
void StopEasyStretches(Case* the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_EASY_STRETCH_H_
