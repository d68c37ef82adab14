// SPDX-License-Identifier: Apache-2.0
#include "services/client/suggest_command.h"

#include <memory>
#include <string>

#include "services/client/assessment_options.h"
#include "services/client/commands.h"
#include "services/client/suggestion_text.h"
#include "services/status_macros.h"
#include "tonus/v1/assessment_service.grpc.pb.h"

namespace tonus::client {
namespace {

struct SuggestFlags {
  std::string patient;
  DryRunFlags dry_run;
  bool self = false;
  int most = 0;
};

absl::StatusOr<v1::SuggestTestsRequest> ReadRequest(
    const Invocation& invocation, const SuggestFlags& flags) {
  v1::SuggestTestsRequest request;
  if (!flags.patient.empty()) {
    request.set_name(PatientName(flags.patient));
  } else {
    TONUS_ASSIGN_OR_RETURN(*request.mutable_dry_run(),
                           ReadDryRun(flags.dry_run, invocation.streams.in));
  }
  request.set_max_suggestions(flags.most);
  if (flags.self) request.set_assessor(knowledge::v1::ASSESSOR_SELF);
  return request;
}

absl::Status Suggest(const Invocation& invocation, const SuggestFlags& flags) {
  TONUS_ASSIGN_OR_RETURN(const v1::SuggestTestsRequest request,
                         ReadRequest(invocation, flags));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(
      const v1::SuggestTestsResponse response,
      connection.Call(&v1::AssessmentService::Stub::SuggestTests, request));
  const auto text = [&]() -> absl::StatusOr<std::string> {
    TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
    return SuggestionsText(response, names);
  };
  return Print(invocation, {response, {}, text});
}

}  // namespace

void AddSuggestCommand(CLI::App* group, Invocation* invocation) {
  CLI::App* suggest = group->add_subcommand(
      "suggest",
      "Says which tests are worth taking next, for a patient or for what the "
      "options describe: first those that a rule asks for, then those whose "
      "result could change most verdicts; stores nothing");
  auto flags = std::make_shared<SuggestFlags>();
  AddDryRunOptions(suggest, &flags->dry_run);
  CLI::Option* patient =
      suggest->add_option("-p,--patient,patient", flags->patient,
                          "The patient: patients/ID, or ID alone");
  // A patient is known already; nothing is added to what is stored of one.
  for (CLI::Option* option : suggest->get_options()) {
    if (option != patient && option != suggest->get_help_ptr()) {
      patient->excludes(option);
    }
  }
  suggest->add_flag("--self", flags->self,
                    "The person takes the tests alone, without a clinician");
  suggest->add_option("--max", flags->most,
                      "At most so many tests, up to 500; as many as the pack "
                      "says, which is 5, when it is 0 or not given");
  SetAction(suggest, invocation, [=] { return Suggest(*invocation, *flags); });
}

}  // namespace tonus::client
