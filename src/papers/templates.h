// From plain data to a sheet: the printed forms of the counter (Circular 01/2018 and 03/2025
// /TT-VPCP), papers of state organs (Decree 30/2020/NĐ-CP) and of the Party (Guidance
// 36-HD/VPTW), minutes and registers. Pure functions; every word comes from `Frame::words`.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "org/organization.h"
#include "papers/sheet.h"
#include "papers/words.h"

namespace ss::papers {

// What all papers of one run share.
struct Frame {
    const Words& words;
    std::string watermark;  // of a trial or rehearsal; empty when live
    std::string footer;
    std::string place;  // of the place-and-date line: "Huế"
    int64_t offset = 0;
};

// Organ lines from the top: superiors first, the issuing organ last.
struct Head {
    org::Side side = org::Side::state;
    std::vector<std::string> superiors;
    std::vector<std::string> organ;  // more than one line where the name is long
    std::string number;              // with its symbol: "01/QĐ-UBND"; empty: not numbered yet
    std::optional<LocalDate> date;   // empty: a blank for the pen
};

struct Signature {
    std::vector<std::string> titles;  // "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"
    std::string name;
    std::string organ;          // of the organ's own e-signature; empty: none
    std::optional<Instant> at;  // signed electronically then; empty: space for the pen
};

// --- the counter ------------------------------------------------------------------------------

struct Person {  // values out of the vault; an erased one is empty
    std::string name, identity, contact, address;
};
struct Enclosure {
    std::string name;
    int originals = 0, copies = 0;
};
// How the citizen follows a dossier without a login. Both empty: by its code alone.
struct Follow {
    std::string code;     // opens answers too: rating, complaint, supplement
    std::string address;  // what the QR code opens
};
struct Slip {
    Head head;
    std::string code, procedure;
    Follow follow;
    Person applicant;
    std::vector<Enclosure> papers;
    std::string limit;  // "03 ngày làm việc"
    Instant received, due;
    std::string return_by;  // where and how
    std::string register_book, register_serial;
    std::string receiver;  // the officer
    std::string fee;       // empty: free
    std::string hotline;
};
struct Notice {  // supplement, refusal, apology, stop
    Head head;
    std::string code, procedure;
    Follow follow;
    Person applicant;
    std::vector<std::string> items;  // what is missing, or the reasons
    std::string reason, basis;
    std::optional<Instant> received, old_due, new_due;
    std::string receiver, hotline;
    Signature signature;
};
Sheet slip(const Frame&, const Slip&);
Sheet supplement_notice(const Frame&, const Notice&);
Sheet refusal_notice(const Frame&, const Notice&);
Sheet apology(const Frame&, const Notice&);
Sheet stop_notice(const Frame&, const Notice&);

struct Handover {  // one row of the control sheet: from whom to whom, and how it stood then
    Instant at;
    std::string from, to;  // division or role, and the officer
    std::string from_officer, to_officer;
    std::string work;
    std::string standing;  // early, on time, late
    std::string note;
};
struct ControlSheet {
    Head head;
    std::string code, procedure;
    Instant received, due;
    std::vector<Handover> rows;
};
Sheet control_sheet(const Frame&, const ControlSheet&);

// --- state and Party papers -------------------------------------------------------------------

struct Part {
    enum class Kind : unsigned char { text, basis, article, heading, point, centred, quote };
    Kind kind = Kind::text;
    std::string lead;  // bold: "Điều 1."
    std::string text;
};
struct Paper {
    Head head;
    std::string title;  // "QUYẾT ĐỊNH"; empty: a letter
    std::string abstract;
    std::string urgency;  // as printed; empty: none
    std::vector<std::string> addressees;
    std::vector<Part> parts;
    Signature signature;
    std::vector<std::string> recipients;
};
Sheet decree30(const Frame&, const Paper&);
Sheet letter(const Frame&, const Paper&);
Sheet party_paper(const Frame&, const Paper&);
// Whichever of the three it is.
Sheet paper(const Frame&, const Paper&);

struct Vote {
    std::string motion;
    int64_t total = 0, present = 0, agree = 0, against = 0, abstain = 0;
    std::string form;     // show of hands, named, secret
    std::string outcome;  // carried, or not
    std::string paper;    // number of what came of it
    std::string ballots;  // secret: issued, collected, valid, invalid
};
struct MinuteLine {
    Instant at;
    std::string lead, text;
};
struct Minutes {
    Head head;
    std::string title, abstract;
    Instant opened;
    std::optional<Instant> closed;
    std::string place;
    std::string attendance;  // "27/29 …"
    std::vector<std::string> absent;
    std::string chair, secretary;
    std::vector<MinuteLine> lines;
    std::vector<Vote> votes;
    std::string chair_title, secretary_title;
    std::string journal_head;  // the record these minutes were written from
};
Sheet minutes(const Frame&, const Minutes&);

// A certificate, licence, extract: the result of a dossier.
struct Certificate {
    Head head;
    std::string title, subtitle;
    std::vector<std::pair<std::string, std::string>> fields;  // label, value
    std::vector<std::string> text;
    Signature signature;
    std::string code;  // of the dossier
};
Sheet certificate(const Frame&, const Certificate&);

// --- registers ---------------------------------------------------------------------------------

// Rows as printed; labels, shares and alignment of the columns are words: "register.<name>.…".
struct Register {
    Head head;
    std::string name;    // "dossiers", "outgoing", "incoming"
    std::string period;  // "01/07/2025"
    std::vector<std::vector<std::string>> rows;
};
Sheet ledger(const Frame&, const Register&);

}  // namespace ss::papers
