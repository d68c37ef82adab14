// SPDX-License-Identifier: Apache-2.0
// tonus proposal list, get and review.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client/commands.h"
#include "services/client/diff_text.h"
#include "services/client/override_flag.h"
#include "services/client/override_text.h"
#include "services/client/paging.h"
#include "services/status_macros.h"
#include "tonus/v1/routine_service.grpc.pb.h"

namespace tonus::client {
namespace {

using Routines = v1::RoutineService::Stub;

absl::Status ListAll(const Invocation& invocation,
                     v1::ListProposalsRequest request,
                     const std::string& patient) {
  request.set_parent(PatientName(patient));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::ListProposalsResponse response,
                         List(connection, &Routines::ListProposals, request));
  return PrintList(invocation, response, response.proposals(), ProposalLine);
}

absl::Status Get(const Invocation& invocation, const std::string& name) {
  v1::GetProposalRequest request;
  request.set_name(name);
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::Proposal proposal,
                         connection.Call(&Routines::GetProposal, request));
  const auto text = [&]() -> absl::StatusOr<std::string> {
    TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
    return ProposalText(proposal, names);
  };
  return Print(invocation, {proposal, {proposal.name()}, text});
}

struct ReviewFlags {
  std::string name;
  bool approve = false;
  bool reject = false;
  std::string reason;
  std::vector<std::string> overrides;
  std::string override_reason;
  std::string etag;
  std::string request_id;
};

absl::StatusOr<v1::ReviewProposalRequest> ReadReview(const ReviewFlags& flags) {
  if (flags.approve == flags.reject) {
    return absl::InvalidArgumentError("give either --approve or --reject");
  }
  v1::ReviewProposalRequest request;
  request.set_name(flags.name);
  request.set_verdict(flags.approve ? v1::REVIEW_VERDICT_APPROVE
                                    : v1::REVIEW_VERDICT_REJECT);
  TONUS_ASSIGN_OR_RETURN(const v1::ReviewReason reason,
                         ParseReviewReason(flags.reason));
  request.set_reason(reason);
  for (const std::string& text : flags.overrides) {
    v1::Override* override = request.add_overrides();
    TONUS_ASSIGN_OR_RETURN(*override, ParseOverride("--override", text));
    TONUS_ASSIGN_OR_RETURN(const v1::OverrideReason why,
                           ParseOverrideReason(flags.override_reason));
    override->set_reason(why);
  }
  request.set_etag(flags.etag);
  request.set_request_id(RequestId(flags.request_id));
  return request;
}

absl::Status Review(const Invocation& invocation, const ReviewFlags& flags) {
  TONUS_ASSIGN_OR_RETURN(const v1::ReviewProposalRequest request,
                         ReadReview(flags));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::ReviewProposalResponse response,
                         connection.Call(&Routines::ReviewProposal, request));
  const auto text = [&]() -> absl::StatusOr<std::string> {
    TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
    return absl::StrCat(ProposalLine(response.proposal()),
                        RefusedText(response.refused(), names),
                        response.has_diff() ? DiffText(response.diff(), names)
                                            : "The current routine stays.\n");
  };
  return Print(invocation, {response, {response.proposal().name()}, text});
}

void AddReviewCommand(CLI::App* group, Invocation* invocation) {
  CLI::App* review = group->add_subcommand(
      "review",
      absl::StrCat("Approves a proposal, as it is or with overrides, or "
                   "rejects it.\n",
                   OverrideHelp()));
  auto flags = std::make_shared<ReviewFlags>();
  review->add_option("name", flags->name, "patients/ID/proposals/NUMBER")
      ->required();
  review->add_flag("--approve", flags->approve, "Apply it");
  review->add_flag("--reject", flags->reject, "Keep the current routine");
  review
      ->add_option("--reason", flags->reason,
                   absl::StrCat("Why: ", ReviewReasonWords()))
      ->required();
  AddRepeated(review, "--override", &flags->overrides,
              "An override to set with an approval; may be repeated");
  flags->override_reason = "clinical-finding";
  review
      ->add_option("--override-reason", flags->override_reason,
                   absl::StrCat("Why the overrides: ", OverrideReasonWords()))
      ->capture_default_str();
  review->add_option("--etag", flags->etag,
                     "Fail when the patient changed since this etag");
  AddRequestIdOption(review, &flags->request_id);
  SetAction(review, invocation, [=] { return Review(*invocation, *flags); });
}

}  // namespace

void AddProposalCommands(CLI::App& app, Invocation* invocation) {
  CLI::App* group = app.add_subcommand(
      "proposal", "Changed routines that wait for a clinician");
  group->require_subcommand(1);
  CLI::App* list =
      group->add_subcommand("list", "Lists proposals, the latest first");
  auto patient = std::make_shared<std::string>();
  auto request = std::make_shared<v1::ListProposalsRequest>();
  AddPatientOption(list, patient.get());
  list->add_flag_callback(
      "--pending", [=] { request->set_pending_only(true); },
      "Only the one that waits");
  AddPageOptions(list, request.get());
  SetAction(list, invocation,
            [=] { return ListAll(*invocation, *request, *patient); });

  CLI::App* get =
      group->add_subcommand("get", "Shows a proposal and what it would change");
  auto name = std::make_shared<std::string>();
  get->add_option("name", *name, "patients/ID/proposals/NUMBER")->required();
  SetAction(get, invocation, [=] { return Get(*invocation, *name); });
  AddReviewCommand(group, invocation);
}

}  // namespace tonus::client
