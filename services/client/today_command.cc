// SPDX-License-Identifier: Apache-2.0
// tonus today: what to do, and the check-in before it.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client/commands.h"
#include "services/client/screening_flag.h"
#include "services/client/session_text.h"
#include "services/status_macros.h"
#include "tonus/v1/routine_service.grpc.pb.h"

namespace tonus::client {
namespace {

using Routines = v1::RoutineService::Stub;

struct TodayFlags {
  std::string patient;
  int number = 0;  // 0: today's.
  int count = 1;
  bool how = false;
  bool why = false;
  bool start = false;
  std::optional<int> pain;
  std::optional<int> minutes;
  std::vector<std::string> equipment;  // Ids.
  ScreeningFlags recheck;
  std::string etag;
  std::string request_id;
};

std::string SessionName(const TodayFlags& flags) {
  return absl::StrCat(PatientName(flags.patient), "/routine/sessions/",
                      flags.number > 0 ? absl::StrCat(flags.number) : "today");
}

absl::Status Show(const Invocation& invocation, const TodayFlags& flags) {
  v1::GetSessionRequest request;
  request.set_name(SessionName(flags));
  request.set_count(flags.count);
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::GetSessionResponse response,
                         connection.Call(&Routines::GetSession, request));
  std::vector<std::string> session_names;
  for (const auto& session : response.sessions()) {
    session_names.push_back(session.name());
  }
  const auto text = [&]() -> absl::StatusOr<std::string> {
    TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
    return SessionsText(response, names, {flags.how, flags.why});
  };
  return Print(invocation, {response, session_names, text});
}

absl::Status Start(const Invocation& invocation, const TodayFlags& flags) {
  // After a yes the server says whether anything else has to be known.
  if (!flags.pain.has_value() && flags.recheck.yes.empty()) {
    return absl::InvalidArgumentError(
        "--start needs --pain: how much it hurts at this moment, 0 to 10");
  }
  if (!flags.recheck.others_denied && flags.recheck.yes.empty()) {
    return absl::InvalidArgumentError(
        "--start needs the answers to the red-flag questions: "
        "--no-red-flags when all were asked and answered no, or --yes ID for "
        "each yes, with --no-red-flags when all others were answered no; a "
        "yes that needs a clinician is enough alone; 'tonus catalog red-flags' "
        "shows them");
  }
  v1::StartSessionRequest request;
  request.set_name(SessionName(flags));
  TONUS_RETURN_IF_ERROR(
      ApplyScreening(flags.recheck, request.mutable_recheck()));
  if (flags.pain.has_value()) request.set_pain_before(*flags.pain);
  if (flags.minutes.has_value()) request.set_minutes_today(*flags.minutes);
  if (!flags.equipment.empty()) {
    request.mutable_equipment_today()->mutable_equipment()->Assign(
        flags.equipment.begin(), flags.equipment.end());
  }
  request.set_etag(flags.etag);
  request.set_request_id(RequestId(flags.request_id));
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const v1::StartSessionResponse response,
                         connection.Call(&Routines::StartSession, request));
  const auto text = [&]() -> absl::StatusOr<std::string> {
    TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
    return StartedSessionText(response, names, {flags.how, flags.why});
  };
  return Print(invocation, {response, {response.session().name()}, text});
}

}  // namespace

void AddTodayCommand(CLI::App& app, Invocation* invocation) {
  CLI::App* today = app.add_subcommand(
      "today", "Shows today's session; with --start, checks in first");
  auto flags = std::make_shared<TodayFlags>();
  AddPatientOption(today, &flags->patient);
  today->add_option("--number", flags->number, "This session, not today's")
      ->check(FromOne());
  CLI::Option* count =
      today->add_option("--count", flags->count, "How many from there on")
          ->check(CLI::Range(1, 18));
  today->add_flag("--how", flags->how, "Also says how each exercise is done");
  today->add_flag("--why", flags->why,
                  "Also says what else was considered, and the sources");
  CLI::Option* start = today->add_flag(
      "--start", flags->start, "Checks in: red flags and pain before training");
  start->excludes(count);
  today->add_option("--pain", flags->pain, "Pain at this moment, 0 to 10")
      ->needs(start);
  today
      ->add_option("--minutes", flags->minutes,
                   "Time at hand today, 10 to 60 minutes")
      ->needs(start);
  AddRepeated(today, "--equipment", &flags->equipment,
              "Equipment at hand today, by id, or none; commas or repeated")
      ->delimiter(',')
      ->needs(start);
  today
      ->add_flag("--no-red-flags", flags->recheck.others_denied,
                 "Every red flag was asked again and answered no, but for "
                 "those of --yes")
      ->needs(start);
  AddRepeated(today, "--yes", &flags->recheck.yes,
              "A red flag that was answered yes; may be repeated")
      ->needs(start);
  AddRepeated(today, "--no", &flags->recheck.no,
              "A red flag that was answered no, for those that are asked after "
              "a long break or dizziness alone; may be repeated")
      ->needs(start);
  today
      ->add_option("--etag", flags->etag,
                   "Fail when the patient changed since this etag")
      ->needs(start);
  AddRequestIdOption(today, &flags->request_id);
  SetAction(today, invocation, [=] {
    return flags->start ? Start(*invocation, *flags)
                        : Show(*invocation, *flags);
  });
}

}  // namespace tonus::client
