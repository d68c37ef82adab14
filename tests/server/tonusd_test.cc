// SPDX-License-Identifier: Apache-2.0
// The program as an operator meets it: its start, its end, its exit codes.

#include <grpcpp/grpcpp.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/knowledge/pack_files.h"
#include "tests/server/test_server.h"
#include "tests/testing/matchers.h"
#include "tests/testing/pack_cases.h"
#include "tonus/v1/assessment_service.pb.h"
#include "tonus/v1/knowledge_service.grpc.pb.h"
#include "tonus/v1/patient_service.pb.h"

namespace tonus::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A tonusd that was started.
class Program {
 public:
  explicit Program(std::vector<std::string> arguments) {
    int out[2];
    EXPECT_EQ(pipe(out), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, out[0]);
    arguments.insert(arguments.begin(), TONUSD);
    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    EXPECT_EQ(
        posix_spawn(&pid_, TONUSD, &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(out[1]);
    output_ = fdopen(out[0], "r");
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() {
    if (pid_ > 0) Stop(SIGKILL);
    std::fclose(output_);
  }

  // Waits for the next line of output; empty at the end.
  std::string ReadLine() {
    char line[4096];
    return std::fgets(line, sizeof(line), output_) != nullptr ? line : "";
  }

  // The exit code; minus the signal that ended it.
  int Wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  int Stop(int signal) {
    kill(pid_, signal);
    return Wait();
  }

  // Lets no file of the program grow.
  void LimitFiles() const {
    const rlimit limit = {1, RLIM_INFINITY};
    ASSERT_EQ(prlimit(pid_, RLIMIT_FSIZE, &limit, nullptr), 0);
  }

  // The rest of the output.
  std::string ReadAll() {
    std::string all;
    for (std::string line = ReadLine(); !line.empty(); line = ReadLine()) {
      all += line;
    }
    return all;
  }

 private:
  pid_t pid_ = 0;
  std::FILE* output_ = nullptr;
};

class TonusdTest : public ::testing::Test {
 protected:
  TonusdTest() {
    std::string name = ::testing::TempDir() + "tonusd-XXXXXX";
    folder_ = mkdtemp(name.data());
  }
  ~TonusdTest() override { std::filesystem::remove_all(folder_); }

  std::vector<std::string> Arguments() const {
    return {"--listen-address=127.0.0.1:0",
            absl::StrCat("--data-folder=", folder_, "/data"),
            absl::StrCat("--port-file=", folder_, "/port")};
  }

  // Runs a command on the data of the test until it ends, with its exit code
  // and what it printed.
  std::pair<int, std::string> Run(std::vector<std::string> command,
                                  const std::string& data = "data") const {
    command.push_back(absl::StrCat("--data-folder=", folder_, "/", data));
    Program program(std::move(command));
    std::string output = program.ReadAll();
    return {program.Wait(), std::move(output)};
  }

  std::string CreatedPatient() const {
    const Outcome outcome = CreatePatient();
    EXPECT_TRUE(outcome.status.ok()) << outcome.status.error_message();
    v1::Patient patient;
    EXPECT_TRUE(patient.ParseFromString(outcome.response));
    return patient.name();
  }

  // The only log of the store.
  std::filesystem::path LogFile() const {
    std::filesystem::path log;
    for (const auto& entry :
         std::filesystem::directory_iterator(folder_ + "/data/store")) {
      if (entry.path().extension() == ".log") log = entry.path();
    }
    return log;
  }

  std::string FirstWord(const std::string& file) const {
    std::string word;
    std::ifstream(absl::StrCat(folder_, "/", file)) >> word;
    return word;
  }

  Outcome Call(const std::string& method, const std::string& request) const {
    const auto channel =
        grpc::CreateChannel(absl::StrCat("ipv4:127.0.0.1:", FirstWord("port")),
                            grpc::InsecureChannelCredentials());
    return CallOn(*channel, method, request,
                  FirstWord("data/development-token"));
  }

  Outcome CreatePatient() const {
    v1::CreatePatientRequest request;
    request.mutable_patient();
    return Call("tonus.v1.PatientService.CreatePatient",
                request.SerializeAsString());
  }

  Outcome GetPatient(const std::string& name) const {
    v1::GetPatientRequest request;
    request.set_name(name);
    return Call("tonus.v1.PatientService.GetPatient",
                request.SerializeAsString());
  }

  // A new patient with a routine.
  void CreateRoutine() const {
    v1::Patient patient;
    ASSERT_TRUE(patient.ParseFromString(CreatePatient().response));
    v1::SubmitAssessmentRequest request;
    request.set_parent(patient.name());
    request.mutable_assessment()->mutable_screening()->set_others_denied(true);
    const Outcome outcome = Call("tonus.v1.AssessmentService.SubmitAssessment",
                                 request.SerializeAsString());
    ASSERT_TRUE(outcome.status.ok()) << outcome.status.error_message();
  }

  // A shadow run, after a patient, of a pack that changes much for everybody.
  class ShadowRun {
   public:
    explicit ShadowRun(const TonusdTest& test, const std::string& after = "")
        : stub_(grpc::CreateCustomChannel(
              "ipv4:127.0.0.1:" + test.FirstWord("port"),
              grpc::InsecureChannelCredentials(), SmallWindow())) {
      context_.AddMetadata(
          "authorization",
          "Bearer " + test.FirstWord("data/development-token"));
      v1::ShadowRunPackRequest request;
      request.set_start_after(after);
      auto release = ReadPackFolder(TONUS_PACK_FOLDER);
      EXPECT_THAT(release, IsOk());
      testing::DropCase(testing::kDoseCase, &*release);
      *request.mutable_pack()->mutable_release() = *release;
      knowledge::v1::Pack* pack =
          request.mutable_pack()->mutable_release()->mutable_pack();
      for (auto& exercise : *pack->mutable_exercises()) {
        if (!exercise.has_repetitions()) continue;
        auto* repetitions = exercise.mutable_repetitions();
        if (exercise.technique() == knowledge::v1::TECHNIQUE_STRENGTH &&
            repetitions->low() < repetitions->high()) {
          repetitions->set_low(repetitions->low() + 1);
        }
      }
      reader_ = stub_.ShadowRunPack(&context_, request);
    }

    // The next patients, at most `count`.
    std::vector<std::string> Read(int count) {
      std::vector<std::string> names;
      v1::ShadowRunPackResponse response;
      while (count-- > 0 && reader_->Read(&response) &&
             response.has_routine()) {
        names.push_back(response.routine().patient());
      }
      return names;
    }

    grpc::StatusCode Finish() {
      v1::ShadowRunPackResponse response;
      while (reader_->Read(&response)) {
      }
      return reader_->Finish().error_code();
    }

   private:
    // So small that hardly anything is sent that is not read.
    static grpc::ChannelArguments SmallWindow() {
      grpc::ChannelArguments arguments;
      arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 1024);
      arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
      return arguments;
    }

    v1::KnowledgeService::Stub stub_;
    grpc::ClientContext context_;
    std::unique_ptr<grpc::ClientReader<v1::ShadowRunPackResponse>> reader_;
  };

  std::string folder_;
};

TEST_F(TonusdTest, StartsOnItsOwnStopsInOrderAndFindsItsDataAgain) {
  v1::Patient created;
  for (const int signal : {SIGTERM, SIGINT}) {
    Program program(Arguments());
    const std::string greeting = program.ReadLine();
    EXPECT_THAT(greeting, HasSubstr("127.0.0.1:" + FirstWord("port")));
    EXPECT_THAT(greeting, HasSubstr("/data/development-token"));
    const Outcome outcome =
        created.name().empty() ? CreatePatient() : GetPatient(created.name());
    ASSERT_TRUE(outcome.status.ok()) << outcome.status.error_message();
    v1::Patient patient;
    ASSERT_TRUE(patient.ParseFromString(outcome.response));
    if (!created.name().empty()) {
      EXPECT_EQ(patient.SerializeAsString(), created.SerializeAsString());
    }
    created = patient;
    EXPECT_EQ(program.Stop(signal), 0);
  }
}

TEST_F(TonusdTest, AcknowledgedWritesSurviveAKill) {
  std::string name;
  {
    Program program(Arguments());
    ASSERT_NE(program.ReadLine(), "");
    const Outcome outcome = CreatePatient();
    ASSERT_TRUE(outcome.status.ok()) << outcome.status.error_message();
    v1::Patient patient;
    ASSERT_TRUE(patient.ParseFromString(outcome.response));
    name = patient.name();
    EXPECT_EQ(program.Stop(SIGKILL), -SIGKILL);
  }
  Program program(Arguments());
  ASSERT_NE(program.ReadLine(), "");
  EXPECT_TRUE(GetPatient(name).status.ok());
}

TEST_F(TonusdTest, AShadowRunEndsWithTheServerAndGoesOnWithTheNext) {
  constexpr int kPatients = 30;
  std::vector<std::string> names;
  {
    Program program(Arguments());
    ASSERT_NE(program.ReadLine(), "");
    for (int i = 0; i < kPatients; ++i) CreateRoutine();
    ShadowRun run(*this);
    names = run.Read(1);
    ASSERT_EQ(names.size(), 1U);
    // What is not read is not made, so the run is not over.
    EXPECT_EQ(program.Stop(SIGTERM), 0);
    for (std::string& name : run.Read(kPatients)) {
      names.push_back(std::move(name));
    }
    EXPECT_EQ(run.Finish(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_LT(names.size(), size_t{kPatients});
  }
  Program program(Arguments());
  ASSERT_NE(program.ReadLine(), "");
  ShadowRun rest(*this, names.back());
  for (std::string& name : rest.Read(kPatients)) {
    EXPECT_LT(names.back(), name);
    names.push_back(std::move(name));
  }
  EXPECT_EQ(rest.Finish(), grpc::StatusCode::OK);
  EXPECT_EQ(names.size(), size_t{kPatients});
}

TEST_F(TonusdTest, ARunningServerTakesABackupFromWhichItIsRestored) {
  std::string before;
  {
    Program program(Arguments());
    ASSERT_NE(program.ReadLine(), "");
    before = CreatedPatient();
    const auto [code, output] = Run({"backup", folder_ + "/backups"});
    EXPECT_EQ(code, 0);
    EXPECT_THAT(output, HasSubstr("backup 1: commits up to "));
    CreatedPatient();
    EXPECT_EQ(Run({"backup", folder_ + "/backups", "--keep", "5"}).first, 0);
    EXPECT_EQ(program.Stop(SIGTERM), 0);
  }
  EXPECT_EQ(Run({"backup", folder_ + "/backups"}).first,
            0);  // Of a stopped one.
  const auto [code, verified] = Run({"verify", folder_ + "/backups"});
  EXPECT_EQ(code, 0);
  EXPECT_THAT(verified, HasSubstr("backup 3: "));
  EXPECT_EQ(Run({"restore", folder_ + "/backups"}).first, 78);  // Not empty.

  std::filesystem::rename(folder_ + "/data/store", folder_ + "/old");
  EXPECT_EQ(Run({"restore", folder_ + "/backups"}).first, 0);
  Program program(Arguments());
  ASSERT_NE(program.ReadLine(), "");
  EXPECT_TRUE(GetPatient(before).status.ok());
}

TEST_F(TonusdTest, ANewStoreIsToldAndTakesNoOldOnesPlace) {
  {
    Program program(Arguments());
    EXPECT_THAT(program.ReadLine(), HasSubstr("(a new, empty store)"));
    EXPECT_EQ(program.Stop(SIGTERM), 0);
  }
  {
    // Who missed it the first time still hears of it.
    Program program(Arguments());
    EXPECT_THAT(program.ReadLine(), HasSubstr("(a new, empty store)"));
    CreatedPatient();
    EXPECT_EQ(program.Stop(SIGTERM), 0);
  }
  EXPECT_EQ(Run({"backup", folder_ + "/backups"}).first, 0);
  {
    Program program(Arguments());
    EXPECT_THAT(program.ReadLine(), Not(HasSubstr("new, empty store")));
    EXPECT_EQ(program.Stop(SIGTERM), 0);
  }
  std::filesystem::rename(folder_ + "/data/store", folder_ + "/away");
  EXPECT_EQ(Program(Arguments()).Wait(), 78);  // It is gone.
  const std::string current = folder_ + "/backups/private/1/CURRENT";
  std::filesystem::rename(current, folder_ + "/CURRENT");
  EXPECT_EQ(Run({"restore", folder_ + "/backups"}).first, 74);
  std::filesystem::remove(folder_ + "/data/development-token");
  EXPECT_EQ(Program(Arguments()).Wait(), 78);  // A restore was refused.
  std::filesystem::rename(folder_ + "/CURRENT", current);
  EXPECT_EQ(Run({"restore", folder_ + "/backups"}).first, 0);
  {
    Program program(Arguments());
    EXPECT_THAT(program.ReadLine(), Not(HasSubstr("new, empty store")));
    EXPECT_EQ(program.Stop(SIGTERM), 0);
  }
  std::filesystem::rename(folder_ + "/data/store", folder_ + "/again");
  std::filesystem::create_directory(folder_ + "/data/store");  // As asked.
  Program program(Arguments());
  EXPECT_THAT(program.ReadLine(), HasSubstr("(a new, empty store)"));
}

TEST_F(TonusdTest, WhatIsNotThereIsNotCopiedAsNothing) {
  EXPECT_EQ(Run({"backup", folder_ + "/backups"}, "mistyped").first, 78);
  EXPECT_EQ(Run({"export", folder_ + "/records"}, "mistyped").first, 78);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/mistyped"));
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/backups"));
  std::filesystem::create_directory(folder_ + "/none");
  EXPECT_EQ(Run({"verify", folder_ + "/none"}).first, 78);
  EXPECT_EQ(Run({"restore", folder_ + "/none"}).first, 78);
  EXPECT_EQ(Run({"restore", folder_ + "/none", "--commit", "-1"}).first, 64);
  EXPECT_EQ(Run({"restore", folder_ + "/none", "--backup", "0"}).first, 64);
}

TEST_F(TonusdTest, EveryBackupIsToldOfWhereOneIsDamaged) {
  {
    Program program(Arguments());
    ASSERT_NE(program.ReadLine(), "");
    CreatedPatient();
  }
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Run({"backup", folder_ + "/backups"}).first, 0);
  }
  std::filesystem::remove(folder_ + "/backups/private/1/CURRENT");
  const auto [code, told] = Run({"verify", folder_ + "/backups"});
  EXPECT_EQ(code, 74);
  EXPECT_THAT(told, HasSubstr("backup 1 in "));
  EXPECT_THAT(told, HasSubstr("backup 2: commits up to "));
  EXPECT_EQ(Run({"backup", folder_ + "/backups"}).first, 74);
  EXPECT_EQ(
      Run({"restore", folder_ + "/backups", "--backup", "1"}, "one").first, 74);
  EXPECT_EQ(
      Run({"restore", folder_ + "/backups", "--backup", "2"}, "two").first, 0);
}

TEST_F(TonusdTest, RecordsAreExportedAndImported) {
  {
    Program program(Arguments());
    ASSERT_NE(program.ReadLine(), "");
    CreateRoutine();
    EXPECT_EQ(Run({"export", folder_ + "/records"}).first, 75);  // In use.
  }
  EXPECT_EQ(Run({"export", folder_ + "/records"}).first, 0);
  EXPECT_EQ(Run({"import", folder_ + "/records"}).first, 78);  // Not empty.
  EXPECT_EQ(Run({"import", folder_ + "/records"}, "other").first, 0);
  EXPECT_EQ(Run({"export", folder_ + "/again"}, "other").first, 0);
  const auto content = [this](const std::string& name) {
    std::ifstream file(absl::StrCat(folder_, "/", name), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  EXPECT_EQ(content("records"), content("again"));
  std::filesystem::resize_file(folder_ + "/records", 100);
  EXPECT_EQ(Run({"import", folder_ + "/records"}, "third").first, 74);
}

TEST_F(TonusdTest, DamagedDataIsNotServedUntilItIsRecovered) {
  std::string kept;
  {
    Program program(Arguments());
    ASSERT_NE(program.ReadLine(), "");
    kept = CreatedPatient();
    CreatedPatient();
    EXPECT_EQ(program.Stop(SIGTERM), 0);
  }
  EXPECT_EQ(Run({"recover"}).first, 0);  // Nothing to be done.
  {
    const std::filesystem::path log = LogFile();
    const auto near_end =
        static_cast<std::streamoff>(std::filesystem::file_size(log)) - 20;
    std::fstream file(log, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(near_end);
    const int byte = file.get();
    file.seekp(near_end);
    file.put(static_cast<char>(byte ^ 1));
  }
  EXPECT_EQ(Program(Arguments()).Wait(), 74);
  const auto [code, told] = Run({"recover"});
  EXPECT_EQ(code, 74);
  EXPECT_THAT(told, HasSubstr("which were acknowledged"));
  EXPECT_EQ(Program(Arguments()).Wait(), 74);
  EXPECT_EQ(Run({"recover", "--apply"}).first, 0);
  Program program(Arguments());
  ASSERT_NE(program.ReadLine(), "");
  EXPECT_TRUE(GetPatient(kept).status.ok());
}

TEST_F(TonusdTest, AStoreThatCanNotWriteEndsTheProgramForARestart) {
  signal(SIGXFSZ, SIG_IGN);  // Inherited: a write fails instead.
  std::string name;
  {
    Program program(Arguments());
    ASSERT_NE(program.ReadLine(), "");
    name = CreatedPatient();
    program.LimitFiles();
    EXPECT_FALSE(CreatePatient().status.ok());
    EXPECT_EQ(program.Wait(), 75);
  }
  Program program(Arguments());
  ASSERT_NE(program.ReadLine(), "");
  EXPECT_TRUE(GetPatient(name).status.ok());
  EXPECT_TRUE(CreatePatient().status.ok());
}

TEST_F(TonusdTest, ANearlyFullDiskRefusesWritesAndServesReads) {
  std::string name;
  {
    Program program(Arguments());
    ASSERT_NE(program.ReadLine(), "");
    name = CreatedPatient();
    EXPECT_EQ(program.Stop(SIGTERM), 0);
  }
  std::vector<std::string> arguments = Arguments();
  // A part of the disk that only an empty one has left, whatever its size.
  for (const char* rung : {"warn", "read-only"}) {
    const std::string flag = absl::StrCat("--storage-free-space-", rung);
    arguments.push_back(flag + "-percent=50");
    arguments.push_back(flag + "-mib=1000000000");
  }
  Program program(arguments);
  ASSERT_NE(program.ReadLine(), "");
  EXPECT_TRUE(GetPatient(name).status.ok());
  const Outcome refused = CreatePatient();
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(refused.Reason(), "STORAGE_EXHAUSTED");
  EXPECT_EQ(refused.trailers.count("grpc-retry-pushback-ms"), 1U);
}

TEST_F(TonusdTest, AFolderIsServedByOneProgram) {
  Program first(Arguments());
  ASSERT_NE(first.ReadLine(), "");
  // It may be the one that is just stopping: a supervisor shall try again.
  EXPECT_EQ(Program(Arguments()).Wait(), 75);
}

TEST_F(TonusdTest, APortIsServedByOneProgram) {
  Program first(Arguments());
  ASSERT_NE(first.ReadLine(), "");
  EXPECT_EQ(
      Program({absl::StrCat("--listen-address=127.0.0.1:", FirstWord("port")),
               absl::StrCat("--data-folder=", folder_, "/other")})
          .Wait(),
      69);
}

TEST_F(TonusdTest, AWrongStartEndsWithTheCodeForIt) {
  const std::string data = absl::StrCat("--data-folder=", folder_, "/data");
  const std::string missing = absl::StrCat(folder_, "/missing");
  std::filesystem::create_directory(folder_ + "/empty");
  std::ofstream(folder_ + "/file") << "text";
  std::ofstream(folder_ + "/wrong.yaml") << "listen_adress: 127.0.0.1:0\n";
  const struct {
    std::vector<std::string> arguments;
    int code;
  } kCases[] = {
      {{"--help"}, 0},
      {{"--version"}, 0},
      {{"--print-config"}, 0},
      {{"--unknown"}, 64},
      {{"--executor-threads=none"}, 64},
      {{data, "--listen-address=0.0.0.0:0"}, 78},
      {{data, "--config", folder_ + "/wrong.yaml"}, 78},
      {{data, "--config", missing}, 78},
      {{data, "--token-file", missing}, 78},
      {{data, "--pack-folder", missing}, 78},
      {{data, "--pack-folder", folder_ + "/empty"}, 78},
      {{absl::StrCat("--data-folder=", folder_, "/file")}, 78},
      {{data, "--listen-address=127.0.0.1:0", "--port-file", missing + "/port"},
       78},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(Program(test.arguments).Wait(), test.code)
        << ::testing::PrintToString(test.arguments);
  }
}

}  // namespace
}  // namespace tonus::testing
