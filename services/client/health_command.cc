// SPDX-License-Identifier: Apache-2.0
// tonus health: whether the server is ready. Needs no credential.

#include <memory>
#include <string>

#include "services/client/commands.h"
#include "services/status_macros.h"

namespace tonus::client {
namespace {

absl::Status Health(const Invocation& invocation, const std::string& service) {
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::OpenAnonymous(invocation.connection));
  TONUS_RETURN_IF_ERROR(connection.CheckHealth(service));
  invocation.streams.out << (invocation.output == Output::kJson
                                 ? "{\"status\": \"SERVING\"}\n"
                                 : "serving\n");
  return absl::OkStatus();
}

}  // namespace

void AddHealthCommand(CLI::App& app, Invocation* invocation) {
  CLI::App* health =
      app.add_subcommand("health", "Asks whether the server is ready");
  auto service = std::make_shared<std::string>();
  health->add_option("--service", *service,
                     "A service, for example tonus.v1.PatientService; the "
                     "whole server when not given");
  SetAction(health, invocation, [=] { return Health(*invocation, *service); });
}

}  // namespace tonus::client
