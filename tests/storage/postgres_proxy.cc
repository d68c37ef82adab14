// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/postgres_proxy.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "gtest/gtest.h"

namespace tonus::storage {
namespace {

constexpr char kSocketName[] = "/.s.PGSQL.5432";
constexpr size_t kLengthBytes = 4;

sockaddr_un AddressIn(const std::string& folder) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  const std::string path = folder + kSocketName;
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  return address;
}

uint32_t LengthAt(const std::string& bytes, size_t at) {
  uint32_t length = 0;
  for (size_t i = 0; i < kLengthBytes; ++i) {
    length = length << 8 | static_cast<unsigned char>(bytes[at + i]);
  }
  return length;
}

// Returns where the message at `at` ends; 0 if it has not arrived whole. The
// first message of a client has no type.
size_t EndOfMessage(const std::string& bytes, size_t at, bool has_type) {
  const size_t head = (has_type ? 1 : 0) + kLengthBytes;
  if (bytes.size() < at + head) return 0;
  const size_t end =
      at + (has_type ? 1 : 0) + LengthAt(bytes, at + (has_type ? 1 : 0));
  return end <= bytes.size() ? end : 0;
}

std::string Message(char type, const std::string& body) {
  const auto length = static_cast<uint32_t>(body.size() + kLengthBytes);
  std::string message(1, type);
  for (int shift = 24; shift >= 0; shift -= 8) {
    message.push_back(static_cast<char>(length >> shift));
  }
  return message + body;
}

// What a server sends: results of the first statements, an error, ready.
std::string ErrorAnswer(const std::string& request, int after,
                        const std::string& sql_state) {
  int executions = 0;
  std::string answer;
  std::vector<std::string> parts;
  for (size_t at = 0; at < request.size();) {
    const size_t end = EndOfMessage(request, at, true);
    const char type = request[at];
    if (type == 'P') parts.push_back(Message('1', ""));
    if (type == 'B') parts.push_back(Message('2', ""));
    if (type == 'D') parts.push_back(Message('n', ""));
    if (type == 'E') {
      parts.push_back(Message('C', std::string("OK\0", 3)));
      ++executions;
    }
    at = end;
  }
  const int wanted = after < 0 ? executions - 1 : after;
  int done = 0;
  for (const std::string& part : parts) {
    if (done == wanted) break;
    answer += part;
    if (part[0] == 'C') ++done;
  }
  std::string fields;
  for (const std::string& field :
       {std::string("SERROR"), std::string("VERROR"), "C" + sql_state,
        std::string("Mas the test wants it, with a secret")}) {
    fields += field;
    fields.push_back('\0');
  }
  fields.push_back('\0');
  return answer + Message('E', fields) + Message('Z', "E");
}

bool SendAll(int socket, const std::string& bytes) {
  for (size_t sent = 0; sent < bytes.size();) {
    const ssize_t part =
        send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (part <= 0) return false;
    sent += static_cast<size_t>(part);
  }
  return true;
}

// Appends what can be read; returns false at the end of the connection.
bool ReadSome(int socket, std::string* bytes) {
  char buffer[1 << 16];
  const ssize_t part = recv(socket, buffer, sizeof(buffer), 0);
  if (part <= 0) return false;
  bytes->append(buffer, static_cast<size_t>(part));
  return true;
}

// Takes the messages up to a Sync from `bytes`, or all that is whole before the
// first request. Empty if the request has not arrived whole.
std::string TakeRequest(std::string* bytes, bool* started) {
  if (!*started) {
    const size_t end = EndOfMessage(*bytes, 0, false);
    if (end == 0) return "";
    *started = true;
    std::string startup = bytes->substr(0, end);
    bytes->erase(0, end);
    return startup;
  }
  for (size_t at = 0; true;) {
    const size_t end = EndOfMessage(*bytes, at, true);
    if (end == 0) return "";
    const char type = (*bytes)[at];
    if (type == 'S' || type == 'X' || type == 'p') {
      std::string request = bytes->substr(0, end);
      bytes->erase(0, end);
      return request;
    }
    at = end;
  }
}

// Reads the answer of the server up to ReadyForQuery.
void AwaitAnswer(int server) {
  std::string answer;
  while (ReadSome(server, &answer)) {
    size_t at = 0;
    while (const size_t end = EndOfMessage(answer, at, true)) {
      if (answer[at] == 'Z') return;
      at = end;
    }
  }
}

}  // namespace

