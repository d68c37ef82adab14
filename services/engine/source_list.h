// SPDX-License-Identifier: Apache-2.0
// Where the rules, tests, pairs and exercises of an answer come from.

#ifndef TONUS_SERVICES_ENGINE_SOURCE_LIST_H_
#define TONUS_SERVICES_ENGINE_SOURCE_LIST_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/ledger.pb.h"

namespace tonus::engine {

// The subject of a pair of a tight and a weak muscle, as `tight>weak`.
std::string PairSubject(absl::string_view tight, absl::string_view weak);

// Collects sources, each subject once. The knowledge must outlive it.
class SourceList {
 public:
  explicit SourceList(const Knowledge& knowledge) : knowledge_(knowledge) {}

  // Each adds what the pack says about one subject; nothing when it does not
  // know the subject. A rule without a source is a choice of the authors.
  void AddRule(const std::string& id);
  void AddTest(const std::string& id);
  void AddPair(const std::string& tight, const std::string& weak);
  void AddExercise(const std::string& id);

  // Returns the sources by subject, with the articles that they cite.
  google::protobuf::RepeatedPtrField<v1::Source> Sorted() const;

 private:
  void AddFromOtherTables(const std::string& id);
  void Add(const std::string& subject, const std::string& citation,
           knowledge::v1::EvidenceGrade evidence);

  const Knowledge& knowledge_;
  absl::flat_hash_set<std::string> seen_;
  std::vector<v1::Source> sources_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SOURCE_LIST_H_
