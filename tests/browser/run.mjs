// All browser tests: `npm ci && node run.mjs`, with a built target/debug/summit or SUMMIT=...
// An argument runs only the tests whose name holds it.

import { finish } from "./harness.mjs";
import "./dashboard.mjs";
import "./hostile.mjs";
import "./report.mjs";
import "./write.mjs";

await finish();
