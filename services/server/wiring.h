// SPDX-License-Identifier: Apache-2.0
// Puts the server together: storage, knowledge, services, table, edge.

#ifndef TONUS_SERVICES_SERVER_WIRING_H_
#define TONUS_SERVICES_SERVER_WIRING_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/server/open_store.h"
#include "tonus/server/v1/config.pb.h"

namespace tonus {

// A server that serves, from Start until it is destroyed.
class Daemon {
 public:
  // Takes a configuration that CheckConfig accepted. `on_store_stop` is called,
  // by any thread, when the store has stopped and only a restart helps. `open`
  // opens it.
  //   FAILED_PRECONDITION  a file or folder that it names can not be used.
  //   UNAVAILABLE          the address is in use, or the disk fails.
  //   ABORTED              another program uses the store.
  //   DATA_LOSS            the store is damaged.
  // Besides, what opening the storage returns.
  static absl::StatusOr<std::unique_ptr<Daemon>> Start(
      const server::v1::Config& config,
      std::function<void()> on_store_stop = {},
      const StoreOpener& open = OpenStore);

  // Stops serving, closes the store.
  ~Daemon();

  // Tells health, and serves on until no call has come for half a second, at
  // most 5 s: clients that look at health have gone elsewhere then.
  void LetClientsLeave();

  // Tells health, takes no more calls and waits up to 25 s for those under way.
  void StopServing();

  int port() const;

  // Whether the store has stopped. RocksDB must not be closed then, only left:
  // where a log could not be written, it aborts while it closes.
  bool store_stopped() const;

  // One line: the address, the pack, the data and how to call.
  std::string Greeting() const;

 private:
  struct Parts;
  explicit Daemon(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_WIRING_H_
