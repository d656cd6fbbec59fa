import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { readPassword } from "./read-password.ts";

const piped = (bytes: string | Buffer) => readPassword(Readable.from([Buffer.from(bytes)]));

describe("a password on standard input", () => {
  test.each([
    ["without a newline", "correct horse ", "correct horse "],
    ["with its newline", "correct horse\n", "correct horse"],
    ["with the newline of Windows", "correct horse\r\n", "correct horse"],
    ["that is not only Latin", "пароль 密码 🐴\n", "пароль 密码 🐴"],
  ])("is taken as it is %s", async (_how, input, password) => {
    expect(await piped(input)).toBe(password);
  });

  test("may arrive in pieces, even of one letter", async () => {
    const [first, second] = [Buffer.from("ü").subarray(0, 1), Buffer.from("ü").subarray(1)];
    expect(await readPassword(Readable.from([first, second]))).toBe("ü");
  });

  test.each([
    ["nothing", "", /^No password/],
    ["an empty line", "\n", /^No password/],
    ["two lines", "correct horse\nbattery\n", /single line/],
    ["what is not text", Buffer.alloc(20, 255), /not UTF-8/],
    ["a long line", "x".repeat(2_000), /too long/],
    ["a large file", "x".repeat(100_000), /too long/],
  ])("%s is refused", async (_what, input, reason) => {
    await expect(piped(input)).rejects.toThrow(reason);
  });
});
