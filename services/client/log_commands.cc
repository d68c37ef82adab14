// SPDX-License-Identifier: Apache-2.0
// tonus log, tonus morning, tonus home and tonus logs.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client/commands.h"
#include "services/client/gate_text.h"
#include "services/client/log_amend_command.h"
#include "services/client/log_input.h"
#include "services/client/log_sync_command.h"
#include "services/client/paging.h"
#include "services/client/record_text.h"
#include "services/client/zone_text.h"
#include "services/status_macros.h"
#include "tonus/v1/progress_service.grpc.pb.h"

namespace tonus::client {
namespace {

using ProgressStub = v1::ProgressService::Stub;

// What a command that logs something takes besides.
struct Common {
  std::string patient;
  std::string etag;
  std::string request_id;
};

void AddCommonOptions(CLI::App* command, Common* flags) {
  AddPatientOption(command, &flags->patient);
  command->add_option("--etag", flags->etag,
                      "Fail when the patient changed since this etag");
  AddRequestIdOption(command, &flags->request_id);
}

template <typename Request>
void FillCommon(const Common& flags, Request* request) {
  request->set_parent(PatientName(flags.patient));
  request->set_etag(flags.etag);
  request->set_request_id(RequestId(flags.request_id));
}

// What a log changes, and the proposal that waits because of it.
template <typename Response>
std::string ChangesText(const Response& response) {
  std::string text;
  for (const v1::AppliedAdaptation& applied : response.adaptations()) {
    absl::StrAppend(&text, "Changes: ", applied.reason(), " (", applied.rule(),
                    ")\n");
  }
  if (!response.proposal().empty()) {
    absl::StrAppend(&text, "Waits for a review: ", response.proposal(), "\n");
  }
  return text;
}

struct SessionFlags {
  Common common;
  LogFlags log;
};

absl::Status Log(const Invocation& invocation, const SessionFlags& flags) {
  if (flags.common.patient.empty()) {
    return absl::InvalidArgumentError("--patient is required");
  }
  v1::LogSessionRequest request;
  FillCommon(flags.common, &request);
  TONUS_ASSIGN_OR_RETURN(*request.mutable_session_log(),
                         ReadLog(flags.log, invocation.streams.in));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::LogSessionResponse response,
                         connection.Call(&ProgressStub::LogSession, request));
  const v1::SessionLog& log = response.session_log();
  const auto text = [&]() -> absl::StatusOr<std::string> {
    std::string told =
        absl::StrCat(GateText(response.gate(), response.notices()), "Recorded ",
                     LogLine(log));
    if (!log.exercises().empty() || !log.self_tests().empty()) {
      TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
      told += LogDetailText(log, names);
    }
    told += ChangesText(response);
    return told;
  };
  return Print(invocation, {response, {log.name()}, text});
}

struct MorningCommandFlags {
  Common common;
  MorningFlags morning;
};

absl::Status Morning(const Invocation& invocation,
                     const MorningCommandFlags& flags) {
  v1::RecordMorningRequest request;
  FillCommon(flags.common, &request);
  TONUS_ASSIGN_OR_RETURN(*request.mutable_morning(),
                         ReadMorning(flags.morning));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(
      const v1::RecordMorningResponse response,
      connection.Call(&ProgressStub::RecordMorning, request));
  const auto text = [&] {
    return absl::StrCat(GateText(response.gate(), response.notices()),
                        "Recorded ", MorningLine(response.morning()),
                        ChangesText(response));
  };
  return Print(invocation, {response, {response.morning().name()}, text});
}

struct HomeCommandFlags {
  Common common;
  HomeFlags home;
};

absl::Status Home(const Invocation& invocation, const HomeCommandFlags& flags) {
  v1::LogHomeItemsRequest request;
  FillCommon(flags.common, &request);
  TONUS_ASSIGN_OR_RETURN(*request.mutable_home_log(), ReadHomeLog(flags.home));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::LogHomeItemsResponse response,
                         connection.Call(&ProgressStub::LogHomeItems, request));
  const auto text = [&]() -> absl::StatusOr<std::string> {
    TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
    return absl::StrCat(GateText(response.gate(), response.notices()),
                        "Recorded ", HomeLogText(response.home_log(), names),
                        ChangesText(response));
  };
  return Print(invocation, {response, {response.home_log().name()}, text});
}

struct ListFlags {
  std::string patient;
  std::string kind = "session";
  v1::ListLogsRequest request;
};

absl::Status ListLogs(const Invocation& invocation, const ListFlags& flags) {
  v1::ListLogsRequest request = flags.request;
  request.set_parent(PatientName(flags.patient));
  request.set_kind(flags.kind == "morning" ? v1::LOG_KIND_MORNING
                   : flags.kind == "home"  ? v1::LOG_KIND_HOME
                                           : v1::LOG_KIND_SESSION);
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::ListLogsResponse response,
                         List(connection, &ProgressStub::ListLogs, request));
  switch (request.kind()) {
    case v1::LOG_KIND_MORNING:
      return PrintList(invocation, response, response.mornings(), MorningLine);
    case v1::LOG_KIND_HOME:
      return PrintList(invocation, response, response.home_logs(), HomeLogLine);
    default:
      return PrintList(invocation, response, response.session_logs(), LogLine);
  }
}

