// SPDX-License-Identifier: Apache-2.0
#include "services/client/amend_command.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/amendment_options.h"
#include "services/client/assessment_options.h"
#include "services/client/commands.h"
#include "services/client/correction.h"
#include "services/client/interpretation_text.h"
#include "services/status_macros.h"
#include "tonus/v1/assessment_service.grpc.pb.h"
#include "tonus/v1/knowledge_service.grpc.pb.h"

namespace tonus::client {
namespace {

using Assessments = v1::AssessmentService::Stub;

struct AmendFlags {
  AmendmentFlags amendment;
  AssessmentFlags assessment;
  std::vector<std::string> removed;  // TEST:SIDE or TEST.
  bool validate_only = false;
};

absl::StatusOr<v1::Assessment> Recorded(const Connection& connection,
                                        const AmendFlags& flags) {
  v1::GetAssessmentRequest request;
  request.set_name(flags.amendment.name);
  return connection.Call(&Assessments::GetAssessment, request);
}

// A file is the whole assessment; options alone change what is recorded.
absl::StatusOr<v1::Assessment> ReadCorrection(const Invocation& invocation,
                                              const Connection& connection,
                                              const AmendFlags& flags) {
  v1::Assessment given;
  const bool changes_elsewhere =
      !flags.removed.empty() || !flags.amendment.retracted.empty();
  if (!changes_elsewhere || !IsEmpty(flags.assessment)) {
    TONUS_ASSIGN_OR_RETURN(
        given, ReadAssessment(flags.assessment, invocation.streams.in));
  }
  if (!flags.assessment.file.empty()) return given;
  TONUS_ASSIGN_OR_RETURN(v1::Assessment corrected, Recorded(connection, flags));
  TONUS_RETURN_IF_ERROR(RemoveResults(flags.removed, &corrected));
  Retract(flags.amendment.retracted, &corrected);
  Replace(given, &corrected);
  return corrected;
}

// Names what the server leaves unnamed, since its errors hold no health data.
absl::Status WithFlags(const absl::Status& refusal,
                       const Connection& connection, const AmendFlags& flags,
                       const v1::Assessment& corrected) {
  if (ReasonOf(refusal) != "RED_FLAG_RETRACTION") return refusal;
  const auto recorded = Recorded(connection, flags);
  const auto pack = connection.Call(&v1::KnowledgeService::Stub::GetPack,
                                    v1::GetPackRequest());
  if (!recorded.ok() || !pack.ok()) return refusal;
  const std::vector<std::string> retracted =
      RetractedFlags(*recorded, corrected, *pack);
  return absl::FailedPreconditionError(
      retracted.empty()
          ? "the correction takes back no yes to a red flag that stops "
            "exercise; leave out --retract"
          : absl::StrCat(
                "the correction takes back the yes to ",
                absl::StrJoin(retracted, ", "),
                ", which stops exercise.\nWhat to do: if the yes was a "
                "mistake, add --retract ",
                absl::StrJoin(retracted, " --retract "),
                " and no other; if not, keep it with --yes ",
                absl::StrJoin(retracted, " --yes ")));
}

absl::Status Amend(const Invocation& invocation, const AmendFlags& flags) {
  v1::AmendAssessmentRequest request;
  TONUS_RETURN_IF_ERROR(FillAmendment(flags.amendment, &request));
  request.set_validate_only(flags.validate_only);
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  if (!flags.amendment.withdraw) {
    TONUS_ASSIGN_OR_RETURN(*request.mutable_assessment(),
                           ReadCorrection(invocation, connection, flags));
  }
  const auto answer = connection.Call(&Assessments::AmendAssessment, request);
  if (!answer.ok()) {
    return WithFlags(answer.status(), connection, flags, request.assessment());
  }
  const v1::AmendAssessmentResponse& response = *answer;
  const auto text = [&]() -> absl::StatusOr<std::string> {
    TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
    const std::string done =
        flags.validate_only ? std::string("Checked; nothing was stored.\n")
        : flags.amendment.withdraw
            ? absl::StrCat("Withdrew ", flags.amendment.name, ".\n")
            : absl::StrCat("Recorded ", response.assessment().name(),
                           " in place of ", flags.amendment.name, ".\n");
    return absl::StrCat(done, "\n",
                        InterpretationText(response.interpretation(), names));
  };
  return Print(invocation, {response, {response.assessment().name()}, text});
}

}  // namespace

void AddAmendCommand(CLI::App* group, Invocation* invocation) {
  CLI::App* amend = group->add_subcommand(
      "amend",
      "Corrects an assessment: with a file, which is the whole of it, or with "
      "options that replace what they name: --result the result of its test "
      "and side alone, so that a value on the wrong side also needs "
      "--remove-result, and --retract a yes by a no. Everything is computed "
      "again as if it had been right from the beginning");
  auto flags = std::make_shared<AmendFlags>();
  CLI::Option* withdraw = AddAmendmentOptions(
      amend, "patients/ID/assessments/NUMBER", &flags->amendment);
  AddAssessmentOptions(amend, &flags->assessment);
  AddRepeated(amend, "--remove-result", &flags->removed,
              "A result that was not measured: TEST:SIDE, or TEST for all "
              "its sides; may be repeated")
      ->excludes(amend->get_option("--file"))
      ->excludes(withdraw);
  amend->add_flag("--validate-only", flags->validate_only,
                  "Check and interpret without storing");
  SetAction(amend, invocation, [=] { return Amend(*invocation, *flags); });
}

}  // namespace tonus::client
