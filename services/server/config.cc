// SPDX-License-Identifier: Apache-2.0
#include "services/server/config.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/server/config_file.h"
#include "services/server/listen_address.h"
#include "services/server/settings.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

constexpr const char* kDescription =
    "tonusd serves Tonus over gRPC.\n"
    "Without settings it listens on loopback, keeps its records in "
    "./tonus-data and makes a development token there.";

constexpr const char* kFooter =
    "Every setting may also stand in the YAML file of --config, "
    "tls.key_file for --tls-key-file; a flag wins over the file.\n\n"
    "Exit codes: 0 stopped in order, or done; 1 the stop took longer than "
    "40 s and was broken off; 64 wrong command line; 69 the "
    "address is in use, or the disk or the database can not be reached; 74 the "
    "data is damaged, the file is named; 75 the store has stopped, or "
    "another program uses it, start again; 78 a setting, or a file or folder "
    "that it names, can not be used.";

std::string HelpOf(const SettingPath& path) {
  const auto& setting = path.setting();
  return setting.default_value().empty()
             ? setting.help()
             : absl::StrCat(setting.help(), " [", setting.default_value(), "]");
}

// The commands of the line, with what each takes.
void AddCommands(CLI::App& app, CommandLine* line) {
  constexpr int kKeep = 30;
  const auto add = [&app, line](const char* name, Task task, const char* help) {
    CLI::App* added = app.add_subcommand(name, help);
    added->fallthrough();  // Settings may follow.
    added->callback([line, task] { line->task = task; });
    return added;
  };
  const auto add_path = [line](CLI::App* command, const char* name,
                               const char* help) {
    command->add_option(name, line->path, help)->required();
  };
  add("recover", Task::kRecover,
      "tell what a damaged log costs; the server must be stopped")
      ->add_flag("--apply", line->apply,
                 "mend it, and keep the damaged files in a folder beside it");
  CLI::App* backup =
      add("backup", Task::kBackup,
          "add a backup to a folder; a running server takes it itself");
  add_path(backup, "FOLDER", "folder of the backups");
  line->keep = kKeep;
  backup->add_option("--keep", line->keep, "how many backups to keep")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  add_path(add("verify", Task::kVerify, "read all backups of a folder"),
           "FOLDER", "folder of the backups");
  CLI::App* restore = add("restore", Task::kRestore,
                          "make the store anew from the last backup; there "
                          "must be none");
  add_path(restore, "FOLDER", "folder of the backups");
  const CLI::Range kFromOne(int64_t{1}, INT64_MAX);
  restore
      ->add_option("--backup", line->backup,
                   "from the backup of this number, not the last one")
      ->check(kFromOne);
  restore
      ->add_option("--commit", line->commit,
                   "as it was right after the commit of this number")
      ->check(kFromOne);
  add_path(add("export", Task::kExport,
               "write all records to a file, as they are at one moment; of a "
               "database while servers run, else while none does"),
           "FILE", "file that is made");
  add_path(add("import", Task::kImport,
               "read records of an export into an empty store, which no "
               "server has used"),
           "FILE", "file of an export");
}

struct Flags {
  std::string config_file;
  bool print_config = false;
  std::map<std::string, std::string> values;  // By flag.
};

