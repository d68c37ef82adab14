// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/connection_string.h"

#include <libpq-fe.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <map>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tonus::storage {
namespace {

// A peer that is gone is noticed by these even where nothing is sent.
constexpr std::pair<const char*, const char*> kDefaults[] = {
    {"application_name", "tonus"}, {"keepalives_idle", "10"},
    {"keepalives_interval", "5"},  {"keepalives_count", "3"},
    {"tcp_user_timeout", "8000"},  {"client_encoding", "UTF8"},
};

// An empty element means the default of libpq.
std::vector<std::string> Elements(const std::string& list) {
  if (list.empty()) return {};
  return absl::StrSplit(list, ',');
}

// Returns the element for server `i`: one element serves for all.
std::string ElementOf(const std::vector<std::string>& elements, size_t i) {
  if (elements.empty()) return "";
  return elements.size() == 1 ? elements[0] : elements[i];
}

bool IsThisMachine(const std::string& host) {
  return host.empty() || host[0] == '/' || host[0] == '@' ||
         host == "localhost" || host == "::1" || absl::StartsWith(host, "127.");
}

absl::Status CheckEncryption(const std::string& mode) {
  if (mode == "require" || mode == "verify-ca" || mode == "verify-full") {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "the connection string would send health data to another machine in "
      "plaintext: leave sslmode out, or set it to verify-full, verify-ca or "
      "require");
}

using Parameters = std::map<std::string, std::string>;

// Sets what is not there from the environment, as libpq would.
void SetFromEnvironment(const char* variable, const char* keyword,
                        Parameters* parameters) {
  const char* value = std::getenv(variable);
  if (value != nullptr) parameters->try_emplace(keyword, value);
}

// What the string says.
//   INVALID_ARGUMENT  it can not be parsed, or holds a password.
absl::StatusOr<Parameters> Parse(const std::string& connection) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(connection.c_str(), /*errmsg=*/nullptr), PQconninfoFree);
  if (options == nullptr) {
    return absl::InvalidArgumentError(
        "the connection string is not one of libpq");
  }
  Parameters given;
  for (const PQconninfoOption* option = options.get();
       option->keyword != nullptr; ++option) {
    if (option->val != nullptr) given[option->keyword] = option->val;
  }
  if (given.contains("password")) {
    return absl::InvalidArgumentError(
        "the connection string holds a password: put it into a file, "
        "the password_file of the settings");
  }
  return given;
}

// One server of the lists.
//   INVALID_ARGUMENT  it would get records in plaintext from another machine.
absl::StatusOr<HostParameters> ServerOf(Parameters one) {
  const std::string& place =
      one["hostaddr"].empty() ? one["host"] : one["hostaddr"];
  if (!IsThisMachine(place)) {
    SetFromEnvironment("PGSSLMODE", "sslmode", &one);
    const std::string mode =
        one.try_emplace("sslmode", "verify-full").first->second;
    if (absl::Status plain = CheckEncryption(mode); !plain.ok()) return plain;
  }
  HostParameters parameters;
  for (const auto& [keyword, value] : one) {
    if (!value.empty()) parameters.emplace_back(keyword, value);
  }
  return parameters;
}

}  // namespace

absl::StatusOr<std::vector<HostParameters>> ParseConnectionString(
    const std::string& connection, const std::string& password) {
  absl::StatusOr<Parameters> given = Parse(connection);
  if (!given.ok()) return given.status();
  if (!password.empty()) (*given)["password"] = password;
  for (const auto& [keyword, value] : kDefaults) {
    given->try_emplace(keyword, value);
  }
  SetFromEnvironment("PGHOST", "host", &*given);

  const std::vector<std::string> hosts = Elements((*given)["host"]);
  const std::vector<std::string> addresses = Elements((*given)["hostaddr"]);
  const std::vector<std::string> ports = Elements((*given)["port"]);
  const size_t count = std::max({hosts.size(), addresses.size(), size_t{1}});
  for (const auto* list : {&hosts, &addresses, &ports}) {
    if (list->size() > 1 && list->size() != count) {
      return absl::InvalidArgumentError(
          absl::StrCat("the connection string has lists of ", count, " and ",
                       list->size(), " elements"));
    }
  }
  std::vector<HostParameters> servers;
  for (size_t i = 0; i < count; ++i) {
    Parameters one = *given;
    one["host"] = ElementOf(hosts, i);
    one["hostaddr"] = ElementOf(addresses, i);
    one["port"] = ElementOf(ports, i);
    absl::StatusOr<HostParameters> server = ServerOf(std::move(one));
    if (!server.ok()) return server.status();
    servers.push_back(*std::move(server));
  }
  return servers;
}

}  // namespace tonus::storage
