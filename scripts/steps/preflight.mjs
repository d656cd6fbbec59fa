import { once } from "node:events";
import { accessSync, constants, existsSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, resolve } from "node:path";
import { Refused } from "./refused.mjs";
import { inRoot, root } from "./root.mjs";

/** What would end the start anyway, found before minutes are spent on installing and building. */
export async function preflight() {
  if (existsSync(inRoot(".env"))) process.loadEnvFile?.(inRoot(".env"));
  requireWritable(dataFolder());
  await requireFreePort(process.env.PORT?.trim() || "3000");
}

function dataFolder() {
  const url = process.env.DATABASE_URL?.trim() || "file:./data/latchkey.db";
  return dirname(resolve(root, url.replace(/^file:(?:\/\/(?=\/))?/, "")));
}

function requireWritable(folder) {
  let existing = folder;
  while (!existsSync(existing)) existing = dirname(existing);
  try {
    accessSync(existing, constants.W_OK | constants.X_OK);
  } catch {
    throw new Refused(
      `Latchkey keeps its data in ${folder}, but ${existing} cannot be written to.`,
    );
  }
}

async function requireFreePort(text) {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new Refused("PORT must be a port number from 1 to 65535.");
  const server = createServer().listen(port);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new Refused(explain(error, port));
  } finally {
    server.close();
  }
}

function explain({ code, message }, port) {
  if (code === "EADDRINUSE")
    return `Port ${port} is in use already. Stop what uses it, or choose another with PORT.`;
  if (code === "EACCES")
    return `Port ${port} is not open to this account. Choose one above 1023 with PORT.`;
  return message;
}
