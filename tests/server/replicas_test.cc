// SPDX-License-Identifier: Apache-2.0
// Two servers on one database: a patient is the same whoever is asked.

#include <sys/stat.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/server/maintenance.h"
#include "services/server/settings.h"
#include "services/server/wiring.h"
#include "storage/memory/memory_storage.h"
#include "storage/open.h"
#include "storage/transfer.h"
#include "tests/property/feed_history.h"
#include "tests/server/test_server.h"
#include "tests/storage/postgres_server.h"
#include "tests/testing/matchers.h"
#include "tonus/v1/patient_service.grpc.pb.h"

namespace tonus::testing {
namespace {

using ::testing::HasSubstr;

constexpr size_t kReplicas = 2;

class ReplicasTest : public ::testing::Test {
 protected:
  ReplicasTest() {
    const std::string tokens = absl::StrCat(folder_.path(), "/tokens");
    std::ofstream(tokens) << TestTokens().DebugString();
    chmod(tokens.c_str(), 0600);
  }

  server::v1::Config ConfigOf(size_t replica) const {
    server::v1::Config config = DefaultConfig();
    config.set_listen_address("127.0.0.1:0");
    config.set_data_folder(absl::StrCat(folder_.path(), "/data", replica));
    config.set_token_file(absl::StrCat(folder_.path(), "/tokens"));
    config.mutable_storage()->set_backend(server::v1::STORAGE_BACKEND_POSTGRES);
    config.mutable_storage()->mutable_postgres()->set_connection(
        database_server_.Connection(database_));
    return config;
  }

  void Start() {
    for (size_t i = 0; i < kReplicas; ++i) {
      auto daemon = Daemon::Start(ConfigOf(i));
      ASSERT_THAT(daemon, IsOk());
      daemons_[i] = *std::move(daemon);
      channels_[i] = grpc::CreateChannel(
          absl::StrCat("ipv4:127.0.0.1:", daemons_[i]->port()),
          grpc::InsecureChannelCredentials());
    }
  }

  template <typename Request>
  Outcome Call(size_t replica, const std::string& method,
               const Request& request) {
    return CallOn(*channels_[replica],
                  absl::StrCat("tonus.v1.PatientService.", method),
                  request.SerializeAsString(), kClinician);
  }

  v1::Patient Create(size_t replica, const std::string& request_id) {
    v1::CreatePatientRequest request;
    request.mutable_patient();
    request.set_request_id(request_id);
    return PatientIn(Call(replica, "CreatePatient", request));
  }

  v1::Patient Get(size_t replica, const std::string& name) {
    v1::GetPatientRequest request;
    request.set_name(name);
    return PatientIn(Call(replica, "GetPatient", request));
  }

  static v1::Patient PatientIn(const Outcome& outcome) {
    EXPECT_TRUE(outcome.status.ok()) << outcome.status.error_message();
    v1::Patient patient;
    EXPECT_TRUE(patient.ParseFromString(outcome.response));
    return patient;
  }

  Outcome SetLevel(size_t replica, const std::string& name, int level,
                   const std::string& etag, const std::string& request_id) {
    v1::UpdatePatientRequest request;
    request.mutable_patient()->set_name(name);
    request.mutable_patient()->set_etag(etag);
    request.mutable_patient()->mutable_profile()->set_user_level(level);
    request.set_request_id(request_id);
    return Call(replica, "UpdatePatient", request);
  }

  // A watch at a replica. `context` lives longer.
  std::unique_ptr<grpc::ClientReader<v1::WatchEventsResponse>> Watch(
      size_t replica, v1::WatchEventsRequest request,
      grpc::ClientContext* context) {
    context->AddMetadata("authorization", absl::StrCat("Bearer ", kClinician));
    request.set_parent("patients/-");
    return v1::PatientService::Stub(channels_[replica])
        .WatchEvents(context, request);
  }

  // What was recorded since `token`, which goes on; from the beginning when it
  // is empty.
  std::vector<v1::PatientEvent> EventsSince(size_t replica,
                                            std::string* token) {
    v1::WatchEventsRequest request;
    request.set_resume_token(*token);
    request.set_from_oldest(token->empty());
    request.set_end_when_current(true);
    grpc::ClientContext context;
    const auto watch = Watch(replica, request, &context);
    std::vector<v1::PatientEvent> events;
    v1::WatchEventsResponse response;
    while (watch->Read(&response)) {
      events.insert(events.end(), response.events().begin(),
                    response.events().end());
      *token = response.next_token();
    }
    const grpc::Status status = watch->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
    return events;
  }

