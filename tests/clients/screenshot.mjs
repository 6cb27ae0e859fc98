// A picture of a page: node screenshot.mjs URL OUT.png [CONDITION] [WIDTHxHEIGHT]
// CONDITION is a JavaScript expression: the picture is taken once it is true in the page (within 30 s), or when it has loaded.
import { launchChromium } from "./chromium.mjs";

const [url, path, condition = "true", size = "1280x800"] = process.argv.slice(2);
if (!path) {
  console.error("usage: node screenshot.mjs URL OUT.png [CONDITION] [WIDTHxHEIGHT]");
  process.exit(2);
}

const [width, height] = size.split("x").map(Number);
const browser = await launchChromium();
try {
  // The condition is evaluated under any content security policy.
  const page = await browser.newPage({ viewport: { width, height }, bypassCSP: true });
  page.on("console", (message) => console.error(`page: ${message.text()}`));
  await page.goto(url);
  await page.waitForFunction(condition);
  await page.screenshot({ path });
} finally {
  await browser.close();
}
