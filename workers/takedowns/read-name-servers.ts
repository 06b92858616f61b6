// Promises the name servers named in a DNS answer (RFC 1035 section 4.1.4), read from hostile bytes without running away.

const maxJumps = 20;

interface Name {
  name: string;
  /** Where the next field starts. */
  end: number;
}

/** A domain name with compression pointers; null where the bytes are broken or run in a circle. */
function readName(packet: Buffer, start: number): Name | null {
  const labels: string[] = [];
  let [at, end, jumps] = [start, -1, 0];
  for (;;) {
    const length = packet[at];
    if (length === undefined) return null;
    if ((length & 0xc0) === 0xc0) {
      const low = packet[at + 1];
      if (low === undefined || ++jumps > maxJumps) return null;
      if (end < 0) end = at + 2;
      at = ((length & 0x3f) << 8) | low;
    } else if (length === 0) {
      return { name: labels.join(".").toLowerCase(), end: end < 0 ? at + 1 : end };
    } else {
      if (length > 63 || at + 1 + length > packet.length || labels.length > 127) return null;
      labels.push(packet.toString("latin1", at + 1, at + 1 + length));
      at += length + 1;
    }
  }
}

/** Names of NS records in the answer section; empty where there is none or the packet is broken. */
export function readNameServers(packet: Buffer): string[] {
  if (packet.length < 12) return [];
  const [questions, answers] = [packet.readUInt16BE(4), packet.readUInt16BE(6)];
  const found: string[] = [];
  let at = 12;
  for (let i = 0; i < questions; i++) {
    const name = readName(packet, at);
    if (!name) return found;
    at = name.end + 4;
  }
  for (let i = 0; i < answers; i++) {
    const name = readName(packet, at);
    if (!name || name.end + 10 > packet.length) return found;
    const type = packet.readUInt16BE(name.end);
    const data = name.end + 10;
    if (type === 2) {
      const server = readName(packet, data);
      if (server) found.push(server.name);
    }
    at = data + packet.readUInt16BE(name.end + 8);
  }
  return found;
}
