// SPDX-License-Identifier: Apache-2.0
#include "services/server/config.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "services/server/config_file.h"
#include "services/server/listen_address.h"
#include "services/server/settings.h"
#include "tests/testing/matchers.h"

namespace tonus {
namespace {

using ::testing::AllOf;
using testing::EqualsProto;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using testing::StatusIs;

constexpr auto kWrong = absl::StatusCode::kFailedPrecondition;

constexpr char kDefaults[] = R"pb(
  listen_address: "127.0.0.1:50051"
  data_folder: "./tonus-data"
  storage {
    backend: STORAGE_BACKEND_ROCKSDB
    postgres { connections: 16 }
    free_space {
      warn_percent: 15
      warn_mib: 2048
      read_only_percent: 8
      read_only_mib: 1024
      ballast_percent: 3
      ballast_mib: 256
    }
  }
  executor { threads: 64 queue_limit: 1024 }
  max_message_bytes: 1048576
  log_level: LOG_LEVEL_INFO
)pb";

TEST(ConfigTest, NothingSaidMeansTheDefaults) {
  TONUS_ASSERT_OK_AND_ASSIGN(const auto command, ParseCommandLine({}));
  EXPECT_THAT(command.config, EqualsProto(kDefaults));
  EXPECT_EQ(command.output, "");
}

TEST(ConfigTest, YamlSetsWhatItSays) {
  server::v1::Config config;
  ASSERT_THAT(ReadYaml("c.yaml", R"(# a comment
listen_address: "[::1]:0"
storage:
  backend: memory
executor: {threads: 1, queue_limit: 0}
)",
                       &config),
              IsOk());
  EXPECT_THAT(config, EqualsProto(R"pb(
                listen_address: "[::1]:0"
                storage { backend: STORAGE_BACKEND_MEMORY }
                executor { threads: 1 queue_limit: 0 }
              )pb"));
}

TEST(ConfigTest, YamlHasRowsOfWhatTenantsChoose) {
  server::v1::Config config;
  ASSERT_THAT(ReadYaml("c.yaml", R"(tenant_policies:
  - tenant: north
    policy: routine_changes
    choice: review
  - {tenant: south, policy: cat_cow, choice: never}
)",
                       &config),
              IsOk());
  EXPECT_THAT(
      config, EqualsProto(R"pb(
        tenant_policies {
          tenant: "north"
          policy: "routine_changes"
          choice: "review"
        }
        tenant_policies { tenant: "south" policy: "cat_cow" choice: "never" }
      )pb"));
  server::v1::Config whole = DefaultConfig();
  *whole.mutable_tenant_policies() = config.tenant_policies();
  server::v1::Config again;
  ASSERT_THAT(ReadYaml("again.yaml", ToYaml(whole), &again), IsOk());
  server::v1::Config rows;
  *rows.mutable_tenant_policies() = again.tenant_policies();
  EXPECT_THAT(rows, EqualsProto(config.DebugString()));
  for (const char* wrong :
       {"tenant_policies: north\n", "tenant_policies: [north]\n",
        "tenant_policies:\n  - {tenant: north, colour: blue}\n"}) {
    server::v1::Config unused;
    EXPECT_THAT(ReadYaml("c.yaml", wrong, &unused), StatusIs(kWrong)) << wrong;
  }
}

TEST(ConfigTest, AnEmptyFileChangesNothing) {
  for (const char* text : {"", "# only a comment\n", "---\n"}) {
    server::v1::Config config = DefaultConfig();
    EXPECT_THAT(ReadYaml("c.yaml", text, &config), IsOk()) << text;
    EXPECT_THAT(config, EqualsProto(kDefaults));
  }
}

TEST(ConfigTest, YamlThatIsNotUnderstoodIsRefusedWithItsLine) {
  const struct {
    const char* text;
    const char* line;
    const char* complaint;
  } kCases[] = {
      {"listen_adress: a:1\n", "c.yaml:1:", "unknown key \"listen_adress\""},
      {"\n\ntls:\n  key: k\n", "c.yaml:4:", "unknown key \"key\" in tls"},
      {"executor:\n  threads: many\n", "c.yaml:2:", "executor.threads"},
      {"executor:\n  threads: 1.5\n", "c.yaml:2:", "whole number in [1, 1024]"},
      {"executor:\n  threads: 0\n", "c.yaml:2:", "in [1, 1024]"},
      {"executor:\n  threads: 1025\n", "c.yaml:2:", "in [1, 1024]"},
      {"executor:\n  threads: 99999999999\n", "c.yaml:2:", "in [1, 1024]"},
      {"executor:\n  threads:\n", "c.yaml:2:", "has no value"},
      {"executor: 5\n", "c.yaml:1:", "executor is not a map"},
      {"log_level: info\n---\nlog_level: debug\n",
       "c.yaml:3:", "a second document"},
      {"\nexecutor:\n  - threads\n", "c.yaml:3:", "executor is not a map"},
      {"data_folder: [a, b]\n", "c.yaml:1:", "not a single value"},
      {"data_folder:\n  a: b\n", "c.yaml:2:", "not a single value"},
      {"max_message_bytes: 1023\n", "c.yaml:1:", "in [1024, 67108864]"},
      {"storage:\n  backend: mysql\n",
       "c.yaml:2:", "rocksdb, memory, postgres"},
      {"storage:\n  backend: unspecified\n",
       "c.yaml:2:", "rocksdb, memory, postgres"},
      {"storage:\n  postgres:\n    connections: 0\n",
       "c.yaml:3:", "in [1, 256]"},
      {"log_level: 1\n", "c.yaml:1:", "debug, info, warning, error"},
      {"log_level: info\nlog_level: debug\n", "c.yaml:2:", "given twice"},
      {"- listen_address\n", "c.yaml:1:", "not a map"},
      {"[a]: b\n", "c.yaml:1:", "unknown key"},
      {"just text\n", "c.yaml:1:", "not a map"},
      {"a: b\n  c: d\n", "c.yaml:2:", ""},
      {"a: \"open\n", "c.yaml:", ""},
      {"\tlog_level: info\n", "c.yaml:1:", ""},
  };
  for (const auto& test : kCases) {
    server::v1::Config config = DefaultConfig();
    EXPECT_THAT(ReadYaml("c.yaml", test.text, &config),
                StatusIs(kWrong, AllOf(HasSubstr(test.line),
                                       HasSubstr(test.complaint))))
        << test.text;
  }
}

TEST(ConfigTest, AFolderIsNoFileOfSettings) {
  server::v1::Config config = DefaultConfig();
  const std::string folder = ::testing::TempDir();
  EXPECT_THAT(ReadConfigFile(folder, &config),
              StatusIs(kWrong, HasSubstr(folder + ": is a folder, not a file "
                                                  "of settings")));
  EXPECT_THAT(ReadConfigFile(folder + "/nowhere.yaml", &config),
              StatusIs(kWrong, HasSubstr("nowhere.yaml: can not be read")));
  EXPECT_THAT(config, EqualsProto(kDefaults));
}

TEST(ConfigTest, AFlagWinsOverTheFile) {
  std::string path = ::testing::TempDir() + "tonus-config-XXXXXX";
  const int file = mkstemp(path.data());
  ASSERT_GE(file, 0);
  close(file);
  std::ofstream(path)
      << "listen_address: 127.0.0.1:1\ndata_folder: /from/file\n";
  const auto command = ParseCommandLine(
      {"--config", path, "--listen-address=127.0.0.1:2", "--storage-backend",
       "memory", "--executor-queue-limit", "0"});
  std::remove(path.c_str());
  ASSERT_THAT(command, IsOk());
  EXPECT_EQ(command->config.listen_address(), "127.0.0.1:2");
  EXPECT_EQ(command->config.data_folder(), "/from/file");
  EXPECT_EQ(command->config.storage().backend(),
            server::v1::STORAGE_BACKEND_MEMORY);
  EXPECT_EQ(command->config.executor().queue_limit(), 0);
}

TEST(ConfigTest, AWrongCommandLineIsAWrongCommandLine) {
  const std::vector<std::string> kCases[] = {
      {"--listen"},
      {"--listen-address"},
      {"serve"},
      {"backup"},
      {"backup", "folder", "--keep", "0"},
      {"verify", "folder", "verify", "folder"},
      {"recover", "--commit", "1"},
      {"restore", "folder", "--commit", "last"},
      {"--executor-threads", "x"},
      {"--executor-threads", "0"},
      {"--log-level", "loud"},
      {"--data-folder", "a", "--data-folder", "b"},
  };
  for (const auto& arguments : kCases) {
    EXPECT_THAT(ParseCommandLine(arguments),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << ::testing::PrintToString(arguments);
  }
  EXPECT_THAT(ParseCommandLine({"--config", "/no/such/file"}),
              StatusIs(kWrong, HasSubstr("/no/such/file")));
}

TEST(ConfigTest, ACommandMayComeWithSettings) {
  TONUS_ASSERT_OK_AND_ASSIGN(const auto serve, ParseCommandLine({}));
  EXPECT_EQ(serve.task, Task::kServe);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto restore,
                             ParseCommandLine({"restore", "folder", "--commit",
                                               "7", "--data-folder", "data"}));
  EXPECT_EQ(restore.task, Task::kRestore);
  EXPECT_EQ(restore.path, "folder");
  EXPECT_EQ(restore.commit, 7);
  EXPECT_EQ(restore.config.data_folder(), "data");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto backup,
                             ParseCommandLine({"backup", "folder"}));
  EXPECT_EQ(backup.task, Task::kBackup);
  EXPECT_EQ(backup.keep, 30);
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto recover,
      ParseCommandLine({"--data-folder", "data", "recover", "--apply"}));
  EXPECT_EQ(recover.task, Task::kRecover);
  EXPECT_TRUE(recover.apply);
}

