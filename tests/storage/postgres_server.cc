// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/postgres_server.h"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace tonus::storage {
namespace {

constexpr absl::Duration kStartTime = absl::Seconds(60);
constexpr absl::Duration kPollTime = absl::Milliseconds(5);

// No test runs without a server, and none is skipped.
[[noreturn]] void Give(const std::string& up) {
  std::fprintf(stderr, "PostgreSQL for the tests: %s\n", up.c_str());
  std::fflush(nullptr);
  std::_Exit(1);
}

// The newest that Debian installed, or those of TONUS_POSTGRESQL.
std::string ProgramFolder() {
  const char* elsewhere = std::getenv("TONUS_POSTGRESQL");
  if (elsewhere != nullptr) {
    if (access(absl::StrCat(elsewhere, "/initdb").c_str(), X_OK) == 0) {
      return elsewhere;
    }
    Give(absl::StrCat("none in ", elsewhere, ", which TONUS_POSTGRESQL names"));
  }
  const std::string versions = "/usr/lib/postgresql";
  std::string newest;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator(versions, error)) {
    const std::string folder = entry.path().string() + "/bin";
    if (std::filesystem::exists(folder + "/initdb") && folder > newest) {
      newest = folder;
    }
  }
  if (newest.empty()) {
    Give(absl::StrCat("none in ", versions,
                      "; install the packages of tests/apt-packages.txt"));
  }
  return newest;
}

// The user that the server runs as; nullptr for the current one.
const passwd* ServerUser() {
  if (geteuid() != 0) return nullptr;
  const passwd* user = getpwnam("postgres");
  if (user == nullptr) Give("there is no user postgres to run it as");
  return user;
}

std::vector<pid_t> ChildrenOf(pid_t parent) {
  std::ifstream list(
      absl::StrCat("/proc/", parent, "/task/", parent, "/children"));
  return {std::istream_iterator<pid_t>(list), {}};
}

// What a server that was killed leaves behind: the 7th line of the file holds
// the key and the id of its shared memory.
void RemoveSharedMemory(const std::string& data_folder) {
  std::ifstream file(data_folder + "/postmaster.pid");
  std::string line;
  for (int i = 0; i < 6; ++i) std::getline(file, line);
  int key = 0;
  int id = 0;
  if (file >> key >> id) shmctl(id, IPC_RMID, nullptr);
}

}  // namespace

PostgresServer::PostgresServer(Unstarted) {
  if (const passwd* user = ServerUser(); user != nullptr) {
    if (chown(host().c_str(), user->pw_uid, user->pw_gid) != 0) Give("chown");
  }
  // The socket is for the tests, whoever they run as.
  std::filesystem::permissions(host(), std::filesystem::perms(0755));
}

PostgresServer::PostgresServer(std::vector<std::string> settings)
    : PostgresServer(Unstarted()) {
  settings_ = std::move(settings);
  RunProgram("initdb",
             {"--pgdata", DataFolder(), "--no-sync", "--no-locale",
              "--encoding", "UTF8", "--auth", "trust", "--username", "tonus"});
  const std::string access = DataFolder() + "/pg_hba.conf";
  std::ofstream(access, std::ios::trunc)
      << "local all +" << kPasswordRole << " scram-sha-256\n"
      << "local all all trust\nlocal replication all trust\n"
      // For those that listen on an address.
      << "hostssl all +" << kPasswordRole << " 127.0.0.0/8 scram-sha-256\n";
  Start();
}

std::unique_ptr<PostgresServer> PostgresServer::StandbyOf(
    const PostgresServer& primary, const std::string& name) {
  std::unique_ptr<PostgresServer> standby(new PostgresServer(Unstarted()));
  standby->RunProgram(
      "pg_basebackup",
      {"--pgdata", standby->DataFolder(), "--no-sync", "--checkpoint", "fast",
       "--write-recovery-conf", "--dbname",
       absl::StrCat(primary.Connection("public"), " application_name=", name)});
  standby->settings_ = primary.settings_;
  standby->Start();
  return standby;
}

PostgresServer::~PostgresServer() { Stop(SIGQUIT); }

PostgresServer& PostgresServer::Shared() {
  static PostgresServer& server = []() -> PostgresServer& {
    static PostgresServer made;
    made.Run(absl::StrCat("CREATE ROLE ", kPasswordRole));
    return made;
  }();
  return server;
}

