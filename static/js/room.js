// Keeps a screen of a workshop where the room is: by a stream, or by asking again where none holds.
// Without this file every screen works by plain forms and a Refresh link.

const ASK = 3000; // ms between two questions where there is no stream, give or take a third
const ASKS_BEFORE_STREAM = 10;
const FIRST_RETRY = 1000;
const LAST_RETRY = 10000;

class Room {
  constructor(root) {
    this.root = root;
    this.live = root.querySelector("[data-live]");
    this.voted = root.dataset.voted ?? "0";
    this.asks = 0;
    this.prepare();
    for (const link of root.querySelectorAll("[data-refresh]")) link.hidden = true;
    document.addEventListener("visibilitychange", () => document.hidden || this.wake());
    window.addEventListener("online", () => this.wake());
    window.addEventListener("pageshow", (event) => event.persisted && this.wake());
    this.listen();
  }

  get shown() {
    return this.live.firstElementChild;
  }

  get over() {
    return this.shown.dataset.stage === "closed";
  }

  say(place, words) {
    const found = this.root.querySelector(`[data-${place}]`);
    if (found && found.textContent !== (words ?? "")) found.textContent = words ?? "";
  }

  // A phone that slept or lost the network asks at once, and does not wait for its stream.
  wake() {
    if (this.over) return;
    this.go?.();
    this.ask();
    if (this.source?.readyState !== EventSource.OPEN) this.listen();
  }

  listen() {
    this.source?.close();
    clearTimeout(this.timer);
    if (this.over) return;
    const source = new EventSource(`${this.root.dataset.stream}&key=${encodeURIComponent(this.shown.dataset.key)}`);
    source.addEventListener("open", () => this.say("line"));
    source.addEventListener("room", (event) => this.show(event.data));
    source.addEventListener("counts", (event) => this.count(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      if (source !== this.source || this.over) return;
      this.say("line", this.root.dataset.lost);
      if (source.readyState === EventSource.CLOSED) this.askLater();
    });
    this.source = source;
  }

  askLater() {
    clearTimeout(this.timer);
    const again = this.asks++ % ASKS_BEFORE_STREAM === ASKS_BEFORE_STREAM - 1;
    const pause = ASK * (2 / 3 + (2 / 3) * Math.random());
    this.timer = setTimeout(() => (again ? this.listen() : this.ask().then(() => this.askLater())), pause);
  }

  async ask() {
    try {
      const headers = this.tag ? { "If-None-Match": this.tag } : {};
      const reply = await fetch(this.root.dataset.state, { headers, credentials: "same-origin" });
      if (reply.status === 304) this.say("line");
      else if (reply.ok && !reply.redirected) {
        this.tag = reply.headers.get("ETag");
        this.say("line");
        this.show(await reply.text());
      } else if (reply.redirected || reply.status < 500) this.reload();
    } catch {
      this.say("line", this.root.dataset.lost);
    }
  }

  show(html) {
    const next = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    if (next.dataset.key === this.shown.dataset.key) {
      const counts = [...next.querySelectorAll("[data-count]")];
      this.count(Object.fromEntries(counts.map((each) => [each.dataset.count, each.textContent])));
    } else if (next.dataset.fetch !== undefined) this.fetchPage();
    else this.put(next);
  }

  // The console is drawn for one person, so the stream only says that it changed.
  async fetchPage() {
    const reply = await fetch(this.root.dataset.page, { credentials: "same-origin" });
    if (!reply.ok || reply.redirected) return this.reload();
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const next = page.querySelector("[data-live] > *");
    if (!next || next.dataset.key === this.shown.dataset.key) return;
    // Beside a workshop that is over stand no code and no button any more.
    const turned = next.dataset.over !== this.shown.dataset.over;
    if (next.dataset.stage === "closed" || turned) this.reload();
    else this.put(next);
  }

  // A console that answers a form stands at the form's address, which nobody can load.
  reload() {
    if (this.root.dataset.page) location.assign(this.root.dataset.page);
    else location.reload();
  }

  put(next) {
    const focused = this.live.contains(document.activeElement);
    this.carry(next);
    this.live.replaceChildren(next);
    // What the last press did was told; the room has gone on since.
    for (const told of document.querySelectorAll("[data-told]")) told.remove();
    this.prepare();
    const title = next.querySelector("[data-title]");
    this.say("heard", title?.textContent);
    if (focused && title) {
      title.tabIndex = -1;
      title.focus();
    }
    window.scrollTo(0, 0);
    if (this.over) this.source?.close();
  }

