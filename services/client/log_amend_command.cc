// SPDX-License-Identifier: Apache-2.0
#include "services/client/log_amend_command.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client/amendment_options.h"
#include "services/client/commands.h"
#include "services/client/gate_text.h"
#include "services/client/message_input.h"
#include "services/client/record_text.h"
#include "services/client/zone_text.h"
#include "services/status_macros.h"
#include "tonus/v1/progress_service.grpc.pb.h"

namespace tonus::client {
namespace {

struct AmendFlags {
  AmendmentFlags amendment;
  std::string file;
};

const std::string& NameOf(const v1::LogEntry& entry) {
  if (entry.has_morning()) return entry.morning().name();
  return entry.has_home_log() ? entry.home_log().name()
                              : entry.session_log().name();
}

std::string EntryText(const v1::LogEntry& entry, const Names& names) {
  if (entry.has_morning()) return MorningLine(entry.morning());
  if (entry.has_home_log()) return HomeLogText(entry.home_log(), names);
  return absl::StrCat(LogLine(entry.session_log()),
                      LogDetailText(entry.session_log(), names));
}

absl::Status Amend(const Invocation& invocation, const AmendFlags& flags) {
  v1::AmendLogRequest request;
  TONUS_RETURN_IF_ERROR(FillAmendment(flags.amendment, &request));
  if (!flags.amendment.withdraw) {
    if (flags.file.empty()) {
      return absl::InvalidArgumentError(
          "--file is missing: the log as it should have been, or --withdraw");
    }
    TONUS_RETURN_IF_ERROR(ReadMessage(
        "--file", flags.file, invocation.streams.in, request.mutable_entry()));
  }
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(
      const v1::AmendLogResponse response,
      connection.Call(&v1::ProgressService::Stub::AmendLog, request));
  const auto text = [&]() -> absl::StatusOr<std::string> {
    TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
    return absl::StrCat(
        GateText(response.gate(), response.notices()),
        flags.amendment.withdraw
            ? absl::StrCat("Withdrew ", flags.amendment.name, ".\n")
            : absl::StrCat("Recorded in place of ", flags.amendment.name, ":\n",
                           EntryText(response.entry(), names)));
  };
  return Print(invocation, {response, {NameOf(response.entry())}, text});
}

}  // namespace

void AddLogAmendCommand(CLI::App* group, Invocation* invocation) {
  CLI::App* amend = group->add_subcommand(
      "amend",
      "Corrects a log of any kind, or withdraws it. Everything is computed "
      "again as if it had been so from the beginning");
  auto flags = std::make_shared<AmendFlags>();
  CLI::Option* withdraw =
      AddAmendmentOptions(amend, "patients/ID/logs/NUMBER", &flags->amendment);
  withdraw->excludes(amend->add_option(
      "-f,--file", flags->file,
      "The whole of it as it should have been: a tonus.v1.LogEntry in text "
      "proto or JSON; - for standard input"));
  SetAction(amend, invocation, [=] { return Amend(*invocation, *flags); });
}

}  // namespace tonus::client
