// SPDX-License-Identifier: Apache-2.0
#include "services/server/wiring.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/assessment/assessment_service.h"
#include "services/engine/knowledge.h"
#include "services/knowledge/knowledge_service.h"
#include "services/knowledge/pack_files.h"
#include "services/knowledge/released_pack.h"
#include "services/patient/patient_log.h"
#include "services/patient/patient_service.h"
#include "services/patient/tenant_policies.h"
#include "services/progress/progress_service.h"
#include "services/routine/routine_service.h"
#include "services/server/admin_socket.h"
#include "services/server/authentication.h"
#include "services/server/edge.h"
#include "services/server/executor.h"
#include "services/server/grpc_server.h"
#include "services/server/listen_address.h"
#include "services/server/log.h"
#include "services/server/maintenance.h"
#include "services/server/method_table.h"
#include "services/server/open_store.h"
#include "services/server/store_watch.h"
#include "services/server/token_file.h"
#include "services/status_macros.h"
#include "services/stream_part.h"
#include "storage/storage.h"
#include "storage/transfer.h"

namespace tonus {
namespace {

// What a graceful stop waits for calls under way.
constexpr absl::Duration kDrainTime = absl::Seconds(25);

// What it waits for clients to notice, in all and without a call.
constexpr absl::Duration kLeaveTime = absl::Seconds(5);
constexpr absl::Duration kQuietTime = absl::Milliseconds(500);
constexpr absl::Duration kQuietPoll = absl::Milliseconds(20);

// What the operator named is no use, whatever the code says.
absl::Status AsConfiguration(const absl::Status& status) {
  return status.ok() ? status : absl::FailedPreconditionError(status.message());
}

std::string PlaceOfData(const server::v1::Config& config) {
  switch (config.storage().backend()) {
    case server::v1::STORAGE_BACKEND_MEMORY:
      return "in memory";
    case server::v1::STORAGE_BACKEND_POSTGRES:
      return "in a database";
    default:
      return absl::StrCat("in ", config.data_folder());
  }
}

absl::StatusOr<engine::Knowledge> OpenPack(const server::v1::Config& config) {
  if (config.pack_folder().empty()) return OpenReleasedPack();
  auto pack = OpenPackFolder(config.pack_folder());
  if (!pack.ok()) return AsConfiguration(pack.status());
  return pack;
}

absl::StatusOr<Authenticator> OpenCredentials(
    const server::v1::Config& config) {
  const auto tokens = config.token_file().empty()
                          ? ReadOrCreateDevelopmentToken(config.data_folder())
                          : ReadTokenFile(config.token_file());
  if (!tokens.ok()) return AsConfiguration(tokens.status());
  return Authenticator::Create(*tokens);
}

absl::Status WritePort(const std::string& path, int port) {
  if (path.empty()) return absl::OkStatus();
  // Renamed into place, so that whoever waits for the file finds it whole.
  const std::string draft = absl::StrCat(path, ".new");
  std::ofstream file(draft, std::ios::trunc);
  file << port << "\n";
  file.close();
  std::error_code error;
  std::filesystem::rename(draft, path, error);
  if (file && !error) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("port file ", path, " can not be written"));
}

}  // namespace

// In the order in which they need each other; destroyed in reverse.
struct Daemon::Parts {
  Parts(server::v1::Config with, std::unique_ptr<StoreWatch> watch,
        std::unique_ptr<storage::Storage> store, engine::Knowledge pack,
        TenantPolicies choices, Authenticator credentials)
      : config(std::move(with)),
        store_watch(std::move(watch)),
        storage(std::move(store)),
        knowledge(std::move(pack)),
        policies(std::move(choices)),
        authenticator(std::move(credentials)) {}

  ~Parts() { store_watch->Attach(nullptr); }  // The server goes first.

  // Every method of the API, once.
  void FillTable();

  const server::v1::Config config;
  bool is_new = false;  // Whether the store holds nothing yet.
  const std::unique_ptr<StoreWatch> store_watch;
  const std::unique_ptr<storage::Storage> storage;
  const engine::Knowledge knowledge;
  const TenantPolicies policies;
  const Authenticator authenticator;
  PatientLog log{storage.get(), &knowledge, policies};
  PatientService patient{&log};
  AssessmentService assessment{&log};
  RoutineService routine{&log};
  ProgressService progress{&log};
  KnowledgeService catalog{&log};
  MethodTable table;
  Executor executor{config.executor().threads(),
                    config.executor().queue_limit()};
  Edge edge{&authenticator, &executor, WatchTimes(),
            static_cast<size_t>(config.max_message_bytes())};
  std::unique_ptr<GrpcServer> server;
  std::unique_ptr<AdminSocket> admin;
};

