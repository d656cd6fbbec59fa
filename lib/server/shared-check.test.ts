import { expect, test, vi } from "vitest";
import { sharedCheck } from "./shared-check.ts";

test("one look serves all who ask at the same time and shortly after", async () => {
  let time = 0;
  const look = vi.fn(async () => {});
  const check = sharedCheck(look, 1_000, () => time);
  await Promise.all([check(), check(), check()]);
  time = 999;
  await check();
  expect(look).toHaveBeenCalledOnce();
  time = 1_001;
  await check();
  expect(look).toHaveBeenCalledTimes(2);
});

test("a failure is kept no longer than a success", async () => {
  let time = 0;
  const look = vi.fn(async () => {});
  look.mockRejectedValueOnce(new Error("locked"));
  const check = sharedCheck(look, 1_000, () => time);
  await expect(check()).rejects.toThrow("locked");
  await expect(check()).rejects.toThrow("locked");
  time = 1_001;
  await check();
});
