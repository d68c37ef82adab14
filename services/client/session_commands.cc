// SPDX-License-Identifier: Apache-2.0
// tonus session list.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client/commands.h"
#include "services/client/gate_text.h"
#include "services/client/paging.h"
#include "services/client/session_text.h"
#include "services/client/words.h"
#include "services/status_macros.h"
#include "tonus/v1/routine_service.grpc.pb.h"

namespace tonus::client {
namespace {

using Routines = v1::RoutineService::Stub;

std::string Line(const v1::Session& session) {
  return absl::StrCat(session.number(), "  week ", session.week(), "  ",
                      WhenText(session), "  ",
                      CountWord(session.items_size(), "exercise"), ", ",
                      MinutesWord(session.total_minutes()),
                      session.relief() ? ", relief" : "", "\n");
}

absl::Status ListAll(const Invocation& invocation, const std::string& patient,
                     v1::ListSessionsRequest request) {
  request.set_parent(absl::StrCat(PatientName(patient), "/routine"));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(
      const auto response,
      (List<Routines, v1::ListSessionsRequest, v1::ListSessionsResponse>(
          connection, &Routines::ListSessions, request)));
  std::vector<std::string> names;
  for (const v1::Session& session : response.sessions()) {
    names.push_back(session.name());
  }
  return Print(invocation,
               {response, names, [&] {
                  std::string text =
                      GateText(response.gate(), response.notices());
                  for (const v1::Session& session : response.sessions()) {
                    text += Line(session);
                  }
                  return text.empty() ? "None.\n" : text;
                }});
}

}  // namespace

void AddSessionCommands(CLI::App& app, Invocation* invocation) {
  CLI::App* group = app.add_subcommand("session", "The sessions of the block");
  group->require_subcommand(1);
  CLI::App* list = group->add_subcommand(
      "list", "Lists every session; as JSON, all that working offline needs");
  auto patient = std::make_shared<std::string>();
  auto request = std::make_shared<v1::ListSessionsRequest>();
  AddPatientOption(list, patient.get());
  AddPageOptions(list, request.get());
  SetAction(list, invocation,
            [=] { return ListAll(*invocation, *patient, *request); });
}

}  // namespace tonus::client