void Daemon::Parts::FillTable() {
  const auto add = [this](const char* name, auto handler, auto* service) {
    table.Add(absl::StrCat("tonus.v1.", name), handler, service);
  };
  using P = PatientService;
  add("PatientService.CreatePatient", &P::CreatePatient, &patient);
  add("PatientService.GetPatient", &P::GetPatient, &patient);
  add("PatientService.ListPatients", &P::ListPatients, &patient);
  add("PatientService.UpdatePatient", &P::UpdatePatient, &patient);
  add("PatientService.RecordClearance", &P::RecordClearance, &patient);
  add("PatientService.WatchEvents", &P::WatchEvents, &patient);
  using A = AssessmentService;
  add("AssessmentService.SubmitAssessment", &A::SubmitAssessment, &assessment);
  add("AssessmentService.GetAssessment", &A::GetAssessment, &assessment);
  add("AssessmentService.ListAssessments", &A::ListAssessments, &assessment);
  add("AssessmentService.AmendAssessment", &A::AmendAssessment, &assessment);
  add("AssessmentService.ImportAssessments", &A::ImportAssessments,
      &assessment);
  add("AssessmentService.InterpretAssessment", &A::InterpretAssessment,
      &assessment);
  add("AssessmentService.SuggestTests", &A::SuggestTests, &assessment);
  using R = RoutineService;
  add("RoutineService.GetRoutine", &R::GetRoutine, &routine);
  add("RoutineService.GetSession", &R::GetSession, &routine);
  add("RoutineService.StartSession", &R::StartSession, &routine);
  add("RoutineService.ExplainRoutine", &R::ExplainRoutine, &routine);
  add("RoutineService.SetOverride", &R::SetOverride, &routine);
  add("RoutineService.ListOverrides", &R::ListOverrides, &routine);
  add("RoutineService.ClearOverride", &R::ClearOverride, &routine);
  add("RoutineService.ListRoutineRevisions", &R::ListRoutineRevisions,
      &routine);
  add("RoutineService.DiffRoutines", &R::DiffRoutines, &routine);
  add("RoutineService.PreviewRoutine", &R::PreviewRoutine, &routine);
  add("RoutineService.MigrateRoutine", &R::MigrateRoutine, &routine);
  add("RoutineService.GetProposal", &R::GetProposal, &routine);
  add("RoutineService.ListProposals", &R::ListProposals, &routine);
  add("RoutineService.ReviewProposal", &R::ReviewProposal, &routine);
  add("RoutineService.ListSessions", &R::ListSessions, &routine);
  add("RoutineService.PauseRoutine", &R::PauseRoutine, &routine);
  add("RoutineService.ResumeRoutine", &R::ResumeRoutine, &routine);
  add("RoutineService.WatchRoutine", &R::WatchRoutine, &routine);
  add("RoutineService.RunRelief", &R::RunRelief, &routine);
  using S = ProgressService;
  add("ProgressService.LogSession", &S::LogSession, &progress);
  add("ProgressService.RecordMorning", &S::RecordMorning, &progress);
  add("ProgressService.LogHomeItems", &S::LogHomeItems, &progress);
  add("ProgressService.AmendLog", &S::AmendLog, &progress);
  add("ProgressService.SyncLogs", &S::SyncLogs, &progress);
  add("ProgressService.ListLogs", &S::ListLogs, &progress);
  add("ProgressService.GetProgress", &S::GetProgress, &progress);
  add("ProgressService.RenderProgress", &S::RenderProgress, &progress);
  add("ProgressService.RecordOutcome", &S::RecordOutcome, &progress);
  add("ProgressService.RecordAdverseEvent", &S::RecordAdverseEvent, &progress);
  add("ProgressService.ListAdverseEvents", &S::ListAdverseEvents, &progress);
  add("ProgressService.ListAlerts", &S::ListAlerts, &progress);
  add("ProgressService.AcknowledgeAlert", &S::AcknowledgeAlert, &progress);
  add("ProgressService.WatchAlerts", &S::WatchAlerts, &progress);
  using K = KnowledgeService;
  add("KnowledgeService.GetPack", &K::GetPack, &catalog);
  add("KnowledgeService.ListMuscles", &K::ListMuscles, &catalog);
  add("KnowledgeService.ListTests", &K::ListTests, &catalog);
  add("KnowledgeService.ListExercises", &K::ListExercises, &catalog);
  add("KnowledgeService.ListRules", &K::ListRules, &catalog);
  add("KnowledgeService.ListMeasures", &K::ListMeasures, &catalog);
  add("KnowledgeService.ValidatePack", &K::ValidatePack, &catalog);
  add("KnowledgeService.ActivatePack", &K::ActivatePack, &catalog);
  add("KnowledgeService.ShadowRunPack", &K::ShadowRunPack, &catalog);
}

