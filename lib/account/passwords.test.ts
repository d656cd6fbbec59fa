import { readdirSync, readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { bcryptPasswords } from "./passwords.ts";

function passwordsAt(cost?: number) {
  const passwords = bcryptPasswords(cost);
  onTestFinished(() => passwords.close());
  return passwords;
}

// From the test suites of OpenBSD's and Openwall's bcrypt.
test.each([
  ["", "$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s."],
  ["a", "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe"],
  ["abc", "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i"],
  ["abcdefghijklmnopqrstuvwxyz", "$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC"],
  ["U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"],
  ["U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"],
])("the known hash of %j matches it and nothing else", async (password, hash) => {
  const passwords = passwordsAt(4);
  expect(await passwords.matches(password, hash)).toBe(true);
  expect(await passwords.matches(`${password}x`, hash)).toBe(false);
});

test("a hash says its cost, is salted, and matches its own password alone", async () => {
  const passwords = passwordsAt(4);
  const [first, second] = await Promise.all([
    passwords.hash("päss wörd"),
    passwords.hash("päss wörd"),
  ]);
  expect(first).toMatch(/^\$2b\$04\$[./A-Za-z0-9]{53}$/);
  expect(second).not.toBe(first);
  expect(await passwords.matches("päss wörd", first)).toBe(true);
  expect(await passwords.matches("pass word", first)).toBe(false);
  expect(await passwords.matches("pa\u0308ss wo\u0308rd", first)).toBe(false);
});

test("a password longer than 72 bytes never matches, whatever its beginning", async () => {
  const passwords = passwordsAt(4);
  const beginning = "é".repeat(36);
  const hash = await passwords.hash(beginning);
  expect(await passwords.matches(beginning, hash)).toBe(true);
  expect(await passwords.matches(`${beginning}x`, hash)).toBe(false);
});

test("without a hash nothing matches, not even the password that is compared for show", async () => {
  const passwords = passwordsAt(4);
  for (const password of ["", "anything", "latchkey", "x".repeat(100)])
    expect(await passwords.matches(password, null)).toBe(false);
});

test("when too many wait the rest are told so at once, and those that waited are served", async () => {
  const passwords = passwordsAt(4);
  const hash = await passwords.hash("right");
  const asked = Array.from({ length: 2_000 }, () => passwords.matches("right", hash));
  const answers = await Promise.all(asked);
  expect(answers.filter((answer) => answer === null).length).toBeGreaterThan(0);
  expect(answers.filter((answer) => answer === true).length).toBeGreaterThanOrEqual(32);
  expect(answers).not.toContain(false);
  expect(await passwords.matches("right", hash)).toBe(true);
});

/** How often a timer of a few milliseconds comes round while `work` is done, and its longest wait. */
async function heartbeat(work: () => Promise<unknown>) {
  const started = performance.now();
  let [beats, last, longest] = [0, started, 0];
  const beat = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    beats++;
  };
  const timer = setInterval(beat, 5);
  await work();
  clearInterval(timer);
  beat();
  return { beats, longest, took: last - started };
}

test("everything else goes on while ten passwords are checked at full cost", async () => {
  const passwords = passwordsAt();
  const hash = await passwords.hash("right");
  expect(hash).toMatch(/^\$2b\$12\$/);
  const tenChecks = Array(10).fill("right");
  const { beats, longest, took } = await heartbeat(() =>
    Promise.all(tenChecks.map((password) => passwords.matches(password, hash))),
  );
  // Were they checked on the event loop, there would be about one beat after each.
  expect(beats).toBeGreaterThan(100);
  expect(longest).toBeLessThan(took / 4);
}, 60_000);

test("closing before anything was asked, and twice, does no harm", async () => {
  const passwords = bcryptPasswords(4);
  await passwords.close();
  await passwords.hash("a password");
  await passwords.close();
  await passwords.close();
});

test("a null character ends no password early", async () => {
  const passwords = passwordsAt(4);
  const hash = await passwords.hash("latch");
  expect(await passwords.matches("latch\0latch", hash)).toBe(false);
});

test("one address cannot take all the places in the queue", async () => {
  const passwords = passwordsAt(4);
  const flood = Array.from({ length: 60 }, () => passwords.hash("paper boat", "192.0.2.1"));
  const other = passwords.hash("paper boat", "192.0.2.2");
  const refused = (await Promise.all(flood)).filter((hash) => hash === null);
  expect(refused.length).toBeGreaterThan(0);
  expect(await other).not.toBeNull();
  expect(await passwords.hash("paper boat", "192.0.2.1")).not.toBeNull();
});

test.runIf(process.platform === "linux")(
  "the thread that hashes gives way to the one that answers",
  async () => {
    await passwordsAt(4).hash("correct horse battery");
    const niceness = (thread: string): number => {
      const stat = readFileSync(`/proc/self/task/${thread}/stat`, "utf8");
      // The 19th field (proc(5)); the second may contain spaces, in parentheses.
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]);
    };
    const others = readdirSync("/proc/self/task").map(niceness);
    expect(Math.max(...others)).toBe(Math.min(19, niceness(String(process.pid)) + 10));
  },
);