  storage::PostgresServer& database_server_ = storage::PostgresServer::Shared();
  const std::string database_ = database_server_.NewDatabase();
  const storage::TemporaryFolder folder_;
  std::array<std::unique_ptr<Daemon>, kReplicas> daemons_;
  std::array<std::shared_ptr<grpc::Channel>, kReplicas> channels_;
};

TEST_F(ReplicasTest, WhatOneWritesTheOtherReads) {
  Start();
  const v1::Patient patient = Create(0, "");
  EXPECT_THAT(Get(1, patient.name()), EqualsProto(patient.DebugString()));
  const v1::Patient changed =
      PatientIn(SetLevel(1, patient.name(), 3, patient.etag(), ""));
  EXPECT_THAT(Get(0, patient.name()), EqualsProto(changed.DebugString()));
}

TEST_F(ReplicasTest, AnEtagIsJudgedByAll) {
  Start();
  const v1::Patient patient = Create(0, "");
  PatientIn(SetLevel(0, patient.name(), 3, patient.etag(), ""));
  const Outcome stale = SetLevel(1, patient.name(), 4, patient.etag(), "");
  EXPECT_EQ(stale.status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(stale.Reason(), "STALE_ETAG");
}

TEST_F(ReplicasTest, ARequestIsOneWhereverItIsSent) {
  Start();
  for (int round = 0; round < 10; ++round) {
    const std::string id = absl::StrCat("create-", round);
    std::array<std::string, kReplicas> names;
    std::vector<std::thread> callers;
    for (size_t i = 0; i < kReplicas; ++i) {
      callers.emplace_back([&, i] { names[i] = Create(i, id).name(); });
    }
    for (std::thread& caller : callers) caller.join();
    EXPECT_EQ(names[0], names[1]);

    std::array<std::string, kReplicas> answers;
    callers.clear();
    for (size_t i = 0; i < kReplicas; ++i) {
      callers.emplace_back([&, i] {
        answers[i] = PatientIn(SetLevel(i, names[0], 3, "",
                                        absl::StrCat("update-", round)))
                         .SerializeAsString();
      });
    }
    for (std::thread& caller : callers) caller.join();
    EXPECT_EQ(answers[0], answers[1]);
    EXPECT_EQ(Get(0, names[0]).revision(), 2);
  }
}

TEST_F(ReplicasTest, WhatAllOfThemRecordIsWatchedAtAny) {
  constexpr size_t kWritersOfEach = 3;
  constexpr int kWrites = 25;
  Start();
  std::vector<std::string> patients;
  FeedHistory history;
  for (int i = 0; i < 4; ++i) {
    patients.push_back(Create(i % kReplicas, "").name());
    history.acknowledged[patients.back()].insert(1);
  }
  std::vector<std::map<std::string, std::set<int64_t>>> written(kWritersOfEach *
                                                                kReplicas);
  std::vector<std::thread> writers;
  std::atomic<size_t> done = 0;
  for (size_t i = 0; i < written.size(); ++i) {
    writers.emplace_back([&, i] {
      for (int write = 0; write < kWrites; ++write) {
        const std::string& name = patients[(i + write) % patients.size()];
        written[i][name].insert(
            PatientIn(SetLevel(i % kReplicas, name, 1 + write % 5, "", ""))
                .revision());
      }
      ++done;
    });
  }
  std::string token;
  for (size_t call = 0, left = 1; left > 0; ++call) {
    left = written.size() - done;
    history.calls.push_back(EventsSince(call % kReplicas, &token));
  }
  for (std::thread& writer : writers) writer.join();
  for (const auto& of_one : written) {
    for (const auto& [patient, revisions] : of_one) {
      history.acknowledged[patient].insert(revisions.begin(), revisions.end());
    }
  }
  EXPECT_THAT(Complaints(history), ::testing::IsEmpty());
}

TEST_F(ReplicasTest, WhatOneFindsIsToldToThoseWhoWatchThere) {
  Start();
  grpc::ClientContext context;
  const auto watch = Watch(0, {}, &context);
  v1::WatchEventsResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_THAT(response.events(), ::testing::IsEmpty());
  const std::string name = Create(1, "").name();
  std::string token = response.next_token();
  ASSERT_EQ(EventsSince(0, &token).size(), 1);
  ASSERT_TRUE(watch->Read(&response));
  ASSERT_EQ(response.events_size(), 1);
  EXPECT_EQ(response.events(0).patient(), name);
  EXPECT_EQ(response.next_token(), token);
  context.TryCancel();
}

// While writers change two records at once, the first and the last but some.
TEST_F(ReplicasTest, AnExportIsOfOneMoment) {
  Start();
  storage::StorageSetting setting;
  setting.backend = "postgres";
  setting.connection = database_server_.Connection(database_);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto storage, storage::OpenStorage(setting));
  constexpr int kPages = 4;
  for (int page = 0; page < kPages; ++page) {
    for (int part = 0; part < 4; ++part) {
      std::vector<storage::Mutation> filling;
      for (int i = 0; i < storage::kMaxCommitMutations; ++i) {
        filling.push_back(storage::Mutation::Write(
            absl::StrCat("filling", page, part, i), ""));
      }
      ASSERT_THAT(storage->Commit(filling, absl::InfiniteFuture()), IsOk());
    }
  }
  const auto write_pair = [&storage](int i) {
    const storage::Mutation pair[] = {
        storage::Mutation::Write("first", absl::StrCat(i)),
        storage::Mutation::Write("a", absl::StrCat(i))};
    return storage->Commit(pair, absl::InfiniteFuture());
  };
  ASSERT_THAT(write_pair(0), IsOk());
  std::atomic<bool> stopped = false;
  std::thread writer([&] {
    for (int i = 1; !stopped; ++i) ASSERT_THAT(write_pair(i), IsOk());
  });
  CommandLine line;
  line.config = ConfigOf(0);
  for (int round = 0; round < 5; ++round) {
    line.task = Task::kExport;
    line.path = absl::StrCat(folder_.path(), "/records", round);
    EXPECT_THAT(RunCommand(line).status, IsOk());
    storage::MemoryStorage copy;
    ASSERT_THAT(storage::ImportRecords(line.path, &copy), IsOk());
    TONUS_ASSERT_OK_AND_ASSIGN(const auto a,
                               copy.Read("a", absl::InfiniteFuture()));
    TONUS_ASSERT_OK_AND_ASSIGN(const auto first,
                               copy.Read("first", absl::InfiniteFuture()));
    EXPECT_EQ(a.value, first.value);
  }
  stopped = true;
  writer.join();
}

TEST_F(ReplicasTest, NothingIsImportedIntoWhatTheyServe) {
  storage::MemoryStorage source;
  const storage::Mutation write[] = {storage::Mutation::Write("a", "1")};
  ASSERT_THAT(source.Commit(write, absl::InfiniteFuture()), IsOk());
  CommandLine line;
  line.config = ConfigOf(0);
  line.task = Task::kImport;
  line.path = absl::StrCat(folder_.path(), "/records");
  ASSERT_THAT(storage::ExportRecords(source, line.path), IsOk());
  Start();
  EXPECT_THAT(RunCommand(line).status,
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("a server has used")));
}

TEST_F(ReplicasTest, ADatabaseThatCanNotBeUsedEndsTheStart) {
  server::v1::Config config = ConfigOf(0);
  auto* postgres = config.mutable_storage()->mutable_postgres();
  postgres->set_connection(
      absl::StrCat(postgres->connection(), " password=hunter2"));
  EXPECT_THAT(Daemon::Start(config).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       ::testing::AllOf(HasSubstr("put it into a file"),
                                        ::testing::Not(HasSubstr("hunter2")))));
}

