#include "journal/verify.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>

#include "journal/beside.h"
#include "journal/sqlite_db.h"

namespace ss::journal {

namespace {

using Kind = Finding::Kind;

std::string number(uint64_t n) {
    return std::to_string(n);
}

Hash name_hash(const Hash& first, std::string_view second) {
    return sha256({reinterpret_cast<const char*>(first.bytes.data()), first.bytes.size()}, second);
}

// One thing that an entry lays beside itself, as the chain knows it.
struct Expected {
    uint64_t seq;
    uint32_t n;
    Hash id;     // by which its row is recognised
    Hash bytes;  // what its bytes must hash to
};

// The rows of one table beside what the chain says of them, both in the order of writing.
class Laid {
  public:
    Laid(Report& report, Kind kind, std::string noun)
        : report_(report), kind_(kind), noun_(std::move(noun)) {}

    void expect(uint64_t seq, uint32_t n, const Hash& id, const Hash& bytes) {
        expected_.push_back({seq, n, id, bytes});
    }
    // What the chain says of the row with this id; nullptr (and a finding): nothing.
    const Expected* match(const Hash& id) {
        static constexpr size_t kAhead = 64;
        const auto here = expected_.begin() + static_cast<std::ptrdiff_t>(next_);
        const auto end = expected_.size() - next_ > kAhead ? here + kAhead : expected_.end();
        const auto found = std::find_if(here, end, [&](const Expected& e) { return e.id == id; });
        if (found != end) {
            for (auto e = here; e != found; ++e) missing(*e);
            next_ = static_cast<size_t>(found - expected_.begin()) + 1;
            return &*found;
        }
        if (next_ == expected_.size()) {
            add({kind_, 0, 0, "there is " + article() + " that no entry names"});
        } else {
            complain(expected_[next_++], "is not the one that the entry names");
        }
        return nullptr;
    }
    void finish() {
        while (next_ < expected_.size()) missing(expected_[next_++]);
        if (more_ > 0)
            report_.notes.push_back("and " + number(more_) +
                                    " findings more of this kind: " + noun_);
    }
    void complain(const Expected& e, const std::string& what) {
        add({kind_, e.seq, e.n,
             noun_ + " " + number(e.n) + " of entry " + number(e.seq) + " " + what});
    }

  private:
    std::string article() const { return (noun_[0] == 'a' ? "an " : "a ") + noun_; }
    void missing(const Expected& e) { complain(e, "is missing"); }
    void add(Finding finding) {
        static constexpr size_t kMost = 20;  // a lost table need not be told row by row
        if (++count_ > kMost) ++more_;
        else report_.findings.push_back(std::move(finding));
    }

    Report& report_;
    Kind kind_;
    std::string noun_;
    std::vector<Expected> expected_;
    size_t next_ = 0;
    size_t count_ = 0, more_ = 0;
};

class Verifier {
  public:
    Verifier(Storage& storage, const Check& check, Report& report)
        : storage_(storage), check_(check), report_(report) {}

    void run() {
        report_.notes = storage_.notes();
        unreadable(storage_.read(1, [&](const Entry& e) { return entry(e), ok(); }));
        report_.entries = last_;
        report_.head = stored_;
        tail();
        if (manifests_whole_) {
            beside();
        } else {
            report_.notes.push_back(
                "what lies beside the entries was not checked: an entry that names it is changed");
        }
        if (check_.pages) {
            Inspection pages = storage_.inspect();
            for (std::string& text : pages.defects)
                report_.findings.push_back({Kind::page, 0, 0, std::move(text)});
            for (std::string& text : pages.notes) report_.notes.push_back(std::move(text));
        }
    }

  private:
    void find(Kind kind, uint64_t seq, std::string text) {
        report_.findings.push_back({kind, seq, 0, std::move(text)});
    }
    void unreadable(const Status& read) {
        if (!read.ok()) find(Kind::page, 0, read.error().message);
    }

