// SPDX-License-Identifier: Apache-2.0
// Writes XML elements. The one place where text becomes markup, so that nothing
// gets into a document unescaped.

#ifndef TONUS_SERVICES_PROGRESS_PLOT_SVG_H_
#define TONUS_SERVICES_PROGRESS_PLOT_SVG_H_

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace tonus::plot {

// An attribute: its name, which is a literal of the code, and its value.
using Attribute = std::pair<absl::string_view, std::string>;

// Returns `text` for use in an element or a quoted attribute. What XML 1.0 does
// not allow becomes U+FFFD.
std::string Escaped(absl::string_view text);

// Returns `text` cut to `bytes` at most, at the end of a character, with an
// ellipsis where something was cut.
std::string Shortened(absl::string_view text, size_t bytes);

// A coordinate with one decimal, the same on every machine.
std::string Coordinate(double value);

// Not thread-safe.
class SvgWriter {
 public:
  // Opens an element, to be closed by Close.
  void Open(absl::string_view tag, std::initializer_list<Attribute> attributes);
  void Close();

  // Writes an element without content, or with text.
  void Element(absl::string_view tag,
               std::initializer_list<Attribute> attributes);
  void Element(absl::string_view tag,
               std::initializer_list<Attribute> attributes,
               absl::string_view text);

  // Returns the document; every element was closed.
  std::string Finish() && { return std::move(out_); }

 private:
  void Begin(absl::string_view tag,
             std::initializer_list<Attribute> attributes);

  std::string out_;
  std::vector<std::string> open_;
};

}  // namespace tonus::plot

#endif  // TONUS_SERVICES_PROGRESS_PLOT_SVG_H_
