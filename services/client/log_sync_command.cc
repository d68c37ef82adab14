// SPDX-License-Identifier: Apache-2.0
#include "services/client/log_sync_command.h"

#include <fstream>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "google/rpc/error_details.pb.h"
#include "services/client/commands.h"
#include "services/client/log_lines.h"
#include "services/client/stream_items.h"
#include "services/client/words.h"
#include "services/status_macros.h"
#include "tonus/v1/progress_service.grpc.pb.h"

namespace tonus::client {
namespace {

struct SyncFlags {
  std::string file;
};

// What became of the logs.
struct Tally {
  int recorded = 0;
  int known = 0;
  int refused = 0;
};

absl::StatusOr<std::vector<LogOfLine>> ReadFile(const SyncFlags& flags,
                                                std::istream& standard_input) {
  if (flags.file == "-") return ReadLogLines("-", standard_input);
  std::ifstream file(flags.file, std::ios::binary);
  return ReadLogLines(flags.file, file);
}

// Each field that is wrong, in a line that names its place.
void PrintComplaints(const SyncFlags& flags, int line,
                     const v1::SyncLogsResponse& response, std::ostream& err) {
  const std::string place = absl::StrCat(flags.file, ":", line, ": ");
  bool told = false;
  for (const auto& detail : response.status().details()) {
    google::rpc::BadRequest fields;
    if (!detail.Is<google::rpc::BadRequest>() || !detail.UnpackTo(&fields)) {
      continue;
    }
    for (const auto& violation : fields.field_violations()) {
      err << place << violation.field() << " " << violation.description()
          << "\n";
      told = true;
    }
  }
  if (!told) err << place << response.status().message() << "\n";
}

void PrintResult(const Invocation& invocation,
                 const v1::SyncLogsResponse& response) {
  std::ostream& out = invocation.streams.out;
  if (invocation.output == Output::kJson) {
    std::string json;
    google::protobuf::util::MessageToJsonString(response, &json);
    out << json << "\n";
  } else if (invocation.output == Output::kName && !response.log().empty()) {
    out << response.log() << "\n";
  }
}

absl::Status Sync(const Invocation& invocation, const std::string& patient,
                  const SyncFlags& flags) {
  if (patient.empty()) {
    return absl::InvalidArgumentError("--patient is required");
  }
  TONUS_ASSIGN_OR_RETURN(const std::vector<LogOfLine> logs,
                         ReadFile(flags, invocation.streams.in));
  std::vector<v1::SyncLogsRequest> requests;
  for (const LogOfLine& log : logs) {
    v1::SyncLogsRequest& request = requests.emplace_back();
    request.set_parent(PatientName(patient));
    *request.mutable_entry() = log.entry;
  }
  std::vector<const v1::SyncLogsRequest*> items;
  items.reserve(requests.size());
  for (const v1::SyncLogsRequest& request : requests) items.push_back(&request);
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  Tally tally;
  const absl::Status status =
      StreamItems<v1::ProgressService::Stub, v1::SyncLogsRequest,
                  v1::SyncLogsResponse>(
          connection, &v1::ProgressService::Stub::SyncLogs, items,
          [&](size_t position, const v1::SyncLogsResponse& response) {
            PrintResult(invocation, response);
            if (response.status().code() != 0) {
              ++tally.refused;
              PrintComplaints(flags, logs[position].line, response,
                              invocation.streams.err);
            } else if (response.already_recorded()) {
              ++tally.known;
            } else {
              ++tally.recorded;
            }
          });
  if (invocation.output == Output::kText) {
    const int unanswered = static_cast<int>(logs.size()) - tally.recorded -
                           tally.known - tally.refused;
    invocation.streams.out << CountWord(tally.recorded, "log") << " recorded, "
                           << tally.known << " recorded before, "
                           << tally.refused << " wrong"
                           << (unanswered > 0
                                   ? absl::StrCat(", ", unanswered, " not sent")
                                   : "")
                           << ".\n";
  }
  invocation.streams.out << std::flush;
  TONUS_RETURN_IF_ERROR(status);
  if (tally.refused == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      flags.file,
      " holds wrong logs; correct them and send it again; what was recorded "
      "stays so"));
}

}  // namespace

void AddLogSyncCommand(CLI::App* group, Invocation* invocation,
                       const std::string* patient) {
  CLI::App* sync = group->add_subcommand(
      "sync",
      "Records logs that were kept while offline, of every kind and in any "
      "order. Sending a file again records nothing twice");
  auto flags = std::make_shared<SyncFlags>();
  sync->add_option("file", flags->file,
                   "A tonus.v1.LogEntry in JSON in each line, with its log id "
                   "and its time; - for standard input")
      ->required();
  SetAction(sync, invocation,
            [=] { return Sync(*invocation, *patient, *flags); });
}

}  // namespace tonus::client
