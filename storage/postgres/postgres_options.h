// SPDX-License-Identifier: Apache-2.0
// What an operator may say of the database.

#ifndef TONUS_STORAGE_POSTGRES_POSTGRES_OPTIONS_H_
#define TONUS_STORAGE_POSTGRES_POSTGRES_OPTIONS_H_

#include <string>

#include "absl/time/time.h"

namespace tonus::storage {

struct PostgresOptions {
  // Connection string or URI of libpq, without a password, with every server
  // that may be the primary: `host=db1,db2 dbname=tonus user=tonus`.
  std::string connection;

  // Empty: as libpq finds it elsewhere, or none is needed.
  std::string password;

  // Most connections at a time. Range: [1, 256].
  int connections = 16;

  // How long a call tries at most, whatever its deadline. Above 0.
  absl::Duration patience = absl::Seconds(10);
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_POSTGRES_POSTGRES_OPTIONS_H_
