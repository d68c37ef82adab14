// SPDX-License-Identifier: Apache-2.0
// tonus routine revisions, diff and preview.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client/assessment_options.h"
#include "services/client/clearance_flag.h"
#include "services/client/commands.h"
#include "services/client/diff_text.h"
#include "services/client/override_flag.h"
#include "services/client/pack_source_flag.h"
#include "services/client/paging.h"
#include "services/status_macros.h"
#include "tonus/v1/routine_service.grpc.pb.h"

namespace tonus::client {
namespace {

using Routines = v1::RoutineService::Stub;

std::string RoutineName(const std::string& patient) {
  return absl::StrCat(PatientName(patient), "/routine");
}

absl::Status Revisions(const Invocation& invocation,
                       v1::ListRoutineRevisionsRequest request,
                       const std::string& patient) {
  request.set_name(RoutineName(patient));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(
      const v1::ListRoutineRevisionsResponse response,
      List(connection, &Routines::ListRoutineRevisions, request));
  return Print(invocation,
               {response, {}, [&] {
                  std::string text;
                  for (const auto& revision : response.revisions()) {
                    text += RevisionLine(revision);
                  }
                  return text;
                }});
}

absl::Status Diff(const Invocation& invocation, v1::DiffRoutinesRequest request,
                  const std::string& patient) {
  request.set_name(RoutineName(patient));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::DiffRoutinesResponse response,
                         connection.Call(&Routines::DiffRoutines, request));
  const auto text = [&]() -> absl::StatusOr<std::string> {
    TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
    return absl::StrCat("From: ",
                        response.has_from()
                            ? RevisionLine(response.from())
                            : std::string("nothing was issued before\n"),
                        "To:   ", RevisionLine(response.to()),
                        DiffText(response.diff(), names));
  };
  return Print(invocation, {response, {}, text});
}

struct PreviewFlags {
  std::string patient;
  AssessmentFlags assessment;
  ProfileFlags profile;
  std::vector<std::string> clearances;  // SUBJECT:YYYY-MM-DD
  std::vector<std::string> overrides;
  std::vector<std::string> without;
  std::string pack;
};

absl::StatusOr<v1::PreviewRoutineRequest> ReadPreview(
    const Invocation& invocation, const PreviewFlags& flags) {
  v1::PreviewRoutineRequest request;
  request.set_name(RoutineName(flags.patient));
  TONUS_ASSIGN_OR_RETURN(const v1::Profile profile,
                         ReadProfile(flags.profile, invocation.streams.in));
  if (profile.ByteSizeLong() > 0) *request.mutable_profile() = profile;
  if (!IsEmpty(flags.assessment)) {
    TONUS_ASSIGN_OR_RETURN(
        *request.mutable_assessment(),
        ReadAssessment(flags.assessment, invocation.streams.in));
  }
  for (const std::string& text : flags.clearances) {
    TONUS_ASSIGN_OR_RETURN(*request.add_clearances(), ParseClearance(text));
  }
  for (const std::string& text : flags.overrides) {
    TONUS_ASSIGN_OR_RETURN(*request.add_overrides(),
                           ParseOverride("--override", text));
  }
  for (const std::string& name : flags.without) {
    request.add_without_overrides(name);
  }
  if (!flags.pack.empty()) {
    TONUS_ASSIGN_OR_RETURN(*request.mutable_pack(), ReadPackSource(flags.pack));
  }
  return request;
}

// What a clinician asked for and is refused: it serves no decision.
google::protobuf::RepeatedPtrField<v1::Dropped> RefusedPins(
    const v1::Routine& routine) {
  google::protobuf::RepeatedPtrField<v1::Dropped> refused;
  for (const v1::Dropped& dropped : routine.refused()) {
    if (dropped.decision().empty()) *refused.Add() = dropped;
  }
  return refused;
}

absl::Status Preview(const Invocation& invocation, const PreviewFlags& flags) {
  TONUS_ASSIGN_OR_RETURN(const v1::PreviewRoutineRequest request,
                         ReadPreview(invocation, flags));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::PreviewRoutineResponse response,
                         connection.Call(&Routines::PreviewRoutine, request));
  const auto text = [&]() -> absl::StatusOr<std::string> {
    TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
    return absl::StrCat(
        "Nothing was stored.\n",
        RefusedText(RefusedPins(response.routine()), names),
        response.has_diff()
            ? DiffText(response.diff(), names)
            : absl::StrCat("There is no routine yet; it would have ",
                           response.routine().sessions_size(), " sessions.\n"));
  };
  return Print(invocation, {response, {}, text});
}

}  // namespace

void AddRevisionCommands(CLI::App* group, Invocation* invocation) {
  CLI::App* revisions = group->add_subcommand(
      "revisions", "Lists the routines that were issued, the latest first");
  auto patient = std::make_shared<std::string>();
  auto list = std::make_shared<v1::ListRoutineRevisionsRequest>();
  AddPatientOption(revisions, patient.get());
  AddPageOptions(revisions, list.get());
  SetAction(revisions, invocation,
            [=] { return Revisions(*invocation, *list, *patient); });

  CLI::App* diff = group->add_subcommand(
      "diff",
      "Says what differs between two routines that were issued; without "
      "revisions, the last two");
  auto request = std::make_shared<v1::DiffRoutinesRequest>();
  auto of = std::make_shared<std::string>();
  AddPatientOption(diff, of.get());
  diff->add_option_function<int64_t>(
      "--from",
      [=](const int64_t& revision) { request->set_from_revision(revision); },
      "Revision of the first; the one before the second when not given");
  diff->add_option_function<int64_t>(
      "--to",
      [=](const int64_t& revision) { request->set_to_revision(revision); },
      "Revision of the second; the current one when not given");
  SetAction(diff, invocation, [=] { return Diff(*invocation, *request, *of); });

  CLI::App* preview = group->add_subcommand(
      "preview",
      absl::StrCat("Says what the routine would be, if, and stores nothing.\n",
                   OverrideHelp()));
  auto flags = std::make_shared<PreviewFlags>();
  AddPatientOption(preview, &flags->patient);
  AddAssessmentOptions(preview, &flags->assessment);
  flags->profile.file_flag = "--profile";
  preview->add_option("--profile", flags->profile.file,
                      "A tonus.v1.Profile in text proto or JSON");
  AddPersonOptions(preview, &flags->profile);
  AddRepeated(preview, "--clearance", &flags->clearances,
              "A clearance to add: SUBJECT:YYYY-MM-DD; may be repeated");
  AddRepeated(preview, "--override", &flags->overrides,
              "An override to add, as above; may be repeated");
  AddRepeated(preview, "--without", &flags->without,
              "The name of an override to leave out; may be repeated");
  preview->add_option("--pack", flags->pack,
                      absl::StrCat("The pack to plan with: ", kPackSourceHelp));
  SetAction(preview, invocation, [=] { return Preview(*invocation, *flags); });
}

}  // namespace tonus::client
