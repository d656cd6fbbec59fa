import { randomBytes, randomInt } from "node:crypto";
import { type Ask, ask } from "../http.ts";
import { type Desk, inFolder, startDesk } from "./desk.ts";
import { type Fault, inMegabytes, must } from "./fault.ts";
import { makePeople, peopleAt } from "./people.ts";

const atOnce = 8;
/** In megabytes, once everything has been compiled and collected; in a short run nothing has. */
const mostGrowth = (seconds: number): number => (seconds < 60 ? 250 : 60);

/** FT-14 */
export const garbage: Fault = {
  id: "FT-14",
  done: "damaged cookies, headers, addresses, forms, multipart bodies and RSC payloads, eight at a time",
  promise: "no 500, no crash, no line in the log that a stranger wrote, memory does not grow",
  quick: true,
  run: ({ garbageSeconds }) => inFolder((directory) => sendGarbage(directory, garbageSeconds)),
};

async function sendGarbage(directory: string, seconds: number): Promise<string> {
  const desk = await startDesk({ directory });
  const [person] = await makePeople(desk, 1);
  if (person === undefined) throw new Error("There is nobody.");
  const people = await peopleAt(desk, person);
  const cookie = await people.cookieOf(person);
  // What the server keeps once and for all is there after the first part.
  const warm = await sendFor(desk, cookie, seconds / 2);
  const before = desk.memory();
  const rest = await sendFor(desk, cookie, seconds / 2);
  const grown = desk.memory() - before;
  must(desk.isAlive(), "the server ended");
  must((await people.look(cookie)) === 200, "a session ended");
  const logged = desk
    .log()
    .split("\n")
    .filter((line) => line.includes('"level":"error"'));
  await desk.end("SIGTERM");
  const figures = `${warm + rest} requests in ${seconds} s, no 5xx, ${logged.length} errors logged; memory ${inMegabytes(grown)} in the second half`;
  must(logged.length === 0, `the log says: ${logged[0]}`);
  must(grown < mostGrowth(seconds), `memory grew: ${figures}`);
  return figures;
}

async function sendFor(desk: Desk, cookie: string, seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1_000;
  let sent = 0;
  const sender = async () => {
    while (performance.now() < until) {
      const [path, asked] = oneOf(kinds)(cookie);
      const status = await statusOf(`${desk.url}${path}`, asked);
      must(status < 500, `${asked.method ?? "GET"} ${path} ${JSON.stringify(asked)}: ${status}`);
      sent += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  return sent;
}

/** 0 where the server closed the connection, or Node would not send such a thing. */
async function statusOf(url: string, asked: Ask): Promise<number> {
  try {
    return (await ask(url, asked)).status;
  } catch (error) {
    const { code } = error as { code?: string };
    must(code !== "ECONNREFUSED", "the server is gone");
    return 0;
  }
}

type Kind = (cookie: string) => [path: string, asked: Ask];

const paths = ["/", "/login", "/devices", "/account", "/admin/accounts", "/api/session", "/signup"];

const kinds: Kind[] = [
  (cookie) => [oneOf(paths), { cookie: damaged(cookie) }],
  () => [oneOf(paths), { cookie: printable(randomInt(1, 2_000)) }],
  () => [`/${encodeURIComponent(printable(40))}?${printable(60).replace(/[#\s]/g, "")}`, {}],
  () => [`/${oneOf(["%", "%ff", "..%2f..%2f", "\\", "%00", "//x", ";a"])}${hex(4)}`, {}],
  (cookie) => [oneOf(paths), { cookie, headers: routerHeaders() }],
  () => [oneOf(paths), post("multipart/form-data; boundary=x", damagedMultipart())],
  () => [oneOf(paths), post("application/x-www-form-urlencoded", `$ACTION_ID_${hex(20)}=&a=b`)],
  () => [oneOf(paths), { ...post("text/plain;charset=UTF-8", flight()), ...action() }],
  (cookie) => [oneOf(paths), { cookie, ...post("multipart/form-data; boundary=x", boundFields()) }],
  () => [oneOf(paths), { method: oneOf(["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD"]) }],
  () => [oneOf(paths), { headers: { host: printable(20), "x-forwarded-for": printable(200) } }],
];

const hex = (bytes: number): string => randomBytes(bytes).toString("hex");

function oneOf<T>(items: T[]): T {
  const item = items[randomInt(items.length)];
  if (item === undefined) throw new Error("There is none.");
  return item;
}

/** Any characters that a header may hold. */
const printable = (length: number): string =>
  Array.from({ length }, () => String.fromCharCode(randomInt(0x21, 0x7f))).join("");

function damaged(text: string): string {
  const at = randomInt(text.length);
  return oneOf([
    text.slice(0, at),
    text + printable(9),
    text.slice(0, at) + oneOf(["*", "a", "~", "%", "."]) + text.slice(at + 1),
    text.replaceAll("*", oneOf(["**", "", "*1*"])),
  ]);
}

function post(type: string, body: string): Ask {
  return {
    method: "POST",
    headers: { "content-type": type, ...(randomInt(2) ? sameSite : {}) },
    body,
  };
}

const sameSite = { "sec-fetch-site": "same-origin" };

/** A call of a server action as Next's router makes one. */
function action(): Ask {
  return {
    headers: {
      ...sameSite,
      "content-type": "text/plain;charset=UTF-8",
      "next-action": oneOf([hex(21), hex(3), printable(42)]),
    },
  };
}

function routerHeaders(): Record<string, string> {
  return {
    rsc: "1",
    "next-router-state-tree": oneOf([printable(50), "%5B%22%22%5D", encodeURIComponent("[[[")]),
    "next-router-prefetch": oneOf(["1", "2", "x"]),
    "next-router-segment-prefetch": oneOf(["/_tree", printable(20)]),
    "next-url": printable(30),
  };
}

const flight = (): string =>
  oneOf([
    "[]",
    "[",
    '["$K1"]',
    '["$F1"]',
    '[{"then":"$1:then"}]',
    '["$@0"]',
    `["$B${hex(3)}"]`,
    '["$1:__proto__:then"]',
    printable(300),
  ]);

function damagedMultipart(): string {
  const part = `--x\r\nContent-Disposition: form-data; name="${oneOf(["email", "$ACTION_1:0", "$ACTION_REF_1", "__proto__"])}"\r\n\r\n${printable(40)}\r\n`;
  return oneOf([part, part.slice(0, randomInt(part.length)), `${part}--x--\r\n`, printable(100)]);
}

/** What a form's hidden fields hold, with other values in it. */
function boundFields(): string {
  const field = (name: string, value: string) =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  return `${field("$ACTION_REF_1", "")}${field("$ACTION_1:0", `{"id":"${hex(21)}","bound":"$@1"}`)}${field("$ACTION_1:1", flight())}${field("$ACTION_KEY", printable(10))}--x--\r\n`;
}
