// SPDX-License-Identifier: Apache-2.0
// Reads HOST:PORT.

#ifndef TONUS_SERVICES_SERVER_LISTEN_ADDRESS_H_
#define TONUS_SERVICES_SERVER_LISTEN_ADDRESS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tonus {

// OK for HOST:PORT, the host being a name, an IPv4 address or an IPv6 address
// in brackets, the port in [0, 65535].
//   FAILED_PRECONDITION  otherwise.
absl::Status CheckListenAddress(absl::string_view address);

// True when only programs of this machine can connect. Names other than
// `localhost` count as reachable, whatever they resolve to.
bool IsLoopback(absl::string_view address);

// The address with `port` in place of its own.
std::string WithPort(absl::string_view address, int port);

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_LISTEN_ADDRESS_H_
