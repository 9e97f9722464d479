// What several templates are put together from. For the .cc files of this room only.
#pragma once

#include "papers/templates.h"

namespace ss::papers {

// How large things are on this kind of page: Decree 30/2020 App. I on A4, in proportion on A5.
struct Scale {
    double body = 14;    // content
    double small = 12;   // heading, "Nơi nhận"
    double tiny = 11;    // recipients
    double indent = 10;  // mm, first line
};
inline constexpr Scale kA4{};
inline constexpr Scale kA5{10.5, 9, 8.5, 0};

Sheet blank(const Frame&, Page page, const std::string& title, const Head& head);
void put_head(Sheet&, const Frame&, const Head&, const Scale&, const std::string& under_number = {},
              const std::string& urgency = {});
void put_organ(Sheet&, const Frame&, const Head&);  // the same without number and date
void put_party_head(Sheet&, const Frame&, const Head&, const std::string& urgency = {});
void put_title(Sheet&, const std::string& title, const std::string& abstract, double size,
               double rule);
void put_line(Sheet&, double size, std::vector<Span> spans, double indent = 0);

Paragraph centred(Span span, double size, double after = 0);
std::vector<Piece> signature_pieces(const Frame&, const Signature&, const Scale&);
std::vector<Piece> recipient_pieces(const Frame&, const std::vector<std::string>& recipients,
                                    const Scale&, org::Side side);
std::string join(const std::vector<std::string>& parts, std::string_view between);

}  // namespace ss::papers
