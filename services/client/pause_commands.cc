// SPDX-License-Identifier: Apache-2.0
// tonus routine pause and resume.

#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/client/commands.h"
#include "services/client/time_flag.h"
#include "services/client/words.h"
#include "services/status_macros.h"
#include "tonus/v1/routine_service.grpc.pb.h"

namespace tonus::client {
namespace {

using Routines = v1::RoutineService::Stub;

struct PauseFlags {
  std::string patient;
  std::string reason;
  std::string from;
  std::string until;
  std::string request_id;
};

const std::map<std::string, v1::PauseReason>& Reasons() {
  static const auto* const kReasons =
      new std::map<std::string, v1::PauseReason>{
          {"illness", v1::PAUSE_REASON_ILLNESS},
          {"holiday", v1::PAUSE_REASON_HOLIDAY},
          {"flare", v1::PAUSE_REASON_FLARE},
          {"other", v1::PAUSE_REASON_OTHER}};
  return *kReasons;
}

std::string RoutineName(const PauseFlags& flags) {
  return absl::StrCat(PatientName(flags.patient), "/routine");
}

template <typename Response>
std::string NextText(const Response& response) {
  if (response.next_session() == 0) return "No session is left.\n";
  return absl::StrCat(
      "Session ", response.next_session(), " is next, ",
      response.has_next_date()
          ? absl::StrCat("from ", DateWord(response.next_date()))
          : "once the routine is resumed",
      ".\n");
}

absl::Status Pause(const Invocation& invocation, const PauseFlags& flags) {
  v1::PauseRoutineRequest request;
  request.set_name(RoutineName(flags));
  v1::Pause* pause = request.mutable_pause();
  pause->set_reason(Reasons().at(flags.reason));
  if (!flags.from.empty()) {
    TONUS_ASSIGN_OR_RETURN(*pause->mutable_start_date(),
                           ParseDate("--from", flags.from));
  }
  if (!flags.until.empty()) {
    TONUS_ASSIGN_OR_RETURN(*pause->mutable_end_date(),
                           ParseDate("--until", flags.until));
  }
  request.set_request_id(RequestId(flags.request_id));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::PauseRoutineResponse response,
                         connection.Call(&Routines::PauseRoutine, request));
  return Print(invocation,
               {response, {response.pause().name()}, [&] {
                  return absl::StrCat(
                      "Paused from ", DateWord(response.pause().start_date()),
                      response.pause().has_end_date()
                          ? absl::StrCat(" until ",
                                         DateWord(response.pause().end_date()))
                          : " until it is resumed",
                      ".\n", NextText(response));
                }});
}

absl::Status Resume(const Invocation& invocation, const PauseFlags& flags) {
  v1::ResumeRoutineRequest request;
  request.set_name(RoutineName(flags));
  request.set_request_id(RequestId(flags.request_id));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::ResumeRoutineResponse response,
                         connection.Call(&Routines::ResumeRoutine, request));
  return Print(invocation, {response, {response.pause().name()}, [&] {
                              return absl::StrCat("Resumed.\n",
                                                  NextText(response));
                            }});
}

}  // namespace

void AddPauseCommands(CLI::App* group, Invocation* invocation) {
  CLI::App* pause = group->add_subcommand(
      "pause", "Pauses the routine: its sessions move, none counts as missed");
  auto flags = std::make_shared<PauseFlags>();
  AddPatientOption(pause, &flags->patient);
  pause
      ->add_option("--reason", flags->reason,
                   "illness, holiday, flare or other")
      ->required()
      ->check(CLI::IsMember({"illness", "holiday", "flare", "other"}));
  pause->add_option("--from", flags->from,
                    "First day, YYYY-MM-DD; today when not given");
  pause->add_option("--until", flags->until,
                    "Last day, YYYY-MM-DD; until it is resumed when not given");
  AddRequestIdOption(pause, &flags->request_id);
  SetAction(pause, invocation, [=] { return Pause(*invocation, *flags); });

  CLI::App* resume =
      group->add_subcommand("resume", "Ends the pause: today is free again");
  auto resumed = std::make_shared<PauseFlags>();
  AddPatientOption(resume, &resumed->patient);
  AddRequestIdOption(resume, &resumed->request_id);
  SetAction(resume, invocation, [=] { return Resume(*invocation, *resumed); });
}

}  // namespace tonus::client
