// SPDX-License-Identifier: Apache-2.0
// tonus log, tonus logs and tonus progress.

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/client/commands.h"
#include "services/client/gate_text.h"
#include "services/client/log_input.h"
#include "services/client/paging.h"
#include "services/client/record_text.h"
#include "services/status_macros.h"
#include "tonus/v1/progress_service.grpc.pb.h"

namespace tonus::client {
namespace {

using ProgressStub = v1::ProgressService::Stub;

struct LogCommandFlags {
  std::string patient;
  LogFlags log;
  std::string etag;
  std::string request_id;
};

absl::Status Log(const Invocation& invocation, const LogCommandFlags& flags) {
  v1::LogSessionRequest request;
  request.set_parent(PatientName(flags.patient));
  TONUS_ASSIGN_OR_RETURN(*request.mutable_session_log(),
                         ReadLog(flags.log, invocation.streams.in));
  request.set_etag(flags.etag);
  request.set_request_id(RequestId(flags.request_id));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::LogSessionResponse response,
                         connection.Call(&ProgressStub::LogSession, request));
  return Print(invocation, {response, {response.session_log().name()}, [&] {
                              return absl::StrCat(
                                  GateText(response.gate(), response.notices()),
                                  "Recorded ", LogLine(response.session_log()));
                            }});
}

struct ListFlags {
  std::string patient;
  v1::ListLogsRequest request;
};

absl::Status ListLogs(const Invocation& invocation, const ListFlags& flags) {
  v1::ListLogsRequest request = flags.request;
  request.set_parent(PatientName(flags.patient));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::ListLogsResponse response,
                         List(connection, &ProgressStub::ListLogs, request));
  return PrintList(invocation, response, response.session_logs(), LogLine);
}

absl::Status ShowProgress(const Invocation& invocation,
                          const std::string& patient) {
  v1::GetProgressRequest request;
  request.set_name(absl::StrCat(PatientName(patient), "/progress"));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::Progress progress,
                         connection.Call(&ProgressStub::GetProgress, request));
  return Print(invocation, {progress, {progress.name()}, [&] {
                              return ProgressText(progress);
                            }});
}

void AddLogOptions(CLI::App* command, LogFlags* flags) {
  command->add_option("-f,--file", flags->file,
                      "A tonus.v1.SessionLog in text proto or JSON; - for "
                      "standard input");
  command->add_option("--session", flags->session, "Number of the session");
  command->add_option("--completed", flags->completed_pct,
                      "How much was done, in percent");
  command->add_option("--rpe", flags->rpe, "Effort of the whole, 0 to 10");
  command->add_option("--pain-before", flags->pain_before, "0 to 10");
  command->add_option("--pain-after", flags->pain_after, "0 to 10");
  command->add_option("--pain-next-morning", flags->pain_next_morning,
                      "0 to 10");
  command->add_flag("--sleep-lost", flags->sleep_lost,
                    "Sleep was lost to new pain");
  command->add_option("--minutes", flags->duration_minutes, "How long it took");
  AddRepeated(command, "--exercise", &flags->exercises,
              "What happened in one exercise: EXERCISE[:SIDE] and any of "
              ",completed=100 ,pain=2 ,ease=3 ,difficulty=1 ,sharp_pain "
              ",neuro_symptom ,skip=time ,stop=dizziness; may be repeated");
  command->add_option("--skipped", flags->skip_reason,
                      "Why it was skipped or cut short: time, pain, equipment, "
                      "dislike, fatigue or other");
  command->add_option("--time", flags->time,
                      "When it was done, for example 2026-03-01T07:30:00Z; now "
                      "when not given");
  command->add_option("--log-id", flags->log_id,
                      "Your own id of the log; a repetition changes nothing");
}

}  // namespace

void AddProgressCommands(CLI::App& app, Invocation* invocation) {
  CLI::App* log =
      app.add_subcommand("log", "Records a session that was done or skipped");
  auto logged = std::make_shared<LogCommandFlags>();
  AddPatientOption(log, &logged->patient);
  AddLogOptions(log, &logged->log);
  log->add_option("--etag", logged->etag,
                  "Fail when the patient changed since this etag");
  AddRequestIdOption(log, &logged->request_id);
  SetAction(log, invocation, [=] { return Log(*invocation, *logged); });

  CLI::App* list = app.add_subcommand("logs", "Lists what was recorded");
  auto listed = std::make_shared<ListFlags>();
  AddPatientOption(list, &listed->patient);
  AddPageOptions(list, &listed->request);
  SetAction(list, invocation, [=] { return ListLogs(*invocation, *listed); });

  CLI::App* progress =
      app.add_subcommand("progress", "Shows adherence and pain over time");
  auto patient = std::make_shared<std::string>();
  AddPatientOption(progress, patient.get());
  SetAction(progress, invocation,
            [=] { return ShowProgress(*invocation, *patient); });
}

}  // namespace tonus::client
