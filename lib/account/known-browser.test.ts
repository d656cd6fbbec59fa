import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { accounts, knownDevices, mails } from "#db/schema.ts";
import { commandLine } from "#lib/audit/event.ts";
import { minutes } from "#lib/duration.ts";
import type { DeviceToken } from "#lib/known-device/known-devices.ts";
import { newToken } from "#lib/session/token.ts";
import { anAccount, noon } from "#lib/testing/builders.ts";
import { hashOf, quickPasswords, temporaryServices, trail } from "#lib/testing/services.ts";
import type { Passwords } from "./passwords.ts";
import type { Credentials } from "./sign-in.ts";

const right = "correct horse battery";
const rightHash = await hashOf(right);
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";
const client = { address: "192.0.2.7", userAgent: firefox };
const stranger = { ...client, address: "198.51.100.9" };

function aDesk(passwords: Passwords = quickPasswords) {
  const desk = temporaryServices({ passwords });
  const { database, services } = desk;
  const add = (email: string) => anAccount(database, { email, passwordHash: rightHash });
  const ada = add("ada@example.com");
  const asked = { email: ada.email, password: right, remember: false, client, replaces: null };
  const signIn = (given: Partial<Credentials> = {}) =>
    services.accounts.signIn({ ...asked, ...given });
  async function known(given: Partial<Credentials> = {}): Promise<DeviceToken> {
    const outcome = await signIn(given);
    if (outcome.kind !== "signed_in") throw new Error(outcome.kind);
    return outcome.device;
  }
  async function fail(many: number, given: Partial<Credentials> = {}) {
    const kinds: string[] = [];
    while (kinds.length < many)
      kinds.push((await signIn({ client: stranger, password: "wrong", ...given })).kind);
    return kinds;
  }
  const queued = () => database.select().from(mails).where(eq(mails.kind, "new_device")).all();
  return { ...desk, ada, add, signIn, known, fail, queued };
}

const kindOf = async (outcome: Promise<{ kind: string }>) => (await outcome).kind;

describe("a stranger who fails a hundred times", () => {
  test("makes the owner wait in an unknown browser and not in a known one", async () => {
    const { fail, known, signIn } = aDesk();
    const device = await known();
    const kinds = await fail(100);
    expect(kinds.slice(0, 10)).toEqual(Array(10).fill("refused"));
    expect(kinds.slice(10)).toEqual(Array(90).fill("throttled"));
    expect(await kindOf(signIn())).toBe("throttled");
    expect(await kindOf(signIn({ device: newToken() }))).toBe("throttled");
    expect(await kindOf(signIn({ device }))).toBe("signed_in");
  });

  test("at many accounts from the owner's own network does not either", async () => {
    const { fail, known, signIn } = aDesk();
    const device = await known();
    for (let guess = 0; guess < 100; guess++)
      await fail(1, { client, email: `nobody${guess}@example.com` });
    expect(await kindOf(signIn())).toBe("throttled");
    expect(await kindOf(signIn({ device }))).toBe("signed_in");
  });

  test("stays refused after the owner signed in where they are known", async () => {
    const { fail, known, signIn } = aDesk();
    const device = await known();
    await fail(10);
    expect(await kindOf(signIn({ device }))).toBe("signed_in");
    expect(await fail(1)).toEqual(["throttled"]);
  });

  test("is answered the same whether or not there is such an account", async () => {
    const { fail } = aDesk();
    const known = await fail(15);
    expect(await fail(15, { email: "eve@example.com" })).toEqual(known);
  });
});

