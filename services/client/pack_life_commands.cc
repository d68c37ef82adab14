// SPDX-License-Identifier: Apache-2.0
// tonus pack activate, shadow and migrate: packs over time.

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "services/client/commands.h"
#include "services/client/pack_life_text.h"
#include "services/client/pack_source_flag.h"
#include "services/client/paging.h"
#include "services/client/words.h"
#include "services/status_macros.h"
#include "tonus/v1/knowledge_service.grpc.pb.h"
#include "tonus/v1/patient_service.grpc.pb.h"
#include "tonus/v1/routine_service.grpc.pb.h"

namespace tonus::client {
namespace {

using Catalog = v1::KnowledgeService::Stub;
using Patients = v1::PatientService::Stub;
using Routines = v1::RoutineService::Stub;

// Examining a pack takes seconds, many on a busy server.
constexpr absl::Duration kExamination = absl::Minutes(5);

struct ActivateFlags {
  std::string pack;
  std::string reason;
  std::string etag;
  std::string request_id;
  bool dry_run = false;
};

absl::Status Activate(const Invocation& invocation,
                      const ActivateFlags& flags) {
  v1::ActivatePackRequest request;
  TONUS_ASSIGN_OR_RETURN(*request.mutable_pack(), ReadPackSource(flags.pack));
  TONUS_ASSIGN_OR_RETURN(const v1::PackActivationReason reason,
                         ParseActivationReason(flags.reason));
  request.set_reason(reason);
  request.set_etag(flags.etag);
  request.set_request_id(RequestId(flags.request_id));
  request.set_validate_only(flags.dry_run);
  ConnectionOptions options = invocation.connection;
  options.timeout = std::max(options.timeout, kExamination);
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(options));
  TONUS_ASSIGN_OR_RETURN(const v1::ActivatePackResponse response,
                         connection.Call(&Catalog::ActivatePack, request));
  TONUS_RETURN_IF_ERROR(
      Print(invocation, {response, {response.activation().hash()}, [&] {
                           return ActivationText(response, flags.dry_run);
                         }}));
  if (response.has_activation()) return absl::OkStatus();
  return absl::FailedPreconditionError("the pack must not be activated");
}

struct ShadowFlags {
  std::string pack;
  std::string start_after;
};

absl::Status PrintShadow(const Invocation& invocation, const Names& names,
                         const v1::ShadowRunPackResponse& response) {
  std::ostream& out = invocation.streams.out;
  if (invocation.output == Output::kJson) {
    std::string json;
    google::protobuf::util::MessageToJsonString(response, &json);
    out << json << "\n";
  } else if (invocation.output == Output::kName) {
    const bool tells =
        response.has_routine() && !response.routine().diff().same();
    if (tells) out << response.routine().patient() << "\n";
  } else if (response.has_routine()) {
    out << ShadowLine(response.routine(), names);
  } else {
    out << ShadowSummaryText(response.summary(), names);
  }
  out << std::flush;
  return absl::OkStatus();
}

absl::Status Shadow(const Invocation& invocation, const ShadowFlags& flags) {
  v1::ShadowRunPackRequest request;
  TONUS_ASSIGN_OR_RETURN(*request.mutable_pack(), ReadPackSource(flags.pack));
  if (!flags.start_after.empty()) {
    request.set_start_after(PatientName(flags.start_after));
  }
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
  if (invocation.output == Output::kText) {
    invocation.streams.out << ShadowHeading();
  }
  std::string last;
  int64_t failed = 0;
  const absl::Status status =
      connection
          .Listen<Catalog, v1::ShadowRunPackRequest, v1::ShadowRunPackResponse>(
              &Catalog::ShadowRunPack, request,
              [&](const v1::ShadowRunPackResponse& response) {
                if (response.has_routine()) last = response.routine().patient();
                failed = response.summary().failed();
                return PrintShadow(invocation, names, response).ok();
              });
  if (!status.ok() && !last.empty()) {
    invocation.streams.err << "The run broke; go on with --start-after " << last
                           << "\n";
  }
  TONUS_RETURN_IF_ERROR(status);
  if (failed == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      CountWord(static_cast<int>(failed), "routine"), " can not be planned"));
}

struct MigrateFlags {
  std::string patient;
  bool all = false;
  bool dry_run = false;
  std::string etag;
  std::string request_id;
};

absl::StatusOr<v1::MigrateRoutineResponse> MigrateOne(
    const Connection& connection, const std::string& patient,
    const MigrateFlags& flags) {
  v1::MigrateRoutineRequest request;
  request.set_name(absl::StrCat(patient, "/routine"));
  request.set_etag(flags.etag);
  request.set_request_id(RequestId(flags.request_id));
  request.set_validate_only(flags.dry_run);
  return connection.Call(&Routines::MigrateRoutine, request);
}

