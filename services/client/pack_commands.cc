// SPDX-License-Identifier: Apache-2.0
// tonus pack check: works on a folder of pack files, without a server.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client/commands.h"
#include "services/client/pack_text.h"
#include "services/knowledge/pack_files.h"
#include "services/status_macros.h"

namespace tonus::client {
namespace {

absl::Status Check(const Invocation& invocation, const std::string& folder,
                   bool uncovered) {
  TONUS_ASSIGN_OR_RETURN(const v1::ValidatePackResponse response,
                         ValidatePackFolder(folder));
  std::vector<std::string> names = {response.version()};
  TONUS_RETURN_IF_ERROR(
      Print(invocation, {response, std::move(names), [&] {
                           return uncovered ? UncoveredText(response)
                                            : ValidationText(response);
                         }}));
  if (response.valid()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "the pack in ", folder, " must not be used: ", response.complaints_size(),
      response.complaints_size() == 1 ? " complaint" : " complaints"));
}

}  // namespace

void AddPackCommands(CLI::App& app, Invocation* invocation) {
  CLI::App* group =
      app.add_subcommand("pack", "Knowledge packs: as files, and over time");
  group->require_subcommand(1);
  CLI::App* check = group->add_subcommand(
      "check", "Checks a folder of pack files completely; needs no server");
  auto folder = std::make_shared<std::string>();
  check->add_option("folder", *folder, "The folder of the *.textproto files")
      ->required();
  auto uncovered = std::make_shared<bool>(false);
  check->add_flag("--uncovered", *uncovered,
                  "Tells the uncovered verdicts as a table of the pack");
  SetAction(check, invocation,
            [=] { return Check(*invocation, *folder, *uncovered); });
  AddPackLifeCommands(group, invocation);
}

}  // namespace tonus::client
