import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { temporaryDatabase, temporaryFile } from "#lib/testing/database.ts";
import { write } from "./write.ts";

/** Two connections to one file, as two processes have them; the first can hold the lock. */
function holderAndWriter() {
  const file = temporaryFile();
  const [holder, writer] = [temporaryDatabase(file), temporaryDatabase(file)];
  const insert = (key: string) =>
    writer.$client.prepare("insert into throttles values (?, 1, 1)").run(key).changes;
  const keys = () => writer.$client.prepare("select key from throttles").pluck().all();
  const release = () => holder.$client.exec("rollback");
  holder.$client.exec("begin immediate");
  return { writer, insert, keys, release };
}

test("a write waits for the lock of another process and goes through", async () => {
  const { writer, insert, keys, release } = holderAndWriter();
  const written = write(writer, () => insert("one"));
  // Timers run, so the event loop does too.
  await sleep(100);
  expect(keys()).toEqual([]);
  release();
  expect(await written).toBe(1);
  expect(keys()).toEqual(["one"]);
});

test("a hundred writes that wait look at the lock no oftener than one, and all go through", async () => {
  const { writer, insert, keys, release } = holderAndWriter();
  const work = vi.fn(insert);
  const transaction = vi.spyOn(writer.$client, "transaction");
  onTestFinished(() => transaction.mockRestore());
  const written = Promise.all(
    Array.from({ length: 100 }, (_, number) => write(writer, () => work(`key ${number}`))),
  );
  await sleep(200);
  expect(transaction.mock.calls.length).toBeLessThan(10);
  release();
  await written;
  expect(work).toHaveBeenCalledTimes(100);
  expect(keys()).toHaveLength(100);
});

test("a lock that is held for too long is an error, and the next write succeeds", async () => {
  const { writer, insert, keys, release } = holderAndWriter();
  const started = performance.now();
  const clock = vi.spyOn(performance, "now").mockReturnValueOnce(started - 5_000);
  onTestFinished(() => clock.mockRestore());
  await expect(write(writer, () => insert("one"))).rejects.toMatchObject({ code: "SQLITE_BUSY" });
  release();
  expect(await write(writer, () => insert("two"))).toBe(1);
  expect(keys()).toEqual(["two"]);
});

test("what fails for another reason is not tried again", async () => {
  const database = temporaryDatabase();
  const work = vi.fn(() => {
    throw new Error("no");
  });
  await expect(write(database, work)).rejects.toThrow("no");
  expect(work).toHaveBeenCalledOnce();
});
