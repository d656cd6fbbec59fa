import type { Route } from "next";

/** The path with every parameter that has a value. */
export function withQuery(path: string, query: Record<string, string | undefined>): Route {
  const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return (given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`) as Route;
}
