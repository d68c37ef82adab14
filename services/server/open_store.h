// SPDX-License-Identifier: Apache-2.0
// The store that a configuration names.

#ifndef TONUS_SERVICES_SERVER_OPEN_STORE_H_
#define TONUS_SERVICES_SERVER_OPEN_STORE_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/health.h"
#include "storage/storage.h"
#include "tonus/server/v1/config.pb.h"

namespace tonus {

// Creates the folder, open to its owner alone, unless it is there.
//   FAILED_PRECONDITION  it can not be created, or is no folder.
absl::Status MakeDataFolder(const std::string& path);

// The folder of the rocksdb store.
std::string StoreFolder(const server::v1::Config& config);

// OK unless opening the store would make a new one in place of one that was
// there: a development token lies beside its place.
//   FAILED_PRECONDITION  it would; the message says what to do.
absl::Status CheckNoneGone(const server::v1::Config& config);

// Opens the store of a configuration, whose health the listener hears of.
using StoreOpener =
    std::function<absl::StatusOr<std::unique_ptr<storage::Storage>>(
        const server::v1::Config&, storage::HealthListener)>;

// Opens the store; `listener`, which may be empty, hears of its health.
//   FAILED_PRECONDITION  a file or folder that the configuration names can not
//                        be used.
// Besides, what opening the storage returns.
absl::StatusOr<std::unique_ptr<storage::Storage>> OpenStore(
    const server::v1::Config& config, storage::HealthListener listener);

// As OpenStore, to import records into it.
absl::StatusOr<std::unique_ptr<storage::Storage>> OpenStoreForImport(
    const server::v1::Config& config);

// Whether the store of a folder holds no record: it is new, or as good as that.
absl::StatusOr<bool> IsNew(const server::v1::Config& config,
                           const storage::Storage& storage);

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_OPEN_STORE_H_