PostgresProxy::PostgresProxy(std::string host) : upstream_(std::move(host)) {
  listener_ = socket(AF_UNIX, SOCK_STREAM, 0);
  const sockaddr_un address = AddressIn(folder_.path());
  EXPECT_EQ(bind(listener_, reinterpret_cast<const sockaddr*>(&address),
                 sizeof(address)),
            0);
  EXPECT_EQ(listen(listener_, SOMAXCONN), 0);
  EXPECT_EQ(pipe(stop_), 0);
  acceptor_ = std::thread([this] { Accept(); });
}

PostgresProxy::~PostgresProxy() {
  close(stop_[1]);
  acceptor_.join();
  for (std::thread& server : servers_) server.join();
  close(listener_);
  close(stop_[0]);
}

void PostgresProxy::Do(Mischief mischief) {
  const std::lock_guard<std::mutex> lock(mutex_);
  due_.push_back(std::move(mischief));
}

bool PostgresProxy::Done() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return due_.empty();
}

bool PostgresProxy::Take(const std::string& request, Mischief* mischief) {
  const std::lock_guard<std::mutex> lock(mutex_);
  // A statement that is prepared comes with its text, and is not run.
  if (due_.empty() || request.find(due_.front().when) == std::string::npos ||
      request.find("tonus_record") != std::string::npos) {
    return false;
  }
  *mischief = std::move(due_.front());
  due_.pop_front();
  return true;
}

void PostgresProxy::Accept() {
  while (true) {
    pollfd events[] = {{listener_, POLLIN, 0}, {stop_[0], POLLIN, 0}};
    poll(events, 2, -1);
    if (events[1].revents != 0) return;
    const int client = accept(listener_, nullptr, nullptr);
    if (client < 0) continue;
    ++connections_;
    most_connections_ = std::max(most_connections_.load(), ++open_);
    const std::lock_guard<std::mutex> lock(mutex_);
    servers_.emplace_back([this, client] {
      Serve(client);
      --open_;
      close(client);
    });
  }
}

void PostgresProxy::Serve(int client) {
  const int server = socket(AF_UNIX, SOCK_STREAM, 0);
  const sockaddr_un address = AddressIn(upstream_);
  bool open = connect(server, reinterpret_cast<const sockaddr*>(&address),
                      sizeof(address)) == 0;
  std::string from_client;
  bool started = false;
  bool silent = false;
  while (open) {
    pollfd events[] = {{client, POLLIN, 0},
                       {silent ? -1 : server, POLLIN, 0},
                       {stop_[0], POLLIN, 0}};
    poll(events, 3, -1);
    if (events[2].revents != 0) break;
    if (events[1].revents != 0) {
      std::string answer;
      if (!ReadSome(server, &answer) || !SendAll(client, answer)) break;
    }
    if (events[0].revents == 0) continue;
    if (!ReadSome(client, &from_client)) break;
    while (open && !silent) {
      const std::string request = TakeRequest(&from_client, &started);
      if (request.empty()) break;
      Mischief mischief;
      if (!Take(request, &mischief)) {
        open = SendAll(server, request);
        continue;
      }
      switch (mischief.kind) {
        case Mischief::Kind::kCutBefore:
          open = false;
          break;
        case Mischief::Kind::kCutAfter:
          SendAll(server, request);
          AwaitAnswer(server);
          open = false;
          break;
        case Mischief::Kind::kAnswer:
          open = SendAll(
              client, ErrorAnswer(request, mischief.after, mischief.sql_state));
          break;
        case Mischief::Kind::kHang:
          silent = true;
          break;
      }
    }
  }
  close(server);
}

}  // namespace tonus::storage