void AddLogOptions(CLI::App* command, LogFlags* flags) {
  command->add_option("-f,--file", flags->file,
                      "A tonus.v1.SessionLog in text proto or JSON; - for "
                      "standard input");
  command->add_option("--session", flags->session, "Number of the session");
  command->add_option("--attempt", flags->attempt,
                      "Which time, when its week is repeated");
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
              ",completed=100 ,pain=2 ,ease=3 ,difficulty=1 ,sets=2 "
              ",repetitions=8 ,hold=10 ,load=5 ,settled=2 ,sharp_pain "
              ",painful_sound ,neuro_symptom ,spread ,skip=time "
              ",stop=dizziness; may be repeated");
  AddRepeated(command, "--self-test", &flags->self_tests,
              "A test that was taken around the session: TEST:SIDE and one or "
              "both of ,before=9 ,after=7, the values in its unit; may be "
              "repeated");
  command->add_option("--skipped", flags->skip_reason,
                      "Why it was skipped or cut short: time, pain, equipment, "
                      "dislike, fatigue or other");
  command->add_option("--time", flags->time,
                      "When it was done, for example 2026-03-01T07:30:00Z; now "
                      "when not given");
  command->add_option("--log-id", flags->log_id,
                      "Your own id of the log; a repetition changes nothing");
}

void AddLogCommand(CLI::App& app, Invocation* invocation) {
  CLI::App* log =
      app.add_subcommand("log", "Records a session that was done or skipped");
  auto flags = std::make_shared<SessionFlags>();
  AddCommonOptions(log, &flags->common);
  AddLogOptions(log, &flags->log);
  // Those below it need no session, and one of them names its log instead.
  log->get_option("--patient")->required(false);
  AddLogAmendCommand(log, invocation);
  AddLogSyncCommand(log, invocation, &flags->common.patient);
  log->callback([=] {
    if (!log->get_subcommands().empty()) return;
    invocation->action = [=] { return Log(*invocation, *flags); };
  });
}

void AddMorningCommand(CLI::App& app, Invocation* invocation) {
  CLI::App* morning = app.add_subcommand(
      "morning", "Records how the morning after a session was");
  auto flags = std::make_shared<MorningCommandFlags>();
  AddCommonOptions(morning, &flags->common);
  MorningFlags* told = &flags->morning;
  morning->add_option("--pain", told->pain, "0 to 10");
  morning->add_flag("--sleep-lost", told->sleep_lost,
                    "Sleep was lost to new pain");
  morning->add_option("--session", told->session,
                      "The session that was asked about; counts on the day "
                      "after it alone");
  morning->add_option("--time", told->time,
                      "When it was told; now when not given");
  morning->add_option("--log-id", told->log_id,
                      "Your own id of it; a repetition changes nothing");
  SetAction(morning, invocation, [=] { return Morning(*invocation, *flags); });
}

void AddHomeCommand(CLI::App& app, Invocation* invocation) {
  CLI::App* home = app.add_subcommand(
      "home", "Records what was done at home, beside the sessions, on a day");
  auto flags = std::make_shared<HomeCommandFlags>();
  AddCommonOptions(home, &flags->common);
  HomeFlags* told = &flags->home;
  AddRepeated(home, "--exercise", &told->exercises,
              "EXERCISE[:SIDE], ,times=2 for how often, and what 'log' takes; "
              "may be repeated")
      ->required();
  home->add_option("--pain-before", told->pain_before, "0 to 10");
  home->add_option("--date", told->date,
                   "The day, YYYY-MM-DD; today when not given");
  home->add_option("--time", told->time,
                   "When it was told; now when not given");
  home->add_option("--log-id", told->log_id,
                   "Your own id of it; a repetition changes nothing");
  SetAction(home, invocation, [=] { return Home(*invocation, *flags); });
}

}  // namespace

void AddLogCommands(CLI::App& app, Invocation* invocation) {
  AddLogCommand(app, invocation);
  AddMorningCommand(app, invocation);
  AddHomeCommand(app, invocation);
  CLI::App* list = app.add_subcommand("logs", "Lists what was recorded");
  auto listed = std::make_shared<ListFlags>();
  AddPatientOption(list, &listed->patient);
  list->add_option("--kind", listed->kind, "session, morning or home")
      ->check(CLI::IsMember({"session", "morning", "home"}))
      ->capture_default_str();
  list->add_flag_callback(
      "--superseded", [=] { listed->request.set_show_superseded(true); },
      "Also those that were corrected or withdrawn");
  AddPageOptions(list, &listed->request);
  SetAction(list, invocation, [=] { return ListLogs(*invocation, *listed); });
}

}  // namespace tonus::client
