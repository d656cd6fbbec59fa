import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { postForm, readForm } from "../forms.ts";
import { type Ask, ask } from "../http.ts";
import { freePort, root } from "../server.ts";
import type { Person } from "../store.ts";
import { type Desk, inFolder, programNamed, startDesk } from "./desk.ts";
import { type Fault, must } from "./fault.ts";
import { makePeople, withStore } from "./people.ts";

const host = "login.example.com";
const url = `https://${host}`;
/** Where the client sits: another address than nginx's own. */
const client = "127.0.0.7";
const settings = { PUBLIC_URL: url, TRUSTED_PROXIES: "127.0.0.1" };

/** What a client might say to be taken for somebody else, or for Next itself. */
const forged = {
  "x-forwarded-for": "203.0.113.9",
  "x-forwarded-host": "evil.example",
  "x-forwarded-proto": "http",
  forwarded: "for=203.0.113.9;host=evil.example",
  "x-real-ip": "203.0.113.9",
  "x-latchkey-address": "203.0.113.9",
  "x-latchkey-relay": "1",
  "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy",
  "x-nextjs-data": "1",
  "next-resume": "1",
};

/** The site in deploy/nginx.conf, as it stands but for ports and certificates. */
export const proxied: Fault = {
  id: "PROXY",
  done: "a sign-in through nginx with deploy/nginx.conf, over TLS, with forged headers",
  promise:
    "the client's own address is in the trail, forged headers change nothing, /metrics is not there, large bodies get 413",
  quick: false,
  run: () => inFolder(signInThroughNginx),
};

async function signInThroughNginx(directory: string): Promise<string> {
  const nginx = programNamed("nginx");
  const desk = await startDesk({ directory, settings });
  const port = await freePort();
  const stop = await startNginx(nginx, directory, desk, port);
  try {
    const [person] = await makePeople(desk, 1);
    if (person === undefined) throw new Error("There is nobody.");
    await checkAll(desk, person, port);
  } finally {
    await stop();
    await desk.end("SIGTERM");
  }
  return `nginx -t passed; signed in as ${client} over HTTPS and HTTP/2, ${Object.keys(forged).length} forged headers without effect, /metrics and /readyz 404, 2 MB body 413`;
}

async function checkAll(desk: Desk, person: Person, port: number): Promise<void> {
  const connection = {
    hostname: "127.0.0.1",
    port,
    servername: host,
    localAddress: client,
    rejectUnauthorized: false,
  };
  const through = (path: string, asked: Ask = {}) =>
    ask(`${url}${path}`, { ...asked, connection, headers: { host, ...asked.headers } });
  const form = await readForm(`${url}/login`, "Sign in", undefined, connection);
  const { email, password } = person;
  const headers = { host, ...forged };
  const { status, newCookie } = await postForm(form, { email, password }, { connection, headers });
  must(status === 303 && newCookie !== null, `signing in was answered with ${status}`);
  must(
    (await addressOf(desk, person)) === client,
    `the trail says ${await addressOf(desk, person)}`,
  );

  const page = await through("/devices", { cookie: newCookie, headers: forged });
  must(page.status === 200 && page.body.includes(client), `/devices gave ${page.status}`);
  const { "strict-transport-security": hsts, server, via } = page.headers;
  must(hsts === "max-age=31536000; includeSubDomains", `HSTS is ${hsts}`);
  must(!/\d/.test(String(server)) && via === undefined, `it calls itself ${server}`);
  const bare = await through("/devices", { headers: forged });
  must(
    String(bare.headers.location).startsWith("/login") ||
      String(bare.headers.location).startsWith(`${url}/login`),
    `without a cookie: ${bare.status} ${bare.headers.location}`,
  );
  for (const path of ["/metrics", "/readyz"])
    must((await through(path)).status === 404, `${path} is there`);
  must((await through("/healthz")).status === 200, "/healthz is not there");
  const large = await through("/login", { method: "POST", body: "x".repeat(2_000_000) });
  must(large.status === 413, `a large body was answered with ${large.status}`);
  must((await overHttp2(port)) === 200, "HTTP/2 is not spoken");
}

function addressOf(desk: Desk, { id }: Person): Promise<unknown> {
  return withStore(desk, async ({ client: database }) =>
    database
      .prepare("select address from events where name = 'authn_login_success' and account_id = ?")
      .pluck()
      .get(id),
  );
}

async function overHttp2(port: number): Promise<number> {
  const options = { servername: host, rejectUnauthorized: false };
  const connection = connectHttp2(`https://127.0.0.1:${port}`, options);
  const asked = connection.request({ ":path": "/healthz", ":authority": host });
  const [headers] = await once(asked, "response");
  connection.close();
  return headers[":status"];
}

/** Tests the configuration, starts nginx and resolves to what stops it. */
async function startNginx(nginx: string, directory: string, desk: Desk, port: number) {
  const folder = join(directory, "nginx");
  mkdirSync(folder);
  // Its workers are another user.
  for (const open of [directory, folder]) chmodSync(open, 0o755);
  makeCertificate(folder);
  const file = join(folder, "nginx.conf");
  writeFileSync(file, wholeConfiguration(folder, desk.port, port));
  execFileSync(nginx, ["-t", "-c", file], { stdio: "pipe" });
  const child = spawn(nginx, ["-c", file], { stdio: "ignore" });
  const ended = once(child, "exit");
  for (let tried = 0; tried < 50 && !(await isOpen(port)); tried += 1) await sleep(100);
  return async () => {
    child.kill("SIGTERM");
    await ended;
  };
}

function makeCertificate(folder: string): void {
  const files = ["-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")];
  const subject = ["-subj", `/CN=${host}`, "-days", "2"];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", ...files, ...subject], {
    stdio: "pipe",
  });
}

function wholeConfiguration(folder: string, deskPort: number, port: number): string {
  const site = readFileSync(join(root, "deploy/nginx.conf"), "utf8")
    .replaceAll(/^ *listen (?:\[::\]:\d+.*|80);\n/gm, "")
    .replace("listen 443", `listen 127.0.0.1:${port}`)
    .replace(
      "server_name login.example.com;\n  return",
      `listen unix:${folder}/plain;\n  server_name login.example.com;\n  return`,
    )
    .replace("127.0.0.1:3000", `127.0.0.1:${deskPort}`)
    .replace(/ssl_certificate .*;/, `ssl_certificate ${folder}/cert.pem;`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${folder}/key.pem;`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join("\n");
  return `daemon off;\npid ${folder}/pid;\nerror_log ${folder}/error.log;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${site}\n}\n`;
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const opened = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "error").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return opened;
}
