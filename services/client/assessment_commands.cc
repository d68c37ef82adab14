// SPDX-License-Identifier: Apache-2.0
// tonus assess submit, get, list and interpret; its other commands have files
// of their own.

#include <memory>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/client/amend_command.h"
#include "services/client/assessment_options.h"
#include "services/client/commands.h"
#include "services/client/import_command.h"
#include "services/client/interpretation_text.h"
#include "services/client/paging.h"
#include "services/client/record_text.h"
#include "services/client/suggest_command.h"
#include "services/status_macros.h"
#include "tonus/v1/assessment_service.grpc.pb.h"

namespace tonus::client {
namespace {

using Assessments = v1::AssessmentService::Stub;

struct SubmitFlags {
  std::string patient;
  AssessmentFlags assessment;
  std::string etag;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Submit(const Invocation& invocation, const SubmitFlags& flags) {
  v1::SubmitAssessmentRequest request;
  request.set_parent(PatientName(flags.patient));
  TONUS_ASSIGN_OR_RETURN(
      *request.mutable_assessment(),
      ReadAssessment(flags.assessment, invocation.streams.in));
  request.set_etag(flags.etag);
  request.set_validate_only(flags.validate_only);
  request.set_request_id(RequestId(flags.request_id));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(
      const v1::SubmitAssessmentResponse response,
      connection.Call(&Assessments::SubmitAssessment, request));
  const auto text = [&]() -> absl::StatusOr<std::string> {
    TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
    return absl::StrCat(
        flags.validate_only
            ? std::string("Checked; nothing was stored.\n")
            : absl::StrCat("Recorded ", response.assessment().name(), ".\n"),
        "\n", InterpretationText(response.interpretation(), names));
  };
  return Print(invocation, {response, {response.assessment().name()}, text});
}

absl::Status Get(const Invocation& invocation, const std::string& name) {
  v1::GetAssessmentRequest request;
  request.set_name(name);
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::Assessment assessment,
                         connection.Call(&Assessments::GetAssessment, request));
  const auto text = [&]() -> absl::StatusOr<std::string> {
    TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
    return AssessmentText(assessment, names);
  };
  return Print(invocation, {assessment, {assessment.name()}, text});
}

struct ListFlags {
  std::string patient;
  v1::ListAssessmentsRequest request;
};

absl::Status ListAssessments(const Invocation& invocation,
                             const ListFlags& flags) {
  v1::ListAssessmentsRequest request = flags.request;
  request.set_parent(PatientName(flags.patient));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(
      const v1::ListAssessmentsResponse response,
      List(connection, &Assessments::ListAssessments, request));
  return PrintList(invocation, response, response.assessments(),
                   AssessmentLine);
}

// Whether something was measured or asked, and no bit of it could be read.
bool NothingWasRead(const v1::Assessment& assessment,
                    const v1::Interpretation& interpretation) {
  std::set<int> rejected;
  for (const v1::RejectedResult& result : interpretation.rejected_results()) {
    if (result.index() >= 0) rejected.insert(result.index());
  }
  return assessment.results_size() + assessment.measures_size() > 0 &&
         static_cast<int>(rejected.size()) >= assessment.results_size() &&
         interpretation.outcomes().empty();
}

absl::Status Interpret(const Invocation& invocation, const DryRunFlags& flags) {
  TONUS_ASSIGN_OR_RETURN(const v1::InterpretAssessmentRequest request,
                         ReadDryRun(flags, invocation.streams.in));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(
      const v1::InterpretAssessmentResponse response,
      connection.Call(&Assessments::InterpretAssessment, request));
  const auto text = [&]() -> absl::StatusOr<std::string> {
    TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
    return InterpretationText(response.interpretation(), names);
  };
  TONUS_RETURN_IF_ERROR(Print(invocation, {response, {}, text}));
  if (NothingWasRead(request.assessment(), response.interpretation())) {
    // In words again: a closed gate leaves no room for them in the text.
    std::string why = "no result could be read";
    for (const v1::RejectedResult& rejected :
         response.interpretation().rejected_results()) {
      absl::StrAppend(&why, "\n  ", rejected.test(), ": ",
                      rejected.description(), " (", rejected.reason(), ")");
    }
    return absl::FailedPreconditionError(why);
  }
  return absl::OkStatus();
}

}  // namespace

void AddAssessmentCommands(CLI::App& app, Invocation* invocation) {
  CLI::App* group = app.add_subcommand("assess", "Assessments");
  group->require_subcommand(1);

  CLI::App* submit = group->add_subcommand(
      "submit",
      "Records an assessment, says what it means and issues the "
      "routine");
  auto submitted = std::make_shared<SubmitFlags>();
  AddPatientOption(submit, &submitted->patient);
  AddAssessmentOptions(submit, &submitted->assessment);
  submit->add_option("--etag", submitted->etag,
                     "Fail when the patient changed since this etag");
  submit->add_flag("--validate-only", submitted->validate_only,
                   "Check and interpret without storing");
  AddRequestIdOption(submit, &submitted->request_id);
  SetAction(submit, invocation,
            [=] { return Submit(*invocation, *submitted); });

  CLI::App* get = group->add_subcommand("get", "Shows an assessment");
  auto name = std::make_shared<std::string>();
  get->add_option("name", *name, "patients/ID/assessments/NUMBER")->required();
  SetAction(get, invocation, [=] { return Get(*invocation, *name); });

  CLI::App* list = group->add_subcommand("list", "Lists assessments");
  auto listed = std::make_shared<ListFlags>();
  AddPatientOption(list, &listed->patient);
  AddPageOptions(list, &listed->request);
  list->add_flag_function(
      "--all",
      [listed](int64_t /*count*/) {
        listed->request.set_show_superseded(true);
      },
      "Also those that were corrected or withdrawn");
  SetAction(list, invocation,
            [=] { return ListAssessments(*invocation, *listed); });

  CLI::App* interpret = group->add_subcommand(
      "interpret",
      "Says what an assessment means; stores nothing. Results with wrong "
      "values do not fail it, unless no result is left: they are listed as "
      "not read");
  auto interpreted = std::make_shared<DryRunFlags>();
  AddDryRunOptions(interpret, interpreted.get());
  SetAction(interpret, invocation,
            [=] { return Interpret(*invocation, *interpreted); });

  AddSuggestCommand(group, invocation);
  AddAmendCommand(group, invocation);
  AddImportCommand(group, invocation);
}

}  // namespace tonus::client
