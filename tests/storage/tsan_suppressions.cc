// SPDX-License-Identifier: Apache-2.0
// What the thread sanitizer shall not report.
//
// The packaged librocksdb is not instrumented: the sanitizer sees its plain
// memory accesses through memcpy, memcmp, new and close, but not the atomic
// operations that order them. A report with a RocksDB frame on either side is
// therefore no evidence; one between two places of our own code is, and stays.
// Linked into the tests, so that it holds however they are started.

// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" const char* __tsan_default_suppressions() {
  return "race:librocksdb.so\n"
         "race:^rocksdb::\n";
}
