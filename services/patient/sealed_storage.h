// SPDX-License-Identifier: Apache-2.0
// Storage whose values are sealed, and messages in it.

#ifndef TONUS_SERVICES_PATIENT_SEALED_STORAGE_H_
#define TONUS_SERVICES_PATIENT_SEALED_STORAGE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "google/protobuf/message_lite.h"
#include "services/status_macros.h"
#include "storage/storage.h"

namespace tonus {

// Thread-safe. Returns the errors of storage::Storage, without payloads that
// name keys.
class SealedStorage {
 public:
  // `storage` outlives this.
  explicit SealedStorage(storage::Storage* storage) : storage_(storage) {}

  // As Storage::Read and Storage::Scan, with unsealed values.
  absl::StatusOr<storage::Record> Read(absl::string_view key,
                                       absl::Time deadline) const;
  absl::StatusOr<storage::Page> Scan(const storage::ScanRequest& request,
                                     absl::Time deadline) const;

  // Seals the values of `mutations`, then Storage::Commit.
  //   ABORTED   a key is not at its expected version.
  //   INTERNAL  the commit is out of bounds, which callers check before.
  absl::Status Commit(std::vector<storage::Mutation> mutations,
                      absl::Time deadline);

  // The two halves of Commit, for who may have to commit again. The second one
  // takes sealed values, and of a commit that is ABORTED it sets `moved_key` to
  // the key that was not at its expected version.
  static void SealValue(storage::Mutation* mutation);
  absl::Status CommitSealed(absl::Span<const storage::Mutation> mutations,
                            absl::Time deadline, std::string* moved_key);

 private:
  storage::Storage* storage_;
};

// Returns the message in `bytes`.
//   DATA_LOSS  they are none.
template <typename Message>
absl::StatusOr<Message> ParseStored(absl::string_view bytes) {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError("a stored value does not parse");
  }
  return message;
}

// Returns the message at `key`. Besides the errors of Read,
//   DATA_LOSS  the value is no such message.
template <typename Message>
absl::StatusOr<Message> ReadMessage(const SealedStorage& storage,
                                    absl::string_view key,
                                    absl::Time deadline) {
  TONUS_ASSIGN_OR_RETURN(const storage::Record record,
                         storage.Read(key, deadline));
  return ParseStored<Message>(record.value);
}

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_SEALED_STORAGE_H_