    void entry(const Entry& e) {
        const bool follows = e.seq == last_ + 1;
        if (!follows) gap(e.seq);
        const Hash fits = chain(stored_, e.body, e.beside);
        // Where only a stored hash was changed, the next entry fits the one computed in its place.
        const bool whole = !follows || fits == e.hash ||
                           (computed_ && chain(*computed_, e.body, e.beside) == e.hash);
        const std::string name = "entry " + number(e.seq);
        const auto stamp = stamp_of(e.body);
        if (!whole) {
            find(Kind::entry, e.seq, name + " has been changed: its hash does not fit it");
        } else if (!stamp.ok()) {
            find(Kind::entry, e.seq, name + " is not an entry: " + stamp.error().message);
        } else if (stamp.value().at != e.at) {
            find(Kind::entry, e.seq, name + ": its column \"at\" is not the time in its body");
        } else if (stamp.value().request != e.request) {
            find(Kind::entry, e.seq,
                 name + ": its column \"request\" is not the request in its body");
        }
        computed_ = whole ? std::nullopt : std::optional(fits);
        stored_ = e.hash;
        last_ = e.seq;
        if (check_.head && e.hash == *check_.head) head_seq_ = e.seq;
        expect(e);
        replay(e);
    }

    void gap(uint64_t seq) {
        if (seq <= last_) {
            find(Kind::gap, seq, "entry " + number(seq) + " stands after entry " + number(last_));
        } else if (seq == last_ + 2) {
            find(Kind::gap, last_ + 1, "entry " + number(last_ + 1) + " is missing");
        } else {
            find(Kind::gap, last_ + 1,
                 "entries " + number(last_ + 1) + " to " + number(seq - 1) + " are missing");
        }
    }

    void replay(const Entry& e) {
        if (!check_.replay || !report_.findings.empty()) return;
        if (const auto done = check_.replay(e); !done.ok())
            find(Kind::replay, e.seq,
                 "entry " + number(e.seq) + " is not come to again: " + done.error().message);
    }

    void expect(const Entry& e) {
        const auto read = read_manifest(e.beside);
        if (!read.ok()) {
            manifests_whole_ = false;
            return;
        }
        const Manifest& m = read.value();
        uint32_t n = 0;
        if (m.sealed)
            for (const Hash& hash : *m.sealed) sealed_.expect(e.seq, n++, hash, hash);
        n = 0;
        if (m.keys)
            for (const NamedKey& k : *m.keys) keys_.expect(e.seq, n++, sha256(k.id), k.hash);
        n = 0;
        if (m.attachments)
            for (const NamedAttachment& a : *m.attachments)
                attachments_.expect(e.seq, n++, name_hash(a.hash, a.key), a.cipher);
        n = 0;
        if (m.plan_files)
            for (const NamedPlanFile& f : *m.plan_files)
                plan_files_.expect(e.seq, n++, name_hash(f.plan, f.path), f.hash);
        if (m.erased_sealed)
            for (const Hash& hash : *m.erased_sealed) erased_sealed_[hash] = e.seq;
        if (m.erased_keys)
            for (const std::string& id : *m.erased_keys) erased_keys_[sha256(id)] = e.seq;
    }

    void tail() {
        if (!check_.head) return;
        if (check_.head->zero()) head_seq_ = 0;  // the head of an empty journal
        if (!head_seq_) {
            find(Kind::tail, last_,
                 "the journal ends at entry " + number(last_) + " with head " + hex(stored_) +
                     "; the head given is not in it: its end has been cut off, or the head is of "
                     "another journal");
        } else if (*head_seq_ < last_) {
            report_.notes.push_back("the head given is that of entry " + number(*head_seq_) +
                                    "; the journal has grown by " + number(last_ - *head_seq_) +
                                    " since");
        }
    }

    void beside() {
        unreadable(storage_.read_sealed([&](const SealedRow& r) { return sealed(r), ok(); }));
        sealed_.finish();
        unreadable(storage_.read_keys([&](const Key& k) { return key(k), ok(); }));
        keys_.finish();
        unreadable(
            storage_.read_attachments([&](const Attachment& a) { return attachment(a), ok(); }));
        attachments_.finish();
        unreadable(storage_.read_plan_files([&](const PlanFile& f) { return plan_file(f), ok(); }));
        plan_files_.finish();
    }

    // The entry at or after `seq` that orders this erased, or 0.
    static uint64_t order(const std::map<Hash, uint64_t>& erased, const Hash& id, uint64_t seq) {
        const auto found = erased.find(id);
        return found == erased.end() || found->second < seq ? 0 : found->second;
    }

    // Whether what lies there may be looked at: not erased, and rightly so.
    bool present(Laid& laid, const Expected& e, uint64_t ordered, bool erased) {
        if (erased && ordered == 0) laid.complain(e, "was erased, and no entry orders it");
        if (!erased && ordered != 0)
            laid.complain(e,
                          "is still there, though entry " + number(ordered) + " orders it erased");
        return !erased && ordered == 0;
    }

