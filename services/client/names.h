// SPDX-License-Identifier: Apache-2.0
// The names that people know, taken from the knowledge pack of the server.

#ifndef TONUS_SERVICES_CLIENT_NAMES_H_
#define TONUS_SERVICES_CLIENT_NAMES_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "tonus/knowledge/v1/pack.pb.h"

namespace tonus::client {

// Looks up what ids are called. An id that the pack does not know is its own
// name, so that an older pack never hides anything. Immutable.
class Names {
 public:
  explicit Names(const knowledge::v1::Pack& pack);

  std::string Muscle(absl::string_view id) const;
  std::string Exercise(absl::string_view id) const;
  std::string Test(absl::string_view id) const;
  std::string Syndrome(absl::string_view id) const;
  std::string Condition(absl::string_view id) const;
  // What the red flag asks about.
  std::string RedFlag(absl::string_view id) const;

  // How the exercise is done; empty when the pack does not know it.
  std::string Instruction(absl::string_view exercise) const;
  // The unit of the test's value; empty when the pack does not know it.
  std::string Unit(absl::string_view test) const;

  // True when a result of `test` on `test_side` would speak about the muscle.
  bool SpeaksAbout(absl::string_view test, knowledge::v1::Side test_side,
                   absl::string_view muscle, knowledge::v1::Side side) const;

  // "Iliopsoas, right"; the name alone for the midline.
  std::string MuscleOnSide(absl::string_view id,
                           knowledge::v1::Side side) const;
  std::string TestOnSide(absl::string_view id, knowledge::v1::Side side) const;

 private:
  using Table = absl::flat_hash_map<std::string, std::string>;

  Table muscles_;
  Table exercises_;
  Table tests_;
  Table syndromes_;
  Table conditions_;
  Table red_flags_;
  Table instructions_;
  Table units_;
  std::vector<knowledge::v1::TestMapping> mappings_;
};

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_NAMES_H_
