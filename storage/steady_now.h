// SPDX-License-Identifier: Apache-2.0
// The clock that deadlines are kept by.

#ifndef TONUS_STORAGE_STEADY_NOW_H_
#define TONUS_STORAGE_STEADY_NOW_H_

#include <chrono>

#include "absl/time/time.h"

namespace tonus::storage {

// Returns the time of the system when the process first asked, and what has
// passed since: it goes on evenly when somebody sets the clock of the system,
// which would otherwise end all calls at once, or none. Every deadline is told
// in it. What is kept or shown to people has the time of the system.
absl::Time SteadyNow();

// Returns a time of SteadyNow() for a wait of the standard library; one that is
// further away than a century is a century away.
std::chrono::steady_clock::time_point ToSteadyClock(absl::Time time);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_STEADY_NOW_H_
