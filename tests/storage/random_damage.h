// SPDX-License-Identifier: Apache-2.0
// One random damage to one random file of a folder.

#ifndef TONUS_TESTS_STORAGE_RANDOM_DAMAGE_H_
#define TONUS_TESTS_STORAGE_RANDOM_DAMAGE_H_

#include <cstdint>
#include <string>
#include <vector>

namespace tonus::storage {

// What was done, for the table and for a failure.
struct RandomDamage {
  std::string what;  // "a bit flipped", "cut off" and so on.
  std::string kind;  // Of file: "log", "table", "MANIFEST" and so on.
  std::string text;  // Both with the name of the file and the place.
};

// Damages a file below `folder`, in the same way for the same seed. Bytes are
// flipped, cleared, lost, added or written to the wrong place; the file is
// deleted, or replaced by another of its kind: one of `others`, which are
// folders of other stores and of earlier states of this one, or of `folder`.
RandomDamage DamageOneFile(const std::string& folder,
                           const std::vector<std::string>& others,
                           uint64_t seed);

}  // namespace tonus::storage

#endif  // TONUS_TESTS_STORAGE_RANDOM_DAMAGE_H_
