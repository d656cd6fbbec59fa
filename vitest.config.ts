import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: { "server-only": "next/dist/compiled/server-only/empty" },
  },
  test: {
    environment: "node",
    include: ["{lib,db,app,scripts}/**/*.test.{ts,mjs}", "*.test.ts"],
  },
});
