import type { Fault } from "./fault.ts";
export const diskFull: Fault = {
  id: "disk-full",
  done: "",
  promise: "",
  quick: false,
  run: async () => "",
};
