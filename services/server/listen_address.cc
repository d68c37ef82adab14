// SPDX-License-Identifier: Apache-2.0
#include "services/server/listen_address.h"

#include <arpa/inet.h>

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace tonus {
namespace {

constexpr int kMaxPort = 65535;
constexpr unsigned kLoopbackNet = 127;

struct HostPort {
  std::string host;  // Without brackets.
  int port = 0;
};

std::optional<HostPort> Split(absl::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos) return std::nullopt;
  HostPort result;
  absl::string_view host = address.substr(0, colon);
  const absl::string_view port = address.substr(colon + 1);
  if (port.empty() || !absl::SimpleAtoi(port, &result.port) ||
      result.port < 0 || result.port > kMaxPort || port[0] == '+') {
    return std::nullopt;
  }
  const bool brackets =
      absl::StartsWith(host, "[") && absl::EndsWith(host, "]");
  if (brackets) host = host.substr(1, host.size() - 2);
  in6_addr ip6{};
  result.host = std::string(host);
  if (brackets ? inet_pton(AF_INET6, result.host.c_str(), &ip6) != 1
               : host.empty() || absl::StrContains(host, ":")) {
    return std::nullopt;
  }
  return result;
}

}  // namespace

absl::Status CheckListenAddress(absl::string_view address) {
  if (Split(address).has_value()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("listen_address is \"", address,
                   "\", not HOST:PORT such as 127.0.0.1:50051 or [::1]:50051"));
}

bool IsLoopback(absl::string_view address) {
  const std::optional<HostPort> parts = Split(address);
  if (!parts.has_value()) return false;
  if (parts->host == "localhost") return true;
  in_addr ip4{};
  if (inet_pton(AF_INET, parts->host.c_str(), &ip4) == 1) {
    return (ntohl(ip4.s_addr) >> 24) == kLoopbackNet;
  }
  in6_addr ip6{};
  return inet_pton(AF_INET6, parts->host.c_str(), &ip6) == 1 &&
         IN6_IS_ADDR_LOOPBACK(&ip6);
}

std::string WithPort(absl::string_view address, int port) {
  return absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
}

}  // namespace tonus
