// Counted since the start, printed as Prometheus reads it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

namespace ss::serve {

class Metrics {
  public:
    void answered(int status) { ++by_status_[status]; }
    void asked(const std::string& command, bool refused) {
        auto& count = by_command_[command];
        ++count[0];
        if (refused) ++count[1];
    }
    void committed(double seconds);
    void login(bool good) { ++logins_[good ? 1 : 0]; }
    void streams(size_t n) { streams_ = n; }

    std::string text() const;

    // One line, with labels as {unit="my-thuong"}.
    static void line(std::string& to, const std::string& name, const std::string& labels,
                     uint64_t value);
    static void head(std::string& to, const std::string& name, const char* type, const char* help);

  private:
    static constexpr std::array<double, 8> kBounds{0.0005, 0.001, 0.0025, 0.005,
                                                   0.01,   0.05,  0.25,   1};
    std::map<int, uint64_t> by_status_;
    std::map<std::string, std::array<uint64_t, 2>> by_command_;  // asked, refused
    std::array<uint64_t, kBounds.size()> commits_{};             // up to each bound
    uint64_t commits_all_ = 0;
    double commits_seconds_ = 0;
    std::array<uint64_t, 2> logins_{};
    size_t streams_ = 0;
};

}  // namespace ss::serve
