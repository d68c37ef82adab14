// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/submit_requests.h"

#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tonus::bench {

SubmitRequests::SubmitRequests(std::vector<std::string> patients,
                               const v1::Assessment& assessment,
                               Acknowledged* acknowledged)
    : patients_(std::move(patients)),
      free_(patients_.size()),
      acknowledged_(acknowledged) {
  std::iota(free_.begin(), free_.end(), 0);
  *request_.mutable_assessment() = assessment;
}

std::optional<Requests::Request> SubmitRequests::Next() {
  if (free_.empty()) return std::nullopt;
  const int id = free_.front();
  free_.pop_front();
  request_.set_parent(patients_[id]);
  // The patients are new with each slice, so a number is enough.
  request_.set_request_id(absl::StrCat("bench-", ++sent_));
  return Request{ToByteBuffer(request_.SerializeAsString()), id};
}

void SubmitRequests::Answered(int id, bool ok) {
  if (ok) ++(*acknowledged_)[patients_[id]];
  free_.push_back(id);
}

}  // namespace tonus::bench
