// Promises the TLS session that a request travelled through: job → socket, or job → HTTP/2 session → socket.
import { dependencyOf } from "./exchange-book.ts";
import type { LogEvent } from "./netlog-reader.ts";
import type { WireTls } from "./wire-exchange.ts";

const maxChain = 20;

export class SocketBook {
  /** Job or session → what it points at. */
  #links = new Map<number, number>();
  #tls = new Map<number, WireTls>();

  /** True when the event was about connections. */
  take({ name, sourceId, params, isEnd }: LogEvent): boolean {
    if (name === "SSL_CERTIFICATES_RECEIVED") this.#at(sourceId).chain = readChain(params.certificates);
    else if (name === "SSL_CONNECT") {
      if (isEnd && typeof params.version === "string") {
        const tls = this.#at(sourceId);
        tls.protocol = params.version;
        tls.cipherSuite = typeof params.cipher_suite === "number" ? params.cipher_suite : null;
        tls.resumed = params.is_resumed === true;
      }
    } else if (name.startsWith("SOCKET_POOL") || name.startsWith("HTTP2_SESSION")) {
      const to = dependencyOf(params);
      if (to !== null) this.#links.set(sourceId, to);
    } else return false;
    return true;
  }

  tlsOf(jobId: number): WireTls | null {
    let at: number | undefined = jobId;
    for (let step = 0; at !== undefined && step < 4; step++) {
      const tls = this.#tls.get(at);
      if (tls) return tls;
      at = this.#links.get(at);
    }
    return null;
  }

  #at(sourceId: number): WireTls {
    let tls = this.#tls.get(sourceId);
    if (!tls) this.#tls.set(sourceId, (tls = { protocol: "", cipherSuite: null, resumed: false, chain: [] }));
    return tls;
  }
}

function readChain(pems: unknown): string[] {
  return (Array.isArray(pems) ? pems : [])
    .slice(0, maxChain)
    .map((pem) => String(pem).replace(/-----[A-Z ]+-----|\s+/g, ""))
    .map((base64) => Buffer.from(base64, "base64").toString("base64"));
}
