// SPDX-License-Identifier: Apache-2.0
// tonus routine watch: a line for each routine that is issued.

#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "services/client/commands.h"
#include "services/client/words.h"
#include "services/status_macros.h"
#include "tonus/v1/routine_service.grpc.pb.h"

namespace tonus::client {
namespace {

using Routines = v1::RoutineService::Stub;

struct WatchFlags {
  std::string patient;
  int64_t after = 0;
  int count = 0;  // 0: until it is interrupted.
};

void PrintRoutine(const Invocation& invocation, const v1::Routine& routine) {
  std::ostream& out = invocation.streams.out;
  if (invocation.output == Output::kJson) {
    std::string json;
    google::protobuf::util::MessageToJsonString(routine, &json);
    out << json << "\n";
  } else if (invocation.output == Output::kName) {
    out << routine.name() << "\n";
  } else {
    out << absl::StrCat(
        "Revision ", routine.revision(), " of ",
        TimeWord(routine.create_time()), ": ",
        routine.gate() == v1::GATE_OK
            ? absl::StrCat(CountWord(routine.sessions_size(), "session"),
                           " from ", DateWord(routine.start_date()))
            : "no sessions, since a clinician has to look first",
        "\n");
  }
  out << std::flush;
}

absl::Status Watch(const Invocation& invocation, const WatchFlags& flags) {
  v1::WatchRoutineRequest request;
  request.set_name(absl::StrCat(PatientName(flags.patient), "/routine"));
  request.set_after_revision(flags.after);
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  int left = flags.count;
  bool heard = true;
  absl::Status status;
  // A watch that broke is taken up where it was; a server that is gone for good
  // is asked once more.
  while (heard && (flags.count == 0 || left > 0)) {
    heard = false;
    status = connection.Listen<Routines, v1::WatchRoutineRequest,
                               v1::WatchRoutineResponse>(
        &Routines::WatchRoutine, request,
        [&](const v1::WatchRoutineResponse& response) {
          heard = true;
          request.set_after_revision(response.revision());
          if (!response.has_routine()) return true;
          PrintRoutine(invocation, response.routine());
          return flags.count == 0 || --left > 0;
        });
    if (!absl::IsUnavailable(status)) return status;
  }
  return status;
}

}  // namespace

void AddWatchCommand(CLI::App* group, Invocation* invocation) {
  CLI::App* watch = group->add_subcommand(
      "watch", "Prints each routine as it is issued, the current one first");
  auto flags = std::make_shared<WatchFlags>();
  AddPatientOption(watch, &flags->patient);
  watch->add_option("--after", flags->after,
                    "Only routines after this revision");
  watch
      ->add_option("--count", flags->count,
                   "Ends after so many; goes on until it is interrupted when "
                   "not given")
      ->check(FromOne());
  SetAction(watch, invocation, [=] { return Watch(*invocation, *flags); });
}

}  // namespace tonus::client
