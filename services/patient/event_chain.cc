// SPDX-License-Identifier: Apache-2.0
#include "services/patient/event_chain.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace tonus {

absl::Status CheckFollows(const storage::v1::Event& event,
                          const storage::v1::Head& head) {
  if (event.revision() != head.revision() + 1) {
    return absl::DataLossError("the log of a patient has a gap");
  }
  if (event.previous_sha256() != head.last_event_sha256()) {
    return absl::DataLossError("the log of a patient was altered");
  }
  return absl::OkStatus();
}

void Chain(const storage::v1::Head& head, storage::v1::Event* event) {
  event->set_revision(head.revision() + 1);
  event->set_previous_sha256(head.last_event_sha256());
}

std::string Etag(int64_t revision, absl::string_view event_sha256) {
  return absl::StrCat("\"", revision, "-",
                      absl::BytesToHexString(event_sha256.substr(0, 8)), "\"");
}

}  // namespace tonus
