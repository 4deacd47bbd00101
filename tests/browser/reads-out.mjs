// The chart, pointed at and walked through by keyboard.

import assert from "node:assert/strict";

/** A marker that is pointed at or reached by keyboard is read out under the chart. */
export async function readsOut(page) {
  const told = page.locator("figure.chart .told");
  const marks = page.locator("figure.chart .wide a.mark");
  assert.ok((await marks.count()) > 5);
  const textOf = async (mark) => page.locator((await mark.getAttribute("href")).replace(".", "\\.")).locator(".words-of").first().innerText();
  const first = (text) => text.split(" – ")[0].trim();
  // One that no other covers.
  const free = await marks.evaluateAll((all) =>
    all.findIndex((mark, n) => {
      const box = mark.getBoundingClientRect();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return n > 2 && top && top.closest("a.mark") === mark;
    }),
  );
  assert.ok(free > 2, "every marker is covered by another");
  const one = marks.nth(free);
  await one.hover();
  const said = first(await textOf(one));
  await page.waitForFunction((text) => document.querySelector("figure.chart .told").textContent.includes(text), said);
  await marks.last().focus();
  await page.keyboard.press("ArrowLeft");
  const before = marks.nth((await marks.count()) - 2);
  assert.ok((await told.innerText()).includes(first(await textOf(before))));
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), await before.getAttribute("href"));
}
