import { expect, test } from "vitest";
import { takingTurns } from "./in-turn.ts";

test("under one key one comes after the other, whether it fails or not; other keys do not wait", async () => {
  const inTurn = takingTurns();
  const seen: string[] = [];
  const work = (name: string, fails: boolean) => async () => {
    seen.push(`${name} begins`);
    await Promise.resolve();
    seen.push(`${name} ends`);
    if (fails) throw new Error(name);
    return name;
  };
  const results = await Promise.allSettled([
    inTurn("a", work("first", true)),
    inTurn("a", work("second", false)),
    inTurn("b", work("other", false)),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  const ofA = seen.filter((line) => !line.startsWith("other"));
  expect(ofA).toEqual(["first begins", "first ends", "second begins", "second ends"]);
  expect(seen.indexOf("other begins")).toBeLessThan(seen.indexOf("second begins"));
});
