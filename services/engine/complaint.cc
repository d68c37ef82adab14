// SPDX-License-Identifier: Apache-2.0
#include "services/engine/complaint.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tonus::engine {

using ::tonus::knowledge::v1::Complaint;
using ::tonus::knowledge::v1::PackCheck;

namespace {

const char* RemedyOf(PackCheck check) {
  switch (check) {
    case knowledge::v1::PACK_CHECK_TEXT:
      return "Correct the text; the comments of tonus/knowledge/v1 tell every "
             "field.";
    case knowledge::v1::PACK_CHECK_ENTRY:
      return "Correct the entry; the comment of the field in "
             "tonus/knowledge/v1 tells its meaning and range.";
    case knowledge::v1::PACK_CHECK_REFERENCE:
      return "Correct the id, or add the entry that it names.";
    case knowledge::v1::PACK_CHECK_BANDS:
      return "Move the ends of the bands until each valid value lies in "
             "exactly one; mind min_excluded, max_excluded and step.";
    case knowledge::v1::PACK_CHECK_INHIBITION:
      return "Name each in the list of the other: inhibits on the tight one, "
             "inhibited_by on the weak one.";
    case knowledge::v1::PACK_CHECK_CHAIN:
      return "Clear the link that leads back, so that the chain ends.";
    case knowledge::v1::PACK_CHECK_RULE:
      return "Change the clause or effect, or the stage, per_side or "
             "per_target of the rule.";
    case knowledge::v1::PACK_CHECK_SATISFIABLE:
      return "Correct the condition, or accept the complaint with its reason "
             "in accepted_complaints.";
    case knowledge::v1::PACK_CHECK_SHADOWED:
      return "Remove the rule or let it do more than the earlier ones, or "
             "accept the complaint with its reason in accepted_complaints.";
    case knowledge::v1::PACK_CHECK_COVERAGE:
      return "Add or free an exercise. Where more is covered than before, see "
             "first that no exercise lost a tag; only what was meant belongs "
             "in uncovered_verdicts, with a reason.";
    case knowledge::v1::PACK_CHECK_VECTOR:
      return "Correct the pack when the case is right; correct the case when "
             "the pack is.";
    default:
      return "";
  }
}

}  // namespace

Complaint MakeComplaint(PackCheck check, absl::string_view table,
                        absl::string_view id, absl::string_view problem) {
  Complaint complaint;
  complaint.set_check(check);
  complaint.set_table(std::string(table));
  complaint.set_id(std::string(id));
  complaint.set_problem(std::string(problem));
  complaint.set_remedy(RemedyOf(check));
  return complaint;
}

std::string ComplaintText(const Complaint& complaint) {
  std::string text = complaint.file();
  if (!text.empty()) text += ": ";
  text += complaint.table();
  if (!complaint.id().empty()) {
    absl::StrAppend(&text, complaint.table().empty() ? "" : " ",
                    complaint.id());
  }
  if (!complaint.table().empty() || !complaint.id().empty()) text += ": ";
  return text + complaint.problem();
}

std::string ComplaintsText(const Complaints& complaints) {
  return absl::StrJoin(complaints, "\n",
                       [](std::string* out, const Complaint& complaint) {
                         out->append(ComplaintText(complaint));
                       });
}

}  // namespace tonus::engine
