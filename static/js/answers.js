// Saves an answer on every change. The form works without this file; every sentence comes from it.
// A form is its own queue: one request at a time, the newest state last, nothing dropped.

const TEXT_PAUSE = 900; // ms without a key before a text is sent
const FIRST_RETRY = 2000;
const LAST_RETRY = 30000;
const keepers = new Set();

class Keeper {
  constructor(form) {
    this.form = form;
    this.status = document.getElementById(form.dataset.status);
    this.place = `octant:${form.action}`;
    this.sent = form.dataset.unsaved ? null : this.state();
    this.wait = FIRST_RETRY;
    this.running = null;
    this.blocked = false; // a person must act first: conflict, fault or signed out
    form.addEventListener("change", () => this.later(0));
    form.addEventListener("input", (event) => {
      if (event.target.matches("textarea, input[type=text]")) this.later(TEXT_PAUSE);
    });
    form.addEventListener("submit", (event) => this.submit(event));
    this.restore();
    this.show_reason();
  }

  fields() {
    const fields = new FormData(this.form);
    return new URLSearchParams([...fields].filter(([, value]) => typeof value === "string"));
  }

  state() {
    const fields = this.fields();
    fields.delete("version");
    fields.delete("csrf_token");
    return fields.toString();
  }

  get dirty() {
    return this.state() !== this.sent;
  }

