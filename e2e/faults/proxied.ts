import type { Fault } from "./fault.ts";
export const proxied: Fault = {
  id: "proxied",
  done: "",
  promise: "",
  quick: false,
  run: async () => "",
};
