// Signals added on a page, by two people at once, with and without script.

import assert from "node:assert/strict";
import { Home, LOOKS, accessible, fits, open, serve, shot, test } from "./harness.mjs";
import { onlyOurs } from "./hostile.mjs";

function questioned() {
  const home = new Home();
  home.run("init", "--origin", "test.example/log");
  home.run("open", "biden-xi-2023", "--title", "Biden and Xi meet in person by 31 December 2023", "--who", "Joe Biden", "--who", "Xi Jinping", "--criteria", "A meeting in person.", "--opens", "2023-02-01", "--deadline", "2023-12-31", "--meetings", "8", "--years", "30");
  home.run("add", "visit-planned", "--on", "2023-09-28", "--grade", "B2", "--story", "wang-visit", "--summary", "Wang Yi to visit Washington", "--source", "Bloomberg");
  return home;
}

/** The form filled in by somebody, and looked at. */
async function look(page, who, what) {
  await page.getByLabel("Kind of signal").selectOption("leader-intent");
  await page.getByLabel("What happened").fill(what);
  await page.getByLabel("The day on which it happened").fill("2023-10-01");
  await page.getByLabel("How reliable").selectOption("B");
  await page.getByLabel("How credible").selectOption("2");
  await page.getByLabel("Your name").fill(who);
  await page.getByRole("button", { name: "Look at what" }).click();
  await page.getByRole("heading", { name: "Look before it is appended" }).waitFor();
}

test("two people add a signal at the same time, and both stand", async () => {
  const home = questioned();
  const server = await serve(home, "--write");
  const bo = await open(server.address);
  await bo.page.getByRole("link", { name: "Biden and Xi" }).first().click();
  await bo.page.getByRole("link", { name: "add a signal" }).click();
  for (const [look, options] of Object.entries(LOOKS)) {
    await bo.page.setViewportSize(options.viewport ?? { width: 1280, height: 900 });
    await bo.page.emulateMedia({ colorScheme: options.colorScheme });
    await accessible(bo.page, `add ${look}`);
    await fits(bo.page, `add ${look}`);
    await shot(bo.page, `add-${look}`);
  }
  await bo.page.setViewportSize({ width: 1280, height: 900 });
  const attack = "Biden <script>alert(1)</script> \u202eto meet Xi";
  const cy = await open(server.address, { javaScriptEnabled: false });
  await cy.page.goto(`${new URL(server.address).origin}/q/biden-xi-2023/add`);
  await look(bo.page, "Bo", attack);
  await look(cy.page, "Cy", "Xi hopes to see Biden");
  await onlyOurs(bo.page, "preview");
  for (const [look, options] of Object.entries(LOOKS)) {
    await bo.page.setViewportSize(options.viewport ?? { width: 1280, height: 900 });
    await bo.page.emulateMedia({ colorScheme: options.colorScheme });
    await accessible(bo.page, `preview ${look}`);
    await fits(bo.page, `preview ${look}`);
    await shot(bo.page, `preview-${look}`);
  }
  // Bo clicks twice; Cy appends at the same moment.
  await Promise.all([bo.page.getByRole("button", { name: "Append it" }).dblclick(), cy.page.getByRole("button", { name: "Append it" }).click()]);
  for (const { page } of [bo, cy]) await page.getByRole("heading", { name: "Appended" }).waitFor();
  const told = await Promise.all([bo, cy].map(({ page }) => page.getByText("The ledger grew since your preview").count()));
  assert.deepEqual(told.sort(), [0, 1]);
  const second = (await bo.page.getByText("The ledger grew").count()) ? bo : cy;
  await fits(second.page, "added");
  await shot(second.page, "added-light");
  await bo.page.reload();
  const signals = home.run("log", "--no-pager").split("\n").filter((line) => / via ana/.test(line));
  assert.equal(signals.length, 2, signals.join("\n"));
  await bo.close();
  await cy.close();
  await server.stop();
  home.remove();
});
