// Debian's Chromium, remote-controlled: node browser.mjs [OPTION OF CHROMIUM…]
//
//   commands  open {tab, url}           opens a tab on an address ("about:blank" for an empty one)
//             run {tab, script}         runs JavaScript there, as if it were typed into the console
//             await {tab, condition}    waits until a JavaScript expression is true there, then reports "awaited"
//             close {tab}               closes the tab as a user does
//   events    ready {version}, opened {tab}, console {tab, text} for console.log, complained {tab, text} for the browser's
//             own remarks (no favicon, a connection refused), failed {tab, message}, awaited {tab}
import { obey, report } from "./lines.mjs";
import { launchChromium } from "./chromium.mjs";

const browser = await launchChromium(process.argv.slice(2));
const context = await browser.newContext();
const tabs = new Map();
report("ready", { version: browser.version() });

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
      await tabs.get(tab).waitForFunction(condition);
      report("awaited", { tab });
    },
    close: ({ tab }) => tabs.get(tab).close(),
  });
} finally {
  await browser.close();
}
