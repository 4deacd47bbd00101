// The dashboard of the demo: it loads, follows the log, and computes what the commands compute.

import assert from "node:assert/strict";
import { readsOut } from "./reads-out.mjs";
import { Home, accessible, fits, inEveryLook, open, serve, shot, test } from "./harness.mjs";

const Q = "biden-xi-2023";

/** The demo, with two more questions beside it. */
export function demo() {
  const home = new Home();
  home.run("demo");
  home.run("open", "modi-xi-2023", "--title", "Will Narendra Modi and Xi Jinping meet by 31 December 2023?", "--who", "Narendra Modi", "--who", "Xi Jinping", "--opens", "2023-06-01", "--deadline", "2023-12-31", "--criteria", "A bilateral meeting in person that both governments report", "--meetings", "4", "--years", "10", "--occasion", "brics,2023-08-22..2023-08-24,0.3@4,BRICS summit Johannesburg");
  home.run("add", "senior-talks", "--question", "modi-xi-2023", "--on", "2023-07-24", "--grade", "A1", "--id", "doval-wang", "--summary", "Doval and Wang Yi meet in Johannesburg");
  home.run("open", "kim-putin-2023", "--title", "Will Kim Jong Un and Vladimir Putin meet by 30 September 2023?", "--who", "Kim Jong Un", "--who", "Vladimir Putin", "--opens", "2023-07-01", "--deadline", "2023-09-30", "--criteria", "In person, reported by both", "--meetings", "1", "--years", "5");
  return home;
}

/** A number as the pages show it. */
function shown(p) {
  if (p > 0 && p * 100 < 0.05) return "<0.1 %";
  if (p < 1 && p * 100 >= 99.95) return ">99.9 %";
  return `${(p * 100).toFixed(1)} %`;
}

async function until(page, selector, text) {
  await page.waitForFunction(([s, t]) => [...document.querySelectorAll(s)].some((e) => e.textContent.includes(t)), [selector, text], { timeout: 60_000 });
}

test("every page looks right, in light, dark and narrow, and is accessible", async () => {
  const home = demo();
  home.run("key", "new");
  home.run("checkpoint");
  const server = await serve(home);
  const pages = {
    questions: "",
    question: `q/${Q}`,
    "question-as-of": `q/${Q}?as_of=2023-09-28`,
    "question-supposed": `q/${Q}?as_of=2023-09-28&add=visit-made@2023-10-10@A1&add=visit-made@2023-10-27@A1@2023-11-11..2023-11-17&without=king-transfer`,
    "question-open": "q/modi-xi-2023",
    charts: "charts",
    scores: "scores",
    entries: "entries",
    "entries-found": "entries?find=shutdown&type=signal",
    entry: "entries/20",
    audit: "audit",
  };
  const first = await open(server.address + "audit");
  await first.page.getByRole("button", { name: "Audit the ledger" }).click();
  await until(first.page, ".verdict", "Sound");
  await first.close();
  await inEveryLook(async (look, options) => {
    for (const [name, path] of Object.entries(pages)) {
      const at = `${name}-${look}`;
      const { page, close } = await open(server.address + path, options);
      await until(page, "#live-text", "live");
      await fits(page, at);
      await accessible(page, at);
      await shot(page, at);
      await close();
    }
  });
  for (const name of ["questions", "question", "entry"]) {
    const { page, close } = await open(server.address + pages[name]);
    await page.emulateMedia({ media: "print" });
    await shot(page, `${name}-print`);
    await close();
  }
  await server.stop();
  home.remove();
});

test("the questions stand by their deadlines, and are found", async () => {
  const home = demo();
  const server = await serve(home);
  const { page, close } = await open(server.address);
  const rows = await page.locator("tr[data-row]").evaluateAll((all) => all.map((row) => row.dataset.row));
  assert.deepEqual(rows, ["kim-putin-2023", "modi-xi-2023", Q]);
  assert.match(await page.locator("tr[data-row=kim-putin-2023]").innerText(), /overdue/);
  assert.match(await page.locator("tr[data-row=modi-xi-2023]").innerText(), /\b90\b/);
  assert.match(await page.locator(`tr[data-row=${Q}]`).innerText(), /yes/);
  await page.getByRole("searchbox").fill("kim");
  await page.waitForFunction(() => document.querySelectorAll("tr[data-row]").length === 1);
  assert.equal(new URL(page.url()).searchParams.get("find"), "kim");
  assert.equal(await page.evaluate(() => document.activeElement.id), "find");
  await close();
  await server.stop();
  home.remove();
});

