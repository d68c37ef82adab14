// SPDX-License-Identifier: Apache-2.0
#include "services/client/command_line.h"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "services/client/commands.h"
#include "services/client/examples.h"
#include "services/client/request_id.h"

namespace tonus::client {
namespace {

constexpr const char* kFooter =
    R"(Examples:
  tonus patient create --file deploy/examples/desk_worker.patient.textproto
  tonus assess submit --patient ID --result mod_thomas_hip:L=3 --deny-red-flags
  tonus today --patient ID
'tonus COMMAND --help' shows those of a command.

Environment: TONUS_SERVER, TONUS_TOKEN_FILE, TONUS_PATIENT and TONUS_DATA (the
data folder of tonusd, ./tonus-data by default, where the development token is).

Exit codes:
  0  done
  1  the server refused: a field is wrong, a name does not exist, ...; or the
     pack that was checked must not be used
  2  the arguments or an input file are wrong
  3  the server can not be reached, or did not answer in time
  4  the credential is missing, wrong or may not do this)";

std::string DevelopmentTokenPath() {
  const char* data = std::getenv("TONUS_DATA");
  return absl::StrCat(data == nullptr ? "./tonus-data" : data,
                      "/development-token");
}

void AddSharedOptions(CLI::App& app, Invocation* invocation,
                      double* timeout_seconds) {
  ConnectionOptions& connection = invocation->connection;
  app.add_option("--server", connection.server, "HOST:PORT of tonusd")
      ->envname("TONUS_SERVER")
      ->capture_default_str();
  app.add_option("--token-file", connection.token_file,
                 "File that holds the credential")
      ->envname("TONUS_TOKEN_FILE");
  app.add_option("--ca", connection.ca_file,
                 "PEM file of certificates to trust; calls with TLS. Servers "
                 "that are not on this machine are always called with TLS");
  app.add_option("--timeout", *timeout_seconds, "Seconds to wait for an answer")
      ->check(CLI::Range(0.001, 3600.0))
      ->capture_default_str();
  const std::map<std::string, Output> outputs = {{"text", Output::kText},
                                                 {"json", Output::kJson},
                                                 {"name", Output::kName}};
  app.add_option_function<std::string>(
         "-o,--output",
         [invocation, outputs](const std::string& output) {
           invocation->output = outputs.at(output);
         },
         "text, json, or name (the resource names alone)")
      ->check(CLI::IsMember({"text", "json", "name"}));
  app.add_flag_callback(
      "-q,--quiet", [invocation] { invocation->output = Output::kName; },
      "The same as --output name");
}

ExitCode RunAction(const Invocation& invocation) {
  const absl::Status status = invocation.action();
  invocation.streams.err << FailureText(status, invocation.connection.server);
  return ExitCodeOf(status);
}

}  // namespace

void SetAction(CLI::App* command, Invocation* invocation,
               std::function<absl::Status()> action) {
  command->callback([invocation, action = std::move(action)] {
    invocation->action = action;
  });
}

void AddPatientOption(CLI::App* command, std::string* patient) {
  command
      ->add_option("-p,--patient,patient", *patient,
                   "The patient: patients/ID, or ID alone")
      ->envname("TONUS_PATIENT")
      ->required();
}

std::string PatientName(const std::string& patient) {
  if (patient.find('/') != std::string::npos) return patient;
  return absl::StrCat("patients/", patient);
}

CLI::Option* AddRepeated(CLI::App* command, const std::string& name,
                         std::vector<std::string>* values,
                         const std::string& description) {
  return command->add_option(name, *values, description)
      ->allow_extra_args(false);
}

CLI::Range FromOne() { return {1, std::numeric_limits<int>::max()}; }

void AddRequestIdOption(CLI::App* command, std::string* request_id) {
  command->add_option("--request-id", *request_id,
                      "Makes a repetition harmless; made up when not given");
}

std::string RequestId(const std::string& given) {
  return given.empty() ? NewRequestId() : given;
}

ExitCode Run(std::vector<std::string> arguments, Streams streams) {
  Invocation invocation{streams, {}, Output::kText, nullptr};
  double timeout_seconds = 10;
  CLI::App app("Talks to tonusd: assessments in, an explained programme out.",
               "tonus");
  app.set_version_flag("--version", std::string("tonus ") + TONUS_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(kFooter);
  AddSharedOptions(app, &invocation, &timeout_seconds);
  AddPatientCommands(app, &invocation);
  AddAssessmentCommands(app, &invocation);
  AddRoutineCommands(app, &invocation);
  AddTodayCommand(app, &invocation);
  AddOverrideCommands(app, &invocation);
  AddClearanceCommands(app, &invocation);
  AddProposalCommands(app, &invocation);
  AddSessionCommands(app, &invocation);
  AddReliefCommand(app, &invocation);
  AddLogCommands(app, &invocation);
  AddProgressCommands(app, &invocation);
  AddOutcomeCommand(app, &invocation);
  AddAlertCommands(app, &invocation);
  AddAdverseEventCommands(app, &invocation);
  AddEventsCommand(app, &invocation);
  AddCatalogCommands(app, &invocation);
  AddPackCommands(app, &invocation);
  AddHealthCommand(app, &invocation);
  SetExamples(app);

  try {
    // The parser takes them from the back.
    std::reverse(arguments.begin(), arguments.end());
    app.parse(std::move(arguments));
    invocation.connection.timeout = absl::Seconds(timeout_seconds);
    if (invocation.connection.token_file.empty()) {
      invocation.connection.token_file = DevelopmentTokenPath();
    }
    return RunAction(invocation);
  } catch (const CLI::Success& request) {  // --help and --version.
    app.exit(request, streams.out, streams.err);
    return kExitOk;
  } catch (const CLI::ExtrasError&) {  // Its own text has them reversed.
    streams.err << "tonus: not expected: "
                << absl::StrJoin(app.remaining(/*recurse=*/true), " ")
                << "\nRun with --help for more information.\n";
    return kExitUsage;
  } catch (const CLI::RequiredError& error) {
    // What was no command tells more than that there was none.
    const std::vector<std::string> unknown = app.remaining(/*recurse=*/true);
    streams.err << "tonus: "
                << (unknown.empty()
                        ? error.what()
                        : absl::StrCat("no such command: ", unknown.front()))
                << "\nRun with --help for more information.\n";
    return kExitUsage;
  } catch (const CLI::ParseError& error) {
    streams.err << "tonus: " << error.what()
                << "\nRun with --help for more information.\n";
    return kExitUsage;
  } catch (const std::exception& error) {
    streams.err << "tonus: " << error.what() << "\n";
    return kExitUsage;
  }
}

}  // namespace tonus::client
