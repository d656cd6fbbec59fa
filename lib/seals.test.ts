import { expect, test } from "vitest";
import { sealsOf } from "./seals.ts";

const secrets = ["the newest of the two secrets here", "the oldest of the two secrets here"];
const token = "a token";

test("a seal is opened once and remembered", async () => {
  const seals = sealsOf(secrets);
  const seal = await seals.seal({ token });
  const opened = await seals.open(seal);
  expect(opened).toEqual({ token });
  expect(await seals.open(seal)).toBe(opened);
});

test("only so many seals are remembered, and the others are opened again", async () => {
  const seals = sealsOf(secrets, 2);
  const [first = "", ...others] = await Promise.all(
    Array.from({ length: 6 }, () => seals.seal({ token })),
  );
  const opened = await seals.open(first);
  for (const other of others) await seals.open(other);
  const again = await seals.open(first);
  expect(again).toEqual(opened);
  expect(again).not.toBe(opened);
});

test("what is not ours is opened to nothing, and is not remembered", async () => {
  const seals = sealsOf(secrets, 2);
  const seal = await seals.seal({ token });
  const opened = await seals.open(seal);
  const foreign = await sealsOf(["neither of the two secrets there"]).seal({ token });
  for (const end of ["", "0", "1", "2", "3"]) expect(await seals.open(foreign + end)).toEqual({});
  expect(await seals.open(seal.replace("Fe26.2*", "Fe26.2**"))).toEqual({});
  expect(await seals.open(seal.padEnd(1_025, "~"))).toEqual({});
  expect(await seals.open(seal)).toBe(opened);
});

test("what one set of secrets opened is nothing to another", async () => {
  const seal = await sealsOf(secrets.slice(1)).seal({ token });
  expect(await sealsOf(secrets).open(seal)).toEqual({ token });
  expect(await sealsOf(secrets.slice(0, 1)).open(seal)).toEqual({});
});

test("what was opened cannot be changed for whoever comes next", async () => {
  const seals = sealsOf(secrets);
  const opened = await seals.open(await seals.seal({ token }));
  expect(() => Object.assign(opened, { token: "another" })).toThrow(TypeError);
});
