// SPDX-License-Identifier: Apache-2.0
// The index that keeps external ids unique within a tenant.
//
// A client's own number may identify a person, so no key holds it: the index
// is under its HMAC-SHA-256. The secret is made once per store, at random, and
// kept in it under a key of no tenant. It guards against whoever sees keys
// alone (an index, a log of a database), not against a reader of the store.

#ifndef TONUS_SERVICES_PATIENT_EXTERNAL_ID_INDEX_H_
#define TONUS_SERVICES_PATIENT_EXTERNAL_ID_INDEX_H_

#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/patient/sealed_storage.h"

namespace tonus {

// Thread-safe.
class ExternalIdIndex {
 public:
  // `storage` outlives this.
  explicit ExternalIdIndex(SealedStorage* storage) : storage_(storage) {}

  // Returns the key of the index entry of `external_id`. Errors of storage.
  absl::StatusOr<std::string> KeyOf(absl::string_view tenant,
                                    absl::string_view external_id,
                                    absl::Time deadline);

 private:
  // Returns the secret, which the first caller of a new store makes.
  absl::StatusOr<std::string> Secret(absl::Time deadline);

  SealedStorage* const storage_;
  std::mutex mutex_;
  std::string secret_;  // Empty until it was read. Guarded by mutex_.
};

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_EXTERNAL_ID_INDEX_H_
