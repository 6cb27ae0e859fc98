// Debian's Chromium, remote-controlled: node browser.mjs [OPTION OF CHROMIUM…]
//
//   commands  open {tab, url}           opens a tab on an address ("about:blank" for an empty one)
//             run {tab, script}         runs JavaScript there, as if it were typed into the console
//             await {tab, condition}    waits until a JavaScript expression is true there, then reports "awaited"
//             read {tab, expression}    reports the value of a JavaScript expression there as "read"
//             reload {tab}              loads the page again as a user does
//             freeze {tab}, thaw {tab}  stops the tab as the browser stops one that was long in the background, and lets it go on
//             leave {tab}, back {tab}   goes to an empty page, and back by the back button
//             close {tab}               closes the tab as a user does
//             show {tab, scheme, width} shows the page in "dark" or "light", on a screen of this width, then reports "shown"
//             audit {tab}               looks for what keeps people from using the page, and reports "audited" with the faults by axe-core
//   events    ready {version}, opened {tab}, reloaded {tab}, done {tab} for freeze, thaw, leave and back, read {tab, value}, console {tab, text} for console.log, complained {tab, text} for the browser's
//             own remarks (no favicon, a connection refused), failed {tab, message}, awaited {tab}, shown {tab}, audited {tab, faults}
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout } from "node:timers/promises";
import { obey, report } from "./lines.mjs";
import { launchChromium } from "./chromium.mjs";

const browser = await launchChromium(process.argv.slice(2));
const context = await browser.newContext();
const axe = () => readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tabs = new Map();
report("ready", { version: browser.version() });

/** The value of an expression in a tab; undefined if the tab goes to another page meanwhile. */
async function valueOf(tab, expression) {
  try {
    return await tabs.get(tab).evaluate(expression);
  } catch (error) {
    if (!/context was destroyed|navigation/i.test(error.message)) {
      throw error;
    }
  }
}

async function setLifecycle(tab, state) {
  const session = await context.newCDPSession(tabs.get(tab));
  await session.send("Page.setWebLifecycleState", { state });
  await session.detach();
  report("done", { tab });
}

try {
  await obey({
    async open({ tab, url }) {
      const page = await context.newPage();
      page.setDefaultTimeout(0); // The test has its own patience.
      tabs.set(tab, page);
      page.on("console", (message) =>
        report(message.type() === "log" ? "console" : "complained", { tab, text: message.text() }));
      page.on("pageerror", (error) => report("failed", { tab, message: String(error) }));
      await page.goto(url);
      report("opened", { tab });
    },
    // A script element, not evaluate(): the page's own global scope, errors reported as the page's own.
    run: ({ tab, script }) => tabs.get(tab).addScriptTag({ content: script }),
    async await({ tab, condition }) {
      // Not waitForFunction(), which a content security policy without eval forbids.
      while (!(await valueOf(tab, `!!(${condition})`))) {
        await setTimeout(20);
      }
      report("awaited", { tab });
    },
    async read({ tab, expression }) {
      report("read", { tab, value: await tabs.get(tab).evaluate(expression) });
    },
    async reload({ tab }) {
      await tabs.get(tab).reload();
      report("reloaded", { tab });
    },
    freeze: ({ tab }) => setLifecycle(tab, "frozen"),
    thaw: ({ tab }) => setLifecycle(tab, "active"),
    async leave({ tab }) {
      await tabs.get(tab).goto("about:blank");
      report("done", { tab });
    },
    async back({ tab }) {
      // A page that comes out of the cache does not load, so its "load" event would be waited for in vain.
      await tabs.get(tab).goBack({ waitUntil: "commit" });
      report("done", { tab });
    },
    close: ({ tab }) => tabs.get(tab).close(),
    async show({ tab, scheme, width }) {
      await tabs.get(tab).emulateMedia({ colorScheme: scheme });
      await tabs.get(tab).setViewportSize({ width, height: 800 });
      report("shown", { tab });
    },
    async audit({ tab }) {
      // Evaluated as by the developer tools, which a content security policy does not bind.
      await tabs.get(tab).evaluate(axe());
      const { violations } = await tabs.get(tab).evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      report("audited", { tab, faults: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(" | ")}`) });
    },
  });
} finally {
  await browser.close();
}
