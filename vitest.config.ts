import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: { "server-only": "next/dist/compiled/server-only/empty" },
  },
  test: {
    environment: "node",
    // Room for a busy machine; nothing waits for it otherwise.
    testTimeout: 20_000,
    include: ["{lib,db,app,scripts}/**/*.test.{ts,mjs}", "*.test.ts"],
  },
});
