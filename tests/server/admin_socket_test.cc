// SPDX-License-Identifier: Apache-2.0
#include "services/server/admin_socket.h"

#include <grp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/matchers.h"

namespace tonus {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::StatusIs;

class AdminSocketTest : public ::testing::Test {
 protected:
  AdminSocketTest() {
    // Longer than an address of a socket may be.
    folder_ = ::testing::TempDir() + "admin-XXXXXX";
    mkdtemp(folder_.data());
    root_ = folder_;
    folder_ += "/" + std::string(150, 'd');
    std::filesystem::create_directory(folder_);
  }
  ~AdminSocketTest() override { std::filesystem::remove_all(root_); }

  std::unique_ptr<AdminSocket> Open() const {
    auto opened = AdminSocket::Open(
        folder_, [](const std::string& request) -> absl::StatusOr<std::string> {
          if (request == "fail") return absl::DataLossError("it\nis damaged");
          return "got " + request;
        });
    EXPECT_THAT(opened, IsOk());
    return *std::move(opened);
  }

  std::string root_;
  std::string folder_;
};

TEST_F(AdminSocketTest, AnswersWithTextOrStatus) {
  const auto socket = Open();
  EXPECT_THAT(AskServer(folder_, "backup 3 /a b"),
              IsOkAndHolds(std::string("got backup 3 /a b")));
  EXPECT_THAT(AskServer(folder_, "fail"),
              StatusIs(absl::StatusCode::kDataLoss, "it is damaged"));
}

TEST_F(AdminSocketTest, IsForItsOwnerAloneAndGoneAfterwards) {
  EXPECT_THAT(AskServer(folder_, "x"), StatusIs(absl::StatusCode::kNotFound));
  {
    const auto socket = Open();
    struct stat found = {};
    ASSERT_EQ(stat((folder_ + "/admin.sock").c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600U);
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/admin.sock"));
  EXPECT_THAT(AskServer(folder_, "x"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(AdminSocketTest, OneLeftByAProgramThatWasKilledIsReplaced) {
  const auto killed = Open();
  const auto next = Open();
  EXPECT_THAT(AskServer(folder_, "x"), IsOk());
}

TEST_F(AdminSocketTest, AnotherUserGetsNoAnswer) {
  if (geteuid() != 0) return;  // Nobody else could be tried.
  const auto socket = Open();
  // Whatever the modes say: who asks is looked at as well.
  std::filesystem::permissions(root_, std::filesystem::perms::all);
  std::filesystem::permissions(folder_, std::filesystem::perms::all);
  std::filesystem::permissions(folder_ + "/admin.sock",
                               std::filesystem::perms::all);
  const pid_t child = fork();
  if (child == 0) {
    constexpr uid_t kNobody = 65534;
    if (setgroups(0, nullptr) != 0 || setuid(kNobody) != 0) _exit(3);
    const auto answer = AskServer(folder_, "x");
    _exit(absl::IsUnavailable(answer.status()) ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_THAT(AskServer(folder_, "x"), IsOk());  // The control.
}

}  // namespace
}  // namespace tonus
