import type { Fault } from "./fault.ts";
export const synced: Fault = {
  id: "synced",
  done: "",
  promise: "",
  quick: false,
  run: async () => "",
};
