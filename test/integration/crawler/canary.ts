// Promises a local server that counts every connection, so that "zero contacts" is measured and not assumed.
import net from "node:net";

export interface Canary {
  port: number;
  contacts(): number;
  close(): Promise<void>;
}

/** Listens on all addresses of this machine, IPv4 and IPv6 where there is one. */
export async function startCanary(port = 0): Promise<Canary> {
  let count = 0;
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    count++;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\ncanary");
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, resolve);
  });
  return {
    port: (server.address() as net.AddressInfo).port,
    contacts: () => count,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
