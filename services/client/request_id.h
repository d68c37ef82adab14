// SPDX-License-Identifier: Apache-2.0
// Names for requests, so that a repeated write is applied once.

#ifndef TONUS_SERVICES_CLIENT_REQUEST_ID_H_
#define TONUS_SERVICES_CLIENT_REQUEST_ID_H_

#include <string>

namespace tonus::client {

// Returns a random UUID (RFC 4122, version 4).
std::string NewRequestId();

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_REQUEST_ID_H_
