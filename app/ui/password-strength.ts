import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";

const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/** From 0, found at once, to 4. `about` is what an attacker would try first of all. */
export function strengthOf(password: string, about: string[]): number {
  return estimator.check(password, about).score;
}