absl::Status Migrate(const Invocation& invocation, const MigrateFlags& flags) {
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  const std::string patient = PatientName(flags.patient);
  TONUS_ASSIGN_OR_RETURN(const v1::MigrateRoutineResponse response,
                         MigrateOne(connection, patient, flags));
  return Print(invocation, {response,
                            {absl::StrCat(patient, "/routine")},
                            [&]() -> absl::StatusOr<std::string> {
                              TONUS_ASSIGN_OR_RETURN(const Names names,
                                                     FetchNames(connection));
                              return MigrationText(patient, response,
                                                   flags.dry_run,
                                                   /*whole=*/true, names);
                            }});
}

absl::Status MigrateAll(const Invocation& invocation,
                        const MigrateFlags& flags) {
  TONUS_ASSIGN_OR_RETURN(const Connection connection,
                         Connection::Open(invocation.connection));
  TONUS_ASSIGN_OR_RETURN(
      const v1::ListPatientsResponse listed,
      List(connection, &Patients::ListPatients, v1::ListPatientsRequest()));
  TONUS_ASSIGN_OR_RETURN(const Names names, FetchNames(connection));
  int failed = 0;
  for (const v1::Patient& patient : listed.patients()) {
    const auto response = MigrateOne(connection, patient.name(), flags);
    // Who has no routine has nothing to migrate.
    if (absl::IsNotFound(response.status())) continue;
    if (!response.ok()) {
      invocation.streams.err << patient.name() << ": "
                             << std::string(response.status().message())
                             << "\n";
      ++failed;
      continue;
    }
    TONUS_RETURN_IF_ERROR(
        Print(invocation,
              {*response, {absl::StrCat(patient.name(), "/routine")}, [&] {
                 return MigrationText(patient.name(), *response, flags.dry_run,
                                      /*whole=*/false, names);
               }}));
  }
  if (failed == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(CountWord(failed, "routine"), " could not be migrated"));
}

void AddActivate(CLI::App* group, Invocation* invocation) {
  CLI::App* activate = group->add_subcommand(
      "activate",
      "Makes a pack the active one, after the server checked it completely");
  auto flags = std::make_shared<ActivateFlags>();
  activate
      ->add_option("pack", flags->pack,
                   absl::StrCat("The pack: ", kPackSourceHelp))
      ->required();
  activate
      ->add_option("--reason", flags->reason,
                   absl::StrCat("Why: ", ActivationReasons()))
      ->required();
  activate->add_flag("--dry-run", flags->dry_run,
                     "Tells what would be; stores nothing");
  activate->add_option("--etag", flags->etag,
                       "Etag of the activation that was read");
  AddRequestIdOption(activate, &flags->request_id);
  SetAction(activate, invocation,
            [=] { return Activate(*invocation, *flags); });
}

void AddShadow(CLI::App* group, Invocation* invocation) {
  CLI::App* shadow = group->add_subcommand(
      "shadow",
      "Tells what a pack would change for each patient; stores nothing");
  auto flags = std::make_shared<ShadowFlags>();
  shadow
      ->add_option("pack", flags->pack,
                   absl::StrCat("The pack: ", kPackSourceHelp))
      ->required();
  shadow->add_option("--start-after", flags->start_after,
                     "Goes on after this patient");
  SetAction(shadow, invocation, [=] { return Shadow(*invocation, *flags); });
}

void AddMigrate(CLI::App* group, Invocation* invocation) {
  CLI::App* migrate = group->add_subcommand(
      "migrate", "Makes routines go over to the active pack");
  auto flags = std::make_shared<MigrateFlags>();
  CLI::Option* patient =
      migrate->add_option("patient", flags->patient, "The patient, id or name");
  CLI::Option* all =
      migrate->add_flag("--all", flags->all, "Every patient with a routine");
  patient->excludes(all);
  migrate->add_flag("--dry-run", flags->dry_run,
                    "Tells what would change; stores nothing");
  migrate->add_option("--etag", flags->etag, "Etag of the patient")
      ->excludes(all);
  CLI::Option* id =
      migrate->add_option("--request-id", flags->request_id,
                          "Makes a repetition safe; chosen when not given");
  id->excludes(all);
  SetAction(migrate, invocation, [=]() -> absl::Status {
    if (flags->all) return MigrateAll(*invocation, *flags);
    if (flags->patient.empty()) {
      return absl::InvalidArgumentError("name a patient, or say --all");
    }
    return Migrate(*invocation, *flags);
  });
}

}  // namespace

void AddPackLifeCommands(CLI::App* group, Invocation* invocation) {
  AddActivate(group, invocation);
  AddShadow(group, invocation);
  AddMigrate(group, invocation);
}

}  // namespace tonus::client