  later(pause) {
    this.show_reason();
    this.blocked = false;
    this.keep();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause);
  }

  // What is not saved yet stays in this tab, with the version it was made from, so that a reload or
  // a sign-in loses nothing and the server still sees whether somebody else answered meanwhile.
  keep() {
    const version = this.form.elements.version.value;
    try {
      if (this.dirty) sessionStorage.setItem(this.place, `${this.state()}&version=${version}`);
      else sessionStorage.removeItem(this.place);
    } catch { /* a full or forbidden store must not stop the save itself */ }
  }

  restore() {
    let kept = null;
    try { kept = sessionStorage.getItem(this.place); } catch { return; }
    if (!kept) return;
    this.put(new URLSearchParams(kept));
    this.later(0);
  }

  put(fields) {
    for (const [name, value] of fields) {
      const field = this.form.elements[name];
      if (field) field.value = value;
    }
  }

  flush() {
    clearTimeout(this.timer);
    this.running ??= this.run().finally(() => { this.running = null; });
    return this.running;
  }

  async run() {
    while (this.dirty && !this.blocked) {
      const state = this.state();
      this.say("saving", "busy");
      const pause = await this.send(state);
      this.keep();
      if (pause) await new Promise((go) => { this.go = go; setTimeout(go, pause); });
    }
    return !this.dirty;
  }

  // Gives how long to wait before trying again; 0 when there is nothing to wait for.
  async send(state) {
    let reply;
    try {
      reply = await fetch(this.form.action, {
        method: "POST",
        body: this.fields(),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
    } catch {
      return this.again("offline");
    }
    const json = (reply.headers.get("Content-Type") ?? "").includes("json");
    const body = json ? await reply.json().catch(() => null) : null;
    if (reply.redirected || reply.status === 401 || (reply.ok && !body)) return this.stop("signedout");
    if (reply.ok) return this.saved(state, body);
    if (reply.status === 409) return this.stop("conflict");
    if (reply.status === 422) return this.refused(body?.faults?.[0]);
    if (reply.status === 400 && await this.renew()) return 1;
    if (reply.status === 429 || reply.status >= 500) return this.again("trouble");
    return this.stop("failed", body?.message);
  }

  saved(state, body) {
    this.sent = state;
    this.unmark();
    // What the server refused stood above the page as well.
    if (this.form.dataset.unsaved) document.querySelector(".faults")?.remove();
    this.wait = FIRST_RETRY;
    this.form.elements.version.value = body.version;
    // Another person's cells, merged by the server, are shown unless this person has gone on typing.
    if (this.state() === state) {
      for (const [family, value] of Object.entries(body.response.levels)) {
        this.put(new URLSearchParams([[`level-${family}`, value]]));
      }
      this.put(new URLSearchParams([["comment", body.response.comment], ["reason", body.response.reason]]));
      this.sent = this.state();
      this.show_reason();
    }
    this.say(null, "", body.text);
    for (const [part, text] of Object.entries(body.figures)) {
      for (const place of document.querySelectorAll(`[data-figure="${part}"]`)) place.textContent = text;
    }
    return 0;
  }

  refused(fault) {
    if (!fault?.message) return this.stop("refused");
    this.mark(fault);
    return this.stop("refused", this.form.dataset.why.replace("{why}", () => fault.message));
  }

  // The fault stands beside its field, just as on the page that the server makes.
  mark(fault) {
    this.unmark();
    const field = this.form.elements.namedItem(fault.place.split(".").pop());
    const box = field?.closest?.(".field");
    if (!box) return;
    const words = document.createElement("span");
    words.className = "fault";
    words.id = `${field.id}-fault`;
    words.textContent = fault.message;
    field.before(words);
    box.classList.add("wrong");
    field.setAttribute("aria-describedby", `${field.id}-hint ${words.id}`);
  }

  unmark() {
    for (const box of this.form.querySelectorAll(".field.wrong")) {
      const field = box.querySelector("[aria-describedby]");
      box.classList.remove("wrong");
      box.querySelector(".fault")?.remove();
      field.setAttribute("aria-describedby", `${field.id}-hint`);
    }
  }

  again(sentence) {
    this.say(sentence, "failed");
    const pause = this.wait;
    this.wait = Math.min(this.wait * 2, LAST_RETRY);
    return pause;
  }

  stop(sentence, text) {
    this.blocked = true;
    this.say(sentence, "failed", text);
    if (this.status && ["conflict", "refused"].includes(sentence)) this.offer(this.form.dataset.compare);
    if (this.status && sentence === "signedout") {
      const link = document.createElement("a");
      link.href = this.form.dataset.signin;
      link.target = "_blank";
      link.textContent = this.form.dataset.signinwords;
      this.status.append(" ", link);
      this.offer(this.form.dataset.again);
    }
    return 0;
  }

  // A real button of the form: the server then shows the page with both values, or the faults.
  offer(words) {
    const button = document.createElement("button");
    button.className = "btn plain small";
    button.textContent = words;
    button.type = "button";
    button.addEventListener("click", () => {
      if (words === this.form.dataset.again) { this.blocked = false; this.flush(); return; }
      this.leaving = true;
      try { sessionStorage.removeItem(this.place); } catch { /* nothing was kept */ }
      this.form.submit();
    });
    this.status.append(" ", button);
  }

  // The token of the form grew old (signed in anew): take a fresh one from the same page, once.
  async renew() {
    if (this.renewed) return false;
    this.renewed = true;
    const page = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    if (!page?.ok || page.redirected) return false;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html")
      .querySelector("input[name=csrf_token]")?.value;
    if (!fresh) return false;
    for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = fresh;
    return true;
  }

  async submit(event) {
    const button = event.submitter;
    if (button?.name === "same") {
      event.preventDefault();
      this.same(button.value);
      return;
    }
    if (this.blocked) { this.leaving = true; return; }
    event.preventDefault();
    const done = await this.flush();
    if (!done) return;
    if (button?.value === "next" && this.form.dataset.next) location.assign(this.form.dataset.next);
  }

  same(level) {
    for (const pick of this.form.querySelectorAll(`input[type=radio][value="${level}"]`)) pick.checked = true;
    this.later(0);
  }

  // The reason is asked for only where a cell does not apply; without scripts it always stands there.
  show_reason() {
    const reason = this.form.querySelector("[data-reason]");
    if (!reason) return;
    const asked = this.form.querySelector('input[value="not_applicable"]:checked');
    reason.hidden = !asked && !this.form.elements.reason.value;
    const folded = reason.closest("details");
    if (asked && folded) folded.open = true;
  }

  say(sentence, look, text) {
    if (!this.status) return;
    this.status.className = `saved ${look}`;
    this.status.textContent = text ?? this.form.dataset[sentence];
  }
}

export function enhance(form) {
  keepers.add(new Keeper(form));
}

addEventListener("online", () => { for (const keeper of keepers) { keeper.go?.(); keeper.flush(); } });
addEventListener("beforeunload", (event) => {
  for (const keeper of keepers) if (!keeper.leaving && (keeper.dirty || keeper.running)) event.preventDefault();
});
