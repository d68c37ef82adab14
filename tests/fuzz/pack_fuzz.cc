// SPDX-License-Identifier: Apache-2.0
// Whatever text is given as a pack, reading and checking it ends in an answer,
// never in a crash: text, entries, rules and cases, not the coverage, which
// takes seconds. The text is a part that is merged into the released pack or a
// pack of its own, so that the later checks are reached too.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "services/engine/complaint.h"
#include "services/engine/pack_check.h"
#include "services/engine/pack_vector.h"
#include "services/engine/rule_logic.h"
#include "services/knowledge/pack_text.h"
#include "services/knowledge/released_pack.h"

namespace tonus {
namespace {

const v1::PackRelease& Released() {
  static const auto* const kReleased =
      new v1::PackRelease(ReadReleasedPack().value());
  return *kReleased;
}

// The released pack, whose list of the uncovered is not asked here.
knowledge::v1::Pack Base() {
  knowledge::v1::Pack pack = Released().pack();
  pack.clear_uncovered_verdicts();
  return pack;
}

void CheckAll(const v1::PackRelease& release) {
  engine::Complaints complaints = engine::CheckPack(release.pack());
  for (const auto& complaint : complaints) {
    if (complaint.problem().empty() || complaint.remedy().empty()) std::abort();
  }
  const auto knowledge = engine::Knowledge::Compile(release.pack(), "");
  if (knowledge.ok() != complaints.empty()) std::abort();
  if (!knowledge.ok()) return;
  (void)engine::CheckRuleLogic(*knowledge);
  (void)engine::CheckVectors(*knowledge, release.vectors());
}

}  // namespace
}  // namespace tonus

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  tonus::v1::PackFiles files;
  tonus::v1::PackFile& file = *files.add_files();
  // The first byte says what the rest is.
  const bool is_vector = size > 0 && bytes[0] % 4 == 0;
  const bool is_part = size > 0 && bytes[0] % 2 == 1;
  file.set_name(is_vector ? "vectors/x.textproto" : "x.textproto");
  if (size > 1) {
    file.set_content(
        std::string(reinterpret_cast<const char*>(bytes) + 1, size - 1));
  }
  tonus::PackText text = tonus::ParsePackText(files);
  if (is_vector || is_part) {
    tonus::knowledge::v1::Pack pack = tonus::Base();
    pack.MergeFrom(text.release.pack());
    *text.release.mutable_pack() = pack;
  }
  tonus::CheckAll(text.release);
  return 0;
}
