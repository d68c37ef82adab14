// SPDX-License-Identifier: Apache-2.0
// The program as an operator meets it: its start, its end, its exit codes.

#include <grpcpp/grpcpp.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/knowledge/pack_files.h"
#include "tests/server/test_server.h"
#include "tests/testing/matchers.h"
#include "tonus/v1/assessment_service.pb.h"
#include "tonus/v1/knowledge_service.grpc.pb.h"
#include "tonus/v1/patient_service.pb.h"

namespace tonus::testing {
namespace {

using ::testing::HasSubstr;

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
        : stub_(grpc::CreateChannel("ipv4:127.0.0.1:" + test.FirstWord("port"),
                                    grpc::InsecureChannelCredentials())) {
      context_.AddMetadata(
          "authorization",
          "Bearer " + test.FirstWord("data/development-token"));
      v1::ShadowRunPackRequest request;
      request.set_start_after(after);
      auto release = ReadPackFolder(TONUS_PACK_FOLDER);
      EXPECT_THAT(release, IsOk());
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

TEST_F(TonusdTest, AFolderIsServedByOneProgram) {
  Program first(Arguments());
  ASSERT_NE(first.ReadLine(), "");
  EXPECT_EQ(Program(Arguments()).Wait(), 78);
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