test("the slider shows any day as the forecast command does, by keyboard and by mouse", async () => {
  const home = demo();
  const server = await serve(home);
  const { page, close } = await open(`${server.address}q/${Q}?as_of=2023-09-28`);
  const number = page.locator(".number");
  const says = async (day) => {
    const { p } = home.json("forecast", Q, "--as-of", day);
    await until(page, ".number", shown(p));
    assert.equal(await page.locator("#as-of").inputValue(), day);
    assert.equal(new URL(page.url()).searchParams.get("as_of"), day);
  };
  await says("2023-09-28");
  assert.ok(await page.locator("#signal-king-transfer").isVisible());
  const points = async () => (await page.locator(".chart .wide path.s-ink").first().getAttribute("d")).length;
  const before = await points();
  const slide = page.locator("#slide");
  await slide.focus();
  await slide.press("ArrowLeft");
  await slide.press("ArrowLeft");
  await says("2023-09-26");
  assert.equal(await page.locator("#signal-king-transfer").count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), "slide");
  await until(page, "#said", await number.innerText());
  await slide.press("Home");
  await says("2023-02-01");
  assert.ok((await points()) < before);
  const box = await slide.boundingBox();
  await page.mouse.click(box.x + box.width * 0.7, box.y + box.height / 2);
  await page.waitForFunction(() => document.getElementById("as-of").value > "2023-08-01");
  await says(await page.locator("#as-of").inputValue());
  await page.locator("#as-of").fill("2023-05-02");
  await says("2023-05-02");
  assert.ok((await number.innerText()).includes("%"));
  // What the slider asked for stays when the page is loaded again.
  await page.reload();
  await says("2023-05-02");
  await close();
  await server.stop();
  home.remove();
});

test("the question, its number, the chart, the last changes and the criteria need no scrolling", async () => {
  const home = demo();
  const server = await serve(home);
  for (const viewport of [{ width: 1280, height: 900 }, { width: 390, height: 844 }]) {
    for (const id of [Q, "modi-xi-2023"]) {
      const { page, close } = await open(`${server.address}q/${id}`, { viewport });
      await page.waitForSelector("figure.chart .told");
      for (const part of ["h1", ".standing .number", ".interval", ".lately .last", ".lately .over", ".criteria summary", "figure.chart svg:visible"]) {
        const box = await page.locator(part).first().boundingBox();
        assert.ok(box && box.y + box.height <= viewport.height, `${part} of ${id} at ${viewport.width}: ${JSON.stringify(box)}`);
      }
      await close();
    }
  }
  await server.stop();
  home.remove();
});

test("signals are found, the axis is changed, and both stay when the day changes", async () => {
  const home = demo();
  const server = await serve(home);
  const { page, close } = await open(`${server.address}q/${Q}`);
  await page.locator("#find").fill("wang yi");
  await until(page, "[data-part=signals]", " of 81 signals");
  assert.equal(await page.evaluate(() => document.activeElement.id), "find");
  await page.locator(".picture").getByRole("link", { name: "probability" }).click();
  await until(page, ".picture desc", "Axis: probability");
  await page.locator("#slide").press("ArrowLeft");
  await page.waitForFunction(() => new URL(location.href).searchParams.has("as_of"));
  const { searchParams } = new URL(page.url());
  assert.deepEqual([searchParams.get("find"), searchParams.get("axis")], ["wang yi", "probability"]);
  await page.locator("[data-part=moved] summary").click();
  assert.ok(await page.locator("[data-part=moved] table").isVisible());
  await close();
  await server.stop();
  home.remove();
});

test("the page of a chart alone looks right and is accessible", async () => {
  const home = demo();
  const server = await serve(home, "--embed", "http://127.0.0.1:1");
  const { page, close } = await open(`${server.address}q/${Q}/embed`, { viewport: { width: 600, height: 500 } });
  await accessible(page, "embed");
  await fits(page, "embed");
  await shot(page, "embed");
  assert.ok(await page.locator("figure.chart svg:visible").isVisible());
  await close();
  await server.stop();
  home.remove();
});