TEST(ConfigTest, SettingsThatEndangerDataAreRefused) {
  const struct {
    std::vector<std::string> arguments;
    const char* complaint;
  } kCases[] = {
      {{"--listen-address", "0.0.0.0:50051"}, "plaintext"},
      {{"--listen-address", "[::]:50051"}, "plaintext"},
      {{"--listen-address", "192.0.2.1:0"}, "plaintext"},
      {{"--listen-address", "clinic.example:50051"}, "plaintext"},
      {{"--listen-address", "0.0.0.0:1", "--token-file", "t"}, "plaintext"},
      {{"--listen-address", "0.0.0.0:1", "--tls-certificate-file", "c",
        "--tls-key-file", "k"},
       "development token"},
      {{"--listen-address", "50051"}, "HOST:PORT"},
      {{"--listen-address", "127.0.0.1:65536"}, "HOST:PORT"},
      {{"--listen-address", "127.0.0.1:-1"}, "HOST:PORT"},
      {{"--listen-address", ":50051"}, "HOST:PORT"},
      {{"--listen-address", "::1:50051"}, "HOST:PORT"},
      {{"--listen-address", "unix:/tmp/socket"}, "HOST:PORT"},
      {{"--tls-certificate-file", "c"}, "need each other"},
      {{"--tls-key-file", "k"}, "need each other"},
      {{"--tls-client-ca-file", "a"}, "client_ca_file needs"},
      {{"--data-folder", ""}, "data_folder"},
      {{"--storage-backend", "postgres"}, "needs storage.postgres.connection"},
      {{"--storage-free-space-ballast-percent", "9"}, "ballast_percent <="},
      {{"--storage-free-space-warn-percent", "7"}, "<= warn_percent"},
      {{"--storage-free-space-read-only-mib", "2049"}, "<= warn_mib"},
  };
  for (const auto& test : kCases) {
    EXPECT_THAT(ParseCommandLine(test.arguments),
                StatusIs(kWrong, HasSubstr(test.complaint)))
        << ::testing::PrintToString(test.arguments);
  }
  EXPECT_THAT(ParseCommandLine({"--listen-address", "0.0.0.0:1",
                                "--tls-certificate-file", "c", "--tls-key-file",
                                "k", "--token-file", "t"}),
              IsOk());
  EXPECT_THAT(ParseCommandLine({"--storage-free-space-ballast-percent", "8",
                                "--storage-free-space-warn-percent", "8",
                                "--storage-free-space-read-only-mib", "2048"}),
              IsOk());
}

