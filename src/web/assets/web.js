// The dashboard's own script. Every page works without it: it saves reloading, follows the log,
// and turns the day into a slider. Answers are parsed as documents, in which no script runs.
"use strict";
(() => {
  const body = document.body;
  const said = document.getElementById("said");
  const live = document.getElementById("live");
  const liveText = document.getElementById("live-text");

  // ---- Taking over the parts of a page that changed.

  let asking = null;
  // The parts as the server sent them: what scripts made of them since does not count.
  const sent = new Map();
  for (const part of document.querySelectorAll("[data-part]")) sent.set(part.dataset.part, part.outerHTML);

  function fetchPage(address) {
    if (asking) asking.abort();
    const request = new XMLHttpRequest();
    asking = request;
    body.classList.add("busy");
    return new Promise((resolve) => {
      const end = (result) => {
        if (asking === request) {
          asking = null;
          body.classList.remove("busy");
        }
        resolve(result);
      };
      request.open("GET", address);
      request.responseType = "document";
      request.timeout = 30000;
      request.onload = () => end({ status: request.status, page: request.responseXML, address: request.responseURL });
      request.onerror = request.ontimeout = () => end({ status: 0, page: null, address });
      request.onabort = () => end(null);
      request.send();
    });
  }

  function takeOver(page) {
    const focused = document.activeElement;
    const held = focused && focused.id;
    const seen = new Map();
    for (const row of document.querySelectorAll("tr[data-row]")) seen.set(row.dataset.row, row.dataset.seq);
    const fresh = new Map();
    for (const part of page.querySelectorAll("[data-part]")) fresh.set(part.dataset.part, part);
    for (const part of document.querySelectorAll("[data-part]")) {
      const other = fresh.get(part.dataset.part);
      if (!other || sent.get(part.dataset.part) === other.outerHTML) continue;
      sent.set(part.dataset.part, other.outerHTML);
      part.replaceWith(document.adoptNode(other));
    }
    for (const row of document.querySelectorAll("tr[data-row]")) {
      if (seen.has(row.dataset.row) && seen.get(row.dataset.row) !== row.dataset.seq) row.classList.add("fresh");
    }
    body.dataset.size = page.body.dataset.size;
    document.title = page.title;
    for (const input of document.querySelectorAll("[data-value]")) {
      const other = input.id && page.getElementById(input.id);
      if (!other || input === document.activeElement) continue;
      input.max = other.max;
      input.value = other.dataset.value;
    }
    if (held) {
      const again = document.getElementById(held);
      if (again && again !== document.activeElement) again.focus({ preventScroll: true });
    }
    enhance();
    document.dispatchEvent(new Event("parts"));
  }

  let latest = 0;

  async function go(address, { keep = true, say = standing } = {}) {
    latest += 1;
    const mine = latest;
    const answer = await fetchPage(address);
    if (!answer) return false;
    if (answer.status === 503) {
      said.textContent = "The server is busy; trying again.";
      setTimeout(() => mine === latest && go(address, { keep, say }), 1500);
      return false;
    }
    if (!answer.page || answer.status !== 200 || !answer.page.body) {
      const main = answer.page && answer.page.querySelector("main p");
      said.textContent = main ? main.textContent : "The server does not answer.";
      showProblem(said.textContent);
      return false;
    }
    showProblem("");
    takeOver(answer.page);
    if (keep) {
      history.replaceState(null, "", answer.address);
      chosen = new URLSearchParams(location.search).has("as_of");
    }
    said.textContent = say();
    return true;
  }

  // What a reader who does not see the page is told after asking.
  function standing() {
    const parts = [...document.querySelectorAll(".standing .figure, .standing .if, [data-part=count]")];
    return parts.map((part) => part.textContent.replace(/\s+/g, " ").trim()).join("; ");
  }

  function showProblem(text) {
    let note = document.getElementById("problem");
    if (!text) {
      if (note) note.remove();
      return;
    }
    if (!note) {
      note = document.createElement("p");
      note.id = "problem";
      note.className = "note warning";
      document.querySelector("main h1").after(note);
    }
    note.textContent = text;
  }

  // ---- Forms: asked as soon as something changes.

  function addressOf(form) {
    const query = new URLSearchParams();
    const data = new FormData(form);
    const day = data.get("as_of");
    // Until a day is chosen the page speaks of the latest, whichever that is.
    if (!chosen) data.delete("as_of");
    if (data.get("kind") && !data.get("on")) data.set("on", day);
    for (const [name, value] of data) if (value !== "") query.append(name, value);
    const text = query.toString();
    const path = new URL(form.action).pathname;
    return text ? `${path}?${text}` : path;
  }

  let chosen = new URLSearchParams(location.search).has("as_of");
  let soon = 0;
  function ask(form, wait) {
    clearTimeout(soon);
    soon = setTimeout(() => {
      const added = form.querySelector("#kind");
      go(addressOf(form)).then((done) => {
        if (done && added) for (const id of ["kind", "on", "grade", "first", "last"]) document.getElementById(id).value = "";
      });
    }, wait);
  }

  function enhance() {
    for (const button of document.querySelectorAll("[data-fallback]")) button.hidden = true;
    for (const slide of document.querySelectorAll(".slide")) slide.hidden = false;
  }

  function dayOf(slide) {
    const day = new Date(`${slide.parentElement.dataset.from}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() + Number(slide.value));
    return day.toISOString().slice(0, 10);
  }

  document.addEventListener("input", (event) => {
    const target = event.target;
    const form = target.form;
    if (!form || !("live" in form.dataset)) return;
    if (target.id === "slide" || target.id === "as-of") chosen = true;
    if (target.id === "slide") {
      const day = dayOf(target);
      document.getElementById("as-of").value = day;
      target.setAttribute("aria-valuetext", day);
      ask(form, 40);
    } else if (target.id === "as-of") {
      if (target.validity.valid && target.value) {
        const slide = document.getElementById("slide");
        const from = Date.parse(slide.parentElement.dataset.from);
        slide.value = String(Math.round((Date.parse(target.value) - from) / 86400000));
        ask(form, 250);
      }
    } else if (target.id === "recorded-by") {
      if (target.validity.valid) ask(form, 250);
    } else if (target.type === "checkbox") {
      ask(form, 0);
    } else if (target.type === "search") {
      ask(form, 150);
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("live" in form.dataset)) return;
    event.preventDefault();
    ask(form, 0);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[data-go]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(link.href);
  });

  // ---- Following the log. Pages that nobody sees do not hold a connection.

  let stream = null;
  let waiting = 0;
  let last = "";

  function status(on, text) {
    live.hidden = false;
    live.classList.toggle("on", on);
    if (liveText.textContent !== text) liveText.textContent = text;
  }

  // A tick says the log's size, how often it was read anew, and the steps of audits.
  function told(data) {
    const [size, read, audit] = data.split(" ");
    const page = body.dataset.here;
    const mine = page === "audit" ? data : `${size} ${read}`;
    const first = last === "";
    const news = size !== body.dataset.size;
    const changed = news || (!first && mine !== last);
    last = mine;
    if (!changed || audit === undefined) return;
    if (page === "entries" && new URLSearchParams(location.search).has("before")) return;
    go(location.href, { keep: false, say: () => (news ? `The log has grown to ${size} entries.` : "") });
  }

  function follow() {
    clearTimeout(waiting);
    if (stream || document.hidden) return;
    stream = new EventSource("/live");
    stream.addEventListener("open", () => status(true, "live"));
    stream.addEventListener("tick", (event) => told(event.data));
    stream.addEventListener("error", () => {
      status(false, "not live");
      // A refusal ends a stream for good: ask again later.
      if (stream && stream.readyState === EventSource.CLOSED) {
        stream = null;
        waiting = setTimeout(follow, 5000);
      }
    });
  }

  function rest() {
    clearTimeout(waiting);
    if (stream) stream.close();
    stream = null;
    last = "";
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : follow()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", follow);

  enhance();
  if (Number(body.dataset.size) > 0) follow();
})();
