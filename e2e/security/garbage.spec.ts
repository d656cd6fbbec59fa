import { randomInt } from "node:crypto";
import { cookieName } from "../cookie.ts";
import { expect, test } from "../fixtures.ts";
import { type HeldForm, readForm, signedInCookie } from "../forms.ts";
import { type Answer, type Ask, ask } from "../http.ts";
import { type Chance, chanceFrom } from "./chance.ts";

test.setTimeout(240_000);

const rounds = 400;
// To see a failure again: GARBAGE_SEED=<the number it printed>.
const seed = Number(process.env.GARBAGE_SEED) || randomInt(1, 2 ** 31);

const paths = [
  ..."/ /login /signup /setup /devices /account /admin /admin/accounts /admin/events /reauthenticate".split(
    " ",
  ),
  ..."/admin/accounts/x /api/session /api/session/events /healthz /readyz /nowhere /icon.svg".split(
    " ",
  ),
  "/_next/static/x.js",
  "/_next/image",
  "/_next/data/x.json",
];
const methods = "GET GET GET HEAD OPTIONS POST POST POST POST POST PUT DELETE PATCH".split(" ");
const types = [
  "multipart/form-data; boundary=x",
  "multipart/form-data",
  "multipart/form-data; boundary=",
  "application/x-www-form-urlencoded",
  "text/plain;charset=UTF-8",
  "text/x-component",
  "application/json",
  "application/octet-stream",
  "\u00ff",
];
const routerHeaders =
  "rsc next-router-state-tree next-router-prefetch next-router-segment-prefetch next-url next-action next-hmr-refresh";
const internalHeaders =
  "next-resume x-middleware-subrequest x-nextjs-data x-action-forwarded x-latchkey-relay x-matched-path " +
  "x-now-route-matches x-prerender-revalidate x-forwarded-host x-forwarded-for forwarded";
const clientHeaders =
  "cookie user-agent accept accept-language accept-encoding content-encoding range if-none-match referer purpose";
const names = `${routerHeaders} ${internalHeaders} ${clientHeaders}`.split(" ");

test("ASVS 16.5.4: garbage is the sender's fault, never a failure of ours", async ({
  server,
  account,
  administrator,
}) => {
  const cookies = [
    await signedInCookie(server, account),
    await signedInCookie(server, administrator),
    "",
  ];
  const login = await readForm(`${server.url}/login`, "Sign in");
  const inside = await readForm(`${server.url}/account`, "Save name", cookies[0]);
  const printed = server.log();
  const chance = chanceFrom(seed);

  for (let round = 0; round < rounds; round++) {
    const form = chance.pick([login, inside]);
    const asked = garbage(chance, form, chance.pick(cookies));
    const path = chance.pick(paths) + chance.pick(["", "", "/", `?${chance.text()}`, "?_rsc=x"]);
    const url = server.url + path;
    const answer = await ask(url, asked).catch(closedOn);
    const what = `round ${round} of seed ${seed}: ${path} ${JSON.stringify(asked).slice(0, 2_000)}`;
    expect(answer?.status ?? 400, what).toBeLessThan(500);
  }
  expect((await ask(`${server.url}/login`)).status).toBe(200);
  expect(server.log().slice(printed.length), `seed ${seed}`).toBe("");
});

test("ASVS 16.5.4: an action nobody has ever heard of is 4xx, and nothing is printed", async ({
  server,
  account,
}) => {
  const cookie = await signedInCookie(server, account);
  const printed = server.log();
  for (const id of ["x", "0".repeat(42), "7f".repeat(21), "__proto__", "constructor", "../x"])
    for (const body of ["[]", "", '["$F1"]', '{"__proto__":null}', "\u0000"])
      for (const path of ["/login", "/devices", "/nowhere"]) {
        const headers = { "next-action": id, "content-type": "text/plain", origin: server.url };
        const asked: Ask = { method: "POST", cookie, headers, body };
        const { status, setCookies } = await ask(server.url + path, asked);
        expect.soft(status, `${path} ${id} ${body}`).toBeGreaterThanOrEqual(400);
        expect.soft(status, `${path} ${id} ${body}`).toBeLessThan(500);
        expect.soft(setCookies).toEqual([]);
      }
  expect(server.log().slice(printed.length)).toBe("");
});

/** A request that holds something of a real one, something of ours and something of nobody's. */
function garbage(chance: Chance, form: HeldForm, cookie: string): Ask {
  const method = chance.pick(methods);
  const headers: Record<string, string> = { "sec-fetch-site": "same-origin" };
  for (let count = chance.below(5); count > 0; count--)
    headers[chance.pick(names)] = chance.pick([chance.header(), "1", "", "[]", "%", "null"]);
  if (chance.below(2) === 0) headers.cookie = `${cookieName}=${chance.mutate(cookie)}`;
  if (method === "GET" || method === "HEAD" || method === "OPTIONS")
    return { method, headers, cookie };
  headers["content-type"] = chance.pick(types);
  if (chance.below(3) === 0) headers["next-action"] = actionIn(form);
  return { method, headers, cookie, body: bodyOf(chance, form) };
}

/** The name by which Next's router calls the form's action. */
function actionIn({ fields }: HeldForm): string {
  return /[0-9a-f]{42}/.exec(JSON.stringify(fields))?.[0] ?? "";
}

function bodyOf(chance: Chance, form: HeldForm): string {
  const fields = Object.entries(form.fields).map(([name, value]) =>
    part(
      chance.below(4) === 0 ? chance.mutate(name) : name,
      chance.below(2) ? value : chance.text(),
    ),
  );
  const whole = `${fields.join("")}--x--\r\n`;
  return chance.pick([
    whole,
    chance.mutate(whole),
    whole.slice(0, chance.below(whole.length)),
    chance.text(),
    `[${chance.text()}`,
    '["$undefined","$K1"]',
    "[null]",
    "[null,null,[[[[]]]]]",
    `[null,{"get":"$F1"},"$n${"9".repeat(400)}"]`,
    `${part("0", '["$K1"]')}${part("1_email", chance.text())}--x--\r\n`,
    `${part("0", '[{"problem":1},"$K1"]')}${part("1_password", chance.text())}--x--\r\n`,
    '["$K1","$F2","$Q3","$@4"]',
    `0:{"a":"$@1","f":"","b":"${chance.below(99)}"}\n1:D{}\n`,
    '{"__proto__":{"status":"resolved_model"},"then":"$1:then"}',
    "",
  ]);
}

const part = (name: string, value: string): string =>
  `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

/** Hanging up is an answer too: what could not be read was not waited for. */
function closedOn(error: NodeJS.ErrnoException): Answer | null {
  if (["ECONNRESET", "EPIPE", "HPE_INVALID_CONSTANT"].includes(error.code ?? "")) return null;
  throw error;
}
