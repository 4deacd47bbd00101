// The pictures of the dashboard for the documents: what stands above the fold of a question's page.

import { join } from "node:path";
import { demo } from "./dashboard.mjs";
import { browser, open, serve } from "./harness.mjs";

const looks = {
  "dashboard-wide": { viewport: { width: 1280, height: 900 } },
  "dashboard-narrow": { viewport: { width: 390, height: 844 }, colorScheme: "dark" },
};

const home = demo();
const server = await serve(home);
for (const [name, look] of Object.entries(looks)) {
  const { page, close } = await open(`${server.address}q/biden-xi-2023`, look);
  await page.waitForFunction(() => document.getElementById("live-text").textContent === "live");
  await page.screenshot({ path: join(process.env.SUMMIT_PICTURES ?? ".", `${name}.png`) });
  await close();
}
await server.stop();
home.remove();
await browser.close();
process.exit(0);
