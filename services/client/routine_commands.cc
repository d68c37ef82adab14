// SPDX-License-Identifier: Apache-2.0
// tonus routine show and tonus explain.

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/client/commands.h"
#include "services/client/routine_text.h"
#include "services/status_macros.h"
#include "tonus/v1/routine_service.grpc.pb.h"

namespace tonus::client {
namespace {

using Routines = v1::RoutineService::Stub;

std::string RoutineName(const std::string& patient) {
  return absl::StrCat(PatientName(patient), "/routine");
}

absl::Status Show(const Invocation& invocation, const std::string& patient) {
  v1::GetRoutineRequest request;
  request.set_name(RoutineName(patient));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::GetRoutineResponse response,
                         connection.Call(&Routines::GetRoutine, request));
  const auto text = [&]() -> absl::StatusOr<std::string> {
    TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
    return RoutineText(response.routine(), names);
  };
  return Print(invocation, {response, {response.routine().name()}, text});
}

struct ExplainFlags {
  std::string patient;
  std::string muscle;
  std::string exercise;
  std::string decision;
};

absl::Status Explain(const Invocation& invocation, const ExplainFlags& flags) {
  v1::ExplainRoutineRequest request;
  request.set_name(RoutineName(flags.patient));
  if (!flags.muscle.empty()) {
    request.set_muscle(flags.muscle);
  } else if (!flags.exercise.empty()) {
    request.set_exercise(flags.exercise);
  } else if (!flags.decision.empty()) {
    request.set_decision(flags.decision);
  } else {
    request.set_overview(true);
  }
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::ExplainRoutineResponse response,
                         connection.Call(&Routines::ExplainRoutine, request));
  const auto text = [&]() -> absl::StatusOr<std::string> {
    TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
    return ExplanationText(response.explanation(), names);
  };
  return Print(invocation, {response, {}, text});
}

}  // namespace

void AddRoutineCommands(CLI::App& app, Invocation* invocation) {
  CLI::App* group = app.add_subcommand("routine", "The programme");
  group->require_subcommand(1);
  CLI::App* show = group->add_subcommand("show", "Shows the routine");
  auto patient = std::make_shared<std::string>();
  AddPatientOption(show, patient.get());
  SetAction(show, invocation, [=] { return Show(*invocation, *patient); });
  AddPauseCommands(group, invocation);
  AddWatchCommand(group, invocation);
  AddRevisionCommands(group, invocation);

  CLI::App* explain = app.add_subcommand(
      "explain",
      "Says why something is in the routine, or why not; without a "
      "subject, the routine as a whole");
  auto flags = std::make_shared<ExplainFlags>();
  AddPatientOption(explain, &flags->patient);
  CLI::Option* muscle = explain->add_option(
      "--muscle", flags->muscle, "For example iliopsoas or iliopsoas.R");
  CLI::Option* exercise = explain->add_option(
      "--exercise", flags->exercise, "An exercise, in the routine or not");
  CLI::Option* decision = explain->add_option(
      "--decision", flags->decision, "Id of a decision of the routine");
  muscle->excludes(exercise)->excludes(decision);
  exercise->excludes(decision);
  SetAction(explain, invocation, [=] { return Explain(*invocation, *flags); });
}

}  // namespace tonus::client
