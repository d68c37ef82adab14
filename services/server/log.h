// SPDX-License-Identifier: Apache-2.0
// The log: one JSON object a line on standard error.
//
// Nothing that tells of a patient may be logged: no ids of patients, no content
// of requests, no text of errors that a client caused.

#ifndef TONUS_SERVICES_SERVER_LOG_H_
#define TONUS_SERVICES_SERVER_LOG_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/string_view.h"
#include "tonus/server/v1/config.pb.h"

namespace tonus {

using LogValue = std::variant<absl::string_view, int64_t>;
using LogFields = std::initializer_list<std::pair<absl::string_view, LogValue>>;

// Starts the log. Lines are written by a thread of their own; when standard
// error is not read, the oldest waiting lines are dropped.
void OpenLog(server::v1::LogLevel level);

// Writes what waits and stops the log.
void CloseLog();

// Writes {"time": ..., "level": ..., "event": event, fields...}. Thread-safe.
void Log(server::v1::LogLevel level, absl::string_view event, LogFields fields);

// The text as a JSON string, with its quotes.
std::string JsonQuote(absl::string_view text);

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_LOG_H_
