// SPDX-License-Identifier: Apache-2.0
// Files that only the user of the server may read.

#ifndef TONUS_SERVICES_SERVER_SECRET_FILE_H_
#define TONUS_SERVICES_SERVER_SECRET_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tonus {

// Returns the content of a file that is open to nobody but the current user.
//   NOT_FOUND            no such file.
//   FAILED_PRECONDITION  it is not a regular file, belongs to somebody else, is
//                        open to others (the message tells the chmod), can not
//                        be read, or is larger than 16 MiB.
absl::StatusOr<std::string> ReadSecretFile(const std::string& path);

// Creates the file with mode 0600 and `content`; whole or not at all, and
// durable when it returns OK.
//   ALREADY_EXISTS       there is such a file.
//   FAILED_PRECONDITION  it can not be written.
absl::Status CreateSecretFile(const std::string& path,
                              absl::string_view content);

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_SECRET_FILE_H_
