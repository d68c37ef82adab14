// SPDX-License-Identifier: Apache-2.0
// Serving from the start to the signal that ends it, and that end.

#ifndef TONUS_SERVICES_SERVER_SERVE_H_
#define TONUS_SERVICES_SERVER_SERVE_H_

#include "services/server/open_store.h"
#include "tonus/server/v1/config.pb.h"

namespace tonus {

struct ServeOptions {
  // What opens the store.
  StoreOpener open_store = OpenStore;

  // A stop that takes longer than this ends the process: it may crash at any
  // moment without losing what it acknowledged, but must not hang.
  unsigned stop_seconds = 40;
};

// Serves until SIGTERM, SIGINT or a store that has stopped, then stops in
// order: health tells NOT_SERVING; calls are served on until none has come for
// half a second, 5 s at most; those under way get 25 s; the store is closed. A
// second signal ends the process at once. Returns the exit code. For the main
// thread, before there are others.
int Serve(const server::v1::Config& config, const ServeOptions& options = {});

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_SERVE_H_
