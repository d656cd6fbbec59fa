import { expect, test } from "../fixtures.ts";
import { postSignIn } from "../forms.ts";
import { ask } from "../http.ts";

test.use({ settings: { TRUSTED_PROXIES: "127.0.0.0/8, ::1, 10.0.0.0/8, 2001:db8:1::/48" } });

const chains: [forwarded: string, address: string][] = [
  ["203.0.113.9", "203.0.113.9"],
  ["6.6.6.6, 203.0.113.9", "203.0.113.9"],
  ["6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"],
  ["203.0.113.9:5000", "203.0.113.9"],
  ["2001:db8:2::5", "2001:db8:2::5"],
  ["2001:DB8:2:0:0:0:0:5, 2001:db8:1::9", "2001:db8:2::5"],
  ["[2001:db8:2::5]:443", "2001:db8:2::5"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["203.0.113.9, unknown, 10.0.0.2", "10.0.0.2"],
  ["203.0.113.9, <script>, 10.0.0.2", "10.0.0.2"],
  ["10.0.0.3, 10.0.0.2", "10.0.0.3"],
];

for (const [forwarded, address] of chains)
  test(`ASVS 4.1.3: the trail, the page and the throttle have ${address} for X-Forwarded-For ${forwarded}`, async ({
    server,
    store,
    account,
  }) => {
    const headers = {
      "x-forwarded-for": forwarded,
      "x-real-ip": "6.6.6.6",
      forwarded: "for=6.6.6.6",
    };
    const wrong = { ...account, password: "not the password" };
    await postSignIn(server, wrong, { headers });
    const { newCookie } = await postSignIn(server, account, { headers });

    const addresses = store.client
      .prepare("select distinct address from events where account_id = ? and address is not null")
      .pluck()
      .all(account.id);
    expect(addresses).toEqual([address]);
    const [session] = await store.liveSessions(account.id);
    expect(session?.address).toBe(address);
    const { body } = await ask(`${server.url}/devices`, { cookie: newCookie, headers });
    expect(body).toContain(address);
    expect(body).not.toContain("6.6.6.6");
  });

test("ASVS 4.1.3: failures are counted by the address that a proxy vouches for, not by a forged one", async ({
  server,
  store,
}) => {
  const counted = () =>
    store.client
      .prepare("select key, failures from throttles where key like 'sign-in:address:%'")
      .all() as { key: string; failures: number }[];
  const before = new Set(counted().map(({ key }) => key));
  for (const forged of ["6.6.6.1", "6.6.6.2", "[2001:db8:2::6]"]) {
    const headers = { "x-forwarded-for": `${forged}, 198.51.100.7` };
    const unknown = { email: `${forged}@example.com`, password: "not the password" };
    await postSignIn(server, unknown, { headers });
  }
  const added = counted().filter(({ key }) => !before.has(key));
  expect(added).toEqual([expect.objectContaining({ failures: 3 })]);
});

test("ASVS 16.3.3: what another site tries stands in the trail, once a minute for each network", async ({
  server,
  store,
}) => {
  const noted = () =>
    store.client
      .prepare(
        "select actor_kind as by, address, detail from events where name = 'malicious_csrf' order by id",
      )
      .all();
  const attempt = (address: string) =>
    ask(`${server.url}/devices?secret=1`, {
      method: "POST",
      headers: {
        origin: "https://evil.example",
        "sec-fetch-site": "cross-site",
        "x-forwarded-for": address,
      },
      body: "x",
    });
  for (let count = 0; count < 10; count++)
    for (const address of ["198.51.100.20", `2001:db8:9::${count + 1}`])
      expect((await attempt(address)).status).toBe(403);
  const detail = JSON.stringify({ path: "/devices" });
  const lines = ["198.51.100.20", "2001:db8:9::1"].map((address) => ({
    by: "visitor",
    address,
    detail,
  }));
  await expect.poll(noted).toEqual(lines);
  await attempt("198.51.100.21");
  await expect.poll(() => noted().length).toBe(3);
});