Daemon::Daemon(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Daemon::~Daemon() { StopServing(); }

void Daemon::LetClientsLeave() {
  parts_->server->TellStopping();
  for (absl::Duration waited;
       waited < kLeaveTime && parts_->edge.TimeSinceCall() < kQuietTime;
       waited += kQuietPoll) {
    absl::SleepFor(kQuietPoll);
  }
}

void Daemon::StopServing() {
  if (parts_->server == nullptr) return;
  parts_->admin.reset();
  parts_->server->Stop(absl::Now() + kDrainTime);
  parts_->store_watch->Attach(nullptr);
  parts_->server.reset();
  Log(server::v1::LOG_LEVEL_INFO, "stopped", {});
}

absl::StatusOr<std::unique_ptr<Daemon>> Daemon::Start(
    const server::v1::Config& config, std::function<void()> on_store_stop,
    const StoreOpener& open) {
  TONUS_RETURN_IF_ERROR(MakeDataFolder(config.data_folder()));
  auto watch = std::make_unique<StoreWatch>(std::move(on_store_stop));
  TONUS_RETURN_IF_ERROR(CheckNoneGone(config));
  // Storage first: it makes sure that nobody else uses the folder.
  TONUS_ASSIGN_OR_RETURN(auto storage, open(config, watch->Listener()));
  // A folder is in the hands of one program, a database of as many as like it.
  TONUS_RETURN_IF_ERROR(config.storage().backend() ==
                                server::v1::STORAGE_BACKEND_POSTGRES
                            ? storage::MarkServed(storage.get())
                            : storage::CheckNoImport(*storage));
  TONUS_ASSIGN_OR_RETURN(const bool is_new, IsNew(config, *storage));
  TONUS_ASSIGN_OR_RETURN(auto knowledge, OpenPack(config));
  TONUS_ASSIGN_OR_RETURN(
      auto policies,
      TenantPolicies::Create(config.tenant_policies(), knowledge));
  TONUS_ASSIGN_OR_RETURN(auto authenticator, OpenCredentials(config));
  auto parts = std::make_unique<Parts>(
      config, std::move(watch), std::move(storage), std::move(knowledge),
      std::move(policies), std::move(authenticator));
  parts->is_new = is_new;
  parts->FillTable();
  parts->log.set_on_change([edge = &parts->edge](const std::string& topic) {
    edge->NotifyChange(topic);
  });
  TONUS_RETURN_IF_ERROR(parts->table.Check(
      {"tonus.v1.AssessmentService", "tonus.v1.KnowledgeService",
       "tonus.v1.PatientService", "tonus.v1.ProgressService",
       "tonus.v1.RoutineService"}));
  TONUS_ASSIGN_OR_RETURN(parts->server,
                         GrpcServer::Start(config, parts->table, &parts->edge,
                                           &parts->authenticator));
  parts->store_watch->Attach(parts->server.get());
  if (config.storage().backend() == server::v1::STORAGE_BACKEND_ROCKSDB) {
    TONUS_ASSIGN_OR_RETURN(
        parts->admin, AdminSocket::Open(config.data_folder(),
                                        [store = parts->storage.get()](
                                            const std::string& request) {
                                          return AnswerAdmin(store, request);
                                        }));
  }
  TONUS_RETURN_IF_ERROR(WritePort(config.port_file(), parts->server->port()));
  if (is_new) {
    Log(server::v1::LOG_LEVEL_WARNING, "store",
        {{"health", "new"},
         {"reason", "it holds nothing yet"},
         {"folder", StoreFolder(config)}});
  }
  Log(server::v1::LOG_LEVEL_INFO, "serving",
      {{"port", static_cast<int64_t>(parts->server->port())},
       {"pack", parts->knowledge.version()},
       {"pack_hash", parts->knowledge.hash()}});
  return std::unique_ptr<Daemon>(new Daemon(std::move(parts)));
}

bool Daemon::store_stopped() const { return parts_->store_watch->stopped(); }

int Daemon::port() const { return parts_->server->port(); }

std::string Daemon::Greeting() const {
  const server::v1::Config& config = parts_->config;
  return absl::StrCat(
      "tonusd serves ", WithPort(config.listen_address(), port()),
      config.tls().certificate_file().empty() ? "" : " with TLS", ", pack ",
      parts_->knowledge.version(), ", data ", PlaceOfData(config),
      parts_->is_new ? " (a new, empty store)" : "",
      "; call it with the header \"authorization: Bearer TOKEN\", TOKEN from ",
      config.token_file().empty() ? DevelopmentTokenPath(config.data_folder())
                                  : "whoever manages its token file");
}

}  // namespace tonus