// Returns help or version text when that was asked for.
absl::StatusOr<std::string> ParseFlags(std::vector<std::string> arguments,
                                       const std::vector<SettingPath>& paths,
                                       Flags* flags, CommandLine* line) {
  CLI::App app(kDescription, "tonusd");
  app.footer(kFooter);
  app.require_subcommand(0, 1);
  AddCommands(app, line);
  app.set_version_flag("--version", std::string("tonusd ") + TONUS_VERSION);
  app.add_option("--config", flags->config_file, "YAML file of settings")
      ->type_name("FILE");
  app.add_flag("--print-config", flags->print_config,
               "print the settings, with secrets masked, and exit");
  for (const SettingPath& path : paths) {
    app.add_option(path.ToFlag(), flags->values[path.ToFlag()], HelpOf(path))
        ->type_name("");
  }
  try {
    std::reverse(arguments.begin(), arguments.end());  // As CLI11 wants it.
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    return app.help();
  } catch (const CLI::CallForVersion& version) {
    return absl::StrCat(version.what(), "\n");
  } catch (const CLI::ExtrasError&) {  // Its own text has them reversed.
    return absl::InvalidArgumentError(
        absl::StrCat("not expected: ", absl::StrJoin(app.remaining(), " "),
                     "; see tonusd --help"));
  } catch (const CLI::ParseError& error) {
    return absl::InvalidArgumentError(
        absl::StrCat(error.what(), "; see tonusd --help"));
  }
  for (const SettingPath& path : paths) {
    if (app.count(path.ToFlag()) == 0) flags->values.erase(path.ToFlag());
  }
  return "";
}

}  // namespace

absl::StatusOr<CommandLine> ParseCommandLine(
    std::vector<std::string> arguments) {
  CommandLine result;
  result.config = DefaultConfig();
  const std::vector<SettingPath> paths =
      SettingsOf(*server::v1::Config::descriptor());
  Flags flags;
  TONUS_ASSIGN_OR_RETURN(
      result.output, ParseFlags(std::move(arguments), paths, &flags, &result));
  if (!result.output.empty()) return result;
  if (!flags.config_file.empty()) {
    TONUS_RETURN_IF_ERROR(ReadConfigFile(flags.config_file, &result.config));
  }
  for (const SettingPath& path : paths) {
    const auto value = flags.values.find(path.ToFlag());
    if (value == flags.values.end()) continue;
    const absl::Status set = SetSetting(path, value->second, &result.config);
    if (!set.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path.ToFlag(), ": ", set.message()));
    }
  }
  if (flags.print_config) {
    result.output = ToYaml(result.config);
    return result;
  }
  TONUS_RETURN_IF_ERROR(CheckConfig(result.config));
  return result;
}

absl::Status CheckConfig(const server::v1::Config& config) {
  TONUS_RETURN_IF_ERROR(CheckListenAddress(config.listen_address()));
  if (config.data_folder().empty()) {
    return absl::FailedPreconditionError("data_folder is empty");
  }
  if (config.storage().backend() == server::v1::STORAGE_BACKEND_POSTGRES &&
      config.storage().postgres().connection().empty()) {
    return absl::FailedPreconditionError(
        "storage.backend postgres needs storage.postgres.connection");
  }
  const server::v1::FreeSpace& space = config.storage().free_space();
  if (space.ballast_percent() > space.read_only_percent() ||
      space.read_only_percent() > space.warn_percent()) {
    return absl::FailedPreconditionError(
        "storage.free_space wants ballast_percent <= read_only_percent <= "
        "warn_percent: the log warns first, the ballast goes last");
  }
  if (space.read_only_mib() > space.warn_mib()) {
    return absl::FailedPreconditionError(
        "storage.free_space wants read_only_mib <= warn_mib: the log warns "
        "first");
  }
  const auto& tls = config.tls();
  if (tls.certificate_file().empty() != tls.key_file().empty()) {
    return absl::FailedPreconditionError(
        "tls.certificate_file and tls.key_file need each other");
  }
  if (!tls.client_ca_file().empty() && tls.certificate_file().empty()) {
    return absl::FailedPreconditionError(
        "tls.client_ca_file needs tls.certificate_file and tls.key_file");
  }
  if (IsLoopback(config.listen_address())) return absl::OkStatus();
  if (tls.certificate_file().empty()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "refusing to serve health data in plaintext on ",
        config.listen_address(),
        ": set tls.certificate_file and tls.key_file, or listen on 127.0.0.1"));
  }
  if (config.token_file().empty()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "refusing to serve ", config.listen_address(),
        " with a development token: set token_file, or listen on 127.0.0.1"));
  }
  return absl::OkStatus();
}

}  // namespace tonus