test("a signal on the chart is read out, also after the chart was replaced", async () => {
  const home = demo();
  const server = await serve(home);
  const { page, close } = await open(`${server.address}q/${Q}`);
  await readsOut(page);
  await page.locator("#slide").focus();
  await page.keyboard.press("PageDown");
  await page.waitForFunction(() => new URL(location.href).searchParams.has("as_of") && document.querySelector("figure.chart .told"));
  await readsOut(page);
  await close();
  await server.stop();
  home.remove();
});

test("switches and supposed signals show what what-if computes, and nothing is written", async () => {
  const home = demo();
  const server = await serve(home);
  const size = home.json("audit").size;
  const { page, close } = await open(`${server.address}q/${Q}?as_of=2023-09-28`, { expected: [/^status 400: .*2024-06-01/, /^console: Failed to load resource: .* 400/] });
  const out = page.locator("input.switch").nth(2);
  const id = await out.inputValue();
  await out.focus();
  await page.keyboard.press("Space");
  const without = home.json("what-if", "--question", Q, "--as-of", "2023-09-28", "--without", id);
  await until(page, ".if", shown(without.supposed.p));
  assert.equal(await page.evaluate(() => document.activeElement.id), `out-${id}`);
  assert.ok(await page.locator(`#signal-${id}.out`).isVisible());
  await page.locator("#kind").selectOption("visit-made");
  await page.locator("#on").fill("2023-10-10");
  await page.locator("#grade").selectOption("A1");
  await page.locator("#suppose").click();
  const both = home.json("what-if", "visit-made", "--question", Q, "--as-of", "2023-09-28", "--on", "2023-10-10", "--grade", "A1", "--without", id);
  await until(page, ".if", shown(both.supposed.p));
  await until(page, ".added", "2023-10-10");
  assert.equal(await page.locator("#kind").inputValue(), "");
  await page.getByRole("link", { name: /^Take out/ }).click();
  await until(page, ".if", shown(without.supposed.p));
  await page.getByRole("link", { name: "Suppose nothing" }).click();
  await page.waitForFunction(() => !document.querySelector(".if"));
  assert.equal(await page.locator("input.switch:checked").count(), 0);
  // What cannot be supposed is said beside the page as it was.
  await page.locator("#kind").selectOption("visit-made");
  await page.locator("#on").evaluate((input) => {
    input.removeAttribute("max");
    input.value = "2024-06-01";
  });
  await page.locator("#suppose").click();
  await until(page, "#problem", "the question runs from");
  assert.equal(home.json("audit").size, size);
  await close();
  await server.stop();
  home.remove();
});

test("until a day is chosen the page speaks of the latest, with how it ended", async () => {
  const home = demo();
  const server = await serve(home);
  const { page, close } = await open(`${server.address}q/${Q}`);
  assert.match(await page.locator(".outcome").innerText(), /Resolved yes/);
  await page.locator("input.switch").first().check();
  await page.waitForSelector(".if");
  assert.ok(!new URL(page.url()).searchParams.has("as_of"));
  assert.match(await page.locator(".outcome").innerText(), /Resolved yes/);
  await page.locator("#slide").press("ArrowLeft");
  await page.waitForFunction(() => new URL(location.href).searchParams.has("as_of"));
  await page.waitForFunction(() => !document.querySelector(".outcome"));
  await page.getByRole("link", { name: "the latest day known" }).click();
  await page.waitForSelector(".outcome");
  assert.ok(!new URL(page.url()).searchParams.has("as_of"));
  await close();
  await server.stop();
  home.remove();
});

test("a day in the field shows the log as it was recorded by then, and none shows all of it", async () => {
  const home = demo();
  const server = await serve(home);
  const { page, close } = await open(`${server.address}q/${Q}`);
  const basis = "[data-part=basis]";
  await until(page, basis, "With everything entered since.");
  await page.locator("#recorded-by").fill("2099-12-31");
  await until(page, basis, "As recorded by 2099-12-31.");
  assert.equal(new URL(page.url()).searchParams.get("recorded_by"), "2099-12-31");
  await page.locator("#slide").press("ArrowLeft");
  await until(page, basis, ", as recorded by 2099-12-31.");
  await page.locator("#recorded-by").fill("");
  await until(page, basis, ", with everything entered since.");
  assert.ok(!new URL(page.url()).searchParams.has("recorded_by"));
  await close();
  await server.stop();
  home.remove();
});

