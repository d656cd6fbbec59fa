import type { Fault } from "./fault.ts";
export const crowded: Fault = {
  id: "crowded",
  done: "",
  promise: "",
  quick: false,
  run: async () => "",
};
