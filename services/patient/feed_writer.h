// SPDX-License-Identifier: Apache-2.0
// Commits of patients, each with its entry in the feed of the tenant.

#ifndef TONUS_SERVICES_PATIENT_FEED_WRITER_H_
#define TONUS_SERVICES_PATIENT_FEED_WRITER_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/patient/patient_records.h"
#include "services/patient/sealed_storage.h"
#include "storage/storage.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/v1/event.pb.h"

namespace tonus {

// Commits `mutations` together with the entry of `event`, whose SHA-256 is
// `event_sha256`. What closes the bucket meanwhile is waited out here: the
// caller need not decide anew, since nothing that it read has changed. Returns
// as SealedStorage::Commit.
absl::Status CommitWithFeedEntry(SealedStorage* storage, const PatientRef& ref,
                                 const storage::v1::Event& event,
                                 absl::string_view event_sha256,
                                 std::vector<storage::Mutation> mutations);

// Returns the kind of an event.
v1::EventKind EventKindOf(const storage::v1::Event& event);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_FEED_WRITER_H_
