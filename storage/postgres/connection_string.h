// SPDX-License-Identifier: Apache-2.0
// Where the database is and how it is spoken to.

#ifndef TONUS_STORAGE_POSTGRES_CONNECTION_STRING_H_
#define TONUS_STORAGE_POSTGRES_CONNECTION_STRING_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace tonus::storage {

// One server that may be the primary: what libpq is to be told, keyword and
// value. A map would lose that the last of equal keywords counts.
using HostParameters = std::vector<std::pair<std::string, std::string>>;

// Returns the servers of a libpq connection string or URI, in its order. Each
// one is tried by itself, since libpq, called asynchronously, waits for a
// silent one for ever. What the string leaves open gets our defaults; a server
// on another machine gets `sslmode=verify-full`.
//   INVALID_ARGUMENT  the string can not be parsed, holds a password, or would
//                     send records in plaintext to another machine. The message
//                     repeats nothing of the string.
absl::StatusOr<std::vector<HostParameters>> ParseConnectionString(
    const std::string& connection, const std::string& password);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_POSTGRES_CONNECTION_STRING_H_
