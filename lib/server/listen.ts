import { once } from "node:events";
import type { Server } from "node:http";

/** Listens on every interface, IPv4 and IPv6. Throws where the port is taken or closed to us. */
export async function listen(server: Server, port: number): Promise<void> {
  server.listen(port);
  await once(server, "listening");
}
