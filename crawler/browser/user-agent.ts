// Promises browsers that say who they are: Chromium's own words, then this program's name.
import { chromium } from "playwright";

/** What the bundled Chromium calls itself, with this program's name behind it. `version` as in "153.0.8010.0". */
export function desktopUserAgent(version: string, own: string): string {
  return `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/${version} Safari/537.36 ${own}`;
}

/** What a phone's Chrome of that version calls itself (reduced user agent), with this program's name behind it. */
export function mobileUserAgent(version: string, own: string): string {
  const major = version.split(".")[0] ?? "";
  return `Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Mobile Safari/537.36 ${own}`;
}

const disguise = /^--user-agent=|^--disable-blink-features=AutomationControlled$/;

/**
 * Playwright's Chromium without Crawlee's disguise: Crawlee adds a borrowed user agent and hides `navigator.webdriver`
 * at launch; a program that bypasses nothing does not hide either.
 */
export const honestChromium: typeof chromium = Object.create(chromium, {
  launch: {
    value: (options: Parameters<typeof chromium.launch>[0] = {}) =>
      chromium.launch({ ...options, args: (options.args ?? []).filter((flag) => !disguise.test(flag)) }),
  },
}) as typeof chromium;