    void sealed(const SealedRow& row) {
        ++report_.sealed;
        if (row.erased()) ++report_.erased;
        const Expected* e = sealed_.match(row.hash);
        if (!e) return;
        if (row.seq != e->seq || row.n != e->n) {
            sealed_.complain(*e, "is filed under another entry");
        } else if (present(sealed_, *e, order(erased_sealed_, row.hash, row.seq), row.erased()) &&
                   sha256(row.salt, row.value) != e->bytes) {
            sealed_.complain(*e, "has been changed: it does not fit its hash");
        }
    }

    void key(const Key& key) {
        const Hash id = sha256(key.id);
        const Expected* e = keys_.match(id);
        if (!e || !present(keys_, *e, order(erased_keys_, id, e->seq), key.bytes.empty())) return;
        if (sha256(key.bytes) != e->bytes) {
            keys_.complain(*e, "has been changed: it does not fit its hash");
        } else {
            live_[key.id] = key;
        }
    }

    void attachment(const Attachment& a) {
        ++report_.attachments;
        const Expected* e = attachments_.match(name_hash(a.hash, a.key_id));
        if (!e) return;
        if (sha256(a.bytes) != e->bytes) {
            attachments_.complain(*e, "has been changed: its bytes do not fit their hash");
        } else if (const auto found = live_.find(a.key_id); found != live_.end()) {
            if (const auto plain = decrypt(found->second, a); !plain.ok())
                attachments_.complain(*e, "cannot be opened: " + plain.error().message);
        }
    }

    void plan_file(const PlanFile& file) {
        ++report_.plan_files;
        const Expected* e = plan_files_.match(name_hash(file.plan, file.path));
        if (e && sha256(file.bytes) != e->bytes)
            plan_files_.complain(
                *e, "(" + file.path + ") has been changed: its bytes do not fit their hash");
    }

    Storage& storage_;
    const Check& check_;
    Report& report_;
    uint64_t last_ = 0;
    Hash stored_;
    std::optional<Hash> computed_;
    std::optional<uint64_t> head_seq_;
    bool manifests_whole_ = true;
    Laid sealed_{report_, Kind::sealed, "sealed value"};
    Laid keys_{report_, Kind::key, "key"};
    Laid attachments_{report_, Kind::attachment, "attachment"};
    Laid plan_files_{report_, Kind::plan_file, "plan file"};
    std::map<Hash, uint64_t> erased_sealed_, erased_keys_;
    std::map<std::string, Key> live_;
};

}  // namespace

std::string_view name_of(Kind kind) {
    static constexpr std::array<std::string_view, 9> kNames = {
        "entry", "gap", "tail", "sealed", "key", "attachment", "plan_file", "page", "replay"};
    return kNames[static_cast<size_t>(kind)];
}

Report verify(Storage& storage, const Check& check) {
    Report report;
    Verifier(storage, check, report).run();
    return report;
}

namespace {

// By what SQLite's header keeps for it. One byte of either mark may be damaged: that is a finding.
bool looks_like_a_journal(const std::string& path) {
    // All of a young journal may still stand in its log.
    std::error_code none;
    if (const auto log = std::filesystem::file_size(path + "-wal", none); !none && log > 0)
        return true;
    constexpr std::string_view kMagic{"SQLite format 3\0", 16};
    constexpr size_t kMark = 68;
    std::array<char, kMark + 4> head{};
    std::ifstream file(path, std::ios::binary);
    file.read(head.data(), head.size());
    if (static_cast<size_t>(file.gcount()) < head.size()) return false;
    int right = 0;
    for (size_t i = 0; i < 4; ++i)
        right += head[kMark + i] == static_cast<char>(kApplication >> (24 - 8 * i));
    const bool database = std::string_view(head.data(), kMagic.size()) == kMagic;
    return right == 4 || (right == 3 && database);
}

}  // namespace

Result<Report> verify_file(const std::string& path, const Check& check) {
    auto storage = sqlite_storage(path, Open::read);
    if (storage.ok()) return verify(*storage.value(), check);
    if (storage.error().code != ErrorCode::corrupt) return std::move(storage).error();
    if (!looks_like_a_journal(path)) return Error{ErrorCode::malformed, path + " is not a journal"};
    Report report;
    report.findings.push_back({Kind::page, 0, 0, "database page 1: " + storage.error().message});
    return report;
}

}  // namespace ss::journal
