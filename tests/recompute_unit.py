"""One unit's attempts, rated from its events by the rules of docs/formats/report.md."""
import json

from recompute_base import HOUR, OUTSIDE, People, missing, required

NONE, P, S, M, U = range(5)
LETTER = ("", "P", "S", "M", "U")
WAIT_R6, COURIER, LATE_OPENING = 3, HOUR, 15 * 60_000


class Line:
    """A dossier, paper, meeting, assignment or work item on its way. What was never set is None."""

    def __init__(self, name):
        self.name, self.number = name, int(name.rpartition("/")[2])
        self.troubles, self.officers, self.seen = [], {}, 0
        self.given, self.over, self.carried, self.supplements = set(), set(), set(), []
        self.apologised = self.stood_in = self.after = self.draft_shown = self.recalled = False

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return None

    def trouble(self, rating, rule):
        self.troubles.append((rating, rule))


class Unit:
    def __init__(self, name, events, plan, asked_roles):
        self.name, self.events, self.plan, self.calendar = name, events, plan, plan.calendar
        self.people = People(plan.organization)
        self.first, self.last = events[0].get("entered"), events[-1].get("entered")
        self.lines = {kind: {} for kind in
                      ("dossier", "paper", "arrival", "meeting", "assignment", "work")}
        self.injects, self.roles, self.notes, self.refused = {}, {}, [], []
        self.entries, self.confirming, self.forwarded = {}, {}, {}
        self.old_codes, self.endless = {}, {}
        seq = 0
        for e in events:
            if e.seq != seq:
                seq = e.seq
                self.entries[seq] = e.by
                if e.by not in OUTSIDE:
                    self.roles[seq] = self.people.roles_of(e.by, e.get("entered"), asked_roles)
            self.people.apply(e)
            handler = getattr(self, "on_" + e.type.replace(".", "_"), None)
            if handler:
                handler(e)
        for check in (self.check_overtaken, self.check_handed_on, self.check_dossiers, self.check_papers,
                      self.check_arrivals, self.check_assignments, self.check_meetings):
            check()

    def line(self, kind, name):
        return self.lines[kind].setdefault(name, Line(name))

    def ordered(self, kind):
        return sorted(self.lines[kind].values(), key=lambda line: line.number)

    def inject_of(self, e):
        return e.inject if e.inject in self.injects else ""

    def on_inject_given(self, e):
        self.injects[e.get("inject")] = e.at

    def on_observe_noted(self, e):
        self.notes.append(e)

    def on_refused(self, e):
        self.refused.append((e, self.inject_of(e)))

    # --- dossiers ---------------------------------------------------------------------------------

    def dossier(self, e):
        d = self.line("dossier", e.one("dossier"))
        if d.seen != e.seq:
            d.seen = e.seq
            if e.by not in OUTSIDE:
                d.officers[e.by] = d.officers.get(e.by, 0) + 1
                d.after = d.after or "happened" in e.data
        return d

    def on_exchange_received(self, e):
        if "message_received_at" in e.data:
            self.forwarded[e.seq] = e.get("message_received_at")

    def begun(self, e):
        d = self.dossier(e)
        d.procedure, d.channel = e.get("procedure"), e.get("channel", "counter")
        d.inject, d.data = self.inject_of(e), json.loads(e.get("data", "{}"))
        d.given = {g["component"] for g in e.many("given")}
        return d

    def on_dossier_presented(self, e):
        self.begun(e).presented = e.at

    def on_dossier_accepted(self, e):
        d = self.begun(e)
        d.code, d.due = e.get("code"), e.get("due_at", None)
        d.presented = d.received = e.get("received_at")
        if self.forwarded.get(e.seq, d.received) != d.received:
            d.trouble(U, "r19.two_clocks")

    def on_dossier_taken_over(self, e):
        d = self.begun(e)
        d.code, d.due = e.get("code"), e.get("due_at", None)
        d.channel, d.presented, d.received = "counter", e.at, e.at
        d.taken_over, old = True, e.get("old_code")
        if not old or not d.code or self.old_codes.setdefault(old, d) is not d:
            d.trouble(U, "r20.mapping")

    def stands_in(self, officer, role, at):
        return role not in self.people.own_roles(officer, at)

    def on_dossier_received(self, e):
        d = self.dossier(e)
        d.code, d.received, d.due = e.get("code"), e.at, e.get("due_at", None)
        d.transfer_at, plan = e.get("transfer_at", None), self.plan
        procedure = plan.procedures[e.get("procedure")]
        if e.by not in OUTSIDE and self.stands_in(e.by, procedure["receiving_role"], e.get("entered")):
            d.stood_in = True
        asked = set(e.many("required"))
        if missing(procedure, [c for c in required(procedure, d.data) if c in asked], d.given):
            d.trouble(U, "dossier.missing_accepted")
        for milestone in plan.precedence["gates"].get("dossier.receive") or []:
            if milestone not in self.people.milestones:
                d.trouble(U, "r14.slip_too_early")
        if self.calendar.past_cutoff(e.at) != e.get("after_cutoff"):
            d.trouble(U, "r7.cutoff")

    def on_dossier_transferred(self, e):
        d = self.dossier(e)
        if d.transfer_at and e.at < d.transfer_at:
            d.trouble(U, "r7.handed_on_early")

    def on_dossier_supplement_asked(self, e):
        d = self.dossier(e)
        procedure = self.plan.procedures[d.procedure]
        known = {c["code"]: c for c in procedure.get("components") or []}
        lacks = set(missing(procedure, required(procedure, d.data), d.given))
        asked = e.many("missing")
        beyond = [c for c in asked if c not in known or known[c].get("from_database")]
        if beyond:
            d.trouble(U, "r15.beyond_the_law")
        if any(c not in lacks and c not in beyond for c in asked):
            d.trouble(S, "dossier.asked_needlessly")
        verifying = e.get("in_verification", False)
        if not verifying and lacks - set(asked):
            d.trouble(S, "r6.not_all")
        if d.supplements:
            d.trouble(U, "r6.twice")
        if verifying and d.received and e.at > self.calendar.working_days(d.received, WAIT_R6):
            d.trouble(U, "r6.too_late")
        d.supplements.append(e.seq)

    def on_dossier_supplemented(self, e):
        d = self.dossier(e)
        d.given |= {g["component"] for g in e.many("given")}
        if d.received is None:
            return
        if "due_at" in e.data:
            d.due = e.get("due_at")
        elif d.due and d.overdue is None:
            d.trouble(M, "r6.clock")

    def on_dossier_refused(self, e):
        d = self.dossier(e)
        d.ended, d.end = e.at, "refused"
        if not e.many("reasons"):
            d.trouble(U, "r5.refused_without_reason")

    def on_dossier_apologised(self, e):
        d = self.dossier(e)
        old, new = e.get("old_due"), e.get("new_due", 0)
        if d.apologised:
            d.trouble(U, "r8.twice")
        if e.at > self.calendar.day_before(old):
            d.trouble(U, "r8.too_late")
        if not e.get("reason") or new <= old:
            d.trouble(U, "r8.incomplete")
        d.apologised, d.due = True, new

    def on_dossier_fell_overdue(self, e):
        self.dossier(e).overdue = e.at

    def on_dossier_resolved(self, e):
        self.dossier(e).resolved = e.at

    def ends(self, e):
        d = self.dossier(e)
        d.ended, d.end = e.at, e.type.partition(".")[2]

    on_dossier_returned = on_dossier_withdrawn = on_dossier_stopped = ends

    def on_dossier_paid(self, e):
        self.dossier(e)

    on_dossier_rated = on_dossier_paid

    def on_citizen_notified(self, e):
        d = self.dossier(e)
        d.draft_shown = d.draft_shown or e.get("message") == "draft"

    def on_dossier_data_changed(self, e):
        self.dossier(e).data.update(json.loads(e.get("data", "{}")))

    # --- work items -------------------------------------------------------------------------------

    def on_work_offered(self, e):
        w = self.line("work", e.one("work"))
        w.dossier, w.role, w.offered = e.one("dossier"), e.get("role"), e.at
        w.kind, w.due = e.get("kind"), e.get("due", None)
        if w.kind == "consult" and not w.due:
            self.line("dossier", w.dossier).trouble(S, "r17.no_deadline")

    def on_work_taken(self, e):
        w = self.line("work", e.one("work"))
        w.taken = e.at
        e.related.setdefault("dossier", [w.dossier])
        d = self.dossier(e)
        d.owned = d.owned or e.at

    def on_work_released(self, e):
        self.line("work", e.one("work")).taken = None

    def on_work_cancelled(self, e):
        self.line("work", e.one("work")).cancelled = True

    def on_work_completed(self, e):
        w, d = self.line("work", e.one("work")), self.dossier(e)
        w.completed, w.taken = e.at, w.taken or e.at
        d.owned = d.owned or e.at
        if e.by not in OUTSIDE and self.stands_in(e.get("by"), e.get("role"), e.get("entered")):
            d.stood_in = True
        if w.offered is None or w.taken < w.offered or e.at < w.taken:
            d.trouble(U, "r9.gap")
        if e.get("outcome") in ("rework", "again"):
            d.trouble(S, "dossier.done_again")

    def on_flow_stuck(self, e):
        self.dossier(e).trouble(U, "dossier.stuck")

    def on_message_awaited(self, e):
        if e.get("message") == "citizen.confirmed":
            self.confirming[e.one("dossier")] = e.at
        if e.get("message") == "exchange.answered":
            d = self.line("dossier", e.one("dossier"))
            d.trouble(S, "r17.no_deadline")
            self.endless[d.name] = (e.seq, len(d.troubles) - 1)

    def on_timer_armed(self, e):
        seq, place = self.endless.pop(e.one("dossier"), (None, None))
        if seq == e.seq:
            del self.line("dossier", e.one("dossier")).troubles[place]

    def on_message_delivered(self, e):
        if e.get("message") == "citizen.confirmed":
            self.confirming.pop(e.one("dossier"), None)

    def on_timer_fired(self, e):
        since = self.confirming.pop(e.one("dossier"), None)
        if since is not None and e.at > self.calendar.working_days(since, 1):
            self.dossier(e).trouble(M, "r16.waited_too_long")

    # --- papers -----------------------------------------------------------------------------------

    def on_document_drafted(self, e):
        p = self.line("paper", e.one("document"))
        p.kind, p.type, p.body, p.drafter = e.get("kind"), e.get("type"), e.get("body"), e.get("by")
        p.dossier, p.meeting, p.motion = e.one("on_dossier"), e.one("from_meeting"), e.get("motion")
        p.drafted, p.inject = e.at, self.inject_of(e)

    def on_document_checked(self, e):
        if not e.get("ok", False):
            self.line("paper", e.one("document")).trouble(S, "paper.sent_back")

    def on_document_signed(self, e):
        p, officer = self.line("paper", e.one("document")), e.get("officer")
        p.signer, p.signed = officer, e.at
        lawful = self.people.formula(officer, p.body, p.type, e.at)
        if lawful is None:
            p.trouble(U, "r3.not_entitled")
        elif lawful != (e.get("formula"), e.get("on_behalf_of")):
            p.trouble(U, "r3.formula")
        if p.dossier in self.lines["dossier"] and e.get("formula") in ("KT.", "K/T"):
            self.lines["dossier"][p.dossier].stood_in = True

    def on_document_numbered(self, e):
        p = self.line("paper", e.one("document"))
        p.number, p.run, p.symbol = e.get("number"), e.get("run"), e.get("symbol")
        p.issue_by = e.get("issue_by", None)
        if p.signed is None:
            p.trouble(U, "r10.number_first")
        others = [o.number for o in self.lines["paper"].values() if o is not p and o.run == p.run]
        if p.number in others:
            p.trouble(U, "r10.number_twice")
        if p.number != max(others, default=0) + 1:
            p.trouble(U, "r10.number_gap")

    def on_document_sealed(self, e):
        p = self.line("paper", e.one("document"))
        if p.signed is None:
            p.trouble(U, "r10.sealed_unsigned")

    def on_document_issued(self, e):
        p = self.line("paper", e.one("document"))
        p.issued = e.at
        if p.number is None or p.signed is None:
            p.trouble(U, "r10.issued_unready")
        if p.issue_by and e.at > p.issue_by:
            p.trouble(M, "r10.issued_late")

    def on_document_recall_sent(self, e):
        p = self.line("paper", e.one("document"))
        p.recalled = True
        p.trouble(M, "paper.recalled")

    def on_document_corrected(self, e):
        self.line("paper", e.one("document")).trouble(S, "paper.corrected")

    def on_document_replaced(self, e):
        self.line("paper", e.one("document")).trouble(M, "paper.replaced")

    def on_document_arrived(self, e):
        a = self.line("arrival", e.one("document"))
        a.type, a.urgency, a.symbol = e.get("type"), e.get("urgency"), e.get("symbol")
        a.arrived, a.register_by, a.due = e.at, e.get("register_by", 0), e.get("due", None)
        a.inject = self.inject_of(e)

    def on_document_registered(self, e):
        a = self.line("arrival", e.one("document"))
        a.registered, a.assign_by, a.clerk = e.at, e.get("assign_by", 0), e.get("by")
        if e.at > a.register_by:
            a.trouble(M, "r11.registered_late")

    def on_document_assigned(self, e):
        a = self.line("arrival", e.one("document"))
        a.assigned, a.lead, a.due = e.at, e.get("lead"), e.get("due", None)
        if a.registered is None:
            a.trouble(U, "r11.unregistered")
        elif e.at > a.assign_by:
            a.trouble(M, "r11.assigned_late")

    def settled(self, e):
        a = self.line("arrival", e.one("document"))
        a.ended = e.at
        a.late = bool(a.due and e.at > a.due and e.type != "document.turned_back")

    on_document_finished = on_document_answered = on_document_turned_back = settled

    def on_document_recall_answered(self, e):
        if e.get("agree", False) and e.one("document") in self.lines["arrival"]:
            self.lines["arrival"][e.one("document")].ended = e.at

    # --- meetings and assignments -----------------------------------------------------------------

    def on_meeting_convened(self, e):
        m = self.line("meeting", e.one("meeting"))
        m.kind, m.convener, m.begins = e.get("kind"), e.get("convener"), e.get("begins")

    def on_meeting_opened(self, e):
        m = self.line("meeting", e.one("meeting"))
        m.opened, m.chair = m.opened or e.at, e.get("chair")
        if e.get("present", 0) < e.get("needed", 0):
            m.trouble(U, "r13.opened_without_quorum")

    def agenda(self, m):
        return self.plan.meetings[m.kind]["agenda"]

    def on_item_taken(self, e):
        m, before = self.line("meeting", e.one("meeting")), []
        for item in self.agenda(m):
            if item["code"] == e.get("item"):
                in_order = self.plan.meetings[m.kind].get("ordered", True)
                for code in item.get("after") or (before if in_order else []):
                    if code not in m.over:
                        m.trouble(U, "r13.order")
                break
            if item.get("required", True):
                before.append(item["code"])

    def on_item_over(self, e):
        self.line("meeting", e.one("meeting")).over.add(e.get("item"))

    def vote(self, e):
        m = self.line("meeting", e.one("meeting"))
        count = {key[6:]: value for key, value in e.data.items() if key.startswith("count_")}
        if count["present"] < count["needed"]:
            m.trouble(U, "r13.vote_without_quorum")
        secret = count["form"] == "secret"
        forms = [i.get("form") for i in self.agenda(m) if i["code"] == e.get("item")]
        if forms == ["secret"] and not secret:
            m.trouble(U, "r13.not_secret")
        if secret and (count["valid"] + count["invalid"] != count["collected"]
                       or count["collected"] > count["issued"]):
            m.trouble(U, "r13.tally")
        return m, count

    def on_motion_carried(self, e):
        m, count = self.vote(e)
        m.carried.add(e.get("item"))
        got, needs = count["in_favour"] * count["denominator"], count["base_count"] * count["numerator"]
        enough = got >= needs if count["at_least"] else got > needs
        if not enough and not count.get("candidates") and not count.get("tie_broken"):
            m.trouble(U, "r13.majority")

    def on_motion_lost(self, e):
        self.vote(e)[0].trouble(S, "meeting.lost")

    def on_meeting_closed(self, e):
        m = self.line("meeting", e.one("meeting"))
        m.closed, m.chair = e.at, e.get("chair")

    def on_minutes_signed(self, e):
        self.line("meeting", e.one("meeting")).minutes = e.at

    def on_assignment_created(self, e):
        a = self.line("assignment", e.one("assignment"))
        a.title, a.owner, a.created, a.due = e.get("title"), e.get("owner"), e.at, e.get("due")
        a.inject, a.variety = self.inject_of(e), e.get("source_kind")
        meeting = e.one("source_meeting")
        if meeting in self.lines["meeting"]:
            language = self.plan.city["languages"][0]
            for known in self.plan.meetings[self.line("meeting", meeting).kind].get("assignments") or []:
                if known["title"].get(language) == a.title:
                    a.variety = known["code"]

    def on_assignment_accepted(self, e):
        a = self.line("assignment", e.one("assignment"))
        a.accepted, a.owner = e.at, a.owner or e.get("by")

    def on_assignment_reported(self, e):
        if e.get("done", False):
            self.line("assignment", e.one("assignment")).done = e.at

    def on_assignment_extended(self, e):
        a = self.line("assignment", e.one("assignment"))
        a.due = e.get("due")
        a.trouble(S, "assignment.was_extended")

    # --- what is only known when the day is over --------------------------------------------------

    def check_overtaken(self):
        work, dossiers = self.lines["work"].values(), self.lines["dossier"]
        for late in self.ordered("work"):
            victim = dossiers.get(late.dossier)
            if late.cancelled or victim is None or victim.overdue is None:
                continue
            end = min(late.taken or victim.overdue, victim.overdue)
            for w in work:
                if w.dossier == late.dossier or w.role != late.role or w.completed is None:
                    continue
                d = dossiers[w.dossier]
                if late.offered <= w.taken < end and d.due and victim.due and d.due > victim.due:
                    d.trouble(M, "dossier.made_late")

    def check_handed_on(self):
        for w in self.ordered("work"):
            d = self.lines["dossier"].get(w.dossier)
            if d is None or w.cancelled or w.completed or not w.due or self.last <= w.due or d.ended:
                continue
            if w.kind == "consult":
                d.trouble(M, "r17.silence")
            elif not w.taken:
                d.trouble(M, "r9.not_received")

    def check_in_flight(self, d):
        if not d.taken_over:
            return
        if self.calendar.working(d.received, d.owned or d.ended or self.last) > 8 * HOUR:
            d.trouble(M, "r20.nobody_owns")
        if d.apologised:
            d.trouble(M, "r20.date_moved")

    def check_dossiers(self):
        for d in self.ordered("dossier"):
            if d.received is None and not d.supplements and d.end is None:
                day = self.calendar.split(d.presented)[0]
                if d.channel == "counter":
                    over = self.calendar.hours(day) and self.last >= self.calendar.closing(day)
                else:
                    over = self.calendar.working(d.presented, self.last) > 8 * HOUR
                if over:
                    d.trouble(U, "r5.unanswered")
            self.check_in_flight(d)
            ready = d.resolved or d.ended
            if d.due and not ready and self.last > d.due:
                d.trouble(U, "dossier.not_done")
            if d.due and ready and ready > d.due and d.end != "withdrawn":
                d.trouble(M, "dossier.late")
            if d.overdue and not d.apologised:
                d.trouble(M, "r8.no_apology")
            if d.apologised:
                d.trouble(S, "dossier.postponed")
            if d.after:
                d.trouble(S, "dossier.entered_after")
            if d.channel == "online" and d.end == "returned" and not d.draft_shown \
                    and self.plan.shows_draft(d.procedure):
                d.trouble(U, "r16.no_draft")
            self.refused_about(d)

    def refused_about(self, line):
        """An officer's own refused tries; what an inject ordered does not count."""
        for e, inject in self.refused:
            if inject or e.by in OUTSIDE:
                continue
            names = {self.lines["work"][n].dossier if kind == "work" and n in self.lines["work"] else n
                     for kind, n in e.things()}
            if line.name in names:
                line.trouble(S, e.get("rule"))

    def check_papers(self):
        for p in self.ordered("paper"):
            if p.issue_by and p.issued is None and not p.recalled and self.last > p.issue_by:
                p.trouble(U, "r10.not_issued")
            self.refused_about(p)

    def check_arrivals(self):
        arrivals = self.ordered("arrival")
        rank = {code: u.get("rank", 0) for code, u in self.plan.documents["urgencies"].items()}
        for a in arrivals:
            self.refused_about(a)
            if a.registered is None and a.ended:
                continue
            if a.registered is None and self.last > a.register_by:
                a.trouble(U, "r11.not_registered")
            if a.registered and a.assigned is None and a.ended is None and self.last > a.assign_by:
                a.trouble(U, "r11.not_assigned")
            if a.late:
                a.trouble(M, "paper.answered_late")
            if a.assigned and a.ended is None and a.due and self.last > a.due:
                a.trouble(U, "paper.not_answered")
            for other in arrivals:
                urgent = rank.get(other.urgency, 0) > rank.get(a.urgency, 0)
                if not urgent or a.registered is None or other.arrived >= a.registered:
                    continue
                if other.registered > a.registered if other.registered else other.ended is None:
                    a.trouble(M, "r12.urgent_waited")

    def check_assignments(self):
        for a in self.ordered("assignment"):
            if a.done is None and self.last > a.due:
                a.trouble(U, "assignment.not_done_by")
            if a.done and a.done > a.due:
                a.trouble(M, "assignment.done_late")
            if a.accepted is None and self.calendar.working(a.created, self.last) > 8 * HOUR:
                a.trouble(M, "assignment.nobody_accepted")
            self.refused_about(a)

    def check_meetings(self):
        for m in self.ordered("meeting"):
            self.refused_about(m)
            if m.opened is None:
                if self.last > m.begins:
                    m.trouble(U, "r13.never_opened")
                continue
            if m.opened > m.begins + LATE_OPENING:
                m.trouble(S, "meeting.opened_late")
            for item in self.agenda(m):
                if item.get("required", True) and item["code"] not in m.over:
                    m.trouble(U, "r13.item_missing")
            if m.closed is None:
                m.trouble(U, "r13.not_closed")
            elif m.minutes is None:
                m.trouble(U, "r13.no_minutes")
            self.check_carried(m)

    def check_carried(self, m):
        """What a carried motion becomes is signed, numbered and issued; its troubles are the meeting's."""
        for item in self.agenda(m):
            if not item.get("paper") or item["code"] not in m.carried:
                continue
            papers = [p for p in self.ordered("paper") if p.meeting == m.name and p.motion == item["code"]]
            if not papers or papers[-1].issued is None:
                m.trouble(U, "r13.not_issued")
            else:
                m.troubles += papers[-1].troubles
