// SPDX-License-Identifier: Apache-2.0
// A real PostgreSQL for tests, started by them and gone with them.

#ifndef TONUS_TESTS_STORAGE_POSTGRES_SERVER_H_
#define TONUS_TESTS_STORAGE_POSTGRES_SERVER_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/storage/temporary_folder.h"

namespace tonus::storage {

// Members of this role need their password; nobody else needs one.
inline constexpr char kPasswordRole[] = "with_password";

// Listens on a socket in its own temporary folder, on no port. PostgreSQL
// refuses to run as root, so then it runs as the user `postgres`. A PostgreSQL
// that is not installed or does not start ends the test program: no test that
// needs one is ever skipped. Nothing is synced to the disk: it is thrown away.
class PostgresServer {
 public:
  // A new server that runs. `settings` are lines of `postgresql.conf`.
  explicit PostgresServer(std::vector<std::string> settings = {});

  // A copy of `primary` that runs and follows it as standby `name`.
  static std::unique_ptr<PostgresServer> StandbyOf(
      const PostgresServer& primary, const std::string& name);

  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // The one that all tests of a program share.
  static PostgresServer& Shared();

  // Returns the name of a new, empty database; in truth a schema, which takes a
  // tenth of the time.
  std::string NewDatabase();

  // Returns the connection string of a database.
  std::string Connection(const std::string& database) const;

  // The folder of the socket: what `host=` names.
  const std::string& host() const { return folder_.path(); }

  // Runs SQL and returns the first field of the result, if there is one. An
  // error fails the test.
  std::string Run(const std::string& sql,
                  const std::string& database = "public") const;

  // Sends a signal to the server and all its processes.
  void Signal(int signal) const;

  // Ends all of its processes by the signal and waits for the end; nothing if
  // it has ended.
  void Stop(int signal);

  // Starts it and returns when it takes connections.
  void Start();

  // Returns whether it takes connections now.
  bool Answers() const;

 private:
  struct Unstarted {};
  explicit PostgresServer(Unstarted unstarted);

  std::string DataFolder() const { return folder_.path() + "/data"; }
  // Runs a program of PostgreSQL; returns its process.
  pid_t Spawn(const std::string& program,
              const std::vector<std::string>& arguments) const;
  void RunProgram(const std::string& program,
                  const std::vector<std::string>& arguments) const;
  std::string Log() const;

  const TemporaryFolder folder_;
  std::vector<std::string> settings_;
  pid_t process_ = 0;
  int databases_ = 0;
};

}  // namespace tonus::storage

#endif  // TONUS_TESTS_STORAGE_POSTGRES_SERVER_H_
