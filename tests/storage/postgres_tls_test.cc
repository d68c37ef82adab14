// SPDX-License-Identifier: Apache-2.0
// Records go to a database on another machine encrypted, and only to the one
// that its authority vouches for.

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/postgres/postgres_storage.h"
#include "tests/storage/postgres_server.h"
#include "tests/storage/temporary_folder.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::tonus::testing::IsOk;
using ::tonus::testing::StatusIs;
using Code = absl::StatusCode;

constexpr absl::Time kNever = absl::InfiniteFuture();
constexpr char kSecret[] = "hunter2";

// An authority, and a key and a certificate of it for a server.
class Authority {
 public:
  explicit Authority(const std::string& host) {
    Make("ca", "/CN=authority", "");
    Make("server", "/CN=" + host,
         absl::StrCat("-CA ", file("ca.pem"), " -CAkey ", file("ca.key"),
                      " -addext basicConstraints=critical,CA:FALSE"
                      " -addext subjectAltName=DNS:",
                      host));
    // The database runs as another user when the tests run as root.
    fs::permissions(folder_.path(), fs::perms(0755));
    if (geteuid() != 0) return;
    const passwd* user = getpwnam("postgres");
    EXPECT_NE(user, nullptr);
    EXPECT_EQ(chown(file("server.key").c_str(), user->pw_uid, user->pw_gid), 0);
  }

  std::string file(const std::string& name) const {
    return absl::StrCat(folder_.path(), "/", name);
  }

 private:
  void Make(const std::string& name, const std::string& subject,
            const std::string& more) const {
    const std::string command = absl::StrCat(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
        " -days 2 -keyout ",
        file(name + ".key"), " -out ", file(name + ".pem"), " -subj ", subject,
        " ", more, " 2> ", file("log"));
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }

  const TemporaryFolder folder_;
};

// One of this machine that no other program has, so that no port is chosen.
std::string OwnAddress() {
  const int process = getpid();
  return absl::StrCat("127.", 1 + (process >> 16) % 254, ".",
                      (process >> 8) % 256, ".", process % 256);
}

class PostgresTlsTest : public ::testing::Test {
 protected:
  // Where the database is, under the name that a client knows it by.
  std::string At(const std::string& host, const std::string& more) const {
    return absl::StrCat("host=", host, " hostaddr=", address_,
                        " user=clerk dbname=postgres options=-csearch_path=",
                        database_, " ", more);
  }

  std::string Trusting(const Authority& authority) const {
    return absl::StrCat(" sslrootcert=", authority.file("ca.pem"));
  }

  absl::StatusOr<std::unique_ptr<PostgresStorage>> Open(
      const std::string& connection) const {
    PostgresOptions options;
    options.connection = connection;
    options.password = kSecret;
    options.patience = absl::Seconds(2);
    return PostgresStorage::Open(options);
  }

  // A server with the user `clerk`, who needs a password and TLS.
  void Start(bool with_tls) {
    server_ = std::make_unique<PostgresServer>(std::vector<std::string>{
        "listen_addresses=" + address_,
        absl::StrCat("ssl=", with_tls ? "on" : "off"),
        "ssl_cert_file=" + authority_.file("server.pem"),
        "ssl_key_file=" + authority_.file("server.key")});
    database_ = server_->NewDatabase();
    server_->Run(absl::StrCat(
        "CREATE ROLE ", kPasswordRole, "; CREATE ROLE clerk LOGIN PASSWORD '",
        kSecret, "' IN ROLE ", kPasswordRole, "; GRANT ALL ON SCHEMA ",
        database_, " TO clerk"));
  }

  const std::string address_ = OwnAddress();
  const Authority authority_{"db.example"};
  const Authority another_{"db.example"};
  std::unique_ptr<PostgresServer> server_;
  std::string database_;
};

TEST_F(PostgresTlsTest, TheServerThatItsAuthorityVouchesForIsUsedEncrypted) {
  Start(/*with_tls=*/true);
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto storage,
      Open(At("db.example", "sslmode=verify-full" + Trusting(authority_))));
  const Mutation write[] = {Mutation::Write("a", "1")};
  EXPECT_THAT(storage->Commit(write, kNever), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const Record record, storage->Read("a", kNever));
  EXPECT_EQ(record.value, "1");
  const std::string of_clerk =
      "FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) "
      "WHERE usename = 'clerk'";
  EXPECT_EQ(server_->Run("SELECT count(*) > 0 " + of_clerk), "t");
  EXPECT_EQ(server_->Run("SELECT bool_and(ssl) " + of_clerk), "t");
}

TEST_F(PostgresTlsTest, AnotherIsRefusedWithTheReasonAndNoSecret) {
  Start(/*with_tls=*/true);
  const struct {
    std::string connection;
    const char* reason;
  } kCases[] = {
      {At("db.example", "sslmode=verify-full" + Trusting(another_)),
       "certificate verify failed"},
      {At("db.example", "sslmode=verify-ca" + Trusting(another_)),
       "certificate verify failed"},
      {At("other.example", "sslmode=verify-full" + Trusting(authority_)),
       "does not match host name"},
      {At("db.example", "sslmode=verify-full sslrootcert=/nonexistent"),
       "root certificate file"},
      // The server takes nobody in plaintext, whatever a client wants.
      {At("db.example", "sslmode=disable"), "28000"},
  };
  for (const auto& test : kCases) {
    EXPECT_THAT(Open(test.connection).status().message(),
                AllOf(HasSubstr(test.reason), Not(HasSubstr(kSecret))))
        << test.connection;
  }
}

TEST_F(PostgresTlsTest, AServerWithoutTlsIsRefused) {
  Start(/*with_tls=*/false);
  for (const char* mode : {"verify-full", "verify-ca", "require"}) {
    EXPECT_THAT(
        Open(At("db.example",
                absl::StrCat("sslmode=", mode, Trusting(authority_)))),
        StatusIs(Code::kUnavailable, AllOf(HasSubstr("does not support SSL"),
                                           Not(HasSubstr(kSecret)))));
  }
}

}  // namespace
}  // namespace tonus::storage