TEST_F(ReplicasTest, ThePasswordStandsInAFileOfItsOwn) {
  const std::string role = "guarded_" + database_;
  database_server_.Run(absl::StrCat("CREATE ROLE ", role,
                                    " LOGIN SUPERUSER PASSWORD 'hunter2'; "
                                    "GRANT ",
                                    storage::kPasswordRole, " TO ", role));
  server::v1::Config config = ConfigOf(0);
  auto* postgres = config.mutable_storage()->mutable_postgres();
  postgres->set_connection(
      absl::StrCat(postgres->connection(), " user=", role));
  EXPECT_THAT(Daemon::Start(config).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("does not accept")));

  const std::string file = absl::StrCat(folder_.path(), "/password");
  postgres->set_password_file(file);
  EXPECT_THAT(Daemon::Start(config).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(file)));
  std::ofstream(file) << "hunter1\n";
  chmod(file.c_str(), 0644);
  EXPECT_THAT(
      Daemon::Start(config).status(),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("chmod")));
  chmod(file.c_str(), 0600);
  EXPECT_THAT(Daemon::Start(config).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("does not accept")));
  std::ofstream(file) << "hunter2\n";
  EXPECT_THAT(Daemon::Start(config).status(), IsOk());
}

}  // namespace
}  // namespace tonus::testing
