// SPDX-License-Identifier: Apache-2.0
// tonus progress.

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/client/commands.h"
#include "services/client/record_text.h"
#include "services/status_macros.h"
#include "tonus/v1/progress_service.grpc.pb.h"

namespace tonus::client {
namespace {

absl::Status ShowProgress(const Invocation& invocation,
                          const std::string& patient) {
  v1::GetProgressRequest request;
  request.set_name(absl::StrCat(PatientName(patient), "/progress"));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(
      const v1::Progress progress,
      connection.Call(&v1::ProgressService::Stub::GetProgress, request));
  return Print(invocation, {progress, {progress.name()}, [&] {
                              return ProgressText(progress);
                            }});
}

}  // namespace

void AddProgressCommands(CLI::App& app, Invocation* invocation) {
  CLI::App* progress =
      app.add_subcommand("progress", "Shows adherence and pain over time");
  auto patient = std::make_shared<std::string>();
  AddPatientOption(progress, patient.get());
  SetAction(progress, invocation,
            [=] { return ShowProgress(*invocation, *patient); });
}

}  // namespace tonus::client