std::string PostgresServer::NewDatabase() {
  const std::string name = absl::StrCat("test", ++databases_);
  Run("CREATE SCHEMA " + name);
  return name;
}

std::string PostgresServer::Connection(const std::string& database) const {
  return absl::StrCat(
      "host=", host(),
      " user=tonus dbname=postgres options=-csearch_path=", database);
}

std::string PostgresServer::Run(const std::string& sql,
                                const std::string& database) const {
  PGconn* connection = PQconnectdb(Connection(database).c_str());
  PGresult* result = PQexec(connection, sql.c_str());
  const ExecStatusType status = PQresultStatus(result);
  EXPECT_TRUE(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
      << sql << ": " << PQerrorMessage(connection);
  const std::string first =
      PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
  PQclear(result);
  PQfinish(connection);
  return first;
}

void PostgresServer::Signal(int signal) const {
  if (process_ == 0) return;
  // The first one makes the others, so it comes first.
  kill(process_, signal == SIGKILL ? SIGSTOP : signal);
  for (const pid_t child : ChildrenOf(process_)) kill(child, signal);
  if (signal == SIGKILL) kill(process_, signal);
}

void PostgresServer::Stop(int signal) {
  if (process_ == 0) return;
  if (signal == SIGKILL) {
    Signal(SIGKILL);
  } else {
    Signal(SIGCONT);
    kill(process_, signal);  // It ends the others.
  }
  waitpid(process_, nullptr, 0);
  process_ = 0;
  if (signal == SIGKILL) RemoveSharedMemory(DataFolder());
}

void PostgresServer::Start() {
  std::vector<std::string> arguments = {"-D", DataFolder(), "-k", host()};
  const auto set = [&arguments](const std::string& setting) {
    arguments.push_back("-c");
    arguments.push_back(setting);
  };
  for (const char* setting :
       {"listen_addresses=", "fsync=off", "full_page_writes=off", "jit=off",
        "max_connections=200", "shared_buffers=32MB", "max_wal_senders=10",
        "wal_level=replica", "dynamic_shared_memory_type=mmap",
        "wal_keep_size=256MB", "wal_retrieve_retry_interval=50ms",
        "autovacuum=off"}) {
    set(setting);
  }
  for (const std::string& setting : settings_) set(setting);
  // What a killed server left would keep a new one from starting, were its
  // number given to another process.
  std::error_code ignored;
  std::filesystem::remove(DataFolder() + "/postmaster.pid", ignored);
  process_ = Spawn("postgres", arguments);
  const absl::Time until = absl::Now() + kStartTime;
  while (!Answers()) {
    int status = 0;
    if (waitpid(process_, &status, WNOHANG) != 0) Give("ended: " + Log());
    if (absl::Now() > until) Give("does not start: " + Log());
    absl::SleepFor(kPollTime);
  }
}

bool PostgresServer::Answers() const {
  return PQping(Connection("public").c_str()) == PQPING_OK;
}

pid_t PostgresServer::Spawn(const std::string& program,
                            const std::vector<std::string>& arguments) const {
  const std::string path = ProgramFolder() + "/" + program;
  std::vector<char*> argv = {const_cast<char*>(path.c_str())};
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);
  const passwd* user = ServerUser();
  const std::string log = host() + "/log";
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child != 0) return child;
  setpgid(0, 0);
  if (user != nullptr &&
      (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 ||
       setuid(user->pw_uid) != 0)) {
    _exit(126);
  }
  // Gone with the test, however that ends.
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  if (getppid() != parent) _exit(126);
  const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const int input = open("/dev/null", O_RDONLY);
  if (output < 0 || input < 0) _exit(126);
  dup2(input, 0);
  dup2(output, 1);
  dup2(output, 2);
  if (chdir(host().c_str()) != 0) _exit(126);
  execv(path.c_str(), argv.data());
  _exit(127);
}

void PostgresServer::RunProgram(
    const std::string& program,
    const std::vector<std::string>& arguments) const {
  int status = 0;
  waitpid(Spawn(program, arguments), &status, 0);
  if (status != 0) Give(program + " failed: " + Log());
}

std::string PostgresServer::Log() const {
  std::ifstream log(host() + "/log");
  return {std::istreambuf_iterator<char>(log), {}};
}

}  // namespace tonus::storage
