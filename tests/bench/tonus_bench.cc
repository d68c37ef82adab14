// SPDX-License-Identifier: Apache-2.0
// Starts tonusd and the echo, measures every method and prints what it found.
// Exit codes: 0 all calls succeeded, 1 not all did or a write was lost, 2 the
// benchmark could not run.

#include <google/protobuf/util/json_util.h>
#include <grpcpp/grpcpp.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/status_macros.h"
#include "tests/bench/bench_options.h"
#include "tests/bench/caseload.h"
#include "tests/bench/child_process.h"
#include "tests/bench/experiment.h"
#include "tests/bench/quiet_probe.h"
#include "tests/bench/report.pb.h"
#include "tests/bench/subject.h"
#include "tests/bench/table.h"
#include "tests/bench/verdict.h"

namespace tonus::bench {
namespace {

constexpr absl::Duration kStartTimeout = absl::Seconds(30);

void Print(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

absl::StatusOr<std::string> AuthorizationOf(const std::string& token_file) {
  std::ifstream file(token_file);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file) {
    return absl::NotFoundError(absl::StrCat(token_file, " can not be read"));
  }
  return absl::StrCat("Bearer ", absl::StripAsciiWhitespace(text));
}

Server Connect(pid_t pid, int port, int connections) {
  Server server;
  server.pid = pid;
  for (int i = 0; i < connections; ++i) {
    grpc::ChannelArguments arguments;
    // Else channels to the same address share one connection.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    server.channels.push_back(grpc::CreateCustomChannel(
        absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials(),
        arguments));
  }
  return server;
}

absl::Status MeasureAll(const BenchOptions& options,
                        const Experiment& experiment, const Caseload& caseload,
                        Report& report) {
  TONUS_ASSIGN_OR_RETURN(const auto patients,
                         caseload.CreatePatients(options.patients));
  for (const std::string& patient : patients) {
    TONUS_RETURN_IF_ERROR(caseload.Assess(patient));
  }
  Acknowledged acknowledged;
  for (const Subject& subject :
       {GetSessionSubject(patients, options.plan.seed),
        GetRoutineSubject(patients, options.plan.seed),
        SubmitAssessmentSubject(&caseload, options.patients, &acknowledged)}) {
    if (absl::c_find(options.methods, subject.name) == options.methods.end()) {
      continue;
    }
    TONUS_ASSIGN_OR_RETURN(MethodReport method, experiment.Measure(subject));
    Print(MethodText(method));
    *report.add_methods() = std::move(method);
  }
  return CountLostWrites(caseload, acknowledged, report);
}

absl::StatusOr<Report> Run(const BenchOptions& options,
                           const std::string& folder) {
  Report report;
  report.set_cores(static_cast<int>(std::thread::hardware_concurrency()));
  report.set_grpc_version(grpc::Version());
  TONUS_ASSIGN_OR_RETURN(*report.mutable_quiet_probe(),
                         ProbeQuiet(folder, options.probe));
  Print(ConditionsText(report));

  const std::string data = folder + "/data";
  const std::string echo_port_file = folder + "/echo.port";
  const std::string tonus_port_file = folder + "/tonusd.port";
  TONUS_ASSIGN_OR_RETURN(ChildProcess echo,
                         ChildProcess::Start({options.echo, echo_port_file},
                                             folder + "/echo.log"));
  TONUS_ASSIGN_OR_RETURN(
      ChildProcess tonus,
      ChildProcess::Start(
          {options.tonusd, "--listen-address=127.0.0.1:0",
           "--port-file=" + tonus_port_file, "--data-folder=" + data},
          folder + "/tonusd.log"));
  TONUS_ASSIGN_OR_RETURN(const int echo_port,
                         echo.AwaitPort(echo_port_file, kStartTimeout));
  TONUS_ASSIGN_OR_RETURN(const int tonus_port,
                         tonus.AwaitPort(tonus_port_file, kStartTimeout));

  const std::string token_file = data + "/development-token";
  TONUS_ASSIGN_OR_RETURN(const std::string authorization,
                         AuthorizationOf(token_file));
  TONUS_ASSIGN_OR_RETURN(const std::string load_authorization,
                         AuthorizationOf(options.load_token_file.empty()
                                             ? token_file
                                             : options.load_token_file));
  const Server server = Connect(tonus.pid(), tonus_port, options.connections);
  TONUS_ASSIGN_OR_RETURN(
      const Caseload caseload,
      Caseload::Open(server.channels[0], authorization, options.examples));
  const Experiment experiment(
      Connect(echo.pid(), echo_port, options.connections), server,
      load_authorization, options.plan);
  TONUS_RETURN_IF_ERROR(MeasureAll(options, experiment, caseload, report));
  CountFailedCalls(report);
  return report;
}

int Main(int argc, char** argv) {
  int exit_code = 2;
  const std::optional<BenchOptions> options =
      ParseOptions(argc, argv, &exit_code);
  if (!options.has_value()) return exit_code;

  std::string folder = options->folder + "/tonus-bench-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) {
    std::fprintf(stderr, "%s: no folder can be made in it\n",
                 options->folder.c_str());
    return 2;
  }
  const absl::Cleanup remove = [&folder] {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  };
  const absl::StatusOr<Report> report = Run(*options, folder);
  if (!report.ok()) {
    std::fprintf(stderr, "tonus_bench: %s\n",
                 report.status().ToString().c_str());
    return 2;
  }
  Print(SummaryText(*report));
  if (!options->json.empty()) {
    std::string json;
    google::protobuf::util::JsonPrintOptions print;
    print.add_whitespace = true;
    print.preserve_proto_field_names = true;
    print.always_print_primitive_fields = true;
    (void)google::protobuf::util::MessageToJsonString(*report, &json, print);
    if (!(std::ofstream(options->json) << json).flush()) {
      std::fprintf(stderr, "%s can not be written\n", options->json.c_str());
      return 2;
    }
  }
  return report->failed_calls() == 0 && report->writes_lost() == 0 ? 0 : 1;
}

}  // namespace
}  // namespace tonus::bench

int main(int argc, char** argv) { return tonus::bench::Main(argc, argv); }
