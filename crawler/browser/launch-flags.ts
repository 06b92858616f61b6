// Promises the switches of every Chromium we start: no traffic of its own, everything through the egress, no invented identity.

/** Features that talk to Google, guess addresses, or change pages on the browser's own account. */
const offFeatures = [
  "AutofillServerCommunication",
  "CaptivePortalDetection",
  "CertificateTransparencyComponentUpdater",
  "DialMediaRouteProvider",
  "HttpsUpgrades",
  "InterestFeedContentSuggestions",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "OptimizationHintsFetching",
  "OptimizationGuideModelDownloading",
  "PreconnectToSearch",
  "Prerender2",
  "SafeBrowsing",
  "Translate",
];

export interface FlagOptions {
  /** Address of the loopback egress, `http://127.0.0.1:PORT`. Absent only for the self-test. */
  proxyUrl?: string;
  sandboxed: boolean;
}

/**
 * Command-line switches. `<-loopback>` takes Chromium's silent bypass away, so that loopback addresses too reach
 * the egress and are refused there; WebRTC may not open UDP beside the proxy.
 */
export function chooseFlags({ proxyUrl, sandboxed }: FlagOptions): string[] {
  return [
    "--headless",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    // A window that a page opens would send its first request before it can be held; a capture is of one page.
    "--block-new-web-contents",
    "--no-service-autorun",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-extensions-with-background-pages",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-field-trial-config",
    "--disable-gpu",
    "--disable-hang-monitor",
    "--disable-prompt-on-repost",
    "--disable-quic",
    "--disable-sync",
    "--disable-search-engine-choice-screen",
    `--disable-features=${offFeatures.join(",")}`,
    "--dns-prefetch-disable",
    "--force-color-profile=srgb",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--hide-scrollbars",
    "--metrics-recording-only",
    "--mute-audio",
    "--password-store=basic",
    "--use-mock-keychain",
    "--lang=vi-VN",
    ...(proxyUrl === undefined ? [] : [`--proxy-server=${proxyUrl}`, "--proxy-bypass-list=<-loopback>"]),
    ...(sandboxed ? [] : ["--no-sandbox"]),
  ];
}
