// SPDX-License-Identifier: Apache-2.0
// RocksdbStorage in a process that is killed while commits are under way.

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "tests/storage/crash_records.h"
#include "tests/storage/temporary_folder.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;
using ::tonus::testing::IsOk;

constexpr absl::Time kNever = absl::InfiniteFuture();
constexpr int kThreads = 4;

// A crash_writer on a folder, and the end of the pipe that it writes to.
class Writer {
 public:
  explicit Writer(const std::string& folder) {
    std::array<int, 2> ends = {};
    EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::string program = TONUS_CRASH_WRITER;
    std::string path = folder;
    std::string threads = absl::StrCat(kThreads);
    std::array<char*, 4> arguments = {program.data(), path.data(),
                                      threads.data(), nullptr};
    EXPECT_EQ(posix_spawn(&process_, program.c_str(), &actions, nullptr,
                          arguments.data(), environ),
              0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    lines_ = fdopen(ends[0], "r");
  }
  ~Writer() {
    Kill();
    fclose(lines_);
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Counts the next acknowledged commit; returns false at the end.
  bool ReadOne(std::vector<int>& acknowledged) {
    int thread = 0;
    int number = 0;
    if (fscanf(lines_, "%d %d\n", &thread, &number) != 2) return false;
    acknowledged.at(thread) = number + 1;
    return true;
  }

  void Kill() {
    if (process_ > 0) {
      kill(process_, SIGKILL);
      ExitCode();
    }
  }

  // Waits for the end; returns -1 if it was killed.
  int ExitCode() {
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t process_ = 0;
  FILE* lines_ = nullptr;
};

// Kills a writer after `commits` acknowledged commits, at whatever point it
// then is; counts those that it acknowledged until the end.
void WriteAndKill(const std::string& folder, int commits,
                  std::vector<int>& acknowledged) {
  Writer writer(folder);
  for (int i = 0; i < commits; ++i) {
    ASSERT_TRUE(writer.ReadOne(acknowledged));
  }
  writer.Kill();
  while (writer.ReadOne(acknowledged)) {
  }
}

TEST(RocksdbCrashTest, NothingAcknowledgedIsLostWhenTheProcessIsKilled) {
  const TemporaryFolder folder;
  std::vector<int> acknowledged(kThreads, 0);
  for (const int commits : {1, 37, 150, 301, 500, 83}) {
    WriteAndKill(folder.path(), commits, acknowledged);
    TONUS_ASSERT_OK_AND_ASSIGN(const auto storage,
                               RocksdbStorage::Open(folder.path()));
    EXPECT_THAT(FindLosses(*storage, acknowledged), IsEmpty());
    // What was not acknowledged may have been written; the next writer goes on
    // from there.
    for (int thread = 0; thread < kThreads; ++thread) {
      acknowledged[thread] = CountRecords(*storage, thread);
    }
  }
}

TEST(RocksdbCrashTest, TheCheckFindsEveryKindOfLoss) {
  const TemporaryFolder folder;
  std::vector<int> acknowledged(kThreads, 0);
  WriteAndKill(folder.path(), 100, acknowledged);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto storage,
                             RocksdbStorage::Open(folder.path()));
  ASSERT_THAT(FindLosses(*storage, acknowledged), IsEmpty());
  const int last = CountRecords(*storage, 0) - 1;
  ASSERT_GE(last, 1);
  acknowledged[0] = last + 1;

  const auto commit = [&storage](const std::vector<Mutation>& mutations) {
    return storage->Commit(mutations, kNever);
  };
  for (const int number : {0, last}) {
    const std::vector<Mutation> written = CrashMutations(0, number);
    const std::string key = written[1].key;
    const std::string value = written[1].value;
    ASSERT_THAT(commit({Mutation::Delete(key)}), IsOk());
    EXPECT_THAT(FindLosses(*storage, acknowledged), Not(IsEmpty())) << key;
    ASSERT_THAT(commit({Mutation::Write(key, value)}), IsOk());
    // It is there again, but not from the commit of its twin.
    EXPECT_THAT(FindLosses(*storage, acknowledged), Not(IsEmpty())) << key;
    ASSERT_THAT(commit({Mutation::Delete(written[0].key),
                        Mutation::Delete(written[1].key)}),
                IsOk());
    EXPECT_THAT(FindLosses(*storage, acknowledged), Not(IsEmpty())) << key;
    ASSERT_THAT(commit(written), IsOk());
  }
  // All is there again, but the numbers of the deletions are missing.
  EXPECT_THAT(FindLosses(*storage, acknowledged),
              ::testing::ElementsAre("the version numbers have a gap"));
}

TEST(RocksdbCrashTest, AFolderThatAnotherProcessHasOpenIsRefused) {
  const TemporaryFolder folder;
  TONUS_ASSERT_OK_AND_ASSIGN(auto storage, RocksdbStorage::Open(folder.path()));
  EXPECT_EQ(Writer(folder.path()).ExitCode(), 2);
  storage.reset();

  std::vector<int> acknowledged(kThreads, 0);
  Writer writer(folder.path());
  ASSERT_TRUE(writer.ReadOne(acknowledged));
  EXPECT_THAT(RocksdbStorage::Open(folder.path()),
              tonus::testing::StatusIs(absl::StatusCode::kAborted,
                                       ::testing::HasSubstr("in use")));
  writer.Kill();
  EXPECT_THAT(RocksdbStorage::Open(folder.path()), IsOk());
}

}  // namespace
}  // namespace tonus::storage
