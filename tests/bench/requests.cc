// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/requests.h"

namespace tonus::bench {

grpc::ByteBuffer ToByteBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

RepeatedRequests::RepeatedRequests(const std::vector<std::string>& requests,
                                   uint64_t seed)
    : random_(seed) {
  requests_.reserve(requests.size());
  for (const std::string& request : requests) {
    requests_.push_back(ToByteBuffer(request));
  }
}

std::optional<Requests::Request> RepeatedRequests::Next() {
  return Request{requests_[random_() % requests_.size()], 0};
}

}  // namespace tonus::bench
