// SPDX-License-Identifier: Apache-2.0
// The rows of the conformance suite that need a PostgreSQL: a program of their
// own, so that all tests share one server.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "storage/postgres/postgres_storage.h"
#include "tests/storage/alternating_storage.h"
#include "tests/storage/backends.h"
#include "tests/storage/postgres_server.h"
#include "tests/storage/reopening_storage.h"

namespace tonus::storage {
namespace {

constexpr int kReplicas = 3;

std::unique_ptr<Storage> OpenPostgres(const std::string& database) {
  PostgresOptions options;
  options.connection = PostgresServer::Shared().Connection(database);
  absl::StatusOr<std::unique_ptr<Storage>> storage =
      PostgresStorage::Open(options);
  EXPECT_TRUE(storage.ok()) << storage.status();
  return storage.ok() ? *std::move(storage) : nullptr;
}

}  // namespace

std::vector<Backend> AllBackends() {
  return {
      {"Postgres",
       [](const std::string&) {
         return OpenPostgres(PostgresServer::Shared().NewDatabase());
       }},
      {"PostgresReopened",
       [](const std::string&) {
         return std::make_unique<ReopeningStorage>(
             [database = PostgresServer::Shared().NewDatabase()] {
               return OpenPostgres(database);
             });
       }},
      {"PostgresReplicas",
       [](const std::string&) {
         const std::string database = PostgresServer::Shared().NewDatabase();
         std::vector<std::unique_ptr<Storage>> stores;
         for (int i = 0; i < kReplicas; ++i) {
           stores.push_back(OpenPostgres(database));
         }
         return std::make_unique<AlternatingStorage>(std::move(stores));
       }},
  };
}

}  // namespace tonus::storage
