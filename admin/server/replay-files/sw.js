// Promises that every answer of the replay's worker carries a policy under which nothing leaves this origin; ReplayWeb.page's own
// worker (AGPL-3.0, /replaywebpage/sw.js) is loaded as it is. It writes a policy of its own that would let web sockets out.
"use strict";

const policy = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:",
  "style-src 'self' 'unsafe-inline' blob: data:",
  "img-src 'self' blob: data:",
  "font-src 'self' blob: data:",
  "media-src 'self' blob: data:",
  "connect-src 'self' blob: data:",
  "frame-src 'self' blob: data:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "form-action 'none'",
  "sandbox allow-scripts allow-same-origin",
].join("; ");
const bodiless = new Set([101, 204, 205, 304]);

/** @param {Response} response */
function harden(response) {
  if (response.type === "opaque" || response.type === "opaqueredirect" || response.type === "error") return response;
  const headers = new Headers(response.headers);
  headers.set("content-security-policy", policy);
  headers.set("referrer-policy", "no-referrer");
  headers.set("x-dns-prefetch-control", "off");
  for (const name of ["link", "refresh", "report-to", "reporting-endpoints", "nel"]) headers.delete(name);
  const { status, statusText } = response;
  return new Response(bodiless.has(status) ? null : response.body, { status, statusText, headers });
}

const respondWith = FetchEvent.prototype.respondWith;
FetchEvent.prototype.respondWith = function (answer) {
  return respondWith.call(this, Promise.resolve(answer).then(harden));
};

importScripts("/replaywebpage/sw.js");
