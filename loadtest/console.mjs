// Opens the console in Chromium, goes through its views, and prints the longest task of each as JSON. Run by console.sh.
//
//   node loadtest/console.mjs ADMIN_URL API_KEY SECONDS_PER_VIEW
import { launchChromium } from "../tests/clients/chromium.mjs";

const [admin, key, seconds] = process.argv.slice(2);
const views = { overview: "", cluster: "cluster", topics: "topics", connections: "connections", ended: "ended", heaviest: "heaviest", node: "node" };

const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const faults = [];
  page.on("pageerror", (fault) => faults.push(String(fault)));
  await page.addInitScript((apiKey) => {
    sessionStorage.setItem("wsactors-api-key", apiKey);
    globalThis.longTasks = [];
    new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map((entry) => entry.duration)))
      .observe({ type: "longtask", buffered: true });
  }, key);
  await page.goto(admin);
  await page.waitForSelector("nav");
  await wait();
  const firstLoad = await takeLongest();

  const longest = {};
  for (const [name, path] of Object.entries(views)) {
    await page.evaluate((hash) => (location.hash = hash), `#/${path}`);
    await wait();
    longest[name] = await takeLongest();
    if (name === "cluster") {
      await page.evaluate(() => (document.querySelector("details").open = true));
      await wait();
      longest["cluster, with all buckets"] = await takeLongest();
    }
  }
  console.log(JSON.stringify({ firstLoad, longest, faults }));

  async function takeLongest() {
    return Math.max(0, ...(await page.evaluate(() => globalThis.longTasks.splice(0))));
  }
} finally {
  await browser.close();
}

function wait() {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