TEST(ConfigTest, LoopbackIsWhatOnlyThisMachineReaches) {
  for (const char* address :
       {"127.0.0.1:1", "127.255.0.9:0", "localhost:50051", "[::1]:50051"}) {
    EXPECT_TRUE(IsLoopback(address)) << address;
  }
  for (const char* address :
       {"0.0.0.0:1", "[::]:1", "10.0.0.1:1", "128.0.0.1:1", "127.1:1",
        "localhost.example:1", "127.0.0.1.example:1", "[::ffff:7f00:1]:1", "",
        "127.0.0.1"}) {
    EXPECT_FALSE(IsLoopback(address)) << address;
  }
}

TEST(ConfigTest, WhatIsPrintedReadsBackTheSame) {
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto command,
      ParseCommandLine({"--print-config", "--data-folder", "a: #'\"b",
                        "--storage-backend=memory"}));
  server::v1::Config config;
  ASSERT_THAT(ReadYaml("printed", command.output, &config), IsOk())
      << command.output;
  EXPECT_EQ(config.SerializeAsString(), [&] {
    auto expected = command.config;
    expected.mutable_tls();
    return expected.SerializeAsString();
  }()) << command.output;
}

TEST(ConfigTest, ASecretIsNotPrinted) {
  google::protobuf::FileDescriptorProto file;
  file.set_name("secret_test.proto");
  auto* type = file.add_message_type();
  type->set_name("Test");
  auto* field = type->add_field();
  field->set_name("password");
  field->set_number(1);
  field->set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
  field->set_type(google::protobuf::FieldDescriptorProto::TYPE_STRING);
  field->mutable_options()
      ->MutableExtension(server::v1::setting)
      ->set_secret(true);
  google::protobuf::DescriptorPool pool(
      google::protobuf::DescriptorPool::generated_pool());
  const auto* built = pool.BuildFile(file);
  ASSERT_NE(built, nullptr);
  google::protobuf::DynamicMessageFactory factory(&pool);
  const std::unique_ptr<google::protobuf::Message> message(
      factory.GetPrototype(built->message_type(0))->New());
  ASSERT_THAT(ReadYaml("c.yaml", "password: hunter2\n", message.get()), IsOk());
  EXPECT_THAT(ToYaml(*message),
              AllOf(HasSubstr("***"), Not(HasSubstr("hunter2"))));
}

TEST(ConfigTest, HelpNamesEverySettingAndItsDefault) {
  TONUS_ASSERT_OK_AND_ASSIGN(const auto command, ParseCommandLine({"--help"}));
  for (const SettingPath& path :
       SettingsOf(*server::v1::Config::descriptor())) {
    EXPECT_THAT(command.output, HasSubstr(path.ToFlag()));
    EXPECT_THAT(command.output, HasSubstr(path.setting().default_value()));
    EXPECT_NE(path.setting().help(), "") << path.ToString();
  }
  for (const char* code : {"64 ", "69 ", "74 ", "75 ", "78 "}) {
    EXPECT_THAT(command.output, HasSubstr(code));
  }
  TONUS_ASSERT_OK_AND_ASSIGN(const auto version,
                             ParseCommandLine({"--version"}));
  EXPECT_THAT(version.output, HasSubstr("tonusd 0."));
}

}  // namespace
}  // namespace tonus
