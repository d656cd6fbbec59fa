import type { Fault } from "./fault.ts";
export const clockSteps: Fault = {
  id: "clock-steps",
  done: "",
  promise: "",
  quick: false,
  run: async () => "",
};
