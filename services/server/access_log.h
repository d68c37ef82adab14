// SPDX-License-Identifier: Apache-2.0
// One line for every call and every stream.

#ifndef TONUS_SERVICES_SERVER_ACCESS_LOG_H_
#define TONUS_SERVICES_SERVER_ACCESS_LOG_H_

#include <chrono>
#include <cstdint>
#include <string>

#include "services/call.h"
#include "services/server/method_table.h"

namespace tonus {

// Logs a call that began at `start` and ends now. Nothing of what it was about.
void LogAccess(const Method& method, const Principal& principal,
               std::chrono::steady_clock::time_point start, int code,
               int64_t messages);

// Returns what the streams of one credential are counted under.
std::string HolderOf(const Principal& principal);

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_ACCESS_LOG_H_
