// SPDX-License-Identifier: Apache-2.0
#include "services/server/open_store.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/server/secret_file.h"
#include "services/server/token_file.h"
#include "storage/key_range.h"
#include "storage/open.h"

namespace tonus {
namespace {

// What the operator named is no use, whatever the code says.
absl::Status AsConfiguration(const absl::Status& status) {
  return status.ok() ? status : absl::FailedPreconditionError(status.message());
}

absl::StatusOr<std::string> ReadPassword(const std::string& path) {
  if (path.empty()) return "";
  const auto content = ReadSecretFile(path);
  if (!content.ok()) return AsConfiguration(content.status());
  const absl::string_view password =
      absl::StripTrailingAsciiWhitespace(*content);
  if (password.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("password file ", path, " is empty"));
  }
  return std::string(password);
}

storage::FreeSpaceLimits LimitsOf(const server::v1::FreeSpace& setting) {
  constexpr int64_t kMiB = 1 << 20;
  return {.warn_percent = setting.warn_percent(),
          .warn_bytes = setting.warn_mib() * kMiB,
          .read_only_percent = setting.read_only_percent(),
          .read_only_bytes = setting.read_only_mib() * kMiB,
          .ballast_percent = setting.ballast_percent(),
          .ballast_bytes = setting.ballast_mib() * kMiB};
}

}  // namespace

absl::Status MakeDataFolder(const std::string& path) {
  std::error_code error;
  const auto parent = std::filesystem::path(path).parent_path();
  if (!parent.empty()) std::filesystem::create_directories(parent, error);
  if (mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return absl::FailedPreconditionError(absl::StrCat(
        "data folder ", path, " can not be created: ", std::strerror(errno)));
  }
  if (!std::filesystem::is_directory(path, error)) {
    return absl::FailedPreconditionError(
        absl::StrCat("data folder ", path, " is not a folder"));
  }
  return absl::OkStatus();
}

std::string StoreFolder(const server::v1::Config& config) {
  return absl::StrCat(config.data_folder(), "/store");
}

absl::Status CheckNoneGone(const server::v1::Config& config) {
  const std::string folder = StoreFolder(config);
  const std::string token = DevelopmentTokenPath(config.data_folder());
  std::error_code error;
  if (config.storage().backend() != server::v1::STORAGE_BACKEND_ROCKSDB ||
      std::filesystem::exists(folder, error) || error ||
      !std::filesystem::exists(token, error)) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "data folder ", config.data_folder(),
      " was used before, and its store is gone: restore a backup, or make an "
      "empty folder ",
      folder, " to begin with a new, empty store"));
}

absl::StatusOr<bool> IsNew(const server::v1::Config& config,
                           const storage::Storage& storage) {
  if (config.storage().backend() != server::v1::STORAGE_BACKEND_ROCKSDB) {
    return false;
  }
  storage::ScanRequest first = storage::ScanPrefix("");
  first.limit = 1;
  const auto page = storage.Scan(first, absl::InfiniteFuture());
  if (!page.ok()) return page.status();
  return page->records.empty();
}

namespace {

absl::StatusOr<std::unique_ptr<storage::Storage>> Open(
    const server::v1::Config& config, storage::StorageSetting setting) {
  absl::StatusOr<std::string> password;
  switch (config.storage().backend()) {
    case server::v1::STORAGE_BACKEND_MEMORY:
      setting.backend = "memory";
      break;
    case server::v1::STORAGE_BACKEND_POSTGRES:
      setting.backend = "postgres";
      setting.connection = config.storage().postgres().connection();
      setting.connections = config.storage().postgres().connections();
      password = ReadPassword(config.storage().postgres().password_file());
      if (!password.ok()) return password.status();
      setting.password = *password;
      break;
    default:
      setting.backend = "rocksdb";
      setting.path = StoreFolder(config);
      setting.free_space = LimitsOf(config.storage().free_space());
  }
  auto storage = storage::OpenStorage(setting);
  return absl::IsInvalidArgument(storage.status())
             ? AsConfiguration(storage.status())
             : std::move(storage);
}

}  // namespace

absl::StatusOr<std::unique_ptr<storage::Storage>> OpenStore(
    const server::v1::Config& config, storage::HealthListener listener) {
  storage::StorageSetting setting;
  setting.on_health = std::move(listener);
  return Open(config, std::move(setting));
}

absl::StatusOr<std::unique_ptr<storage::Storage>> OpenStoreForImport(
    const server::v1::Config& config) {
  storage::StorageSetting setting;
  setting.for_import = true;
  return Open(config, std::move(setting));
}

}  // namespace tonus
