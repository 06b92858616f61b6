// Promises that every answer of the replay's worker carries a policy under which nothing leaves this origin; ReplayWeb.page's own
// worker (AGPL-3.0, /replaywebpage/sw.js) is loaded as it is. It writes a policy of its own that would let web sockets out.
"use strict";

/** @param {string} scripts */
const policyWith = (scripts) =>
  [
    "default-src 'none'",
    `script-src ${scripts}`,
    "style-src 'self' 'unsafe-inline' blob: data:",
    "img-src 'self' blob: data:",
    "font-src 'self' blob: data:",
    "media-src 'self' blob: data:",
    "connect-src 'self'",
    "frame-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'none'",
    "sandbox allow-scripts allow-same-origin",
  ].join("; ");

// Scripts of the archived page do not run: RTCPeerConnection, which no policy of today's browsers binds, would let them call home.
const archived = policyWith("'none'");
const viewer = policyWith("'self' 'wasm-unsafe-eval'");
const bodiless = new Set([101, 204, 205, 304]);

/** @param {Response} response @param {string} policy */
function harden(response, policy) {
  if (response.type === "opaque" || response.type === "opaqueredirect" || response.type === "error") return response;
  const headers = new Headers(response.headers);
  headers.set("content-security-policy", policy);
  headers.set("referrer-policy", "no-referrer");
  headers.set("x-dns-prefetch-control", "off");
  for (const name of ["link", "refresh", "report-to", "reporting-endpoints", "nel"]) headers.delete(name);
  const { status, statusText } = response;
  return new Response(bodiless.has(status) ? null : response.body, { status, statusText, headers });
}

// The viewer loads this file a second time as a plain worker that reads the archive and answers nobody.
if ("FetchEvent" in self) {
  const respondWith = FetchEvent.prototype.respondWith;
  FetchEvent.prototype.respondWith = function (answer) {
    const policy = new URL(this.request.url).pathname.startsWith("/replay/w/") ? archived : viewer;
    return respondWith.call(
      this,
      Promise.resolve(answer).then((response) => harden(response, policy)),
    );
  };
}

importScripts("/replaywebpage/sw.js");
