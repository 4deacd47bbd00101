// What the browser tests share: ledgers made by the program, servers, pages that watch themselves.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, "../..");
const program = process.env.SUMMIT ?? join(root, "target/debug/summit");
export const shots = resolve(process.env.SUMMIT_SCREENSHOTS ?? join(root, "target/screenshots"));
export const NOW = "2023-10-02T12:00:00.000000Z";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

if (!existsSync(program)) throw new Error(`${program} is not there: cargo build first, or set SUMMIT`);
mkdirSync(shots, { recursive: true });

// ---- Ledgers.

export class Home {
  constructor() {
    this.dir = mkdtempSync(join(tmpdir(), "summit-browser-"));
    this.ledger = join(this.dir, "summit.db");
    this.env = { PATH: process.env.PATH, HOME: this.dir, SUMMIT_NOW: NOW, SUMMIT_AUTHOR: "ana", COLUMNS: "80", LANG: "C.UTF-8" };
  }

  run(...args) {
    return execFileSync(program, ["--ledger", this.ledger, ...args], { cwd: this.dir, env: this.env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  json(...args) {
    return JSON.parse(this.run(...args, "--format", "json"));
  }

  write(name, text) {
    writeFileSync(join(this.dir, name), text);
    return join(this.dir, name);
  }

  remove() {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

const running = new Set();

/** A dashboard of a ledger, with the address that it printed. */
export async function serve(home, ...args) {
  const child = spawn(program, ["--ledger", home.ledger, "serve", ...(args.includes("--port") ? [] : ["--port", "0"]), ...args], { cwd: home.dir, env: home.env, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  child.on("exit", () => running.delete(child));
  let said = "";
  child.stderr.on("data", (data) => (said += data));
  const ended = new Promise((done) => child.on("exit", done));
  const address = await new Promise((done, fail) => {
    let out = "";
    child.stdout.on("data", (data) => {
      out += data;
      if (out.includes("\n")) done(out.split("\n")[0]);
    });
    child.on("exit", (code) => fail(new Error(`serve ended with ${code}: ${said}`)));
  });
  return {
    address,
    async stop() {
      child.kill("SIGINT");
      assert.equal(await ended, 0, `serve: ${said}`);
    },
  };
}

// ---- Pages.

export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  // The sandbox needs rights that root in a container does not have.
  args: ["--disable-gpu", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
});

/** Opens a page that notes whatever should not happen on it. */
export async function open(address, options = {}) {
  const { expected = [], ...rest } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", reducedMotion: "reduce", ...rest });
  const page = await context.newPage();
  const faults = [];
  const origin = address ? new URL(address).origin : null;
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  // What a page's policy stops was tried: that is a fault, too.
  await page.exposeBinding("summitViolated", (_, what) => faults.push(`policy: ${what}`));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (e) => globalThis.summitViolated(`${e.effectiveDirective} ${e.blockedURI}`), true);
  });
  page.on("popup", (popup) => faults.push(`popup: ${popup.url()}`));
  page.on("request", (request) => {
    if (origin && new URL(request.url()).origin !== origin) faults.push(`request: ${request.url()}`);
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    // A question asked before the last was answered takes its place; a stream ends with its page.
    if (reason !== "net::ERR_ABORTED") faults.push(`failed: ${request.url()} ${reason}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`status ${response.status()}: ${response.url()}`);
  });
  if (address) await page.goto(address);
  return {
    page,
    faults,
    async close() {
      await context.close();
      const bad = faults.filter((fault) => !expected.some((pattern) => pattern.test(fault)));
      assert.deepEqual(bad, [], address ?? "");
    },
  };
}

/** Fails where axe-core finds a violation. */
export async function accessible(page, name) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      // Every rule looks at every element; where each stands is only written of what fails.
      resultTypes: ["violations"],
      selectors: false,
    }),
  );
  assert.ok(passes.length > 5, `${name}: axe-core looked at nothing`);
  const told = violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join(" | ")}`);
  assert.deepEqual(told, [], name);
}

/** Fails where the page is wider than the window. */
export async function fits(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${name} is ${wide} px wider than the window`);
}

export async function shot(page, name) {
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

/** The looks in which every page is to be seen. */
export const LOOKS = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  narrow: { colorScheme: "light", viewport: { width: 390, height: 844 } },
  "narrow-dark": { colorScheme: "dark", viewport: { width: 390, height: 844 } },
};

/** Does the same in every look, all at once: each has its own windows. */
export async function inEveryLook(run) {
  await Promise.all(Object.entries(LOOKS).map(([look, options]) => run(look, options)));
}

// ---- Tests.

/** Time that one test may take, in milliseconds. */
const LATE = 900_000;

const tests = [];

export function test(name, run) {
  tests.push([name, run]);
}

/** Runs all tests; the process fails where one does. */
export async function finish() {
  const only = process.argv[2];
  let failed = 0;
  let ran = 0;
  for (const [name, run] of tests) {
    if (only && !name.includes(only)) continue;
    ran += 1;
    const start = Date.now();
    try {
      let late;
      await Promise.race([run(), new Promise((_, fail) => (late = setTimeout(() => fail(new Error(`not done after ${LATE / 1000} s`)), LATE)))]);
      clearTimeout(late);
      console.log(`ok   ${name} (${Date.now() - start} ms)`);
    } catch (error) {
      failed += 1;
      console.log(`FAIL ${name}\n${error.stack ?? error}`);
    }
  }
  await browser.close();
  // What a failed test left running.
  for (const child of running) child.kill("SIGKILL");
  console.log(`${ran - failed} of ${ran} browser tests passed; pictures in ${shots}`);
  process.exit(failed === 0 && ran > 0 ? 0 : 1);
}
