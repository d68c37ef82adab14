// SPDX-License-Identifier: Apache-2.0
// What tonusd does besides serving: care for the store.

#ifndef TONUS_SERVICES_SERVER_MAINTENANCE_H_
#define TONUS_SERVICES_SERVER_MAINTENANCE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/server/config.h"
#include "storage/storage.h"

namespace tonus {

// What a command has to say, and how it ended.
struct Report {
  std::string text;
  absl::Status status;
};

// Carries out a command that is not Task::kServe.
Report RunCommand(const CommandLine& line);

// Answers a request to a server whose store is open, as the admin socket has
// it: `backup KEEP FOLDER`, the folder from the root on.
//   INVALID_ARGUMENT  it is no such request.
// Besides, what CreateBackup returns.
absl::StatusOr<std::string> AnswerAdmin(storage::Storage* storage,
                                        const std::string& request);

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_MAINTENANCE_H_
