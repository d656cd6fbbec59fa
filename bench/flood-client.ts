import { setTimeout as sleep } from "node:timers/promises";
import { postForm, readForm } from "../e2e/forms.ts";

/**
 * `flood-client.ts <url> <a second> <seconds>`: signs in with wrong passwords at a fixed rate, from as many addresses
 * as a botnet has, and prints how many answers had which status.
 */
const [url = "", rate = "0", seconds = "0"] = process.argv.slice(2);
const form = await readForm(`${url}/login`, "Sign in");
const statuses: Record<number, number> = {};
const sent: Promise<void>[] = [];
const startedAt = performance.now();
for (let number = 0; number < Number(rate) * Number(seconds); number++) {
  await sleep(Math.max(0, startedAt + (number * 1_000) / Number(rate) - performance.now()));
  sent.push(signInWrongly(number));
}
await Promise.all(sent);
console.log(JSON.stringify(statuses));

async function signInWrongly(number: number): Promise<void> {
  const stranger = { email: `nobody${number}@example.com`, password: "wrong all along" };
  const headers = { "x-forwarded-for": `198.51.${number % 100}.${number % 250}` };
  const status = await postForm(form, stranger, { headers }).then(
    (answer) => answer.status,
    () => 0,
  );
  statuses[status] = (statuses[status] ?? 0) + 1;
}
