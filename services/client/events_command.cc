// SPDX-License-Identifier: Apache-2.0
// tonus events: a line for each thing that is recorded of the tenant's
// patients.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "services/client/commands.h"
#include "services/client/enum_flag.h"
#include "services/client/words.h"
#include "services/status_macros.h"
#include "tonus/v1/patient_service.grpc.pb.h"

namespace tonus::client {
namespace {

using Patients = v1::PatientService::Stub;

constexpr char kPrefix[] = "EVENT_KIND_";

struct EventFlags {
  std::vector<std::string> kinds;
  v1::WatchEventsRequest request;
  int count = 0;  // At least so many; 0: as long as they come.
};

std::string EventText(const v1::PatientEvent& event) {
  return absl::StrCat(TimeWord(event.record_time()), "  ", event.patient(),
                      "  revision ", event.revision(), "  ",
                      EnumWord(v1::EventKind_Name(event.kind()), kPrefix),
                      "\n");
}

void PrintEvents(const Invocation& invocation,
                 const v1::WatchEventsResponse& response) {
  std::ostream& out = invocation.streams.out;
  for (const v1::PatientEvent& event : response.events()) {
    out << (invocation.output == Output::kName
                ? absl::StrCat(event.patient(), "\n")
                : EventText(event));
  }
  out << std::flush;
}

// One message a line, so that each line tells where to go on.
void PrintJson(const Invocation& invocation,
               const v1::WatchEventsResponse& response) {
  std::string json;
  google::protobuf::util::MessageToJsonString(response, &json);
  invocation.streams.out << json << "\n" << std::flush;
}

absl::Status Watch(const Invocation& invocation, const EventFlags& flags) {
  v1::WatchEventsRequest request = flags.request;
  request.set_parent("patients/-");
  for (const std::string& kind : flags.kinds) {
    TONUS_ASSIGN_OR_RETURN(const auto value,
                           ParseEnum<v1::EventKind>("--kind", kind, kPrefix));
    request.add_kinds(value);
  }
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  int left = flags.count;
  bool heard = true;
  absl::Status status;
  // A watch that broke is taken up where it was; a server that is gone for good
  // is asked once more.
  while (heard) {
    heard = false;
    status =
        connection
            .Listen<Patients, v1::WatchEventsRequest, v1::WatchEventsResponse>(
                &Patients::WatchEvents, request,
                [&](const v1::WatchEventsResponse& response) {
                  heard = true;
                  if (invocation.output == Output::kJson) {
                    PrintJson(invocation, response);
                  } else {
                    PrintEvents(invocation, response);
                  }
                  request.set_resume_token(response.next_token());
                  request.clear_from_oldest();
                  left -= response.events_size();
                  return flags.count == 0 || left > 0;
                });
    if (!absl::IsUnavailable(status)) break;
  }
  // Any other error may be one of the token.
  const bool may_go_on = status.ok() || absl::IsUnavailable(status);
  if (may_go_on && !request.resume_token().empty() &&
      invocation.output == Output::kText) {
    invocation.streams.out << "Go on with: tonus events --from "
                           << request.resume_token() << "\n";
  }
  return status;
}

}  // namespace

void AddEventsCommand(CLI::App& app, Invocation* invocation) {
  CLI::App* events = app.add_subcommand(
      "events", "Prints what is recorded of the patients, as it comes");
  auto flags = std::make_shared<EventFlags>();
  events->add_option_function<std::string>(
      "--from",
      [=](const std::string& token) { flags->request.set_resume_token(token); },
      "Goes on behind this token, which is printed at the end and stands in "
      "each line of --output json; begins now when not given");
  events->add_flag_callback(
      "--oldest", [=] { flags->request.set_from_oldest(true); },
      "Begins with the oldest event that is kept");
  events->add_flag_callback(
      "--once", [=] { flags->request.set_end_when_current(true); },
      "Ends when everything that was recorded before is printed");
  AddRepeated(events, "--kind", &flags->kinds,
              absl::StrCat("Only of this kind; may be repeated: ",
                           EnumWords(*v1::EventKind_descriptor(), kPrefix)));
  events
      ->add_option("--count", flags->count,
                   "Ends when so many are printed, or a few more: what "
                   "arrives together is printed together; goes on until it is "
                   "interrupted when not given")
      ->check(FromOne());
  SetAction(events, invocation, [=] { return Watch(*invocation, *flags); });
}

}  // namespace tonus::client
