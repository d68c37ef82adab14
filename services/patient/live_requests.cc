// SPDX-License-Identifier: Apache-2.0
#include "services/patient/live_requests.h"

#include "services/timestamp.h"

namespace tonus {

using Live = google::protobuf::RepeatedPtrField<storage::v1::LiveRequest>;

std::vector<std::string> ForgetRequests(absl::Time now, Live* live) {
  std::vector<std::string> forgotten;
  int count = 0;
  while (count < live->size() && count < kMaxForgottenRequests &&
         (live->size() - count >= kMaxLiveRequests ||
          FromTimestamp(live->Get(count).expire_time()) <= now)) {
    forgotten.push_back(live->Get(count).request_id());
    ++count;
  }
  live->DeleteSubrange(0, count);
  return forgotten;
}

void RememberRequest(const std::string& request_id, absl::Time now,
                     Live* live) {
  storage::v1::LiveRequest* request = live->Add();
  request->set_request_id(request_id);
  *request->mutable_expire_time() = ToTimestamp(now + kRequestLifetime);
}

}  // namespace tonus
