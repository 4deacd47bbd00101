// A ledger whose every text attacks: it shows as text, on every page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Home, LOOKS, accessible, fits, open, serve, shot, test } from "./harness.mjs";

const ATTACKS = [
  "<script>alert('xss')</script>",
  "\"><img src=x onerror=alert(1)>",
  "' autofocus onfocus='alert(2)",
  "</title></style></textarea></svg><svg/onload=alert(3)>",
  "<iframe srcdoc='<script>parent.alert(4)</script>'></iframe>",
  "javascript:alert(5)",
  "\u202emoc.live\u2066\u200b\ufeff",
  "\u001b[31mred\u001b]0;t\u0007\u009b2J\r\n\u0008",
  "{{constructor.constructor('alert(6)')()}}${alert(7)}",
  "x".repeat(120),
  "<svg><animate onbegin=alert(8) attributeName=x dur=1s>",
  "<math><mtext><table><mglyph><style><img src=x onerror=alert(9)>",
  "<a href=javascript:alert(10)>x</a>",
  "<form action=javascript:alert(11)><button autofocus>x</button></form>",
  "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
  "<base href=https://evil.example/>",
  "<link rel=stylesheet href=https://evil.example/x.css>",
  "<img src=https://evil.example/x.png>",
  "<object data=https://evil.example/x></object><embed src=https://evil.example/y>",
  "<style>@import 'https://evil.example/z.css';*{background:url(https://evil.example/b)}</style>",
  "--><script>alert(12)</script><!--",
  "]]><script>alert(13)</script>",
  "&lt;script&gt;alert(14)&lt;/script&gt;&#60;script&#62;alert(14)",
  "\\u003cscript\\u003ealert(15)\\u003c/script\\u003e",
  "<details open ontoggle=alert(16)>",
  "![x](javascript:alert(17)) [y](https://evil.example/) <https://evil.example>",
  "`</code></pre><script>alert(18)</script>`",
];
const attack = (n, most = 480) => Array.from([...ATTACKS.slice(n % ATTACKS.length), ...ATTACKS.slice(0, n % ATTACKS.length)].join(" ")).slice(0, most).join("");

const day = (n) => new Date(Date.UTC(2023, 1, 10 + n)).toISOString().slice(0, 10);

/** A ledger whose every text is one of them after another. */
export function hostile() {
  const home = new Home();
  home.run("init", "--origin", `x ${attack(0, 120)}`.replace(/[\s+]/g, "_"));
  const source = (n) => ({ name: attack(n, 250), url: `javascript:${attack(n)}`, quote: attack(n), published_on: "2023-02-01" });
  const records = [
    { type: "question", id: "q", title: attack(0, 250), participants: [attack(1, 90), attack(2, 90)], criteria: attack(3), opens: "2023-02-01", deadline: "2023-12-01", prior: { meetings: 8, years: 30, source: attack(4) }, occasions: [{ id: "forum", name: attack(5, 150), first: "2023-11-20", last: "2023-11-24", held: 2, of: 4, source: attack(6) }] },
    ...ATTACKS.map((_, n) => ({ type: "signal", id: `s${n}`, question: "q", kind: "threat", observed_on: day(n), known_on: day(n), summary: attack(n), grade: "B2", story: attack(n, 90), source: source(n), likelihood: { if_meeting: 0.9, if_none: 0.1 + n / 40, because: attack(n) } })),
    { type: "retraction", question: "q", signal: "s3", known_on: "2023-03-12", because: attack(1) },
    { type: "note", question: "q", text: attack(2) },
    { type: "resolution", question: "q", outcome: "yes", on: "2023-11-21", source: source(1) },
  ];
  home.run("import", "--as-if-today", "2023-12-31", home.write("hostile.jsonl", records.map((r) => JSON.stringify(r)).join("\n")));
  return home;
}

