import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { importJWK, jwtVerify, SignJWT } from "jose";
import jsonwebtoken from "jsonwebtoken";
import { inTurn, type Subject, workingSet } from "../measure.ts";

/** What a session token that nobody looks up would have to carry. */
const claims = () => ({
  sub: randomUUID(),
  sid: randomUUID(),
  role: "member",
  name: "Ada Lovelace",
});

const pairs = {
  RS256: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  EdDSA: () => generateKeyPairSync("ed25519"),
};

type Key = Parameters<SignJWT["sign"]>[0];

/** Verification of signature and expiry with jose and jsonwebtoken: nothing is looked up, so nothing is revocable. */
export async function jwtSubjects(): Promise<Subject[]> {
  const secret = randomBytes(32);
  const hs256 = await tokens("HS256", secret);
  const subjects = [
    joseSubject("HS256", hs256, secret),
    jsonwebtokenSubject("HS256", hs256, secret),
  ];
  for (const [alg, make] of Object.entries(pairs)) {
    const { publicKey, privateKey } = make();
    const signed = await tokens(alg, await importJWK(privateKey.export({ format: "jwk" }), alg));
    const key = await importJWK(publicKey.export({ format: "jwk" }), alg);
    subjects.push(joseSubject(alg, signed, key));
    // jsonwebtoken does not know EdDSA.
    if (alg !== "EdDSA") subjects.push(jsonwebtokenSubject(alg, signed, publicKey));
  }
  return subjects;
}

async function tokens(alg: string, key: Key): Promise<string[]> {
  const sign = () =>
    new SignJWT(claims())
      .setProtectedHeader({ alg })
      .setIssuedAt()
      .setExpirationTime("24h")
      .sign(key);
  // Signing with RSA is slow; a tenth of the tokens are as good.
  return Promise.all(Array.from({ length: alg === "HS256" ? workingSet : workingSet / 10 }, sign));
}

function joseSubject(alg: string, signed: string[], key: Key): Subject {
  return { name: `jose ${alg}`, check: inTurn(signed, (token) => jwtVerify(token, key)) };
}

function jsonwebtokenSubject(
  alg: string,
  signed: string[],
  key: Parameters<typeof jsonwebtoken.verify>[1],
): Subject {
  const check = (token: string) => jsonwebtoken.verify(token, key as jsonwebtoken.Secret);
  return { name: `jsonwebtoken ${alg}`, check: inTurn(signed, check) };
}
