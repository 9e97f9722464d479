#include "papers/qr.h"

#include <qrencode.h>

namespace ss::papers {

std::vector<std::string> qr_rows(const std::string& text) {
    QRcode* code =
        QRcode_encodeData(static_cast<int>(text.size()),
                          reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M);
    if (code == nullptr) return {};
    std::vector<std::string> rows(static_cast<size_t>(code->width));
    for (int row = 0; row < code->width; ++row)
        for (int column = 0; column < code->width; ++column)
            rows[static_cast<size_t>(row)] +=
                (code->data[row * code->width + column] & 1) != 0 ? '1' : '0';
    QRcode_free(code);
    return rows;
}

}  // namespace ss::papers
