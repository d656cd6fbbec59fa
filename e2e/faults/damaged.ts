import type { Fault } from "./fault.ts";
export const damaged: Fault = {
  id: "damaged",
  done: "",
  promise: "",
  quick: false,
  run: async () => "",
};
