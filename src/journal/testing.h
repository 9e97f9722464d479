// What the tests of this room share: a folder that goes away, and journals to try things on.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "journal/journal.h"
#include "journal/verify.h"

namespace ss::journal::testing {

class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "journal-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string file(const std::string& name) const { return path_ + "/" + name; }
    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& entry : std::filesystem::directory_iterator(path_))
            all.push_back(entry.path().filename().string());
        std::sort(all.begin(), all.end());
        return all;
    }
    // The bytes of every file in it, one after the other.
    std::string all_bytes() const {
        std::string all;
        for (const auto& name : names()) all += bytes(name);
        return all;
    }
    std::string bytes(const std::string& name) const {
        std::ifstream in(file(name), std::ios::binary);
        std::ostringstream out;
        out << in.rdbuf();
        return out.str();
    }

  private:
    std::string path_;
};

inline void write_bytes(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// Fails the test with the error's words.
template <class T>
T must(Result<T> result) {
    if (!result.ok()) {
        ADD_FAILURE() << result.error().message;
        std::abort();
    }
    return std::move(result).value();
}
template <class T>
::testing::AssertionResult good(const Result<T>& result) {
    if (result.ok()) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << result.error().message;
}

inline std::string body_of(int64_t at, const std::string& request, const std::string& more = "") {
    return "{\"at\":" + std::to_string(at) +
           ",\"by\":\"cc-tiep-nhan\",\"command\":{\"dossier.receive\":{\"note\":\"" + more +
           "\"}},\"facts\":[],\"request\":\"" + request + "\"}";
}

inline std::string fixed(char c, size_t size) {
    return std::string(size, c);
}

inline std::unique_ptr<Storage> create(const std::string& path) {
    return must(sqlite_storage(path, Open::create));
}

inline Key sample_key(int dossier) {
    return {"my-thuong/D" + std::to_string(dossier),
            fixed(static_cast<char>('a' + dossier % 26), kKeyBytes)};
}

inline SealedValue sample_sealed(int i) {
    std::string salt = "salt" + std::to_string(i);
    salt.resize(kSaltBytes, '.');
    return {salt, "Nguyễn Văn Mẫu " + std::to_string(i)};
}

// Twenty dossiers: each with two sealed values, a key, an attachment, work, and for every fifth the
// order to erase it all; two files of a plan at the beginning.
inline Hash write_sample(Storage& storage, int dossiers = 20, int group = 3) {
    Journal journal = must(Journal::resume(storage, {}));
    Beside plan;
    plan.plan_files = {{sha256("plan"), "city.yaml", "name: Huế\n"},
                       {sha256("plan"), "calendar.yaml", fixed('-', 5000)}};
    journal.add({0}, "open", body_of(0, "open"), plan);
    int64_t at = 1000;
    for (int i = 0; i < dossiers; ++i) {
        const Key key = sample_key(i);
        Beside in;
        in.sealed = {sample_sealed(2 * i), sample_sealed(2 * i + 1)};
        in.keys = {key};
        in.attachments = {encrypt(key, fixed(static_cast<char>(i), kNonceBytes),
                                  fixed('s', kSaltBytes),
                                  "scan of dossier " + std::to_string(i) + fixed('~', 3000))};
        const std::string request = "receive-" + std::to_string(i * 7919 % 1000);
        journal.add({at}, request, body_of(at, request, "Mỹ Thượng"), in);
        for (int work = 0; work < 4; ++work) {
            ++at;
            journal.add({at}, "", body_of(at, "", fixed('w', static_cast<size_t>(60 * work))));
        }
        if (i % 5 == 4) {
            Beside out;
            out.erase_sealed = {in.sealed[0].sealed().hash, in.sealed[1].sealed().hash};
            out.erase_keys = {key.id};
            const std::string erase = "erase-" + std::to_string(i);
            journal.add({at}, erase, body_of(at, erase), out);
        }
        if (i % group == 0) {
            EXPECT_TRUE(good(journal.commit()));
        }
        at += 1000;
    }
    EXPECT_TRUE(good(journal.commit()));
    return journal.head();
}

inline std::string all_findings(const Report& report) {
    std::string text;
    for (const Finding& f : report.findings)
        text += std::string(name_of(f.kind)) + ": " + f.text + "\n";
    return text;
}

// Runs SQL on a journal's file as a person with the sqlite3 command would.
inline void by_hand(const std::string& path, const std::string& sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
    char* complaint = nullptr;
    sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &complaint);
    EXPECT_EQ(complaint, nullptr) << complaint;
    sqlite3_free(complaint);
    sqlite3_close(db);
}

}  // namespace ss::journal::testing
