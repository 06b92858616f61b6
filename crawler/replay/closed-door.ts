// Promises a proxy that lets nothing through and counts who knocked: proof that a replay asked nobody.
import net from "node:net";

export interface ClosedDoor {
  url: string;
  /** Connections that were tried; each was closed at once. */
  knocks(): number;
  stop(): Promise<void>;
}

export async function startClosedDoor(): Promise<ClosedDoor> {
  let count = 0;
  const server = net.createServer((socket) => {
    count++;
    socket.on("error", () => undefined);
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as net.AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    knocks: () => count,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