describe("a known browser", () => {
  test("has ten tries in a quarter of an hour too, and its failures are nobody else's", async () => {
    const { clock, database, fail, known, signIn } = aDesk();
    const device = await known();
    expect(await fail(11, { device })).toEqual([...Array(10).fill("refused"), "throttled"]);
    expect(await kindOf(signIn())).toBe("signed_in");
    const reached = trail(database).filter(({ name }) => name === "authn_login_fail_max");
    expect(reached).toMatchObject([{ detail: { limit: "device" } }]);
    clock.advance(minutes(15));
    expect(await kindOf(signIn({ device }))).toBe("signed_in");
  });

  test("gets no tries at somebody's account for signing in to one's own", async () => {
    const { add, fail, known, signIn } = aDesk();
    const own = add("eve@example.com");
    const device = await known();
    await known({ email: own.email, device });
    for (let round = 0; round < 2; round++) {
      await fail(5, { device });
      await signIn({ email: own.email, device });
    }
    expect(await fail(1, { device })).toEqual(["throttled"]);
  });

  test("that an account does not know counts as any stranger's", async () => {
    const { add, fail, known } = aDesk();
    const device = await known({ email: add("eve@example.com").email });
    await fail(10, { device });
    expect(await fail(1)).toEqual(["throttled"]);
  });

  test("is busy without a failure when too many passwords wait", async () => {
    let waiting = false;
    const { fail, known, signIn } = aDesk({
      ...quickPasswords,
      matches: async (...given) => (waiting ? null : quickPasswords.matches(...given)),
    });
    const device = await known();
    waiting = true;
    expect(await fail(12, { device })).toEqual(Array(12).fill("busy"));
    waiting = false;
    expect(await kindOf(signIn({ device }))).toBe("signed_in");
  });

  test("signs in thirty times at once", async () => {
    const { known, signIn } = aDesk();
    const device = await known();
    const all = await Promise.all(Array.from({ length: 30 }, () => signIn({ device })));
    expect(all.map(({ kind }) => kind)).toEqual(Array(30).fill("signed_in"));
  });

  test("needs no share of the queue that its network's strangers have filled", async () => {
    const asked: (string | undefined)[] = [];
    const { known, signIn } = aDesk({
      ...quickPasswords,
      matches: (password, hash, from) => {
        asked.push(from);
        return quickPasswords.matches(password, hash, from);
      },
    });
    const device = await known();
    await signIn({ device });
    expect(asked).toEqual([client.address, undefined]);
  });
});

describe("the browser's token", () => {
  test("is kept at further accounts and sign-ins, and noted as used", async () => {
    const { add, clock, database, known } = aDesk();
    const device = await known();
    clock.advance(minutes(5));
    expect(await known({ device })).toBe(device);
    expect(await known({ email: add("grace@example.com").email, device })).toBe(device);
    const rows = database.select().from(knownDevices).all();
    expect(rows.map(({ lastUsedAt }) => lastUsedAt)).toEqual([clock.now(), clock.now()]);
  });

  test("opens nothing by itself", async () => {
    const { known, services, signIn } = aDesk();
    const device = await known();
    expect(await services.sessions.find(device)).toBeNull();
    expect(await kindOf(signIn({ password: "wrong", device }))).toBe("refused");
  });
});

describe("the mail about a new device", () => {
  test("tells of a sign-in from a browser that is not known, in the words of the device list", async () => {
    const { ada, database, known, queued, services } = aDesk();
    await known();
    expect(queued()).toEqual([]);
    await known();
    const sessionId = trail(database).at(-1)?.sessionId;
    expect(queued()).toMatchObject([
      {
        kind: "new_device",
        recipient: ada.email,
        accountId: ada.id,
        sessionId,
        detail: { device: "Firefox on Linux", address: client.address, at: noon.toISOString() },
      },
    ]);
    expect(await services.sessions.countLive()).toBe(2);
  });

  test("is not sent about a browser that is known", async () => {
    const { known, queued } = aDesk();
    const device = await known();
    await known({ device });
    expect(queued()).toEqual([]);
  });

  test("is not sent to who has just signed up, but at their next new browser", async () => {
    const { queued, services, signIn } = aDesk();
    const person = { name: "Grace", email: "grace@example.com", password: right };
    await services.accounts.signUp(person, { client, replaces: null });
    expect(queued()).toEqual([]);
    await signIn({ email: person.email });
    expect(queued()).toMatchObject([{ recipient: person.email }]);
  });

  test("goes to the account that does not know a browser that others know", async () => {
    const { add, known, queued } = aDesk();
    const grace = add("grace@example.com");
    await known({ email: grace.email });
    await known({ email: grace.email, device: await known() });
    expect(queued()).toMatchObject([{ recipient: grace.email }]);
  });

  test("tells who came after everything was ended and forgotten", async () => {
    const { ada, database, known, queued, services } = aDesk();
    const device = await known();
    await services.sessions.forceEverywhere(ada.id, commandLine);
    database.delete(knownDevices).run();
    await known({ device });
    expect(queued()).toHaveLength(1);
  });

  test("is not queued when the session does not start", async () => {
    const desk = aDesk({
      ...quickPasswords,
      async matches(...given) {
        const same = await quickPasswords.matches(...given);
        if (armed) ban();
        return same;
      },
    });
    let armed = false;
    const ban = () =>
      desk.database
        .update(accounts)
        .set({ bannedAt: noon })
        .where(eq(accounts.id, desk.ada.id))
        .run();
    await desk.known();
    armed = true;
    expect(await kindOf(desk.signIn())).toBe("refused");
    expect(desk.queued()).toEqual([]);
    expect(desk.database.select().from(knownDevices).all()).toHaveLength(1);
  });
});
