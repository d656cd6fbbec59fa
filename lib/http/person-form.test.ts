import { beforeEach, describe, expect, test } from "vitest";
import { temporaryServices } from "#lib/testing/services.ts";
import { readPersonForm, refusedPerson } from "./person-form.ts";

const good = {
  name: " Ada Lovelace ",
  email: " ada@example.com",
  password: " a password of fifteen ",
};

function formOf(fields: Record<string, string | File>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

beforeEach(() => {
  const { services } = temporaryServices();
  Object.assign(globalThis, { [Symbol.for("latchkey.services")]: services });
});

describe("a person's form", () => {
  test("gives the person, the password exactly as it was typed", () => {
    expect(readPersonForm(formOf(good))).toEqual({
      person: {
        name: "Ada Lovelace",
        email: "ada@example.com",
        password: " a password of fifteen ",
      },
    });
  });

  test("takes nothing else from whoever sends more", () => {
    const form = formOf({ ...good, role: "admin", id: "chosen", passwordHash: "x", bannedAt: "0" });
    expect(readPersonForm(form)).toEqual(readPersonForm(formOf(good)));
  });

  test("names every wrong field at once and keeps what was typed, never the password", () => {
    const answer = readPersonForm(formOf({ name: "", email: "ada@", password: "short secret" }));
    expect(answer).toEqual({
      refused: {
        name: "",
        email: "ada@",
        problems: {
          name: expect.any(String),
          email: expect.any(String),
          password: expect.any(String),
        },
      },
    });
    expect(JSON.stringify(answer)).not.toContain("short secret");
  });

  test("with files instead of text is refused as if it were empty", () => {
    const file = new File(["x".repeat(20)], "ada@example.com");
    const answer = readPersonForm(formOf({ name: file, email: file, password: file }));
    expect(answer).toMatchObject({ refused: { name: "", email: "" } });
    expect(JSON.stringify(answer)).not.toContain("object File");
  });

  test("that is empty is refused", () => {
    expect(readPersonForm(new FormData())).toMatchObject({
      refused: { problems: { name: expect.any(String) } },
    });
  });
});

test("what was typed comes back when the address is taken, without the password", () => {
  const answer = refusedPerson(formOf(good), { kind: "email_taken" });
  expect(answer).toMatchObject({
    name: good.name,
    email: good.email,
    problems: { email: expect.any(String) },
  });
  expect(JSON.stringify(answer)).not.toContain(good.password);
});
