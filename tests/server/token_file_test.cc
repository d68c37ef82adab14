// SPDX-License-Identifier: Apache-2.0
#include "services/server/token_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "services/server/authentication.h"
#include "services/server/secret_file.h"
#include "tests/testing/matchers.h"

namespace tonus {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using testing::ParseText;
using testing::StatusIs;

constexpr char kDigest[] =
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

class TokenFileTest : public ::testing::Test {
 protected:
  TokenFileTest() {
    std::string name = ::testing::TempDir() + "tonus-token-XXXXXX";
    folder_ = mkdtemp(name.data());
  }
  ~TokenFileTest() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& text, mode_t mode = 0600) const {
    std::string path = folder_ + "/tokens";
    std::ofstream(path) << text;
    EXPECT_EQ(chmod(path.c_str(), mode), 0);
    return path;
  }

  std::string folder_;
};

TEST_F(TokenFileTest, AFileThatOthersMayOpenIsRefusedWithTheRemedy) {
  for (const mode_t mode : {0640, 0604, 0660, 0644, 0620, 0601, 0610, 0777}) {
    const std::string path = Write("", mode);
    EXPECT_THAT(ReadTokenFile(path),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr(absl::StrCat("chmod 600 ", path))))
        << std::oct << mode;
  }
  for (const mode_t mode : {0600, 0400, 0700}) {
    EXPECT_THAT(ReadTokenFile(Write("tokens {}", mode)), IsOk())
        << std::oct << mode;
  }
}

TEST_F(TokenFileTest, AFileOfAnotherUserIsRefused) {
  if (geteuid() == 0) {
    const std::string path = Write("");
    ASSERT_EQ(chown(path.c_str(), 1, 1), 0);
    EXPECT_THAT(ReadTokenFile(path),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr("belongs to another user")));
  } else {
    // Any file of root does; this one is everywhere and readable.
    EXPECT_THAT(ReadTokenFile("/etc/passwd"),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr("belongs to another user")));
  }
}

TEST_F(TokenFileTest, WhatIsNoFileIsRefused) {
  EXPECT_THAT(ReadTokenFile(folder_ + "/missing"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(ReadTokenFile(folder_),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  const std::string fifo = folder_ + "/fifo";
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_THAT(ReadTokenFile(fifo),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("not a regular file")));
}

TEST_F(TokenFileTest, AnErrorTellsTheLineAndNotTheText) {
  const std::string path = Write("tokens {\n  tenant: \"a\"\n  secre7: 1\n}\n");
  EXPECT_THAT(
      ReadTokenFile(path),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               AllOf(HasSubstr(path + ":3"), Not(HasSubstr("secre7")))));
}

TEST_F(TokenFileTest, AFileOfNobodyIsRefused) {
  for (const char* text : {"", "\n", "# tokens {}\n"}) {
    EXPECT_THAT(ReadTokenFile(Write(text)),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr("holds no credential")))
        << text;
  }
}

