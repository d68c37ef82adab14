// SPDX-License-Identifier: Apache-2.0
// The transactions of the backend: one attempt of each.

#ifndef TONUS_STORAGE_POSTGRES_TRANSACTION_H_
#define TONUS_STORAGE_POSTGRES_TRANSACTION_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/postgres/session.h"
#include "storage/postgres/sql_error.h"
#include "storage/storage.h"

namespace tonus::storage {

// An attempt ends with what storage.h tells the caller, or with an error of the
// database; then it is certain that nothing was applied.
struct Attempt {
  absl::Status status;
  std::optional<SqlError> error;
};

Attempt ReadRecord(Session& session, absl::string_view key, absl::Time deadline,
                   Record* record);

Attempt ScanRange(Session& session, const ScanRequest& request,
                  absl::Time deadline, Page* page);

// The same within a snapshot, a transaction that BeginSnapshot opened and that
// stays open.
Attempt BeginSnapshot(Session& session, absl::Time deadline);
Attempt ReadInSnapshot(Session& session, absl::string_view key,
                       absl::Time deadline, Record* record);
Attempt ScanInSnapshot(Session& session, const ScanRequest& request,
                       absl::Time deadline, Page* page);

// Returns whether all that the session has seen so far is on a standby as well,
// where there are any to wait for: writes, and waits for its own commit. A
// transaction that only reads waits for nothing, and may have read what a
// commit left whose own wait was cancelled.
Attempt Confirm(Session& session, absl::Time deadline);

// The version of the commit is the next one of the session. Of checks alone the
// end is confirmed.
Attempt ApplyCommit(Session& session, absl::Span<const Mutation> mutations,
                    absl::Time deadline);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_POSTGRES_TRANSACTION_H_