/** What a page of ours may hold; anything else was injected. */
export async function onlyOurs(page, name, allowed = {}) {
  const found = await page.evaluate(() => {
    const every = [...document.querySelectorAll("*")];
    const ours = new Set("html head meta title link script body a header div nav p main span h1 h2 h3 h4 form label input button section table thead tbody tfoot tr th td strong svg g path circle rect text tspan line desc title style br footer details summary figure figcaption fieldset legend select optgroup option ul li dl dt dd code pre progress bdi noscript small b abbr time ol em template defs use polygon polyline output aside article hr".split(" "));
    return {
      strangers: [...new Set(every.map((e) => e.localName).filter((n) => !ours.has(n)))],
      handlers: every.flatMap((e) => [...e.attributes].filter((a) => /^on/i.test(a.name)).map((a) => `${e.localName} ${a.name}`)),
      scripts: [...document.scripts].map((s) => s.src || `inline: ${s.textContent.length}`),
      links: [...document.querySelectorAll("[href], [src], [action], [srcdoc]")].map((e) => e.getAttribute("href") ?? e.getAttribute("src") ?? e.getAttribute("action") ?? "srcdoc").filter((h) => !/^(#|\/|https?:|file:)/.test(h)),
      focused: document.activeElement.localName,
      steers: /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/.test(document.documentElement.textContent),
    };
  });
  assert.deepEqual(found.strangers, [], name);
  assert.deepEqual(found.handlers, [], name);
  assert.deepEqual(found.links, [], name);
  assert.equal(found.scripts.length, allowed.scripts ?? 1, `${name}: ${found.scripts}`);
  assert.equal(found.steers, false, name);
}

test("a hostile ledger is only text, on every page", async () => {
  const home = hostile();
  const size = home.json("audit").size;
  const server = await serve(home);
  const asked = ATTACKS.slice(0, 8).map(encodeURIComponent);
  const paths = ["", "q/q", "q/q?as_of=2023-02-15", "q/q?without=s1&add=visit-made@2023-03-01@A1", "entries", "audit?run=now", ...asked.map((text) => `?find=${text}`), ...asked.map((text) => `entries?find=${text}`), ...Array.from({ length: size }, (_, seq) => `entries/${seq}`)];
  const one = await open(server.address);
  for (const path of paths) {
    const { page } = one;
    await page.goto(server.address + path);
    await page.waitForFunction(() => document.getElementById("live-text").textContent === "live");
    await onlyOurs(page, path);
    await fits(page, path);
    assert.deepEqual(one.faults, [], path);
  }
  await one.close();
  // Refusals quote what was asked, too.
  const other = await open(server.address, { expected: [/^status 4\d\d/, /^console: Failed to load resource/] });
  for (const text of asked) {
    for (const path of [`q/${text}`, `q/q?as_of=${text}`, `q/q?add=${text}`, `q/q?${text}=1`, `entries?type=${text}`, `entries/${text}`, text]) {
      const answer = await other.page.goto(server.address + path);
      assert.ok([200, 400, 404].includes(answer.status()), path);
      await onlyOurs(other.page, path);
    }
  }
  await other.close();
  const { page, close } = await open(`${server.address}q/q`);
  const text = await page.locator("main").innerText();
  for (const part of ["<script>alert('xss')</script>", "onerror=alert(1)", "\\u{202e}", "\\u{1b}"]) assert.ok(text.includes(part), part);
  assert.match(await page.title(), /<script>/);
  // Hovering and choosing run nothing either.
  for (const mark of await page.locator(".chart .wide .mark").all()) await mark.hover({ force: true });
  await page.locator("input.switch").first().check();
  await page.waitForSelector(".if");
  await onlyOurs(page, "after a switch");
  await close();
  for (const look of ["light", "narrow"]) {
    for (const [name, path] of [["questions", ""], ["question", "q/q"], ["entries", "entries"], ["entry", "entries/4"]]) {
      const { page, close } = await open(server.address + path, LOOKS[look]);
      await fits(page, `hostile ${name}`);
      await accessible(page, `hostile ${name}`);
      await shot(page, `hostile-${name}-${look}`);
      await close();
    }
  }
  await server.stop();
  home.remove();
});

test("what a policy stops is a fault", async () => {
  const { page, faults } = await open(null);
  await page.route("https://strict.example/", (route) => route.fulfill({ contentType: "text/html", body: "<script>1</script>", headers: { "content-security-policy": "default-src 'none'" } }));
  await page.goto("https://strict.example/");
  await page.waitForTimeout(200);
  assert.ok(faults.some((fault) => fault.startsWith("policy: script-src")), faults.join("\n"));
  await page.context().close();
});

/** Opens a file of the ledger's folder with the network off; nothing may be tried. */
async function quiet(home, name, look) {
  const { page, faults, close } = await open(null, { offline: true });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const address = pathToFileURL(join(home.dir, name)).href;
  await page.goto(address);
  await look(page);
  assert.deepEqual(asked, [address], name);
  assert.deepEqual(faults, [], name);
  await close();
}

/** Markdown as the worst would show it, who lets HTML through as it is: all but code. */
function shownLoosely(markdown) {
  const text = markdown.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, "").replace(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, "");
  return `<!doctype html><title>t</title><body>${text}`;
}

const DOCUMENTS = [["questions"], ["history", "q"], ["explain", "q"], ["forecast", "q"], ["sensitivity", "q"], ["worth", "q"], ["score"], ["kinds"], ["model", "list"], ["audit"]];

test("documents in HTML and Markdown of a hostile ledger are only text", async () => {
  const home = hostile();
  for (const [n, command] of DOCUMENTS.entries()) {
    home.write(`${n}.html`, home.run(...command, "--format", "html"));
    await quiet(home, `${n}.html`, (page) => onlyOurs(page, command.join(" ")));
    const markdown = home.run(...command, "--format", "markdown");
    home.write(`${n}.md.html`, shownLoosely(markdown));
    await quiet(home, `${n}.md.html`, async (page) => {
      const found = await page.evaluate(() => [...document.body.querySelectorAll("*")].map((e) => e.localName));
      assert.deepEqual(found, [], command.join(" "));
    });
    assert.doesNotMatch(markdown, /^[^`]*[^\\]\]\(\s*(javascript|data):/im, command.join(" "));
  }
  home.run("report", "q", "--format", "markdown", "-o", "report.md");
  const report = readFileSync(join(home.dir, "report.md"), "utf8");
  home.write("report.md.html", shownLoosely(report));
  await quiet(home, "report.md.html", async (page) => assert.equal(await page.evaluate(() => document.body.querySelectorAll("script, img, iframe, object, embed, base, meta, link, style, form, svg, [onload], [onerror]").length), 0));
  home.remove();
});

test("pictures of a hostile ledger, opened by themselves, are only pictures", async () => {
  const home = hostile();
  for (const command of [["history", "q"], ["explain", "q"]]) {
    const name = `${command[0]}.svg`;
    home.run(...command, "--svg", name);
    await quiet(home, name, async (page) => {
      const found = await page.evaluate(() => {
        const every = [...document.querySelectorAll("*")];
        return {
          root: document.documentElement.localName,
          bad: every.map((e) => e.localName).filter((n) => /^(script|foreignobject|iframe|image|animate|set|handler)$/i.test(n)),
          handlers: every.flatMap((e) => [...e.attributes].filter((a) => /^on/i.test(a.name)).map((a) => a.name)),
          links: every.flatMap((e) => [...e.attributes].filter((a) => /href|src/i.test(a.name)).map((a) => a.value)).filter((h) => !/^(#|https?:)/.test(h)),
        };
      });
      assert.deepEqual(found, { root: "svg", bad: [], handlers: [], links: [] }, name);
    });
  }
  home.remove();
});

test("a page of another site can neither read nor steer the dashboard", async () => {
  const home = hostile();
  const server = await serve(home);
  const { page } = await open(null);
  // Another site on this machine: browsers let it ask, where they hold strangers back.
  const body = readFileSync(new URL("evil.html", import.meta.url), "utf8").replaceAll("TARGET", server.address);
  const evil = createServer((_, response) => response.setHeader("content-type", "text/html").end(body));
  await new Promise((done) => evil.listen(0, "127.0.0.2", done));
  const statuses = {};
  page.on("response", (response) => {
    if (response.url().startsWith(server.address)) statuses[response.url().slice(server.address.length)] = response.status();
  });
  page.on("requestfailed", (request) => {
    if (request.url().startsWith(server.address)) statuses[request.url().slice(server.address.length)] ??= request.failure().errorText;
  });
  await page.goto(`http://127.0.0.2:${evil.address().port}/`);
  await page.waitForFunction(() => document.title === "done", null, { timeout: 60_000 });
  const seen = await page.evaluate(() => globalThis.seen);
  assert.deepEqual(seen, { fetched: false, image: false, script: false, framed: false, streamed: false }, JSON.stringify(seen));
  // All were asked for, and refused by the server or, by its word, by the browser.
  assert.deepEqual(Object.keys(statuses).sort(), ["", "audit?run=now", "entries", "live", "q/q"]);
  for (const [path, status] of Object.entries(statuses)) assert.match(String(status), /^403$|NotSameOrigin$|ERR_FAILED$/, path);
  evil.close();
  await page.context().close();
  const own = await open(`${server.address}audit`);
  assert.match(await own.page.locator("main").innerText(), /No audit has been made/);
  await own.close();
  await server.stop();
  home.remove();
});