  // What somebody was about to send stays where the same is asked again.
  carry(next) {
    for (const form of this.live.querySelectorAll("form[data-keep]")) {
      const same = next.querySelector(`form[data-keep="${CSS.escape(form.dataset.keep)}"]`);
      if (!same) continue;
      for (const text of form.querySelectorAll("textarea")) same.elements[text.name].value = text.value;
      // What was chosen after one vote is no choice after another.
      if (same.dataset.seen !== form.dataset.seen) continue;
      for (const each of form.querySelectorAll("input[type=radio]:checked")) {
        const twin = [...same.querySelectorAll("input[type=radio]")].find((one) => one.name === each.name && one.value === each.value);
        if (twin) twin.checked = true;
      }
    }
  }

  count(counts) {
    for (const [name, words] of Object.entries(counts)) {
      for (const place of this.root.querySelectorAll(`[data-count="${name}"]`)) place.textContent = words;
    }
  }

  prepare() {
    for (const field of this.live.querySelectorAll("[name=csrf_token]")) field.value ||= this.root.dataset.token ?? "";
    const form = this.live.querySelector("form[data-vote]");
    if (this.shown.dataset.round === this.voted) {
      form?.remove();
      for (const sent of this.live.querySelectorAll("[data-sent]")) sent.hidden = false;
    } else if (form) this.enhanceVote(form);
  }

  enhanceVote(form) {
    const rows = () => [...form.querySelectorAll("fieldset.row")];
    form.addEventListener("change", (event) => {
      const { name, value } = event.target;
      this.say("says");
      if (name === "same") {
        for (const row of rows()) row.querySelector(`[value="${value}"]`).checked = true;
      } else {
        const same = form.querySelector("[name=same]:checked");
        if (same && same.value !== value) same.checked = false;
      }
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const same = form.querySelector("[name=same]:checked");
      const open = rows().find((row) => !row.querySelector(":checked"));
      if (!same && (open || !rows().length)) {
        this.say("says", this.root.dataset.choose);
        (open ?? form).querySelector("input[type=radio]").focus();
      } else this.send(form);
    });
  }

  // Sent again, with its round, until the server has answered: there it counts once.
  async send(form) {
    if (form.dataset.sending !== undefined) return;
    form.dataset.sending = "";
    const body = new URLSearchParams(new FormData(form));
    const fields = form.querySelectorAll("fieldset, button");
    for (const each of fields) each.disabled = true;
    for (let wait = FIRST_RETRY; ; wait = Math.min(2 * wait, LAST_RETRY)) {
      this.say("says", this.root.dataset.sending);
      const reply = await this.post(form.action, body);
      if (reply && reply.status < 500 && reply.status !== 429) {
        await this.answered(form, reply, body.get("round"));
        break;
      }
      this.say("says", this.root.dataset.kept);
      if (!form.isConnected) this.say("line", this.root.dataset.kept);
      await new Promise((go) => { this.go = go; setTimeout(go, wait * (0.75 + Math.random() / 2)); });
    }
    delete form.dataset.sending;
    for (const each of fields) each.disabled = false;
  }

  async post(address, body) {
    const headers = { Accept: "application/json" };
    return fetch(address, { method: "POST", body, headers, credentials: "same-origin" }).catch(() => null);
  }

  async answered(form, reply, round) {
    const json = (reply.headers.get("Content-Type") ?? "").includes("json");
    const told = json ? await reply.json().catch(() => null) : null;
    if (reply.ok && told?.voted) {
      this.voted = round;
      this.say("line");
      this.prepare();
      const heading = form.isConnected ? null : this.live.querySelector("[data-sent] h3");
      if (heading) {
        heading.tabIndex = -1;
        heading.focus();
        window.scrollTo(0, 0);
      }
    } else if (reply.status === 409) {
      this.say("line", this.root.dataset.late);
      this.ask();
    } else if (reply.status === 422) this.say("says", told?.faults?.[0]?.message ?? told?.message);
    else if (reply.status === 410 || reply.redirected || reply.status === 401) location.reload();
    else this.say("says", told?.message ?? this.root.dataset.failed);
  }
}

export function enhance(root) {
  return new Room(root);
}
