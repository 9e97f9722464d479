#include "journal/beside.h"

#include "base/wire.h"

namespace ss::journal {

template <class V>
void fields(V& v, NamedAttachment& a) {
    v("cipher", a.cipher)("hash", a.hash)("key", a.key);
}
template <class V>
void fields(V& v, NamedKey& k) {
    v("hash", k.hash)("id", k.id);
}
template <class V>
void fields(V& v, NamedPlanFile& f) {
    v("hash", f.hash)("path", f.path)("plan", f.plan);
}
template <class V>
void fields(V& v, Manifest& m) {
    v("attachments", m.attachments)("erased_keys", m.erased_keys)("erased_sealed", m.erased_sealed)(
        "keys", m.keys)("plan_files", m.plan_files)("sealed", m.sealed);
}

std::string manifest_of(const Beside& beside) {
    Manifest m;
    for (const auto& a : beside.attachments) {
        if (!m.attachments) m.attachments.emplace();
        m.attachments->push_back({sha256(a.bytes), a.hash, a.key_id});
    }
    for (const auto& k : beside.keys) {
        if (!m.keys) m.keys.emplace();
        m.keys->push_back({sha256(k.bytes), k.id});
    }
    for (const auto& f : beside.plan_files) {
        if (!m.plan_files) m.plan_files.emplace();
        m.plan_files->push_back({sha256(f.bytes), f.path, f.plan});
    }
    for (const auto& s : beside.sealed) {
        if (!m.sealed) m.sealed.emplace();
        m.sealed->push_back(s.sealed().hash);
    }
    if (!beside.erase_sealed.empty()) m.erased_sealed = beside.erase_sealed;
    if (!beside.erase_keys.empty()) m.erased_keys = beside.erase_keys;
    std::string text = text_of(m);
    return text == "{}" ? std::string{} : text;
}

std::string text_of(const Manifest& manifest) {
    return wire::encode(manifest);
}

Result<Manifest> read_manifest(std::string_view text) {
    if (text.empty()) return Manifest{};
    return wire::decode<Manifest>(text);
}

Result<Stamp> stamp_of(std::string_view body) {
    wire::Reader r(body);
    Stamp stamp;
    bool stamped = false;
    if (r.take('{') && !r.take_if('}')) {
        std::string key;
        do {
            if (!r.string(key) || !r.take(':')) break;
            if (key == "at") stamped = r.integer(stamp.at.ms);
            else if (key == "request") r.string(stamp.request);
            else r.skip();
        } while (r.take_if(','));
        r.take('}');
    }
    if (r.good() && !stamped) r.fail("\"at\" is missing");
    if (r.good() && !r.finished()) r.fail("something follows the end");
    if (!r.good()) return Error{ErrorCode::malformed, r.problem()};
    return stamp;
}

}  // namespace ss::journal