test("without the script everything works by forms", async () => {
  const home = demo();
  const server = await serve(home);
  const { page, close } = await open(`${server.address}q/${Q}?as_of=2023-09-28`, { javaScriptEnabled: false });
  await page.locator("#as-of").fill("2023-06-30");
  await page.getByRole("button", { name: "Show" }).click();
  const { p } = home.json("forecast", Q, "--as-of", "2023-06-30");
  assert.equal(await page.locator(".number").innerText(), shown(p));
  const first = page.locator("input.switch").first();
  const id = await first.inputValue();
  await first.check();
  await page.locator("#kind").selectOption("threat");
  await page.locator("#grade").selectOption("B2");
  await page.getByRole("button", { name: "Suppose" }).click();
  const said = home.json("what-if", "threat", "--question", Q, "--as-of", "2023-06-30", "--on", "2023-06-30", "--grade", "B2", "--without", id);
  assert.match(await page.locator(".if").innerText(), new RegExp(shown(said.supposed.p).replace(/[.%]/g, "\\$&")));
  await close();
  await server.stop();
  home.remove();
});

test("what is appended elsewhere appears by itself", async () => {
  const home = demo();
  const server = await serve(home);
  const list = await open(server.address);
  const question = await open(`${server.address}q/modi-xi-2023`);
  const entries = await open(`${server.address}entries`);
  for (const { page } of [list, question, entries]) await until(page, "#live-text", "live");
  await question.page.locator("#kind").focus();
  const before = await list.page.locator("tr[data-row=modi-xi-2023] .p").innerText();
  home.run("add", "leader-attends-forum", "--question", "modi-xi-2023", "--on", "2023-08-18", "--grade", "A1", "--about", "2023-08-22..2023-08-24", "--id", "modi-brics", "--summary", "Modi will go to Johannesburg <b>himself</b>");
  const start = Date.now();
  await Promise.all([
    list.page.waitForFunction((p) => document.querySelector("tr[data-row=modi-xi-2023] .p").textContent !== p, before, { timeout: 60_000, polling: 20 }),
    question.page.waitForSelector("#signal-modi-brics", { timeout: 60_000 }),
    entries.page.waitForFunction(() => document.body.textContent.includes("modi-brics"), null, { timeout: 60_000, polling: 20 }),
  ]);
  const took = Date.now() - start;
  console.log(`     it appeared after ${took} ms`);
  assert.ok(await list.page.locator("tr.fresh[data-row=modi-xi-2023]").isVisible());
  assert.match(await question.page.locator("#signal-modi-brics").innerText(), /<b>himself<\/b>/);
  assert.equal(await question.page.evaluate(() => document.activeElement.id), "kind");
  await until(list.page, "#said", "The log has grown");
  for (const page of [list, question, entries]) await page.close();
  await server.stop();
  home.remove();
});

test("a server that ends and comes back is found again", async () => {
  const home = demo();
  const server = await serve(home);
  const port = new URL(server.address).port;
  const { page, faults } = await open(server.address);
  await until(page, "#live-text", "live");
  await server.stop();
  await until(page, "#live-text", "not live");
  const again = await serve(home, "--port", port);
  await page.waitForFunction(() => document.getElementById("live-text").textContent === "live", null, { timeout: 60_000 });
  assert.ok(faults.every((fault) => /ERR_|live/.test(fault)), faults.join("\n"));
  await page.context().close();
  await again.stop();
  home.remove();
});

test("the keyboard reaches everything, beginning with the content", async () => {
  const home = demo();
  const server = await serve(home);
  const { page, close } = await open(`${server.address}q/${Q}`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.id === "main");
  const reached = new Set();
  for (let i = 0; i < 40; i += 1) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement.id || document.activeElement.tagName));
  }
  for (const id of ["slide", "as-of"]) assert.ok(reached.has(id), [...reached].join(" "));
  await close();
  await server.stop();
  home.remove();
});

test("a token is asked for, taken once, and kept out of the address", async () => {
  const home = demo();
  const server = await serve(home, "--token");
  const { origin, searchParams } = new URL(server.address);
  const { page, close } = await open(origin, { expected: [/status 401/, /console: Failed to load resource/] });
  await page.getByLabel("Token").fill(searchParams.get("token"));
  await accessible(page, "token");
  await page.getByRole("button", { name: "Go in" }).click();
  await until(page, "h1", "Questions");
  assert.equal(page.url(), `${origin}/`);
  assert.equal(await page.evaluate(() => document.cookie), "");
  await page.goto(`${origin}/q/${Q}`);
  await until(page, "#live-text", "live");
  await close();
  await server.stop();
  home.remove();
});
