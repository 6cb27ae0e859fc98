// Where the machine's own Chromium is, and how it is started without a display, a sandbox or calls home.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const executable = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);

/** A headless browser with these command-line options; the caller closes it. */
export function launchChromium(options = []) {
  return chromium.launch({
    executablePath: executable,
    ignoreDefaultArgs: ["--disable-back-forward-cache"], // Users have it.
    args: [
      "--headless",
      "--no-sandbox", // A container's root user has no other choice; the pages are our own.
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...options,
    ],
  });
}
