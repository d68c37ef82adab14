// SPDX-License-Identifier: Apache-2.0
#include "services/server/admin_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace tonus {
namespace {

constexpr char kSocketFile[] = "admin.sock";
constexpr size_t kMaxLineBytes = 8192;
constexpr time_t kRequestSeconds = 5;

absl::Status NoSocket(const std::string& path) {
  return absl::FailedPreconditionError(absl::StrCat(
      "admin socket ", path,
      " can not be made: ", std::generic_category().message(errno)));
}

// An address holds about 100 characters; the way through the open folder is
// always short enough.
struct Address {
  explicit Address(const std::string& folder)
      : directory(open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    name.sun_family = AF_UNIX;
    const std::string path =
        absl::StrCat("/proc/self/fd/", directory, "/", kSocketFile);
    path.copy(name.sun_path, sizeof(name.sun_path) - 1);
  }
  ~Address() {
    if (directory >= 0) close(directory);
  }
  Address(const Address&) = delete;
  Address& operator=(const Address&) = delete;

  const sockaddr* get() const {
    return reinterpret_cast<const sockaddr*>(&name);
  }

  int directory;
  sockaddr_un name = {};
};

// Reads up to the end of the line, or of the stream.
std::string ReadLine(int connection) {
  std::string line;
  char byte = 0;
  while (line.size() < kMaxLineBytes && read(connection, &byte, 1) == 1 &&
         byte != '\n') {
    line.push_back(byte);
  }
  return line;
}

void WriteLine(int connection, const std::string& line) {
  const std::string bytes =
      absl::StrCat(absl::StrReplaceAll(line, {{"\n", " "}}), "\n");
  // Whoever no longer listens needs no answer.
  if (send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) return;
}

bool IsSameUser(int connection) {
  ucred peer = {};
  socklen_t size = sizeof(peer);
  return getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
         (peer.uid == geteuid() || peer.uid == 0);
}

}  // namespace

absl::StatusOr<std::unique_ptr<AdminSocket>> AdminSocket::Open(
    const std::string& folder, Handler handler) {
  const std::string path = absl::StrCat(folder, "/", kSocketFile);
  unlink(path.c_str());
  const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0) return NoSocket(path);
  const Address address(folder);
  constexpr int kBacklog = 8;
  if (bind(listener, address.get(), sizeof(address.name)) != 0 ||
      chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0 ||
      listen(listener, kBacklog) != 0) {
    const absl::Status status = NoSocket(path);
    close(listener);
    return status;
  }
  return std::unique_ptr<AdminSocket>(
      new AdminSocket(path, listener, std::move(handler)));
}

AdminSocket::AdminSocket(std::string path, int listener, Handler handler)
    : path_(std::move(path)),
      listener_(listener),
      handler_(std::move(handler)),
      thread_([this] { Run(); }) {}

AdminSocket::~AdminSocket() {
  shutdown(listener_, SHUT_RDWR);  // Ends accept.
  thread_.join();
  close(listener_);
  unlink(path_.c_str());
}

void AdminSocket::Run() const {
  while (true) {
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0 && (errno == EINTR || errno == ECONNABORTED)) continue;
    if (connection < 0) return;
    Serve(connection);
    close(connection);
  }
}

void AdminSocket::Serve(int connection) const {
  if (!IsSameUser(connection)) return;
  // Nobody keeps the others waiting by saying nothing.
  const timeval patience = {kRequestSeconds, 0};
  setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  const auto answer = handler_(ReadLine(connection));
  WriteLine(connection,
            absl::StrCat(static_cast<int>(answer.status().code()), " ",
                         answer.ok() ? *answer
                                     : std::string(answer.status().message())));
}

absl::StatusOr<std::string> AskServer(const std::string& folder,
                                      const std::string& request) {
  const int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connection < 0) return absl::UnavailableError("no socket is left");
  const absl::Cleanup closer = [connection] { close(connection); };
  const Address address(folder);
  if (connect(connection, address.get(), sizeof(address.name)) != 0) {
    return absl::NotFoundError(absl::StrCat("no server answers in ", folder));
  }
  WriteLine(connection, request);
  const std::string answer = ReadLine(connection);
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(answer, absl::MaxSplits(' ', 1));
  int code = 0;
  if (!absl::SimpleAtoi(parts.first, &code)) {
    return absl::UnavailableError("the server broke off");
  }
  if (code == 0) return parts.second;
  return absl::Status(static_cast<absl::StatusCode>(code), parts.second);
}

}  // namespace tonus
