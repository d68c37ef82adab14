// SPDX-License-Identifier: Apache-2.0
// Reads lists page by page.

#ifndef TONUS_SERVICES_CLIENT_PAGING_H_
#define TONUS_SERVICES_CLIENT_PAGING_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/client/connection.h"
#include "services/status_macros.h"

namespace tonus::client {

// Returns the page that `request` asks for; when it names neither a page size
// nor a token, all pages as one.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> List(const Connection& connection,
                              grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                           const Request&,
                                                           Response*),
                              Request request) {
  if (request.page_size() != 0 || !request.page_token().empty()) {
    return connection.Call(method, request);
  }
  request.set_page_size(500);
  Response all;
  while (true) {
    TONUS_ASSIGN_OR_RETURN(Response page, connection.Call(method, request));
    const std::string next = page.next_page_token();
    page.clear_next_page_token();
    all.MergeFrom(page);
    if (next.empty()) return all;
    if (next == request.page_token()) {
      return absl::InternalError("the server repeats a page of the list");
    }
    request.set_page_token(next);
  }
}

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_PAGING_H_
