// Promises the log's own numbers turned into names: they change with every Chromium, so each log brings its table.

/** Events that are read; every other line is only counted. */
const wanted = [
  "URL_REQUEST_START_JOB",
  "HTTP_TRANSACTION_SEND_REQUEST_HEADERS",
  "HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS",
  "HTTP_TRANSACTION_QUIC_SEND_REQUEST_HEADERS",
  "HTTP_TRANSACTION_READ_RESPONSE_HEADERS",
  "URL_REQUEST_FILTERS_SET",
  "URL_REQUEST_JOB_BYTES_READ",
  "URL_REQUEST_JOB_FILTERED_BYTES_READ",
  "URL_REQUEST_REDIRECTED",
  "FAILED",
  "CANCELLED",
  "HTTP_STREAM_REQUEST_BOUND_TO_JOB",
  "SOCKET_POOL_BOUND_TO_SOCKET",
  "HTTP2_SESSION_POOL_FOUND_EXISTING_SESSION",
  "HTTP2_SESSION_POOL_FOUND_EXISTING_SESSION_FROM_IP_POOL",
  "HTTP2_SESSION_POOL_IMPORTED_SESSION_FROM_SOCKET",
  "HTTP2_SESSION_INITIALIZED",
  "SSL_CERTIFICATES_RECEIVED",
  "SSL_CONNECT",
  "HOST_RESOLVER_MANAGER_JOB",
] as const;
export type EventName = (typeof wanted)[number];

export interface LogConstants {
  names: Map<number, EventName>;
  netErrors: Map<number, string>;
  phaseEnd: number;
  urlRequest: number;
  /** Added to an event's time gives milliseconds since 1970. */
  offsetMs: number;
}

type Numbers = Record<string, number>;

/** Reads the log's first line. Throws SyntaxError or TypeError for what is no such line. */
export function readConstants(line: string): LogConstants {
  const { constants } = JSON.parse(`${line.replace(/,\s*$/, "")}}`) as {
    constants: {
      logEventTypes: Numbers;
      logSourceType: Numbers;
      logEventPhase: Numbers;
      netError: Numbers;
      timeTickOffset: number | string;
    };
  };
  const { logEventTypes, logSourceType, logEventPhase, netError } = constants;
  const names = new Map<number, EventName>();
  for (const name of wanted) {
    const number = logEventTypes[name];
    if (number !== undefined) names.set(number, name);
  }
  return {
    names,
    netErrors: new Map(Object.entries(netError).map(([name, number]) => [number, `net::${name}`])),
    phaseEnd: logEventPhase.PHASE_END ?? 2,
    urlRequest: logSourceType.URL_REQUEST ?? 1,
    offsetMs: Number(constants.timeTickOffset),
  };
}