TEST_F(TokenFileTest, CredentialsAreReadAndKnown) {
  // SHA-256 of "abc".
  TONUS_ASSERT_OK_AND_ASSIGN(const auto tokens, ReadTokenFile(Write(R"(
        tokens {
          sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
          tenant: "clinic-north"
          subject: "dr-lind"
          role: ROLE_CLINICIAN
        })")));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto authenticator,
                             Authenticator::Create(tokens));
  TONUS_ASSERT_OK_AND_ASSIGN(
      const Principal principal,
      authenticator.Authenticate("Bearer abc", absl::UnixEpoch()));
  EXPECT_EQ(principal.tenant, "clinic-north");
  EXPECT_EQ(principal.subject, "dr-lind");
  EXPECT_EQ(principal.role, v1::ROLE_CLINICIAN);
  EXPECT_THAT(authenticator.Authenticate("Bearer abd", absl::UnixEpoch()),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_F(TokenFileTest, ACredentialEndsWhenItExpires) {
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto authenticator,
      Authenticator::Create(ParseText<server::v1::TokenFile>(R"pb(
        tokens {
          sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
          tenant: "t"
          subject: "s"
          role: ROLE_SERVICE
          expire_time { seconds: 100 }
        })pb")));
  EXPECT_THAT(authenticator.Authenticate("Bearer abc",
                                         absl::FromUnixNanos(99999999999)),
              IsOk());
  EXPECT_THAT(
      authenticator.Authenticate("Bearer abc", absl::FromUnixSeconds(100)),
      StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_F(TokenFileTest, WrongCredentialsAreAllTold) {
  const struct {
    const char* token;
    const char* complaint;
  } kCases[] = {
      {R"(tenant: "t" subject: "s" role: ROLE_ADMIN)", "sha256"},
      {R"(sha256: "BA" tenant: "t" subject: "s" role: ROLE_ADMIN)", "sha256"},
      {R"(sha256: "$D" subject: "s" role: ROLE_ADMIN)", "tenant"},
      {R"(sha256: "$D" tenant: "a/b" subject: "s" role: ROLE_ADMIN)", "tenant"},
      {R"(sha256: "$D" tenant: "North" subject: "s" role: ROLE_ADMIN)",
       "tenant"},
      {R"(sha256: "$D" tenant: "t" role: ROLE_ADMIN)", "subject"},
      {R"(sha256: "$D" tenant: "t" subject: "a b" role: ROLE_ADMIN)",
       "subject"},
      {R"(sha256: "$D" tenant: "t" subject: "s")", "role"},
      {R"(sha256: "$D" tenant: "t" subject: "s" role: ROLE_PATIENT)",
       "patient"},
      {R"(sha256: "$D" tenant: "t" subject: "s" role: ROLE_PATIENT
          patient: "patients/abcdefghijklmnopqrstuvwxyz")",
       "patient"},
      {R"(sha256: "$D" tenant: "t" subject: "s" role: ROLE_CLINICIAN
          patient: "abcdefghijklmnopqrstuvwxyz")",
       "patient"},
  };
  for (const auto& test : kCases) {
    std::string token = test.token;
    if (const size_t place = token.find("$D"); place != std::string::npos) {
      token.replace(place, 2, kDigest);
    }
    server::v1::TokenFile tokens;
    tokens.add_tokens();
    *tokens.mutable_tokens(0) = ParseText<server::v1::Token>(token);
    EXPECT_THAT(
        Authenticator::Create(tokens).status(),
        StatusIs(absl::StatusCode::kFailedPrecondition,
                 HasSubstr(absl::StrCat("tokens[0]: ", test.complaint))))
        << token;
  }
}

TEST_F(TokenFileTest, TheSameTokenTwiceIsRefused) {
  server::v1::TokenFile tokens;
  for (int i = 0; i < 2; ++i) {
    auto* token = tokens.add_tokens();
    token->set_sha256(kDigest);
    token->set_tenant("t");
    token->set_subject("s");
    token->set_role(v1::ROLE_ADMIN);
  }
  EXPECT_THAT(
      Authenticator::Create(tokens).status(),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("tokens[1]")));
}

TEST_F(TokenFileTest, TheDevelopmentTokenIsMadeOnceAndOpensTheTenantDev) {
  TONUS_ASSERT_OK_AND_ASSIGN(const auto first,
                             ReadOrCreateDevelopmentToken(folder_));
  const std::string path = DevelopmentTokenPath(folder_);
  struct stat status {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600);
  std::string token;
  std::ifstream(path) >> token;
  EXPECT_EQ(token.size(), 64);

  TONUS_ASSERT_OK_AND_ASSIGN(const auto second,
                             ReadOrCreateDevelopmentToken(folder_));
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);

  TONUS_ASSERT_OK_AND_ASSIGN(const auto authenticator,
                             Authenticator::Create(second));
  TONUS_ASSERT_OK_AND_ASSIGN(
      const Principal principal,
      authenticator.Authenticate("Bearer " + token, absl::Now()));
  EXPECT_EQ(principal.tenant, "dev");
  EXPECT_EQ(principal.role, v1::ROLE_CLINICIAN);
}

TEST_F(TokenFileTest, ADamagedDevelopmentTokenIsNotUsed) {
  for (const char* content : {"", "short", "\n"}) {
    const std::string path = DevelopmentTokenPath(folder_);
    std::filesystem::remove(path);
    ASSERT_THAT(CreateSecretFile(path, content), IsOk());
    EXPECT_THAT(ReadOrCreateDevelopmentToken(folder_),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr("delete it")));
  }
}

TEST_F(TokenFileTest, ASecretIsNeverOverwritten) {
  const std::string path = folder_ + "/secret";
  ASSERT_THAT(CreateSecretFile(path, "first"), IsOk());
  EXPECT_THAT(CreateSecretFile(path, "second"),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(ReadSecretFile(path),
              testing::IsOkAndHolds(std::string("first")));
}

}  // namespace
}  // namespace tonus
