import type { Fault } from "./fault.ts";
export const limited: Fault = {
  id: "limited",
  done: "",
  promise: "",
  quick: false,
  run: async () => "",
};
