import { sealData, unsealData } from "iron-session";
import { inTurn, type Subject } from "../measure.ts";

const password = "for the benchmark and for nothing else";

/** What iron-session's stateless cookies cost by themselves: unsealing, nothing looked up, nothing remembered. */
export async function ironSubject(tokens: string[]): Promise<Subject> {
  const cookies: string[] = [];
  for (const token of tokens) cookies.push(await sealData({ token }, { password, ttl: 0 }));
  const check = async (cookie: string) => {
    const { token } = await unsealData<{ token?: string }>(cookie, { password, ttl: 0 });
    if (token === undefined) throw new Error("iron-session does not know its own seal.");
  };
  return { name: "iron-session unseal", check: inTurn(cookies, check) };
}
