// SPDX-License-Identifier: Apache-2.0
// The groups of commands. Each adds its commands to the parser; the chosen one
// sets `invocation->action`, which must outlive the parser.

#ifndef TONUS_SERVICES_CLIENT_COMMANDS_H_
#define TONUS_SERVICES_CLIENT_COMMANDS_H_

#include <functional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "services/client/invocation.h"
#include "services/client/profile_input.h"

namespace tonus::client {

void AddPatientCommands(CLI::App& app, Invocation* invocation);
void AddAssessmentCommands(CLI::App& app, Invocation* invocation);
void AddRoutineCommands(CLI::App& app, Invocation* invocation);
void AddTodayCommand(CLI::App& app, Invocation* invocation);
void AddOverrideCommands(CLI::App& app, Invocation* invocation);
void AddClearanceCommands(CLI::App& app, Invocation* invocation);
void AddProposalCommands(CLI::App& app, Invocation* invocation);
void AddSessionCommands(CLI::App& app, Invocation* invocation);
void AddReliefCommand(CLI::App& app, Invocation* invocation);
void AddLogCommands(CLI::App& app, Invocation* invocation);
void AddProgressCommands(CLI::App& app, Invocation* invocation);
void AddOutcomeCommand(CLI::App& app, Invocation* invocation);
void AddAlertCommands(CLI::App& app, Invocation* invocation);
void AddAdverseEventCommands(CLI::App& app, Invocation* invocation);
void AddEventsCommand(CLI::App& app, Invocation* invocation);
void AddCatalogCommands(CLI::App& app, Invocation* invocation);
void AddPackCommands(CLI::App& app, Invocation* invocation);
void AddHealthCommand(CLI::App& app, Invocation* invocation);

// Commands of the group `routine`.
void AddPauseCommands(CLI::App* group, Invocation* invocation);
void AddWatchCommand(CLI::App* group, Invocation* invocation);
void AddRevisionCommands(CLI::App* group, Invocation* invocation);

// Commands of the group `pack` that need a server.
void AddPackLifeCommands(CLI::App* group, Invocation* invocation);

// Makes `action` what the program does when `command` was chosen.
void SetAction(CLI::App* command, Invocation* invocation,
               std::function<absl::Status()> action);

// Adds the required option that names the patient; read it with PatientName().
void AddPatientOption(CLI::App* command, std::string* patient);

// Adds what may be said of a person besides a file; read it with ReadProfile().
void AddPersonOptions(CLI::App* command, ProfileFlags* flags);

// Returns the resource name: `patients/{id}` for an id alone.
std::string PatientName(const std::string& patient);

// Adds an option that may be repeated and takes one value each time, so that
// it never swallows the arguments behind it.
CLI::Option* AddRepeated(CLI::App* command, const std::string& name,
                         std::vector<std::string>* values,
                         const std::string& description);

// Accepts whole numbers from 1.
CLI::Range FromOne();

// Adds --request-id; read it with RequestId().
void AddRequestIdOption(CLI::App* command, std::string* request_id);

// Returns the given id, or a new one when none was given.
std::string RequestId(const std::string& given);

// Adds --page-size and --page-token.
template <typename Request>
void AddPageOptions(CLI::App* command, Request* request) {
  command->add_option_function<int>(
      "--page-size",
      [request](const int& size) { request->set_page_size(size); },
      "Entries in one page; without it all pages are read");
  command->add_option_function<std::string>(
      "--page-token",
      [request](const std::string& token) { request->set_page_token(token); },
      "Page to continue with");
}

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_COMMANDS_H_
