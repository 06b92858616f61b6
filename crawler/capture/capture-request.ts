// Promises what a capture is asked with and what it needs from outside.
import type { Config } from "#core/config.ts";
import type { Exchange } from "#core/nouns/fetched.ts";
import type { ClockFacts } from "../lookups/read-clock.ts";
import type { Admit, HostTurn, RequestLog } from "../ports.ts";

export type Device = "desktop" | "mobile";

export interface CaptureRequest {
  captureId: string;
  /** Absolute http(s) address. */
  url: string;
  /** Who asked: a person's name or `scan`. */
  askedBy: string;
  reason: string;
  /** Sent as Referer, for sites that show their face only to visitors from a search; "" or absent sends none. */
  referrer?: string;
  device?: Device;
  /** A page that says there is nothing (404, 410, parked) is wanted as it is: half of a difference between two visitors. */
  keepsMissing?: boolean;
  /** Exchanges of the scan visit that asked for this capture; carried into the bundle as they are. */
  scanExchanges?: Exchange[];
  /** `first-view`: what a second look needs (exchanges, first screen, document, text) and no tiles, files beside or lookups. */
  extent?: "whole" | "first-view";
  /** Folder that receives the files; made when absent. A bundle that already stands there is never overwritten. */
  outDir: string;
}

export interface CaptureDeps {
  config: Config;
  turn: HostTurn;
  requestLog: RequestLog;
  /** Absent for what a person captures on demand: the plain delay counts then. */
  admit?: Admit;
  signal?: AbortSignal;
  /** What the office's time-stamp tokens say of this machine's clock; null when there is none yet. */
  clockOffset?: () => ClockFacts | null | Promise<ClockFacts | null>;
  /** Name servers to ask, `ip` or `ip:port`; the system's when absent. */
  nameServers?: readonly string[];
}

export interface DeviceView {
  width: number;
  height: number;
  deviceScaleFactor: number;
  mobile: boolean;
}

/** One picture pixel is one CSS pixel on both devices, so that text boxes fit the tiles as they are. */
export const deviceViews: Record<Device, DeviceView> = {
  desktop: { width: 1280, height: 800, deviceScaleFactor: 1, mobile: false },
  mobile: { width: 412, height: 915, deviceScaleFactor: 1, mobile: true },
};
