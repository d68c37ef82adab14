// SPDX-License-Identifier: Apache-2.0
// The tables of a store in a database, see schema.sql.

#ifndef TONUS_STORAGE_POSTGRES_SCHEMA_H_
#define TONUS_STORAGE_POSTGRES_SCHEMA_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "storage/postgres/connection_string.h"

namespace tonus::storage {

inline constexpr int64_t kSchemaVersion = 1;

// Returns the statements of schema.sql, in order.
std::vector<std::string> SchemaStatements();

// Makes sure that the first server that answers and can write has the schema of
// this program; creates it in a database that has none. Tries again what may
// pass, up to the deadline.
//   FAILED_PRECONDITION  the database has another schema, or it, the user or
//                        the password are not accepted; the message says what
//                        to do.
//   UNAVAILABLE          no server answers, or none can write.
absl::Status EnsureSchema(const std::vector<HostParameters>& servers,
                          absl::Time deadline);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_POSTGRES_SCHEMA_H_
