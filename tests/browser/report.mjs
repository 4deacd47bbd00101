// The report: one page that opens from disk with the network off, and loads nothing.

import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { demo } from "./dashboard.mjs";
import { LOOKS, accessible, fits, inEveryLook, open, shot, test } from "./harness.mjs";
import { hostile, onlyOurs } from "./hostile.mjs";
import { readsOut } from "./reads-out.mjs";

const ours = { scripts: 1 };

test("the report opens from disk with the network off", async () => {
  const home = demo();
  const pages = { report: "report.html", "report-as-of": "then.html" };
  home.run("report", "biden-xi-2023", "-o", pages.report);
  home.run("report", "biden-xi-2023", "--as-of", "2023-09-28", "-o", pages["report-as-of"]);
  await inEveryLook(async (look, options) => {
    for (const [name, file] of Object.entries(pages)) {
      const { page, faults, close } = await open(null, { ...options, offline: true });
      const asked = [];
      page.on("request", (request) => asked.push(request.url()));
      const address = pathToFileURL(join(home.dir, file)).href;
      await page.goto(address);
      await fits(page, `${name} ${look}`);
      await accessible(page, `${name} ${look}`);
      await shot(page, `${name}-${look}`);
      assert.deepEqual(asked, [address]);
      assert.deepEqual(faults, []);
      await close();
    }
  });
  const { page, close } = await open(null, { offline: true });
  await page.goto(pathToFileURL(join(home.dir, pages.report)).href);
  await readsOut(page);
  await page.emulateMedia({ media: "print" });
  await shot(page, "report-print");
  await close();
  home.remove();
});

test("the report of a hostile ledger is only text", async () => {
  const home = hostile();
  home.run("report", "q", "-o", "report.html");
  for (const look of ["light", "narrow"]) {
    const { page, faults, close } = await open(null, { ...LOOKS[look], offline: true });
    await page.goto(pathToFileURL(join(home.dir, "report.html")).href);
    await onlyOurs(page, "report", ours);
    await fits(page, "hostile report");
    await accessible(page, "hostile report");
    await shot(page, `hostile-report-${look}`);
    assert.deepEqual(faults, []);
    await close();
  }
  home.remove();
});
