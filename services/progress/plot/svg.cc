// SPDX-License-Identifier: Apache-2.0
#include "services/progress/plot/svg.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tonus::plot {
namespace {

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";
constexpr absl::string_view kEllipsis = "\xE2\x80\xA6";
// U+FFFE and U+FFFF, the last two of their plane.
constexpr absl::string_view kNoCharacters = "\xEF\xBF";

bool IsContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

bool IsControl(char c) {
  return static_cast<unsigned char>(c) < 0x20U && c != '\n' && c != '\t';
}

// Whether a character that XML does not allow begins here.
bool IsRefused(absl::string_view text) {
  return text.size() > 2 && text.substr(0, 2) == kNoCharacters &&
         (text[2] == '\xBE' || text[2] == '\xBF');
}

void AppendEscaped(char c, std::string* out) {
  switch (c) {
    case '&':
      out->append("&amp;");
      break;
    case '<':
      out->append("&lt;");
      break;
    case '>':
      out->append("&gt;");
      break;
    case '"':
      out->append("&quot;");
      break;
    case '\'':
      out->append("&#39;");
      break;
    default:
      out->push_back(c);
  }
}

}  // namespace

std::string Escaped(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (IsControl(text[i])) {
      absl::StrAppend(&out, kReplacement);
    } else if (IsRefused(text.substr(i))) {
      absl::StrAppend(&out, kReplacement);
      i += 2;
    } else {
      AppendEscaped(text[i], &out);
    }
  }
  return out;
}

std::string Shortened(absl::string_view text, size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  size_t end = bytes - kEllipsis.size();
  while (end > 0 && IsContinuation(text[end])) --end;
  return absl::StrCat(text.substr(0, end), kEllipsis);
}

std::string Coordinate(double value) {
  // Adding 0 turns -0 into 0.
  return absl::StrFormat("%.1f", std::round(value * 10) / 10 + 0.0);
}

void SvgWriter::Begin(absl::string_view tag,
                      std::initializer_list<Attribute> attributes) {
  absl::StrAppend(&out_, "<", tag);
  for (const auto& [name, value] : attributes) {
    absl::StrAppend(&out_, " ", name, "=\"", Escaped(value), "\"");
  }
}

void SvgWriter::Open(absl::string_view tag,
                     std::initializer_list<Attribute> attributes) {
  Begin(tag, attributes);
  absl::StrAppend(&out_, ">\n");
  open_.emplace_back(tag);
}

void SvgWriter::Close() {
  absl::StrAppend(&out_, "</", open_.back(), ">\n");
  open_.pop_back();
}

void SvgWriter::Element(absl::string_view tag,
                        std::initializer_list<Attribute> attributes) {
  Begin(tag, attributes);
  absl::StrAppend(&out_, "/>\n");
}

void SvgWriter::Element(absl::string_view tag,
                        std::initializer_list<Attribute> attributes,
                        absl::string_view text) {
  Begin(tag, attributes);
  absl::StrAppend(&out_, ">", Escaped(text), "</", tag, ">\n");
}

}  // namespace tonus::plot
