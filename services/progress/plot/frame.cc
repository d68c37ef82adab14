// SPDX-License-Identifier: Apache-2.0
#include "services/progress/plot/frame.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/progress/plot/palette.h"

namespace tonus::plot {
namespace {

constexpr double kMargin = 16;
constexpr double kHeadBaseline = 28;
constexpr size_t kHeadBytes = 72;

// Differs between the plots of one answer and is fit for an XML id: ids of a
// pack are letters, digits and underscores, and anything else is left out.
std::string IdOf(const v1::ProgressPlot& plot) {
  std::string id = absl::StrCat(
      "tonus-", absl::AsciiStrToLower(absl::StripPrefix(
                    v1::PlotKind_Name(plot.kind()), "PLOT_KIND_")));
  if (!plot.subject().empty()) id.push_back('-');
  for (const char c : plot.subject()) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_') {
      id.push_back(c);
    }
  }
  return id;
}

}  // namespace

void BeginPlot(const v1::ProgressPlot& plot, double height, SvgWriter* svg) {
  const std::string id = IdOf(plot);
  const std::string title = absl::StrCat(id, "-title");
  const std::string description = absl::StrCat(id, "-desc");
  const std::string width = absl::StrCat(kWidth);
  const std::string tall = absl::StrCat(height);
  svg->Open("svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                    {"class", "tonus-plot"},
                    {"role", "img"},
                    {"aria-labelledby", title},
                    {"aria-describedby", description},
                    {"width", width},
                    {"height", tall},
                    {"viewBox", absl::StrCat("0 0 ", width, " ", tall)}});
  svg->Element("title", {{"id", title}}, plot.title());
  svg->Element("desc", {{"id", description}}, plot.description());
  svg->Element("style", {}, StyleSheet());
  svg->Element("rect",
               {{"class", "tonus-ground"}, {"width", width}, {"height", tall}});
  svg->Element("text",
               {{"class", "tonus-head"},
                {"x", Coordinate(kMargin)},
                {"y", Coordinate(kHeadBaseline)}},
               Shortened(plot.title(), kHeadBytes));
}

std::string EndPlot(SvgWriter svg) {
  svg.Close();
  return std::move(svg).Finish();
}

}  // namespace tonus::plot
