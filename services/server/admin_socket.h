// SPDX-License-Identifier: Apache-2.0
// How other programs of the same user reach a running server: a socket in the
// data folder, mode 0600, that no network reaches and nobody else may open.
//
// A request is one line, the answer one line too: the number of a status code
// (0 is OK), a space, a text. Then the connection ends.

#ifndef TONUS_SERVICES_SERVER_ADMIN_SOCKET_H_
#define TONUS_SERVICES_SERVER_ADMIN_SOCKET_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tonus {

// Serves from Open until it is destroyed, one request after the other.
class AdminSocket {
 public:
  using Handler =
      std::function<absl::StatusOr<std::string>(const std::string& request)>;

  // Makes the socket in the folder; one that is left from before goes.
  //   FAILED_PRECONDITION  it can not be made.
  static absl::StatusOr<std::unique_ptr<AdminSocket>> Open(
      const std::string& folder, Handler handler);

  // Waits for a request under way, and removes the socket.
  ~AdminSocket();

 private:
  AdminSocket(std::string path, int listener, Handler handler);
  void Serve(int connection) const;
  void Run() const;

  const std::string path_;
  const int listener_;
  const Handler handler_;
  std::thread thread_;
};

// Sends a request to the server that serves the folder and returns its answer.
//   NOT_FOUND  no server has its socket in the folder.
// Besides, what the server answers.
absl::StatusOr<std::string> AskServer(const std::string& folder,
                                      const std::string& request);

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_ADMIN_SOCKET_H_
